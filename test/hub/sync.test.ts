/** `hub sync`: what an operator asks for and does at the hub's own machine, on a real ledger. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { Readable, Writable } from 'node:stream';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { Refusal } from '../../hub/command.js';
import { run } from '../../hub/sync.js';
import { importSource } from '../../jobs/import-source.job.js';
import { type Database, openDatabase } from '../../schema/database.js';
import { readSyncRun } from '../../schema/sync-run/sync-run.reads.js';
import { createKeyFile, createVault, loadKeys, type Vault } from '../../schema/vault.js';
import { createTestDatabase } from '../support/database.js';
import { idNumberOf, rowsOf } from '../support/facts.js';
import { listImport } from '../support/list-connector.js';
import { askForRun } from '../support/syncs.js';

const folder = mkdtempSync(join(tmpdir(), 'hub-sync-'));
const me = userInfo().username;
const taxpayers = ['--source', 'tax', '--stream', 'taxpayers'];
let database: Database;
let vault: Vault;
beforeAll(async () => {
  const { url } = await createTestDatabase();
  database = await openDatabase(url);
  const file = join(folder, 'hub.json');
  createKeyFile(file);
  vault = createVault(loadKeys(file));
  vi.stubEnv('DATABASE_URL', url);
  vi.stubEnv('HUB_KEY_FILE', file);
  vi.stubEnv('REDIS_URL', '');
});
afterEach(() => database.pool.query('update source_state set pause_act = null'));
afterAll(async () => {
  vi.unstubAllEnvs();
  await database.close();
  rmSync(folder, { recursive: true });
});

async function say(args: string[], stdin = ''): Promise<string> {
  let said = '';
  const stdout = new Writable({
    write(chunk, _encoding, done) {
      said += String(chunk);
      done();
    },
  });
  expect(await run(args, { stdin: Readable.from([stdin]), stdout, stderr: stdout })).toBe(0);
  return said;
}
async function refusal(args: string[], stdin = ''): Promise<string> {
  const error: unknown = await say(args, stdin).catch((thrown: unknown) => thrown);
  return error instanceof Refusal ? error.message : `no refusal: ${String(error)}`;
}
const kept = (runId: string) => readSyncRun(database.pool, runId);
const runIn = (said: string) => /run ([\da-f-]{36})/.exec(said)![1]!;
const count = async () =>
  (await database.pool.query<{ n: number }>('select count(*)::int as n from sync_run')).rows[0]!.n;

describe('hub sync', () => {
  it('asks for a range, in days of Shanghai or instants', async () => {
    const days = await kept(runIn(await say([...taxpayers, '--range', '2026-01-01..2026-02-01', '--reason', '核对'])));
    expect(days).toMatchObject({ scope: 'RANGE', requestedBy: 'hub sync', reason: '核对' });
    expect([days!.rangeFrom, days!.rangeTo]).toEqual([
      new Date('2025-12-31T16:00:00Z'),
      new Date('2026-01-31T16:00:00Z'),
    ]);
    const instants = await kept(
      runIn(await say([...taxpayers, '--range', '2026-01-01T08:00:00+08:00..2026-01-01T01:00:00Z'])),
    );
    expect([instants!.rangeFrom, instants!.rangeTo]).toEqual([
      new Date('2026-01-01T00:00:00Z'),
      new Date('2026-01-01T01:00:00Z'),
    ]);
  });

  it('asks for one record by a key of standard input, sealed, and finds it', async () => {
    const [row] = rowsOf('taxpayers', 3);
    const said = await say([...taxpayers, '--key-file', '-'], `${row!.key}\n`);
    expect(said).not.toContain(row!.key);
    const run = (await kept(runIn(said)))!;
    expect(vault.open(run.sealedKey!)).toBe(row!.key);
    const list = listImport(database, vault, { rows: (stream) => rowsOf(stream, 3) });
    expect(await importSource(list, run.id, new AbortController().signal)).toBe('done');
    expect(await kept(run.id)).toMatchObject({ scope: 'KEY', rowsRead: 1, rowsNew: 1 });
  });

  it('asks for what was put aside, all of it or what had one fault', async () => {
    const all = await kept(runIn(await say([...taxpayers, '--put-aside', '--dry-run'])));
    expect(all).toMatchObject({ scope: 'QUARANTINE', faultCode: null, dryRun: true });
    const some = await kept(runIn(await say([...taxpayers, '--put-aside', '--fault', 'unknown-code'])));
    expect(some).toMatchObject({ scope: 'QUARANTINE', faultCode: 'unknown-code' });
  });

  it.each<[RegExp, string[], string?]>([
    [/^usage: hub sync/, [...taxpayers, '--all', '--put-aside']],
    [/^--fault goes with --put-aside/, [...taxpayers, '--fault', 'unknown-code']],
    [/^--fault goes with --put-aside/, [...taxpayers, '--put-aside', '--fault', '1;2']],
    [/^usage: hub sync/, [...taxpayers, '--all', '--range', '2026-01-01..2026-02-01']],
    [/^usage: hub sync/, ['--key', 'r1']],
    [/^usage: hub sync/, ['cancle', 'x']],
    [/^usage: hub sync/, ['cancel', '--reason', '试']],
    [/^usage: hub sync/, ['pause', 'tax/taxpayers', 'more', '--reason', '试']],
    [/^--range is FROM\.\.TO/, [...taxpayers, '--range', '2026-01-01']],
    [/^--range is FROM\.\.TO/, [...taxpayers, '--range', 'yesterday..today']],
    [/^--range is FROM\.\.TO/, [...taxpayers, '--range', '2026-13-01..2026-14-01']],
    [/FROM must be before TO/, [...taxpayers, '--range', '2026-02-01..2026-01-01']],
    [/standard input: --key-file -$/, [...taxpayers, '--key-file', 'key.txt']],
    [/^one key is of one stream/, ['--source', 'employment', '--key-file', '-'], 'r1'],
    [/one key of 1 to 200 characters/, [...taxpayers, '--key-file', '-'], '\n'],
    [/one key of 1 to 200 characters/, [...taxpayers, '--key-file', '-'], 'one\ntwo\n'],
    [/must not hold an ID number/, [...taxpayers, '--reason', `查 ${idNumberOf(1)}`]],
    [/1 to 500 characters/, [...taxpayers, '--reason', '长'.repeat(501)]],
    [/^unknown source weather: one of/, ['--source', 'weather']],
    [/^unknown source weather: one of/, ['list', '--source', 'weather']],
    [/^say why: --reason TEXT$/, ['pause', 'tax/taxpayers']],
    [/^no stream tax\/hardship: one of employment\/job-seekers, /, ['pause', 'tax/hardship', '--reason', '试']],
    [/^no run x: hub sync list/, ['cancel', 'x', '--reason', '试']],
    [/^no run 0189\S+: hub sync list/, ['retry', '01890000-0000-7000-8000-000000000000', '--reason', '试']],
  ])('is refused in its own words: %s', async (words, args, stdin) => {
    const before = await count();
    expect(await refusal(args, stdin)).toMatch(words);
    expect(await count()).toBe(before);
  });
});

describe('hub sync cancel, retry, pause, resume, list', () => {
  it('cancels a run and has it go on, in the ledger and in the access log', async () => {
    const id = await askForRun(database, 'tax', 'taxpayers');
    expect(await say(['cancel', id, '--reason', '来源有误'])).toBe(`${id}: cancelled; what was committed stays\n`);
    expect(await kept(id)).toMatchObject({ state: 'cancelled', acts: [{ act: 'cancel', by: me, reason: '来源有误' }] });
    expect(await refusal(['cancel', id, '--reason', '试'])).toBe(
      `run ${id} has ended (cancelled) and cannot be cancelled`,
    );
    expect(await say(['retry', id, '--reason', '已修复'])).toBe(`${id}: goes on\n`);
    expect(await kept(id)).toMatchObject({ state: 'queued' });
    expect(await refusal(['retry', id, '--reason', '试'])).toBe(`run ${id} waits already`);
    const noted = await database.pool.query<{ line: string }>(
      `select concat_ws(' ', client, operation, outcome) as line from access_event where operation like '%SyncRun#hub'
       order by event_id desc limit 8`,
    );
    const steps = ['cancel', 'cancel', 'retry', 'retry'].flatMap((what, i) => [
      `${me} ${what}SyncRun#hub begun`,
      `${me} ${what}SyncRun#hub ${i % 2 === 0 ? 'done' : 'failed'}`,
    ]);
    expect(noted.rows.map(({ line }) => line).reverse()).toEqual(steps);
  });

  it('pauses and resumes a stream; many at once are asked for but those that are paused', async () => {
    expect(await say(['pause', 'tax/taxpayers', '--reason', '来源在维护'])).toBe(
      'tax/taxpayers: paused; a run under way goes on to its end\n',
    );
    const paused = new RegExp(`^tax/taxpayers is paused by ${me} since \\S+ \\(来源在维护\\)`);
    expect(await refusal(['pause', 'tax/taxpayers', '--reason', '试'])).toMatch(paused);
    expect(await refusal(taxpayers)).toMatch(/: hub sync resume tax\/taxpayers --reason TEXT$/);
    const all = (await say([])).trimEnd().split('\n');
    expect(all.filter((line) => paused.test(line))).toHaveLength(1);
    expect(all.filter((line) => line.includes(': asked for, run ')).length).toBe(all.length - 1);
    expect(await say(['list'])).toMatch(new RegExp(`^tax/taxpayers: paused by ${me}`));
    expect(await say(['list', '--source', 'commerce'])).not.toContain('taxpayers');
    expect(await say(['resume', 'tax/taxpayers', '--reason', '已修复'])).toBe('tax/taxpayers: resumed\n');
    expect(await refusal(['resume', 'tax/taxpayers', '--reason', '试'])).toBe('tax/taxpayers is not paused');
    expect(await say(taxpayers)).toMatch(/^tax\/taxpayers: asked for, run /);
    expect(await say(['list'])).toMatch(/^[\da-f-]{36} {2}\S+Z {2}tax\/taxpayers: queued, 0 rows/);
  });
});

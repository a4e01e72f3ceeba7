/** The social-insurance connector against a real SFTP server, with the sandbox's population and with damaged deliveries. */
import { createHash } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import iconv from 'iconv-lite';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Batch, ConnectorContext, End, Json, PullRequest, SourceRow } from '../../connectors/connector.js';
import { createNodeTransport } from '../../connectors/node-transport.js';
import { type Drops, dropsOf, writeDropFolder } from '../../connectors/sandbox/drop-folder.js';
import { createPopulation } from '../../connectors/sandbox/population.js';
import { createHostKey, type SftpServer, startSftpServer } from '../../connectors/sandbox/sftp-server.js';
import { socialInsuranceRows as pictureOf } from '../../connectors/sandbox/social-insurance.picture.js';
import { fieldsOf, linesOf } from '../../connectors/social-insurance/gb18030-lines.js';
import { createSocialInsuranceConnector } from '../../connectors/social-insurance/social-insurance.connector.js';
import {
  type SocialInsuranceStream,
  type SocialInsuranceWire,
  socialInsuranceRows,
} from '../../connectors/social-insurance/social-insurance.records.js';
import { SourceError } from '../../connectors/source-error.js';
import { idCheckCharacter } from '../../rules/identifiers.js';

const password = 'canary-password-71';
const hostKey = createHostKey();
const population = createPopulation({ seed: 7, persons: 400, day0: '2026-03-02', months: 4 });
let offset = 0;
let spool: string;
let server: SftpServer;
let drops: Drops;
let logged: string[];

beforeEach(async () => {
  spool = await mkdtemp(join(tmpdir(), 'drops-'));
  offset = 0;
  logged = [];
  drops = dropsOf(population, () => offset);
  // The server asks each time, so that a test may put other drops in place.
  const current: Drops = { folders: () => drops.folders(), rows: (folder, stream) => drops.rows(folder, stream) };
  server = await startSftpServer({ port: 0, username: 'hub', password, hostKey, spoolFolder: spool, drops: current });
});
afterEach(async () => {
  await server.close();
  await rm(spool, { recursive: true });
});

function connectorWith(changes: Partial<{ password: string; hostKeySha256: string; port: number }> = {}) {
  const { port, hostKeySha256 } = server;
  return createSocialInsuranceConnector({
    host: '127.0.0.1',
    port,
    username: 'hub',
    password,
    hostKeySha256,
    ...changes,
  });
}

function contextWith(signal = new AbortController().signal): ConnectorContext {
  return {
    transport: createNodeTransport(),
    now: () => new Date('2026-03-02T02:00:00Z'),
    randomHex: (bytes) => '0'.repeat(bytes * 2),
    sleep: () => Promise.resolve(),
    signal,
    log: (message, details) => void logged.push(`${message} ${JSON.stringify(details)}`),
  };
}

function requestOf(stream: string, changes: Partial<PullRequest> = {}): PullRequest {
  return { stream, mode: { kind: 'changes' }, highWater: null, position: null, batchSize: 500, ...changes };
}

interface Pulled {
  batches: Batch[];
  rows: SourceRow[];
  end: End | undefined;
}

async function pull(request: PullRequest, connector = connectorWith(), context = contextWith()): Promise<Pulled> {
  const pulled: Pulled = { batches: [], rows: [], end: undefined };
  for await (const part of connector.pull(request, context)) {
    if (part.kind === 'end') pulled.end = part;
    else {
      pulled.batches.push(part);
      pulled.rows.push(...part.rows);
    }
  }
  return pulled;
}

/** The error of a pull, and what had been yielded before it. */
async function failureOf(request: PullRequest, connector = connectorWith(), context = contextWith()) {
  let yielded = 0;
  const failing = async () => {
    for await (const _ of connector.pull(request, context)) yielded++;
  };
  const error: unknown = await failing().catch((caught: unknown) => caught);
  expect(error).toBeInstanceOf(SourceError);
  const { kind, message } = error as SourceError;
  expect(message).not.toMatch(/canary|\d{17}/);
  return { kind, message, yielded };
}

/** What a hub would hold after these rows. */
function held(rows: SourceRow[], before = new Map<string, SourceRow>()): Map<string, SourceRow> {
  for (const row of rows) {
    if (row.op === 'tombstone') before.delete(row.key);
    else before.set(row.key, { ...row, version: null });
  }
  return before;
}

const rejectsOf = ({ batches }: Pulled) => batches.flatMap((batch) => batch.rejects);

const idNumber = (n: number) => {
  const first17 = `41090219800101${String(n).padStart(3, '0')}`;
  return first17 + idCheckCharacter(first17);
};
const insured = (n: number, name = `张${n}`): SocialInsuranceWire<'persons'> => ({
  id_number: idNumber(n),
  name,
  sex: '1',
  birth_date: '19800101',
  household_region: '410902',
  phone: '',
});

/** One folder with these persons and nothing else. */
function dropPersons(rows: SocialInsuranceWire<'persons'>[]): void {
  drops = {
    folders: () => ['20260301'],
    rows: (_folder, stream) => (stream === 'persons' ? (rows as Iterable<never>) : null),
  };
}

const fileName = 'SI_PERSON_20260301_001.csv';
const header = 'id_number,name,sex,birth_date,household_region,phone\r\n';

/** Replaces the file by these bytes and lets the manifest vouch for them. */
async function deliver(content: Buffer, rows: number, changes: Record<string, string | number> = {}): Promise<void> {
  dropPersons([]);
  await writeDropFolder(join(spool, 'outbox'), '20260301', drops);
  const sha256 = createHash('sha256').update(content).digest('hex');
  const entry = { file: fileName, bytes: content.length, rows, sha256, ...changes };
  await writeFile(join(spool, 'outbox', '20260301', fileName), content);
  await writeFile(
    join(spool, 'outbox', '20260301', 'MANIFEST.csv'),
    `file,bytes,rows,sha256\r\n${Object.values(entry).join(',')}\r\n`,
  );
}

const lineOf = (row: Record<string, string>) => Object.values(row).join(',');
const encode = (text: string) => iconv.encode(text, 'gb18030');

describe('a whole population', () => {
  it.each(Object.keys(socialInsuranceRows) as SocialInsuranceStream[])('%s: every row arrives once', async (stream) => {
    const pulled = await pull(requestOf(stream));
    const expected = [...pictureOf(population, stream, 0)];
    expect(expected.length).toBeGreaterThan(0);
    const rejects = rejectsOf(pulled);
    expect(pulled.rows.length + rejects.length).toBe(expected.length);
    expect(pulled.batches[0]?.expectedRows).toBe(expected.length);
    const schema = socialInsuranceRows[stream];
    const valid = expected.filter(({ row }) => schema.safeParse(row).success);
    expect(pulled.rows.length).toBe(valid.length);
    expect(new Set(pulled.rows.map(({ key }) => key)).size).toBe(pulled.rows.length);
    expect(pulled.end).toEqual({
      kind: 'end',
      asOf: '2026-03-01T16:00:00.000Z',
      highWater: { folder: '20260302', first: '20260302' },
      completeSnapshot: true,
    });
    for (const { reason, field, location } of rejects) {
      expect(field).toBe('id_number');
      expect(reason).not.toMatch(/\d{15}/);
      expect(location['line']).toBeGreaterThan(1);
    }
  });

  it('carries money, months and flexible workers exactly', async () => {
    const { rows } = await pull(requestOf('contributions'));
    const wire = [...pictureOf(population, 'contributions', 0)].find(({ row }) => row?.employer_code === '')?.row;
    const key = `${wire?.id_number}|flexible|${wire?.month}|${wire?.insurance}`;
    const body = rows.find((row) => row.key === key);
    expect(body).toMatchObject({
      op: 'upsert',
      subject: { idNumber: wire?.id_number },
      body: {
        kind: 'contribution',
        employerCode: null,
        month: `${wire?.month.slice(0, 4)}-${wire?.month.slice(4)}`,
        baseFen: Number(wire?.base_fen),
        ownFen: Number(wire?.own_fen),
      },
    });
  });

  it('day after day: changes lead to the same rows as reading everything, and a second read brings nothing', async () => {
    for (const stream of ['contributions', 'unemployment-benefits', 'participation'] as const) {
      offset = 0;
      let pulled = await pull(requestOf(stream));
      const rows = held(pulled.rows);
      for (offset = 1; offset <= 40; offset++) {
        pulled = await pull(requestOf(stream, { highWater: pulled.end?.highWater ?? null }));
        expect(pulled.end?.completeSnapshot).toBe(false);
        held(pulled.rows, rows);
      }
      offset = 40;
      const again = await pull(requestOf(stream, { highWater: pulled.end?.highWater ?? null }));
      expect(again.rows).toEqual([]);
      expect(again.end?.asOf).toBe(pulled.end?.asOf);
      const picture = [...pictureOf(population, stream, 40)].flatMap(({ row }) => (row?.op === 'U' ? [row] : []));
      const wanted = picture.filter((row) => socialInsuranceRows[stream].safeParse(row).success);
      expect(rows.size).toBe(wanted.length);
      const whole = await pull(requestOf(stream, { mode: { kind: 'all' } }));
      expect(whole.end?.completeSnapshot).toBe(true);
      expect(held(whole.rows)).toEqual(rows);
    }
  });

  it('persons: a Sunday snapshot replaces, other days bring none', async () => {
    const first = await pull(requestOf('persons'));
    offset = 5; // Saturday
    const saturday = await pull(requestOf('persons', { highWater: first.end?.highWater ?? null }));
    expect(saturday.rows).toEqual([]);
    expect(saturday.end).toMatchObject({ completeSnapshot: false, asOf: first.end?.asOf });
    offset = 6;
    const sunday = await pull(requestOf('persons', { highWater: saturday.end?.highWater ?? null }));
    expect(sunday.rows.length).toBeGreaterThan(0);
    expect(sunday.end).toMatchObject({ completeSnapshot: true, highWater: { folder: '20260308', first: '20260302' } });
  });
});

describe('positions', () => {
  it('continues behind any batch, in the middle of a file', async () => {
    const whole = await pull(requestOf('contributions', { batchSize: 100 }));
    expect(whole.batches.length).toBeGreaterThan(5);
    for (const at of [0, 3, whole.batches.length - 2]) {
      const position = whole.batches[at]!.position;
      const rest = await pull(requestOf('contributions', { batchSize: 100, position }));
      expect(rest.batches).toEqual(whole.batches.slice(at + 1));
      expect(rest.end).toEqual(whole.end);
    }
  });

  it('RANGE reads the folders of those days and KEY single records; neither moves the high water', async () => {
    offset = 12;
    const highWater: Json = { folder: '20260310', first: '20260302' };
    const range = { kind: 'range', from: '2026-03-04T16:00:00.000Z', to: '2026-03-06T10:00:00.000Z' } as const;
    const some = await pull(requestOf('contributions', { mode: range, highWater }));
    const folders = new Set(some.batches.map(({ position }) => (position as { folder: string }).folder));
    expect([...folders].every((folder) => folder === '20260305' || folder === '20260306')).toBe(true);
    expect(some.rows.length).toBeGreaterThan(0);
    expect(some.end).toMatchObject({ highWater, completeSnapshot: false });

    const key = some.rows[0]!.key;
    const one = await pull(requestOf('contributions', { mode: { kind: 'key', keys: [key] }, highWater }));
    expect(one.rows.map((row) => row.key)).toEqual([key]);
    expect(one.end).toMatchObject({ highWater, completeSnapshot: false });
  });

  it('stops at a checkpoint that is not its own, and at one whose folder is gone', async () => {
    const foreign = await failureOf(requestOf('persons', { highWater: { page: 3 } }));
    expect(foreign).toMatchObject({ kind: 'defect', yielded: 0 });
    const position = { folder: '20250101', file: 'SI_PERSON_20250101_001.csv', line: 5 };
    expect(await failureOf(requestOf('persons', { position }))).toMatchObject({ kind: 'position-expired', yielded: 0 });
  });

  it('a pruned outbox is no complete snapshot', async () => {
    offset = 3;
    const all = dropsOf(population, () => offset);
    drops = { ...all, folders: () => all.folders().slice(1) };
    const highWater: Json = { folder: '20260304', first: '20260302' };
    const { end } = await pull(requestOf('contributions', { mode: { kind: 'all' }, highWater }));
    expect(end?.completeSnapshot).toBe(false);
  });
});

describe('an unfinished or wrong delivery', () => {
  it('without READY waits: no rows, the old age, nothing behind it is read', async () => {
    const first = await pull(requestOf('contributions'));
    offset = 2;
    for (const day of ['20260303', '20260304']) await writeDropFolder(join(spool, 'outbox'), day, drops);
    await rm(join(spool, 'outbox', '20260303', 'READY'));
    const waiting = await pull(requestOf('contributions', { highWater: first.end?.highWater ?? null }));
    expect(waiting.rows).toEqual([]);
    expect(waiting.end).toMatchObject({ asOf: first.end?.asOf, highWater: first.end?.highWater });
    expect(logged.join()).toContain('20260303');
    await writeFile(join(spool, 'outbox', '20260303', 'READY'), 'still copying');
    expect((await pull(requestOf('contributions', { highWater: first.end?.highWater ?? null }))).rows).toEqual([]);
    await writeFile(join(spool, 'outbox', '20260303', 'READY'), '');
    const taken = await pull(requestOf('contributions', { highWater: first.end?.highWater ?? null }));
    expect(taken.end?.highWater).toEqual({ folder: '20260304', first: '20260302' });
  });

  const good = encode(`${header}${lineOf(insured(1))}\r\n${lineOf(insured(2))}\r\n`);

  it.each([
    ['another number of rows', { rows: 3 }],
    ['another digest', { sha256: 'a'.repeat(64) }],
    ['more bytes', { bytes: good.length + 1 }],
    ['fewer bytes', { bytes: good.length - 1 }],
    ['a missing file', { file: 'SI_PERSON_20260301_002.csv' }],
    ['a file of another day', { file: 'SI_PERSON_20260228_001.csv' }],
    ['a damaged line', { rows: '' }],
  ])('manifest with %s: integrity, nothing is yielded', async (_what, changes) => {
    await deliver(good, 2, changes);
    expect(await failureOf(requestOf('persons'))).toMatchObject({ kind: 'integrity', yielded: 0 });
  });

  it('READY without a manifest, and a file that the manifest does not name: integrity', async () => {
    await deliver(good, 2);
    expect((await pull(requestOf('persons'))).rows.length).toBe(2);
    await writeFile(join(spool, 'outbox', '20260301', 'SI_PERSON_20260301_002.csv'), good);
    expect(await failureOf(requestOf('persons'))).toMatchObject({ kind: 'integrity', yielded: 0 });
    await rm(join(spool, 'outbox', '20260301', 'MANIFEST.csv'));
    expect(await failureOf(requestOf('persons'))).toMatchObject({ kind: 'integrity', yielded: 0 });
  });

  it('a part that is too long is refused before it is read', async () => {
    await deliver(good, 2, { bytes: 65 * 1024 * 1024 });
    expect(await failureOf(requestOf('persons'))).toMatchObject({ kind: 'contract', yielded: 0 });
  });

  it.each([
    ['a renamed column', header.replace('phone', 'mobile')],
    ['a missing column', 'id_number,name,sex,birth_date,household_region\r\n'],
    ['an additional column', header.replace('\r\n', ',note\r\n')],
    ['a column twice', header.replace('phone', 'phone,phone')],
    ['no header', ''],
  ])('%s: contract, nothing is yielded', async (_what, head) => {
    await deliver(encode(`${head}${lineOf(insured(1))}\r\n`), head === '' ? 0 : 1);
    expect(await failureOf(requestOf('persons'))).toMatchObject({ kind: 'contract', yielded: 0 });
  });
});

describe('damaged lines', () => {
  const name = '王𠮷𪚥'; // two characters of four GB18030 bytes each

  it('costs each bad line alone, with its place and without its values', async () => {
    const bad = encode(lineOf(insured(2, name)));
    const cut = Buffer.concat([bad.subarray(0, 23), bad.subarray(24)]); // one byte out of a four-byte character
    const rest = [
      lineOf(insured(3, '"陈,三"')),
      lineOf(insured(4, '李"四')),
      `${lineOf(insured(5))},1`,
      lineOf({ ...insured(6), birth_date: '20230229' }),
      lineOf({ ...insured(7), id_number: idNumber(7).replace(/.$/, (c) => (c === '1' ? '2' : '1')) }),
      lineOf({ ...insured(8), sex: '3' }),
      '',
      lineOf(insured(9, name)),
      '',
    ].join('\r\n');
    const content = Buffer.concat([
      Buffer.from([0x84, 0x31, 0x95, 0x33]),
      encode(`${header}${lineOf(insured(1, name))}\r\n`),
      cut,
      encode(`\r\n${rest}\r\n`),
    ]);
    await deliver(content, 9);
    const pulled = await pull(requestOf('persons'));
    expect(pulled.rows.map((row) => row.op === 'upsert' && row.body.kind === 'person' && row.body.name)).toEqual([
      name,
      '陈,三',
      name,
    ]);
    const rejects = rejectsOf(pulled);
    expect(rejects.map(({ code, field, location }) => [location['line'], code, field])).toEqual([
      [3, 'encoding', null],
      [5, 'quotes', null],
      [6, 'columns', null],
      [7, 'wrong-form', 'birth_date'],
      [8, 'id-check-character', 'id_number'],
      [9, 'unknown-code', 'sex'],
    ]);
    expect(rejects[0]?.raw).toBe(`base64:${cut.toString('base64')}`);
    expect(rejects[1]?.raw).toBe(lineOf(insured(4, '李"四')));
    for (const { reason, location } of rejects)
      expect(`${reason} ${JSON.stringify(location)}`).not.toMatch(/\d{15}|李|2023/);
  });

  it('reads columns by name in any order, LF ends and a UTF-8 mark', async () => {
    const content = encode(`phone,household_region,name,id_number,birth_date,sex\n,410902,${name},${idNumber(1)},,\n`);
    await deliver(Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), content]), 1);
    const { rows } = await pull(requestOf('persons'));
    expect(rows).toEqual([
      {
        op: 'upsert',
        key: idNumber(1),
        subject: { idNumber: idNumber(1) },
        body: { kind: 'person', name, householdRegion: '410902' },
        version: '20260301.001.00000002',
      },
    ]);
  });

  it('four-byte characters survive wherever the network cuts', async () => {
    const people = Array.from({ length: 40_000 }, (_, n) => insured(n % 1000, '𠮷'.repeat(1 + (n % 7))));
    dropPersons(people);
    const { rows } = await pull(requestOf('persons', { batchSize: 5_000 }));
    expect(rows.length).toBe(people.length);
    const names = rows.map((row) => (row.op === 'upsert' && row.body.kind === 'person' ? row.body.name : ''));
    expect(names).toEqual(people.map((person) => person.name));
  });

  it('a line without quotes splits as the parser would split it', () => {
    const value = fc.string({ unit: fc.constantFrom('a', ' ', '张', '𠮷', '|', "'", '1', '\t') });
    fc.assert(
      fc.property(fc.array(value, { minLength: 2, maxLength: 6 }), (values) => {
        const line = values.join(',');
        expect(fieldsOf(encode(line))).toEqual({ ok: true, values: parse(line)[0], raw: line });
      }),
    );
  });

  it('frames by line, counting blank ones', () => {
    const lines = [...linesOf(Buffer.from('a\r\n\r\nb\nc'))].map(({ number, bytes }) => [number, bytes.toString()]);
    expect(lines).toEqual([
      [1, 'a'],
      [3, 'b'],
      [4, 'c'],
    ]);
  });
});

describe('the door', () => {
  it('refuses another host key and sends it nothing', async () => {
    const connector = connectorWith({ hostKeySha256: 'A'.repeat(43) });
    const failure = await failureOf(requestOf('persons'), connector);
    expect(failure).toMatchObject({ kind: 'auth', yielded: 0 });
    expect(failure.message).toContain('host key');
    const findings = await connector.check(contextWith());
    expect(findings).toEqual([{ what: 'auth', ok: false, message: failure.message }]);
  });

  it('names a wrong password and a dead address without quoting them', async () => {
    expect(await failureOf(requestOf('persons'), connectorWith({ password: 'canary-wrong' }))).toMatchObject({
      kind: 'auth',
      message: expect.stringContaining('sign-in'),
    });
    expect(await failureOf(requestOf('persons'), connectorWith({ port: 1 }))).toMatchObject({ kind: 'unavailable' });
  });

  it('stops when cancelled', async () => {
    const abort = new AbortController();
    const pulling = connectorWith().pull(requestOf('contributions', { batchSize: 10 }), contextWith(abort.signal));
    const iterator = pulling[Symbol.asyncIterator]();
    await iterator.next();
    abort.abort();
    drops = { folders: () => [], rows: () => null };
    await expect(failureOf(requestOf('persons'), connectorWith(), contextWith(abort.signal))).resolves.toMatchObject({
      kind: 'cancelled',
    });
    await iterator.return?.();
  });

  it('check finds everything right and consumes nothing', async () => {
    const findings = await connectorWith().check(contextWith());
    expect(findings.map(({ what, ok }) => [what, ok])).toEqual([
      ['sign-in', true],
      ['outbox', true],
      ['inbox', true],
    ]);
    expect(await readdir(join(spool, 'inbox'))).toEqual([]);
  });

  it('leaves one receipt, however often', async () => {
    const highWater: Json = { folder: '20260302', first: '20260302' };
    for (let i = 0; i < 2; i++) await connectorWith().acknowledge?.('contributions', highWater, contextWith());
    expect(await readdir(join(spool, 'inbox'))).toEqual(['RECEIPT_CONTRIBUTION_20260302.txt']);
    const receipt = await readFile(join(spool, 'inbox', 'RECEIPT_CONTRIBUTION_20260302.txt'), 'utf8');
    expect(receipt).toBe('CONTRIBUTION 20260302 received\r\n');
  });

  it('can write nowhere else and look nowhere else', async () => {
    const { port, hostKeySha256 } = server;
    const options = { host: '127.0.0.1', port, username: 'hub', password, hostKeySha256 };
    const session = await createNodeTransport().sftp(options, new AbortController().signal);
    await expect(session.write('/outbox/20260302/READY', 'x')).rejects.toMatchObject({ code: 'EACCES' });
    await expect(session.read('/outbox/../../etc/passwd', 9)).rejects.toMatchObject({ code: 'ENOENT' });
    await expect(session.read('/inbox/none.txt', 9)).rejects.toMatchObject({ code: 'ENOENT' });
    await expect(session.list('/outbox/20200101')).rejects.toMatchObject({ code: 'ENOENT' });
    await session.close();
  });
});

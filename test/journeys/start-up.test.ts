/** From nothing to a hub that answers, and again after every kind of end: the built program as a stranger runs it. */
import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { databaseFolder } from '../../hub/embedded-database.js';
import { freePort } from '../../schema/embedded-postgres.js';
import { type HubProcess, program, startHub } from '../support/hub-process.js';

const isRoot = process.getuid?.() === 0;
const folder = mkdtempSync(join(tmpdir(), 'hub 濮阳 '));
const home = join(folder, '家 home');
const started: HubProcess[] = [];
let env: Record<string, string>;

beforeAll(async () => {
  chmodSync(folder, 0o755);
  env = { HUB_HOME: home, PORT: String(await freePort()), SANDBOX_PERSONS: '3000', HOME: folder };
});

// What one test left running would fail those behind it.
afterEach(() => {
  for (const hub of started.splice(0)) {
    try {
      hub.signalGroup('SIGKILL');
    } catch {
      // It has ended as it should.
    }
  }
});

afterAll(async () => {
  await sleep(500);
  rmSync(folder, { recursive: true, force: true });
});

function start(changes: Record<string, string> = {}, as = {}): HubProcess {
  const hub = startHub(['start'], { ...env, ...changes }, as);
  started.push(hub);
  return hub;
}

const url = () => `http://127.0.0.1:${env['PORT']}`;
const ready = () => new RegExp(`^ready ${url()}$[^]*Ctrl-C stops`, 'm');

/** Processes that still bear this home in their command line. */
async function leftBehind(mark = home): Promise<string[]> {
  let left: string[] = [];
  for (let tries = 0; tries < 60; tries++) {
    left = readdirSync('/proc').filter((pid) => /^\d+$/.test(pid) && commandLine(pid).includes(mark));
    if (left.length === 0) break;
    await sleep(100);
  }
  return left.map(commandLine);
}

function commandLine(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
  } catch {
    return ''; // It ended while we looked.
  }
}

/** Does what a printed command says when a shell reads it; without curl, which a machine may lack. */
async function paste(command: string): Promise<Record<string, unknown>> {
  const words = execFileSync('/bin/sh', ['-c', `curl() { printf '%s\\0' "$@"; }; ${command}`], { encoding: 'utf8' });
  const [silent, address, ...rest] = words.split('\0').slice(0, -1);
  expect(silent).toBe('-s');
  const valuesOf = (flag: string) => rest.filter((_, index) => rest[index - 1] === flag);
  const headers = Object.fromEntries(valuesOf('-H').map((line) => line.split(': ') as [string, string]));
  const [sent] = valuesOf('-d');
  const response = await fetch(address!, sent === undefined ? { headers } : { method: 'POST', headers, body: sent });
  return (await response.json()) as Record<string, unknown>;
}

describe('one home', () => {
  test('the first start brings everything up; what it prints works when pasted', async () => {
    const hub = start();
    await hub.until(ready(), 120_000);
    for (const source of ['employment', 'tax', 'commerce', 'social-insurance'])
      expect(hub.said()).toMatch(new RegExp(`^${source} .+ streams$`, 'm'));
    expect((await fetch(`${url()}/readyz`)).status).toBe(200);
    expect((await fetch(`${url()}/`)).status).toBe(200);
    const [before, after] = hub.said().split(/^ready .+$/m);
    // Nobody waits for the last record: one is to be asked for while the others are being built.
    expect(before).toMatch(/^the first records answer; the others follow:\n.+\n {2}curl .+\n/m);
    const [posts, changes, person, declared, candidates] = after!.match(/^ {2}curl .+$/gm) ?? [];
    const open = (await paste(posts!)) as {
      data: { recruitmentPosts: { totalCount: number; facets: { name: string; values: { count: number }[] }[] } };
    };
    const { totalCount, facets } = open.data.recruitmentPosts;
    expect(totalCount).toBeGreaterThan(1);
    expect(facets.find(({ name }) => name === 'STATE')!.values).toEqual([
      expect.objectContaining({ count: totalCount }),
    ]);
    expect(await paste(changes!)).toMatchObject({ changes: [{ kind: 'published' }, {}, {}] });
    const answer = (await paste(person!)) as {
      data: { person: { entitlements: { outcome: string; amountFen: number; reasons: string[] }[] } };
    };
    const eligible = answer.data.person.entitlements.find(({ outcome }) => outcome === 'ELIGIBLE')!;
    expect(eligible.amountFen).toBeGreaterThan(0);
    expect(eligible.reasons.length).toBeGreaterThan(0);
    expect(await paste(declared!)).toMatchObject({
      data: {
        decideEntitlements: { decisions: [{ outcome: 'ELIGIBLE', amountFen: 500_000 }, { outcome: 'UNKNOWN' }] },
      },
    });
    const counts = (await paste(candidates!)) as { data: { entitlementCandidateCounts: { certain: number }[] } };
    expect(counts.data.entitlementCandidateCounts.some(({ certain }) => certain > 0)).toBe(true);

    const second = start({ PORT: String(await freePort()) });
    expect(await second.ended).toBe(2);
    expect(second.said()).toMatch(
      /^hub start: a hub already runs on .+: http:\/\/127\.0\.0\.1:\d+ \(process \d+\); .+\n$/,
    );

    const sync = startHub(['sync', '--source', 'tax', '--wait'], env);
    expect([await sync.ended, sync.said()]).toEqual([
      0,
      expect.stringMatching(/^tax\/taxpayers: done, .+\ntax\/withholding: done, .+\n$/),
    ]);

    const token = startHub(['token', '--audience', 'staff', '--role', 'reviewer', '--region', '410928'], env);
    expect(await token.ended).toBe(0);
    const claims = JSON.parse(Buffer.from(token.said().split('.')[1]!, 'base64url').toString()) as object;
    expect(claims).toMatchObject({ audience: 'staff', roles: ['reviewer'], region: '410928' });

    hub.signalGroup('SIGINT');
    expect(await hub.ended).toBe(0);
    expect(hub.said()).toMatch(/Ctrl-C stops everything\.\nstopped\n$/);
    expect(await leftBehind()).toEqual([]);
    expect(existsSync(join(home, 'run.json'))).toBe(false);
  });

  test('keys and logs are closed to others, and no log holds a token or a password', () => {
    for (const file of readdirSync(join(home, 'keys'))) expect(statSync(join(home, 'keys', file)).mode & 0o077).toBe(0);
    const secrets = Object.values(
      JSON.parse(readFileSync(join(home, 'keys', 'passwords.json'), 'utf8')) as object,
    ) as string[];
    const logs = readdirSync(join(home, 'logs'))
      .map((file) => readFileSync(join(home, 'logs', file), 'utf8'))
      .join('\n');
    expect(secrets.filter((secret) => logs.includes(secret))).toEqual([]);
    expect(logs).not.toMatch(/eyJ[\w-]{20,}/);
  });

  test('the second start is back soon, keeps its persons, and survives a kill of everything', async () => {
    const begun = Date.now();
    const hub = start({ SANDBOX_PERSONS: '500' });
    await hub.until(ready());
    // Seven seconds alone on two cores; here another test has one of them.
    expect(Date.now() - begun).toBeLessThan(20_000);
    expect(hub.said()).toContain('SANDBOX_PERSONS=500 is not used: this hub keeps its 3000 persons');
    hub.signalGroup('SIGKILL');
    await hub.ended;
    expect(await leftBehind()).toEqual([]);

    const again = start();
    await again.until(ready());
    again.signalGroup('SIGTERM');
    expect(await again.ended).toBe(0);
    expect(await leftBehind()).toEqual([]);
  });

  test('a database that outlived its hub is stopped by the next start', async () => {
    const hub = start();
    await hub.until(ready());
    const server = readFileSync(join(home, 'postgres', 'postmaster.pid'), 'utf8').split('\n')[0]!;
    const guardian = /PPid:\s+(\d+)/.exec(readFileSync(`/proc/${server}/status`, 'utf8'))![1]!;
    process.kill(Number(guardian), 'SIGKILL');
    hub.signalGroup('SIGKILL');
    await hub.ended;
    expect(commandLine(server)).toContain('postgres');
    const again = start();
    await again.until(ready());
    expect(commandLine(server)).toBe('');
    again.signalGroup('SIGINT');
    expect(await again.ended).toBe(0);
  });

  test('a port in use and a damaged data folder get one line, and nothing is deleted', async () => {
    const busy = createServer().listen(Number(env['PORT']), '127.0.0.1');
    const refused = start();
    expect(await refused.ended).toBe(2);
    expect(refused.said()).toBe(`hub start: port ${env['PORT']} of 127.0.0.1 is in use: set PORT to a free one\n`);
    await new Promise((resolve) => busy.close(resolve));

    const control = join(home, 'postgres', 'global', 'pg_control');
    renameSync(control, `${control}.aside`);
    const damaged = start();
    expect(await damaged.ended).toBe(1);
    expect(damaged.said()).toMatch(
      /^hub start: the database folder .+ cannot be used: could not open .+pg_control.+ Nothing was deleted\. .+ mv '.+' '.+\.damaged'\n$/,
    );
    renameSync(`${control}.aside`, control);
    rmSync(join(home, 'postgres', 'PG_VERSION'));
    const emptied = start();
    expect(await emptied.ended).toBe(1);
    expect(emptied.said()).toMatch(/cannot be used: it holds no PostgreSQL database\. Nothing was deleted/);
    expect(existsSync(control)).toBe(true);
  });
});

describe('the command line', () => {
  test.each([
    [[], 2, /^usage: hub <command>\n {2}start /],
    [['no-such-command'], 2, /^usage: hub <command>/],
    [['token', '--audience', 'partner'], 2, /^hub token: only the embedded mode signs tokens, .+\n$/],
    [['sync'], 2, /^hub sync: no hub runs on .+: start it with npm start, or set DATABASE_URL\n$/],
    [['sync', '--source', 'weather'], 2, /^hub sync: unknown source weather: one of employment, .+\n$/],
    [['migrate'], 2, /^hub migrate: DATABASE_URL is not set: .+\n$/],
    [['work'], 1, /^hub work: the worker's settings are incomplete .+\n$/],
    [['start'], 2, /^hub start: PORT must be a whole number from 1 to 65535\n$/],
  ])('%j ends with %i and one clear line', async (args, code, words) => {
    const hub = startHub(args, { HUB_HOME: join(folder, 'none'), PORT: 'x' });
    expect([await hub.ended, hub.said()]).toEqual([code, expect.stringMatching(words)]);
  });

  test('an unreachable database is named without its password', async () => {
    const hub = startHub(['migrate'], { DATABASE_URL: 'postgresql://hub:pass-word@127.0.0.1:1/hub' });
    expect(await hub.ended).toBe(1);
    expect(hub.said()).toMatch(/^hub migrate: no database answers at 127\.0\.0\.1:1\/hub: .+ECONNREFUSED.+\n$/);
    expect(hub.said()).not.toContain('pass-word');
  });

  test('the rules answer without anything else being loaded', async () => {
    const begun = Date.now();
    execFileSync(process.execPath, [program, 'rules', 'list']);
    expect(Date.now() - begun).toBeLessThan(500);
  });
});

describe.runIf(isRoot)('as root', () => {
  test('a home below a closed folder works: the data goes where the database user can reach it', async () => {
    const closed = join(folder, 'closed');
    mkdirSync(join(closed, 'home'), { recursive: true });
    chmodSync(closed, 0o700);
    const data = databaseFolder(join(closed, 'home'));
    try {
      expect(data).toMatch(/^\/var\/lib\/puyang-hub-[0-9a-f]{12}$/);
      const hub = start({ HUB_HOME: join(closed, 'home'), SANDBOX_PERSONS: '300' });
      await hub.until(ready());
      hub.signalGroup('SIGINT');
      expect(await hub.ended).toBe(0);
      expect(await leftBehind(data)).toEqual([]);
    } finally {
      rmSync(data, { recursive: true, force: true });
    }
  });

  test('an ordinary user starts it, too', async () => {
    const own = join(folder, 'own');
    mkdirSync(own);
    chownSync(own, 65534, 65534);
    const hub = start({ HUB_HOME: join(own, 'home'), SANDBOX_PERSONS: '300' }, { uid: 65534, gid: 65534 });
    await hub.until(ready());
    hub.signalGroup('SIGINT');
    expect(await hub.ended).toBe(0);
    expect(statSync(join(own, 'home', 'postgres')).uid).toBe(65534);
    expect(await leftBehind(own)).toEqual([]);
  });
});

/** `hub sandbox` from the first start over samples to the next day, over real sockets and a real database. */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { Client } from 'pg';
import { afterAll, beforeAll, beforeEach, expect, inject, test, vi } from 'vitest';
import { run } from '../../hub/sandbox.js';
import { serveSandbox } from '../../hub/sandbox-serve.js';
import { clockOf, daysSinceDay0, embeddedClock, readSandboxState } from '../../hub/sandbox-state.js';

let home: string;
beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'hub sandbox 沙箱 '));
});
afterAll(() => rm(home, { recursive: true, force: true }));
beforeEach(() => vi.stubEnv('HUB_HOME', home));

async function command(...args: string[]) {
  const io = { stdin: new PassThrough(), stdout: new PassThrough(), stderr: new PassThrough() };
  const code = await run(args, io);
  const said = (stream: PassThrough) => String(stream.read() ?? '');
  return { code, out: said(io.stdout), err: said(io.stderr) };
}

function environment() {
  return {
    SANDBOX_PERSONS: '400',
    SANDBOX_DAY: '2026-11-23',
    SANDBOX_COMMERCE_ADMIN_URL: inject('postgresUrl'),
    // The server is shared with other test files.
    SANDBOX_COMMERCE_DATABASE: 'sandbox_command',
    SANDBOX_COMMERCE_PASSWORD: 'for the sandbox alone',
    EMPLOYMENT_APP_ID: 'hub',
    EMPLOYMENT_SECRET: 'secret',
    TAX_USERNAME: 'hub',
    TAX_PASSWORD: 'secret',
    SOCIAL_INSURANCE_USERNAME: 'hub',
    SOCIAL_INSURANCE_PASSWORD: 'secret',
  };
}

test('before the first start there is nothing to show', async () => {
  const { code, err } = await command('sample', '--case', 'eligible');
  expect(code).toBe(2);
  expect(err).toMatch(/^hub sandbox: no sandbox in .+ yet; start the hub first \(npm start\), or set HUB_HOME\n$/);
});

test.each([
  [[], /^usage: hub sandbox serve/],
  [['misbehave', 'x'], /^usage:/],
  [['serve', '--port', '1'], /^usage:/],
  [['sample'], /--case must be one of eligible, conflict, stale, unknown, quarantined/],
  [['sample', '--case', 'eligible', '--persons', '0'], /--persons must be a whole number from 1 to 100000/],
  [['advance', '--days', '-1'], /^usage:/],
  [['advance', '--days', 'two'], /--days must be a whole number from 1 to 366/],
  [['serve'], /settings are missing or wrong: .*SANDBOX_COMMERCE_PASSWORD: not set/],
])('%j is refused with one clear line', async (args, message) => {
  const { code, out, err } = await command(...args);
  expect([code, out]).toEqual([2, '']);
  expect(err).toMatch(message);
  expect(err).not.toMatch(/\n\s+at /);
});

test('serves, hands out samples, advances, and ends', async () => {
  const end = new AbortController();
  const io = { stdout: new PassThrough(), stderr: new PassThrough() };
  const served = serveSandbox(home, environment(), io, end.signal);
  await vi.waitFor(() => expect(io.stdout.readableLength).toBeGreaterThan(0), 20_000);
  const line = String(io.stdout.read());
  const addresses = JSON.parse(line) as Record<'employment' | 'tax', { url: string }> & {
    commerce: { connectionString: string };
  };
  expect(line).not.toContain('alone');
  expect((await fetch(`${addresses.employment.url}/api/v1/hardship`)).status).toBe(401);
  expect(await (await fetch(`${addresses.tax.url}?wsdl`)).text()).toContain('definitions');

  const json = await command('sample', '--case', 'eligible', '--persons', '3', '--json');
  const sample = JSON.parse(json.out) as { persons: { case: string }[]; organizations: object[] };
  expect(sample.persons.map((person) => person.case)).toEqual(['eligible', 'eligible', 'eligible']);
  expect(sample.organizations).toHaveLength(3);
  expect((await command('sample', '--case', 'quarantined', '--persons', '1')).out).toMatch(
    /^quarantined\t\d{17}[\dX]\t.+\n$/,
  );

  const view = new URL(addresses.commerce.connectionString);
  view.password = 'for the sandbox alone';
  const newest = async () => {
    const client = new Client({ connectionString: view.href });
    await client.connect();
    const { rows } = await client.query<{ newest: Date }>(
      'SELECT max(last_modified)::text AS newest FROM v_market_entity',
    );
    await client.end();
    return String(rows[0]!.newest);
  };
  expect((await newest()) <= '2026-11-23 00:05').toBe(true);
  expect(await command('advance', '--days', '30')).toEqual({ code: 0, out: 'day 30 after 2026-11-23\n', err: '' });
  expect((await newest()) > '2026-11-24').toBe(true);
  expect(embeddedClock(home)().getTime()).toBeGreaterThan(Date.now() + 29 * 86_400_000);

  end.abort();
  expect(await served).toBe(0);
  await expect(fetch(addresses.tax.url)).rejects.toThrow('fetch failed');
});

test('a later start keeps the world and says so; its day goes on with the clock', async () => {
  const end = new AbortController();
  end.abort();
  const io = { stdout: new PassThrough(), stderr: new PassThrough() };
  expect(await serveSandbox(home, { ...environment(), SANDBOX_PERSONS: '600' }, io, end.signal)).toBe(0);
  expect(String(io.stderr.read())).toMatch(/keeps its world of 400 persons since 2026-11-23/);
  const state = (await readSandboxState(home))!;
  const tomorrow = new Date(Date.now() + 86_400_000);
  expect(daysSinceDay0(state, tomorrow)).toBe(daysSinceDay0(state, new Date()) + 1);
  expect(clockOf(state, tomorrow).getTime() - tomorrow.getTime()).toBe(30 * 86_400_000);
});

test('a port in use and an unreachable database get one clear line', async () => {
  vi.stubEnv('HUB_HOME', home);
  const busy = new URL(inject('postgresUrl')).port;
  for (const [name, value] of Object.entries(environment())) vi.stubEnv(name, value);
  vi.stubEnv('SANDBOX_TAX_PORT', busy);
  expect(await command('serve')).toMatchObject({
    code: 2,
    err: expect.stringContaining(`port ${busy} is in use`) as string,
  });
  vi.stubEnv('SANDBOX_COMMERCE_ADMIN_URL', 'postgresql://postgres:x@127.0.0.1:1/postgres');
  expect(await command('serve')).toMatchObject({
    code: 2,
    err: expect.stringContaining('cannot be reached') as string,
  });
  vi.unstubAllEnvs();
});

test('a damaged state is named, not overwritten', async () => {
  const path = join(home, 'sandbox.json');
  await writeFile(path, '{"seed": 1');
  const { code, err } = await command('advance');
  expect(code).toBe(2);
  expect(err).toMatch(/sandbox\.json is damaged; restore it, or remove .+ to begin with an empty hub\n$/);
  expect(await readFile(path, 'utf8')).toBe('{"seed": 1');
});

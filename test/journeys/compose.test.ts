/** docker-compose.yml without an engine: the file says what the programs read, and each service's command runs with its environment. */
import { randomBytes } from 'node:crypto';
import { globSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import { Client } from 'pg';
import { afterAll, beforeAll, expect, inject, test, vi } from 'vitest';
import { parse } from 'yaml';
import { tokenAudience } from '../../api/sign-in/believe-token.js';
import { readApiConfig } from '../../api/config.js';
import { addSignInKey } from '../../hub/sign-in-key.js';
import { readJobsConfig } from '../../jobs/config.js';
import { createSealingKey } from '../../schema/access-log/sealing-key.js';
import { standardProfile } from '../../schema/crypto-profile.js';
import { freePort } from '../../schema/embedded-postgres.js';
import { createKeyFile } from '../../schema/vault.js';
import { type HubProcess, startHub } from '../support/hub-process.js';

interface Service {
  image: string;
  build?: string;
  command?: string[];
  environment?: Record<string, string>;
  depends_on?: Record<string, { condition: string }>;
  healthcheck?: { test: string[] };
  profiles?: string[];
  secrets?: string[];
  volumes?: string[];
}
interface Compose {
  services: Record<'postgres' | 'redis' | 'migrate' | 'api' | 'worker' | 'sandbox', Service>;
  secrets: Record<string, { file: string }>;
  volumes: Record<string, null>;
}

const compose = parse(readFileSync('docker-compose.yml', 'utf8'), { merge: true }) as Compose;
const { services } = compose;
const example = Object.fromEntries(
  readFileSync('.env.example', 'utf8')
    .split('\n')
    .filter((line) => /^\w+=/.test(line))
    .map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]),
);

/** A service's environment as compose would fill it in from `values`. */
function filled(service: Service, values: Record<string, string>): Record<string, string> {
  const fill = (text: string) =>
    text.replace(/\$\{(\w+)(?::-([^}]*)|:\?)?\}/g, (_, name: string, otherwise?: string) => {
      const value = values[name] ?? otherwise;
      if (value === undefined) throw new Error(`${name} is not in .env.example`);
      return value;
    });
  return Object.fromEntries(Object.entries(service.environment ?? {}).map(([name, text]) => [name, fill(text)]));
}

test('the services are those of the house, and the sandbox comes on demand alone', () => {
  expect(Object.keys(services)).toEqual(['postgres', 'redis', 'migrate', 'api', 'worker', 'sandbox']);
  expect(services.postgres.image).toBe('postgres:18');
  expect(services.redis.command?.join(' ')).toBe('redis-server --appendonly yes --maxmemory-policy noeviction');
  const own = [services.migrate, services.api, services.worker, services.sandbox];
  expect(own.map(({ build, command }) => [build, command?.[0]])).toEqual([
    ['.', 'migrate'],
    ['.', 'serve'],
    ['.', 'work'],
    ['.', 'sandbox'],
  ]);
  expect(Object.entries(services).filter(([, { profiles }]) => profiles)).toEqual([
    ['sandbox', expect.objectContaining({ profiles: ['demo'] })],
  ]);
});

test('nobody starts before what it needs is healthy, and every name that is used is declared', () => {
  for (const service of Object.values(services)) {
    for (const [name, { condition }] of Object.entries(service.depends_on ?? {})) {
      const { healthcheck } = services[name as keyof typeof services];
      const awaited = healthcheck ? 'service_healthy' : 'service_completed_successfully';
      expect({ name, condition }).toEqual({ name, condition: awaited });
    }
    for (const secret of service.secrets ?? []) expect(compose.secrets).toHaveProperty(secret);
    for (const volume of service.volumes ?? []) expect(compose.volumes).toHaveProperty(volume.split(':')[0]!);
  }
  for (const name of ['api', 'worker'] as const) expect(services[name].depends_on).toHaveProperty('migrate');
  expect(services.api.healthcheck?.test.join(' ')).toContain('/readyz');
});

test('each service is given all that its program reads, and nothing that no program reads', () => {
  const source = ['api/config.ts', 'jobs/config.ts', ...globSync('hub/*.ts')]
    .map((file) => readFileSync(file, 'utf8'))
    .join('\n');
  for (const name of ['migrate', 'api', 'worker', 'sandbox'] as const)
    for (const variable of Object.keys(services[name].environment ?? {}))
      expect(source).toMatch(new RegExp(`\\b${variable}\\b`));
  expect(() => readJobsConfig(filled(services.worker, example))).not.toThrow();
  expect(() => readApiConfig(filled(services.api, example))).toThrow(/^TOKEN_JWKS_FILE: .+ cannot be read \(ENOENT\)$/);
});

test('every setting of .env.example is used', () => {
  const file = readFileSync('docker-compose.yml', 'utf8');
  expect(Object.keys(example).filter((name) => !file.includes(`\${${name}`))).toEqual([]);
});

test('the image holds what the commands need and runs as an ordinary user', () => {
  const dockerfile = readFileSync('Dockerfile', 'utf8');
  expect(dockerfile).toMatch(/^FROM node:24-slim$/m);
  expect(dockerfile).toMatch(/^USER node$/m);
  expect(dockerfile).toMatch(/^ENTRYPOINT \["node", .*"dist\/hub\/main\.js"\]$/m);
  const ignored = readFileSync('.dockerignore', 'utf8').split('\n');
  for (const closed of ['secrets', '.env', '.git', 'node_modules']) expect(ignored).toContain(closed);
});

const folder = mkdtempSync(join(tmpdir(), 'hub compose '));
const name = `compose_${randomBytes(4).toString('hex')}`;
const running: HubProcess[] = [];
const ports: Record<string, string> = {};
let admin: Client;
let privateKey: CryptoKey;

beforeAll(async () => {
  admin = new Client({ connectionString: inject('postgresUrl') });
  await admin.connect();
  // As the image of PostgreSQL makes them: one superuser of the database's name.
  await admin.query(`create role ${name} superuser login password '${example['HUB_DATABASE_PASSWORD']}'`);
  await admin.query(`create database ${name} owner ${name}`);
  createKeyFile(join(folder, 'hub-key'));
  await addSignInKey(join(folder, 'sign-in-key'));
  createSealingKey(standardProfile, join(folder, 'seal-key'), join(folder, 'seal-key.public.json'));
  const pair = await generateKeyPair('ES256', { extractable: true });
  privateKey = pair.privateKey;
  const keys = [{ ...(await exportJWK(pair.publicKey)), alg: 'ES256' }];
  writeFileSync(join(folder, 'token-jwks'), JSON.stringify({ keys }));
  for (const port of ['4000', '4101', '4102', '4103']) ports[port] = String(await freePort());
});

afterAll(async () => {
  for (const hub of running) hub.signalGroup('SIGKILL');
  await admin.end();
  rmSync(folder, { recursive: true, force: true });
});

/** The names of the compose network, as they are reached from here. */
function onThisMachine(text: string): string {
  const server = new URL(inject('postgresUrl')).host;
  return text
    .replace('postgres:5432/hub', `${server}/${name}`)
    .replace('//hub:', `//${name}:`)
    .replace('postgres:5432/', `${server}/`)
    .replace('redis://redis:6379', inject('redisUrl') ?? '')
    .replace('/run/secrets', folder)
    .replaceAll('file:///anchors', pathToFileURL(folder).href)
    .replace(/^0\.0\.0\.0$|^sandbox$|(?<=\/\/)sandbox(?=:)/, '127.0.0.1')
    .replace(/\b(4000|410[123])\b/, (port) => ports[port]!);
}

/** Runs a service's own command with its own environment. */
function run(service: keyof Compose['services'], values: Record<string, string> = {}): HubProcess {
  const environment = filled(services[service], { ...example, ...values });
  const entries = Object.entries(environment).map(([key, value]) => [key, onThisMachine(value)] as const);
  // Without a Redis at hand the queue stands in PostgreSQL.
  const set = Object.fromEntries(entries.filter(([key, value]) => key !== 'REDIS_URL' || value !== ''));
  return startHub(services[service].command!, { ...set, HUB_HOME: folder });
}

test('the whole deployment runs: migrate, sandbox, API, worker', async () => {
  expect(await run('migrate').ended).toBe(0);
  const sandbox = run('sandbox', { SANDBOX_PERSONS: '200' });
  running.push(sandbox);
  const [, hostKey] = await sandbox.until(/"hostKeySha256":"([^"]+)"/);
  const api = run('api');
  running.push(api);
  const url = `http://127.0.0.1:${ports['4000']}`;
  await vi.waitFor(async () => expect((await fetch(`${url}/readyz`)).status).toBe(200), 60_000);
  running.push(run('worker', { SOCIAL_INSURANCE_HOST_KEY: hostKey! }));

  const token = await new SignJWT({
    sub: '值班员',
    audience: 'staff',
    roles: ['operator'],
    region: '410900',
    amr: ['pwd', 'otp'],
  })
    .setProtectedHeader({ alg: 'ES256' })
    .setIssuer(example['TOKEN_ISSUER']!)
    .setAudience(tokenAudience)
    .setIssuedAt()
    .setExpirationTime('5 minutes')
    .sign(privateKey);
  const ask = async (query: string) => {
    const headers = { 'content-type': 'application/json', authorization: `Bearer ${token}` };
    const response = await fetch(`${url}/graphql`, { method: 'POST', headers, body: JSON.stringify({ query }) });
    return (await response.json()) as { data?: Record<string, unknown>; errors?: unknown };
  };
  for (const [source, stream] of [
    ['EMPLOYMENT', 'job-seekers'],
    ['TAX', 'taxpayers'],
    ['COMMERCE', 'market-entities'],
    ['SOCIAL_INSURANCE', 'persons'],
  ]) {
    const input = `{ source: ${source}, stream: "${stream}", scope: ALL, reason: "first", idempotencyKey: "compose-${stream}" }`;
    expect(await ask(`mutation { triggerResync(input: ${input}) { id } }`)).toMatchObject({
      data: { triggerResync: { id: expect.any(String) as string } },
    });
  }
  await vi.waitFor(
    async () => {
      const { data } = await ask('{ syncRuns { edges { node { state error rowsRead } } } }');
      const { edges } = data!['syncRuns'] as {
        edges: { node: { state: string; error: string | null; rowsRead: number } }[];
      };
      expect(edges.map(({ node }) => [node.state, node.error, node.rowsRead > 0])).toEqual(
        edges.map(() => ['DONE', null, true]),
      );
      expect(edges).toHaveLength(4);
    },
    { timeout: 40_000, interval: 500 },
  );

  const t0 = Date.now();
  for (const h of running) void h.ended.then(() => process.stderr.write('ENDED ' + (Date.now() - t0) + '\n'));
  // As `docker compose stop` does.
  for (const hub of running) hub.signalGroup('SIGTERM');
  for (const hub of running.splice(0)) expect({ code: await hub.ended, said: hub.said() }).toMatchObject({ code: 0 });
});

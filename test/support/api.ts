/** The whole API over HTTP on a database of its own, filled through the real import, with tokens of a real issuer. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import type { JWK } from 'jose';
import { pino } from 'pino';
import { embeddedIssuer } from '../../api/config.js';
import { type ApiParts, startApi } from '../../api/http.js';
import { relaxations } from '../../api/sign-in/relaxations.js';
import type { SourceRow } from '../../connectors/connector.js';
import { createIssuer, issueToken, issuerKeyFile } from '../../hub/issue-token.js';
import { openQueues } from '../../jobs/queues.js';
import { faultsOf, targetsOf } from '../../jobs/webhook-target.js';
import { cityRegion } from '../../rules/regions.js';
import { openDatabase } from '../../schema/database.js';
import type { Database } from '../../schema/database.js';
import { createVault } from '../../schema/vault.js';
import type { Vault } from '../../schema/vault.js';
import { agreeOn, relaxedTerms, type Terms } from './agreements.js';
import { createTestDatabase } from './database.js';
import { fill } from './fill.js';
import { openTestBackend } from './queue-backend.js';

export interface Answer {
  status: number;
  headers: Headers;
  /** The body as it came. */
  text: string;
  // What a test asks of an answer it knows; each test states the shape that it expects.
  data: Record<string, unknown> | null;
  errors: { message: string; path?: unknown[]; extensions: Record<string, unknown> }[];
}

export interface Ask {
  token?: string;
  variables?: Record<string, unknown>;
  operationName?: string;
  headers?: Record<string, string>;
}

export interface TestApi {
  url: string;
  database: Database;
  vault: Vault;
  /** Folder of the issuer's keys. */
  home: string;
  /** What the process logged, as text. */
  logged: () => string;
  /** Moves the hub's clock away from the real one. */
  shift: (ms: number) => void;
  ask: (query: string, how?: Ask) => Promise<Answer>;
  /** An officer is one of the city's unless another region is named; an empty one is none. */
  token: (claims: Parameters<typeof issueToken>[1]) => Promise<string>;
  /** Access events since the last call, oldest first. */
  events: () => Promise<Record<string, unknown>[]>;
  fill: (rows: (stream: string) => SourceRow[]) => Promise<void>;
  /** As two officers approve it; `purposes` by their codes. */
  agree: (client: string, terms: Partial<Omit<Terms, 'purposes'>> & { purposes?: string[] }) => Promise<void>;
  close: () => Promise<void>;
}

interface Surroundings {
  /** Instead of the one of the project under test. */
  queueBackend?: ReturnType<typeof openTestBackend>;
  trustedProxies?: string[];
  /** Other than an embedded demo has them. */
  config?: Partial<ApiParts['config']>;
  machineClock?: () => Date;
  /** A migrated database of the test's own server. */
  databaseUrl?: string;
  /** Budgets and times of the house, or others. */
  own?: NonNullable<ApiParts['own']> & { statementMs?: number };
}
/** Tests ask more than a client would; those about budgets ask for the house's own, `{}`. */
const plenty: NonNullable<Surroundings['own']> = {
  costPerMinute: { public: 1e9, platform: 1e9, employer: 1e9, partner: 1e9, staff: 1e9, subject: 1e9 },
};

/** `checkTarget` of a deployment or of a test's own names; by default that of the embedded mode. */
export async function openTestApi(
  checkTarget: ApiParts['checkTarget'] = faultsOf(targetsOf(true)),
  surroundings: Surroundings = {},
): Promise<TestApi> {
  const databaseUrl = surroundings.databaseUrl ?? (await createTestDatabase()).url;
  const { statementMs, ...limits } = surroundings.own ?? plenty;
  const database = await openDatabase(databaseUrl, { poolSize: 12, ...(statementMs && { statementMs }) });
  const vault = createVault({ version: 1, keys: { 1: Buffer.alloc(32, 1).toString('base64') } });
  const { queueBackend = openTestBackend(databaseUrl), trustedProxies = [], config, machineClock } = surroundings;
  const home = mkdtempSync(join(tmpdir(), 'hub-api-'));
  await createIssuer(home);
  const publicKey = JSON.parse(readFileSync(issuerKeyFile(home), 'utf8')) as JWK;
  let logged = '';
  const sink = new Writable({
    write(chunk, _encoding, done) {
      logged += String(chunk);
      done();
    },
  });
  const log = pino({ level: 'trace' }, sink);
  const queues = openQueues(queueBackend.backend, (error) => log.warn({ error: error.message }, 'queue connection'));
  let shiftMs = 0;
  const clock = () => new Date(Date.now() + shiftMs);
  const issuer = { name: embeddedIssuer, keys: { keys: [publicKey] } };
  const api = await startApi({
    config: {
      host: '127.0.0.1',
      port: 0,
      issuer,
      relaxed: new Set(relaxations),
      trustedProxies,
      ...config,
    },
    ...(machineClock && { machineClock }),
    database,
    vault,
    queues,
    checkTarget,
    clock,
    log,
    own: limits,
  });
  let eventsSeen = 0;

  return {
    url: api.url,
    database,
    vault,
    home,
    logged: () => logged,
    shift: (ms) => void (shiftMs = ms),
    token: ({ region = cityRegion, ...claims }) =>
      issueToken(home, { ...claims, ...(claims.audience === 'staff' && region !== '' && { region }) }),
    async ask(query, { token, headers, ...rest } = {}) {
      const response = await fetch(`${api.url}/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...(token && { authorization: `Bearer ${token}` }), ...headers },
        body: JSON.stringify({ query, ...rest }),
      });
      return readAnswer(response);
    },
    async events() {
      const found = await database.pool.query<Record<string, unknown>>(
        'select * from access_event order by event_id offset $1',
        [eventsSeen],
      );
      eventsSeen += found.rows.length;
      return found.rows;
    },
    fill: (rows) => fill(database, vault, rows),
    async agree(client, { purposes = ['test-purpose'], ...terms }) {
      const named = purposes.map((code) => ({ code, basis: '测试' }));
      await agreeOn(database.pool, client, relaxedTerms({ purposes: named, ...terms }));
    },
    async close() {
      await api.close();
      await queues.close();
      await queueBackend.close();
      await database.close();
      rmSync(home, { recursive: true, force: true });
    },
  };
}

export async function readAnswer(response: Response): Promise<Answer> {
  const text = await response.text();
  const body = JSON.parse(text) as Partial<Pick<Answer, 'data' | 'errors'>>;
  return {
    status: response.status,
    headers: response.headers,
    text,
    data: body.data ?? null,
    errors: body.errors ?? [],
  };
}

/** An answer as it looks when its receipts and what is left of the budget, which are never alike, are left blank. */
export function withBlankReceipts(text: string): string {
  return text
    .replaceAll(/"id":"[\da-f-]{36}","leaf":"[\da-f]{64}"/g, '"id":"","leaf":""')
    .replace(/"budget":\{"cost":\d+,"left":\d+,"renewsAt":"[^"]+"\}/, '"budget":{}');
}

/** The code of the only error. */
export function codeOf({ errors, text }: Answer): unknown {
  if (errors.length !== 1) throw new Error(`expected one error, got ${text}`);
  return errors[0]!.extensions['code'];
}

/** The whole hub in this process for a measurement: the API and its issuer, and on demand the worker, on one database. */
import { randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { JWK } from 'jose';
import { pino } from 'pino';
import { embeddedIssuer } from '../../api/config.js';
import { startApi } from '../../api/http.js';
import { relaxations } from '../../api/sign-in/relaxations.js';
import type { CostPerMinute } from '../../api/purse.js';
import { createIssuer, issueToken, issuerKeyFile } from '../../hub/issue-token.js';
import { migrateQueues, openQueues } from '../../jobs/queues.js';
import { faultsOf, targetsOf } from '../../jobs/webhook-target.js';
import { startWorker } from '../../jobs/worker.js';
import { openQueuePool } from '../../schema/database.js';
import type { Database } from '../../schema/database.js';
import type { Vault } from '../../schema/vault.js';
import type { Answer, Ask } from '../support/api.js';
import { listImport } from '../support/list-connector.js';

export type BenchHub = Awaited<ReturnType<typeof openBenchHub>>;

/** A measurement is one client that asks for all. */
const plenty = { public: 1e12, platform: 1e12, employer: 1e12, partner: 1e12, staff: 1e12, subject: 1e12 };

/** `databaseUrl` is the address of `database`, for the queue's pool. */
export async function openBenchHub(
  database: Database,
  vault: Vault,
  databaseUrl: string,
  costPerMinute: Partial<CostPerMinute> = plenty,
) {
  const client = await database.pool.connect();
  await migrateQueues(client);
  client.release();
  const queuePool = openQueuePool(databaseUrl);
  const backend = { pool: queuePool };
  const queues = openQueues(backend, () => {});
  const home = mkdtempSync(join(tmpdir(), 'hub-bench-issuer-'));
  await createIssuer(home);
  let shiftMs = 0;
  const clock = () => new Date(Date.now() + shiftMs);
  const publicKey = JSON.parse(readFileSync(issuerKeyFile(home), 'utf8')) as JWK;
  const api = await startApi({
    config: {
      host: '127.0.0.1',
      port: 0,
      issuer: { name: embeddedIssuer, keys: { keys: [publicKey] } },
      relaxed: new Set(relaxations),
    },
    database,
    vault,
    queues,
    checkTarget: faultsOf(targetsOf(true)),
    clock,
    log: pino({ level: 'error' }),
    own: { costPerMinute },
  });
  return {
    url: api.url,
    database,
    vault,
    queues,
    clock,
    shift: (ms: number) => void (shiftMs = ms),
    token: (claims: Parameters<typeof issueToken>[1]) => issueToken(home, claims),
    async ask(query: string, { token, variables }: Ask = {}): Promise<Answer> {
      const response = await fetch(`${api.url}/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...(token && { authorization: `Bearer ${token}` }) },
        body: JSON.stringify({ query, variables }),
      });
      const { status, headers } = response;
      const text = await response.text();
      const { data = null, errors = [] } = JSON.parse(text) as Partial<Answer>;
      return { status, headers, text, data, errors };
    },
    work() {
      const settings = listImport(database, vault, { rows: () => [] }, clock);
      return startWorker({
        ...settings,
        context: { ...settings.context, randomHex: (bytes) => randomBytes(bytes).toString('hex') },
        backend,
        isDemo: false,
        concurrency: 1,
        webhooks: { publicUrl: api.url, checkTarget: targetsOf(true) },
      });
    },
    async close() {
      await api.close();
      await queues.close();
      await queuePool.end();
      rmSync(home, { recursive: true, force: true });
    },
  };
}

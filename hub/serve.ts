/** `hub serve`: the API process. */
import { readApiConfig } from '../api/config.js';
import { startApi } from '../api/http.js';
import { watchAccessLog } from '../api/watch-access-log.js';
import { operationMs } from '../api/within-time.js';
import { openQueues } from '../jobs/queues.js';
import { faultsOf, targetsOf } from '../jobs/webhook-target.js';
import { openDatabase } from '../schema/database.js';
import { assertQueueAnswers, openBackend } from './backend.js';
import { clockOfMode } from './clock.js';
import type { Io } from './command.js';
import { openDemo } from './demo.js';
import { announceReady, endOfProcess, untilAborted } from './ending.js';
import { openLog } from './log.js';
import { openKeys } from './open-keys.js';

export async function run(_args: string[], _io: Io): Promise<number> {
  const config = readApiConfig(process.env);
  const ended = endOfProcess();
  const log = openLog('serve');
  const database = await openDatabase(config.databaseUrl, { poolSize: 20, statementMs: operationMs, keepsOpen: true });
  await assertQueueAnswers(process.env['REDIS_URL']);
  const { backend, close } = openBackend(config.databaseUrl, process.env['REDIS_URL']);
  const queues = openQueues(backend, (error) => log.warn({ error: error.message }, 'queue connection'));
  const keys = await openKeys(database.pool, config.keyFile, { name: 'serve', log });
  const home = process.env['HUB_HOME'];
  const api = await startApi({
    config,
    database,
    vault: keys.vault,
    queues,
    checkTarget: faultsOf(targetsOf(config.embedded)),
    clock: clockOfMode(process.env),
    log,
    ...(config.embedded && home ? { demo: openDemo(home) } : {}),
  });
  const accessLog = watchAccessLog(database.pool, log);
  log.info({ url: api.url }, 'listening');
  announceReady({ url: api.url });
  await untilAborted(ended);
  accessLog.close();
  await api.close();
  await queues.close();
  await close();
  await keys.close();
  await database.close();
  return 0;
}

/** `hub work`: the worker process. */
import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { createNodeTransport } from '../connectors/node-transport.js';
import { createConnectors } from '../connectors/registry.js';
import { anchorPlaceAt } from '../jobs/anchor-access-log.js';
import { readJobsConfig } from '../jobs/config.js';
import { targetsOf } from '../jobs/webhook-target.js';
import { startWorker } from '../jobs/worker.js';
import { loadSealingKey } from '../schema/access-log/sealing-key.js';
import { openDatabase } from '../schema/database.js';
import { assertQueueAnswers, openBackend } from './backend.js';
import { clockOfMode } from './clock.js';
import type { Io } from './command.js';
import { announceReady, endOfProcess, untilAborted } from './ending.js';
import { openLog } from './log.js';
import { openKeys } from './open-keys.js';

export async function run(_args: string[], _io: Io): Promise<number> {
  const config = readJobsConfig(process.env);
  const ended = endOfProcess();
  const log = openLog('work');
  const database = await openDatabase(config.databaseUrl);
  await assertQueueAnswers(config.redisUrl);
  const { backend, close } = openBackend(config.databaseUrl, config.redisUrl);
  const keys = await openKeys(database.pool, config.keyFile, { name: 'work', log });
  const transport = createNodeTransport();
  const worker = await startWorker({
    database,
    vault: keys.vault,
    connectors: createConnectors(config.sources),
    recordsBeginOn: config.recordsBeginOn,
    backend,
    batchSize: config.batchSize,
    concurrency: config.concurrency,
    webhooks: { publicUrl: config.publicUrl, checkTarget: targetsOf(config.embedded) },
    accessLog: {
      key: loadSealingKey(config.sealKeyFile, keys.vault.profile),
      anchors: config.anchors.map(anchorPlaceAt),
    },
    isDemo: config.embedded,
    context: {
      transport,
      now: clockOfMode(process.env),
      randomHex: (bytes) => randomBytes(bytes).toString('hex'),
      sleep: async (ms, signal) => {
        await sleep(ms, undefined, { signal });
      },
      log: (message, details) => log.info(details ?? {}, message),
    },
  });
  announceReady();
  await untilAborted(ended);
  await worker.close();
  await close();
  await transport.close();
  await keys.close();
  await database.close();
  return 0;
}

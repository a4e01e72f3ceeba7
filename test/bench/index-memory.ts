/** What the public records take in the memory of one process of the API, and how long it takes to have them there. */
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { pino } from 'pino';
import { watchChanges } from '../../api/open-data/change-watch.js';
import { openIndexes } from '../../api/open-data/open-index.js';
import { everything } from '../../rules/recruitment/post-filter.js';
import type { Database } from '../../schema/database.js';

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

export async function measureIndex({ pool }: Database): Promise<string> {
  const log = pino({ level: 'silent' });
  const watch = watchChanges(pool, log);
  const held = () => {
    collectGarbage();
    const { heapUsed, arrayBuffers } = process.memoryUsage();
    return heapUsed + arrayBuffers;
  };
  const [before, began] = [held(), performance.now()];
  const records = openIndexes(pool, watch, () => new Date(), log);
  const { total } = await records.count('post', everything);
  const loadedIn = (performance.now() - began) / 1000;
  const bytes = held() - before;
  await watch.close();
  await records.close();
  const each = Math.round(((bytes / total) * 100_000) / 1_048_576);
  return `${(bytes / 1_048_576).toFixed(1)} MiB with their notices (${each} MiB for 100,000), loaded in ${loadedIn.toFixed(1)} s`;
}

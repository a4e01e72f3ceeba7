/** A process of its own that seals, as a worker does beside the API: arguments are the database, the file of the sealing key, and the hub's keys. */
import { startSealer } from '../../jobs/seal-access-log.job.js';
import { loadSealingKey } from '../../schema/access-log/sealing-key.js';
import { openDatabase } from '../../schema/database.js';
import { createVault, type KeyFile } from '../../schema/vault.js';

const [url, keyFile, keys] = process.argv.slice(2) as [string, string, string];
const database = await openDatabase(url);
const stopping = new AbortController();
const sealer = startSealer(
  {
    database,
    vault: createVault(JSON.parse(keys) as KeyFile),
    key: loadSealingKey(keyFile),
    anchors: [],
    context: { log: () => undefined },
  },
  stopping.signal,
);
process.once('disconnect', () => {
  stopping.abort();
  void sealer.close().then(() => database.close());
});
process.send?.('ready');

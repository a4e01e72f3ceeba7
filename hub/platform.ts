/** `hub platform`: the job platforms that registered themselves, and the way to turn one away. At the hub's own machine alone. */
import { openDatabase } from '../schema/database.js';
import { readPlatforms } from '../schema/platform/platform.reads.js';
import { revokePlatform } from '../schema/platform/platform.writes.js';
import { Refusal } from './command.js';
import type { Io } from './command.js';
import { addressOfHub } from './sync.js';

const usage = 'usage: hub platform list\n       hub platform revoke ID';
const uuid = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/;

export async function run([what, id, ...more]: string[], io: Io): Promise<number> {
  const isList = what === 'list' && id === undefined;
  const isRevoke = what === 'revoke' && id !== undefined && uuid.test(id);
  if (more.length > 0 || (!isList && !isRevoke)) throw new Refusal(usage);
  const database = await openDatabase(addressOfHub(), { poolSize: 1 });
  const { pool } = database;
  try {
    if (isRevoke && !(await revokePlatform(pool, id, new Date())))
      throw new Refusal(`no platform ${id} has a key: hub platform list shows who has one`);
    if (isRevoke) io.stdout.write(`revoked ${id}: its key and its webhooks have ended\n`);
    else
      for (const { id: known, name, registeredAt, revokedAt, webhooks } of await readPlatforms(pool)) {
        const state = revokedAt ? `revoked ${day(revokedAt)}` : `since ${day(registeredAt)}`;
        io.stdout.write(`${[known, name, state, `webhooks: ${webhooks}`].join('  ')}\n`);
      }
    return 0;
  } finally {
    await database.close();
  }
}

const day = (at: Date) => at.toISOString().slice(0, 10);

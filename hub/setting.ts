/** `hub setting`: what a bureau has set otherwise than by default. At the machine alone, so that nobody can switch a second person off from afar. */
import { userInfo } from 'node:os';
import { parseArgs } from 'node:util';
import { openDatabase } from '../schema/database.js';
import type { Database } from '../schema/database.js';
import { cityBureau, readSetting, settings } from '../schema/setting/setting.reads.js';
import type { SettingName } from '../schema/setting/setting.reads.js';
import { writeSetting } from '../schema/setting/setting.writes.js';
import { Refusal } from './command.js';
import type { Io } from './command.js';
import { addressOfHub } from './sync.js';

const usage = `usage: hub setting NAME [VALUE] [--bureau CODE], NAME one of ${Object.keys(settings).join(', ')}`;

/** Sets it if a value is given, and says how it stands. */
export async function run(args: string[], io: Io): Promise<number> {
  const { name, given, bureau } = readOptions(args);
  const value = settings[name].find((known) => String(known) === given);
  if (given !== undefined && value === undefined)
    throw new Refusal(`${name} must be one of ${settings[name].join(', ')}`);
  const database = await openDatabase(addressOfHub(), { poolSize: 1 });
  try {
    if (value !== undefined && name.startsWith('retention.')) await refuseShorter(database, name, value, bureau);
    if (value !== undefined)
      await writeSetting(database.pool, { bureau, name, value, setBy: userInfo().username }, new Date());
    io.stdout.write(`${bureau} ${name} = ${await readSetting(database.pool, bureau, name)}\n`);
    return 0;
  } finally {
    await database.close();
  }
}

/** Whoever sits at the machine alone may have things kept longer; what is erased comes back for nobody. */
async function refuseShorter({ pool }: Database, name: SettingName, days: number, bureau: string): Promise<void> {
  if (bureau !== cityBureau) throw new Refusal(`${name} is set for the whole city: leave out --bureau`);
  const now = await readSetting(pool, cityBureau, name);
  if (days < now)
    throw new Refusal(
      `${name} is ${now}: a shorter time takes two persons, by the mutations proposeRetention and approveProposal`,
    );
}

function readOptions(args: string[]): { name: SettingName; given: string | undefined; bureau: string } {
  try {
    const { values, positionals } = parseArgs({
      args,
      options: { bureau: { type: 'string' } },
      allowPositionals: true,
    });
    const [first, given, ...more] = positionals;
    const name = (Object.keys(settings) as SettingName[]).find((known) => known === first);
    const bureau = values.bureau ?? cityBureau;
    if (name && more.length === 0 && /^\d{6}$/.test(bureau)) return { name, given, bureau };
  } catch {
    // falls through to the usage line
  }
  throw new Refusal(usage);
}

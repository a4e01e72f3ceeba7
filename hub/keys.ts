/** `hub keys`: which keys there are, and how they change while everybody works. At the hub's own machine alone. */
import { openDatabase } from '../schema/database.js';
import type { Database } from '../schema/database.js';
import { profileOf } from '../schema/crypto-profile.js';
import { lastVersion, loadKeys, replaceKeyFile, withNewKey, withoutKey } from '../schema/key-file.js';
import { createVault } from '../schema/vault.js';
import {
  readKeyReaders,
  readKeyVersions,
  readResealProgress,
  versionsInUse,
} from '../schema/vault-check/key-version.reads.js';
import {
  addKeyVersion,
  beginRotation,
  dropKeyVersion,
  holdKeyChanges,
} from '../schema/vault-check/key-version.writes.js';
import { countUnderAnother, sealedPlaces } from '../schema/vault-check/reseal.writes.js';
import { assertVaultFits } from '../schema/vault-check/vault-check.writes.js';
import { Refusal } from './command.js';
import type { Io } from './command.js';
import { vaultKeyFile } from './embedded-environment.js';
import { homeOf } from './home.js';
import { addressOfHub } from './sync.js';

const usage = `usage: hub keys list      the versions, and the processes that read by them
       hub keys status    how far sealing again is
       hub keys add       a new key in the key file, which nobody writes with yet
       hub keys rotate    the new key is written from now on, and the worker seals the rest again
       hub keys drop N    takes the key of a version out of the file that nothing is sealed with any more`;

type Say = (line: string) => void;
interface Keys {
  database: Database;
  file: string;
  say: Say;
}

export async function run(args: string[], io: Io): Promise<number> {
  const [name = '', ...rest] = args;
  const step = Object.hasOwn(steps, name) ? steps[name]! : null;
  if (!step || rest.length !== (name === 'drop' ? 1 : 0)) throw new Refusal(usage);
  const database = await openDatabase(addressOfHub(), { poolSize: 2 });
  const file = process.env['HUB_KEY_FILE'] || vaultKeyFile(homeOf(process.env));
  const session = await database.pool.connect();
  try {
    if (!readOnly.has(name) && !(await holdKeyChanges(session)))
      throw new Refusal('another command is changing keys at this moment');
    await step({ database, file, say: (line) => void io.stdout.write(`${line}\n`) }, rest[0]);
    return 0;
  } finally {
    // Its turn ends with its session.
    session.release(true);
    await database.close();
  }
}

const readOnly: ReadonlySet<string> = new Set(['list', 'status']);

const steps: Record<string, (keys: Keys, argument: string | undefined) => Promise<void>> = {
  async list({ database, file, say }) {
    const held = new Set(Object.keys(loadKeys(file).keys).map(Number));
    for (const { version, state, addedAt } of await readKeyVersions(database.pool))
      say(
        `version ${version}  ${state}  since ${addedAt.toISOString()}${held.has(version) ? '' : ', not in the key file'}`,
      );
    for (const { reader, writes, other } of await readKeyReaders(database.pool))
      say(`${reader}  writes ${writes}${other === null ? '' : `, looks up by ${other}, too`}`);
  },

  async status({ database, say }) {
    const versions = await readKeyVersions(database.pool);
    const { writes, other } = versionsInUse(versions);
    if (other === null) return say(`version ${writes} is written, no other is in use`);
    if (versions.some(({ state }) => state === 'added'))
      return say(`version ${other} is added: hub keys rotate has it written`);
    for (const { version, place, rows, unreadable, done } of await readResealProgress(database.pool)) {
      const at = sealedPlaces.find(({ name }) => name === place);
      if (version !== writes || !at) continue;
      const left = done ? 0 : await countUnderAnother(database.pool, at, writes);
      const broken = unreadable > 0 ? `, ${unreadable} of them cannot be opened` : '';
      say(`${place}: ${rows} sealed again, ${left} left${broken}`);
    }
    say(`version ${other} leaves when nothing is left and every process writes ${writes}`);
  },

  async add({ database, file, say }) {
    const versions = await readKeyVersions(database.pool);
    if (versions.some(({ state }) => state === 'added' || state === 'leaving'))
      throw new Refusal('keys are changing already: see hub keys status');
    await openFitting({ database, file });
    const keys = loadKeys(file);
    // A key that was written to the file by one that was killed before it could say so is taken up.
    const known = Math.max(...versions.map(({ version }) => version));
    const version = known + 1;
    if (version > lastVersion) throw new Refusal(`there can be ${lastVersion} versions at most`);
    const wider = keys.keys[version] ? keys : withNewKey(keys, version);
    if (wider !== keys) replaceKeyFile(file, wider);
    const check = createVault(wider, profileOf(process.env['HUB_CRYPTO'])).keyCheck(version)!;
    if (!(await addKeyVersion(database.pool, version, check, new Date())))
      throw new Refusal('keys are changing already: see hub keys status');
    say(`version ${version} is in ${file}. Keep a copy of the file apart from the database.`);
    say(
      'Processes that read this file take it up within seconds; where they read a copy, replace that, too. Then: hub keys rotate',
    );
  },

  async rotate({ database, file, say }) {
    const added = (await readKeyVersions(database.pool)).find(({ state }) => state === 'added');
    const held = createVault(loadKeys(file), profileOf(process.env['HUB_CRYPTO']));
    if (added && held.keyCheck(added.version) !== added.check)
      throw new Refusal(
        `${file} does not hold the key that was added as version ${added.version}: restore the file as hub keys add left it`,
      );
    const rotation = await beginRotation(database.pool, new Date());
    if (rotation.is === 'none') throw new Refusal('there is no new key to write with: hub keys add makes one');
    if (rotation.is === 'unheard')
      throw new Refusal(
        `not every process has the new key yet: ${rotation.by.map(({ reader }) => reader).join(', ')}. Wait some seconds, or give them the key file; hub keys list tells`,
      );
    say(
      `version ${rotation.to} is written. The worker seals again what stands under version ${rotation.from}: hub keys status`,
    );
  },

  async drop({ database, file, say }, argument) {
    const version = Number(argument);
    const known = (await readKeyVersions(database.pool)).find((one) => one.version === version);
    if (!known) throw new Refusal(`there is no version ${argument}: hub keys list tells which there are`);
    const vault = await openFitting({ database, file });
    if (!(await dropKeyVersion(database.pool, version)))
      throw new Refusal(`version ${version} is still in use: it can go once hub keys list says that it has left`);
    const keys = loadKeys(file);
    if (keys.keys[version])
      replaceKeyFile(file, withoutKey(keys, version, vault.keyVersion, profileOf(process.env['HUB_CRYPTO'])));
    say(
      `version ${version} is out of ${file}: copies of the database from before can be opened by older copies of the file alone`,
    );
  },
};

/** A vault of the file as it is, once it is sure that the file belongs to this database. */
async function openFitting({ database, file }: Pick<Keys, 'database' | 'file'>) {
  const vault = createVault(loadKeys(file), profileOf(process.env['HUB_CRYPTO']));
  await assertVaultFits(database.pool, vault, file);
  vault.use(loadKeys(file), versionsInUse(await readKeyVersions(database.pool)));
  return vault;
}

/** Who the persons of a staged batch are: known ones by the index they stand under, others written now. */
import type pg from 'pg';
import { isBehind } from '../vault-check/key-version.reads.js';
import type { Vault } from '../vault.js';

/** Keys changed under way: nothing is written, for a person could be written twice. The job tries again. */
export class KeysChangedError extends Error {
  override readonly name = 'KeysChangedError';
  constructor() {
    super('the keys changed while a batch was loaded');
  }
}

type IdNumbers = ReadonlyMap<string, string>;

/** Every index that is staged stands in `person_identifier` when this is done. `idNumbers`: the plain number of each, by its hex. */
export async function ensurePersons(client: pg.ClientBase, vault: Vault, idNumbers: IdNumbers): Promise<void> {
  const version = vault.keyVersion;
  if (await isBehind(client, vault)) throw new KeysChangedError();
  const numbers = await findUnderEither(client, vault, idNumbers);
  if ((await readUnknown(client)).length === 0) return;
  // Under two versions no key tells that two write the same person: they do it one after the other, and look once more.
  if (vault.otherVersion !== null) {
    await client.query(`select pg_advisory_xact_lock(hashtext('puyang-hub/persons'))`);
    await findUnderEither(client, vault, numbers);
  }
  const unknown = await readUnknown(client);
  // The batch was blinded under one version, and must be sealed under the same.
  if (vault.keyVersion !== version) throw new KeysChangedError();
  const sealed = unknown.map((index) => {
    const idNumber = numbers.get(index.toString('hex'));
    if (idNumber === undefined) throw new Error('a staged row names a person whose ID number the batch does not carry');
    return vault.seal(idNumber);
  });
  // In one order everywhere, so that two imports wait for each other instead of locking up.
  await client.query(
    `insert into person_identifier (blind_index, sealed, key_version)
     select i, s, $3 from unnest($1::bytea[], $2::bytea[]) as known(i, s) order by i on conflict do nothing`,
    [unknown, sealed, version],
  );
}

/** Staged indexes of persons whom nobody has met. */
async function readUnknown(client: pg.ClientBase): Promise<Buffer[]> {
  const found = await client.query<{ index: Buffer }>(
    `select distinct index from (
       select person_index as index from staged_fact where person_index is not null
       union all select related_index from staged_fact where related_index is not null) met
     where not exists (select from person_identifier known where known.blind_index = met.index) order by index`,
  );
  return found.rows.map(({ index }) => index);
}

/**
 * While keys change a person stands under the one version or the other: staged indexes are put to the one that is there, or to the one
 * that is written. The rows found stay so until the transaction ends: sealing again passes over what somebody holds.
 */
async function findUnderEither(client: pg.ClientBase, vault: Vault, idNumbers: IdNumbers): Promise<IdNumbers> {
  const [first] = idNumbers;
  const isCalm = vault.otherVersion === null && (!first || vault.blindIndex(first[1]).toString('hex') === first[0]);
  if (isCalm) return idNumbers;
  const asked = [...idNumbers].map(([staged, idNumber]) => ({
    staged: Buffer.from(staged, 'hex'),
    idNumber,
    own: vault.blindIndex(idNumber),
    other: vault.otherIndex(idNumber),
  }));
  const found = await client.query<{ own: Buffer; held: Buffer }>(
    `select own, blind_index as held from unnest($1::bytea[], $2::bytea[]) as asked(own, other)
       join person_identifier on blind_index in (own, other) for key share of person_identifier`,
    [asked.map(({ own }) => own), asked.map(({ other }) => other)],
  );
  const held = new Map(found.rows.map((row) => [row.own.toString('hex'), row.held]));
  const moved = asked
    .map(({ staged, own }) => ({ staged, to: held.get(own.toString('hex')) ?? own }))
    .filter(({ staged, to }) => !staged.equals(to));
  for (const column of ['person_index', 'related_index'])
    if (moved.length > 0)
      await client.query(
        `update staged_fact set ${column} = moved.to_index from unnest($1::bytea[], $2::bytea[]) as moved(staged, to_index)
         where ${column} = moved.staged`,
        [moved.map(({ staged }) => staged), moved.map(({ to }) => to)],
      );
  return new Map(asked.map(({ own, idNumber }) => [own.toString('hex'), idNumber]));
}

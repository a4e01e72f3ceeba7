/** Keys change while everybody works: nobody is lost, nobody is written twice, and a wrong key is known before it does harm. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { SourceRow } from '../../connectors/connector.js';
import { prepareBatch } from '../../jobs/prepare-rows.js';
import { sealAgain } from '../../jobs/seal-again.job.js';
import { profileOf } from '../../schema/crypto-profile.js';
import { openDatabase, transact } from '../../schema/database.js';
import type { Database } from '../../schema/database.js';
import { loadFacts } from '../../schema/fact/fact.writes.js';
import { readPersonDocuments } from '../../schema/person/person.reads.js';
import { readKeyVersions, readResealDue } from '../../schema/vault-check/key-version.reads.js';
import {
  addKeyVersion,
  beginRotation,
  dropKeyVersion,
  endRotation,
  reportReader,
} from '../../schema/vault-check/key-version.writes.js';
import { sealedPlaces } from '../../schema/vault-check/reseal.writes.js';
import { assertVaultFits } from '../../schema/vault-check/vault-check.writes.js';
import { createVault } from '../../schema/vault.js';
import type { OpenVault, Vault } from '../../schema/vault.js';
import { createTestDatabase } from '../support/database.js';
import { idNumberOf, rowsOf } from '../support/facts.js';

const keyOf = (n: number) => Buffer.alloc(32, n).toString('base64');
const one = { version: 1, keys: { 1: keyOf(1) } };
const two = { version: 1, keys: { 1: keyOf(1), 2: keyOf(2) } };
const now = () => new Date('2026-03-02T02:00:00Z');
const none = new AbortController().signal;
const logged: string[] = [];
const log = (message: string) => void logged.push(message);

let database: Database;
beforeAll(async () => {
  database = await openDatabase((await createTestDatabase()).url, { poolSize: 12 });
});
afterAll(() => database.close());
beforeEach(async () => {
  const tables = 'fact, fact_history, touched_entity, person_identifier, person_record, person_number, work_item';
  await database.pool.query(`truncate ${tables}, key_version, key_reader, reseal, vault_check`);
});

const count = async (of: string) =>
  (await database.pool.query<{ n: number }>(`select count(*)::int as n from ${of}`)).rows[0]!.n;

const streams = {
  'job-seekers': ['employment', 1],
  persons: ['social-insurance', 31],
  registrations: ['employment', 2],
} as const;

/** Loads rows as the import does. `between` runs after they were prepared: the next batch is prepared while one is written. */
async function load(vault: Vault, stream: keyof typeof streams, rows: SourceRow[], between = () => {}): Promise<void> {
  const [source, streamId] = streams[stream];
  const prepared = prepareBatch(vault, `${source}/${stream}`, rows, [], now());
  between();
  const run = { runId: '01900000-0000-7000-8000-000000000000', streamId, recordedAt: now() };
  await transact(database.pool, (client) => loadFacts(client, vault, run, prepared.rows, prepared.idNumbers));
}

/** As a process that has heard of both versions; each call is another process. */
function processOf(writes: 1 | 2, other: 1 | 2 | null): OpenVault {
  const vault = createVault(two);
  vault.use(two, { writes, other });
  return vault;
}

async function begin(): Promise<void> {
  await assertVaultFits(database.pool, createVault(one), 'hub.json');
  await addKeyVersion(database.pool, 2, createVault(two).keyCheck(2)!, now());
}
async function rotate(): Promise<void> {
  await begin();
  expect(await beginRotation(database.pool, now())).toEqual({ is: 'done', from: 1, to: 2 });
}

/** ID numbers as they are sealed: each once, by whichever version. */
async function everybody(): Promise<string[]> {
  const found = await database.pool.query<{ sealed: Buffer }>('select sealed from person_identifier');
  return found.rows.map(({ sealed }) => processOf(2, 1).open(sealed)).sort();
}
const numbers = (persons: number) => Array.from({ length: persons }, (_, n) => idNumberOf(n)).sort();

describe('a database and its keys', () => {
  it('F12: another profile, another file, a lost version and another key under its number are each refused by name', async () => {
    await rotate();
    const refusal = (vault: Vault) => assertVaultFits(database.pool, vault, '/keys/hub.json');
    await refusal(createVault(two));
    await expect(refusal(createVault(two, profileOf('sm')))).rejects.toThrow('filled with HUB_CRYPTO=standard');
    await expect(refusal(createVault({ version: 1, keys: { 1: keyOf(9), 2: keyOf(2) } }))).rejects.toThrow(
      '/keys/hub.json is not the key file',
    );
    await expect(refusal(createVault(one))).rejects.toThrow('/keys/hub.json has no key of version 2');
    await expect(refusal(createVault({ version: 1, keys: { 1: keyOf(1), 2: keyOf(9) } }))).rejects.toThrow(
      '/keys/hub.json holds another key as version 2',
    );
  });

  it('filled by the profile sm is read by it alone', async () => {
    const sm = createVault(one, profileOf('sm'));
    await assertVaultFits(database.pool, sm, 'hub.json');
    await load(sm, 'persons', rowsOf('persons', 3));
    const found = await database.pool.query<{ sealed: Buffer; index: Buffer }>(
      'select sealed, blind_index as index from person_identifier',
    );
    expect(found.rows.map(({ sealed }) => sm.open(sealed)).sort()).toEqual(numbers(3));
    expect(found.rows.map(({ index }) => index.toString('hex')).sort()).toEqual(
      numbers(3)
        .map((number) => sm.blindIndex(number).toString('hex'))
        .sort(),
    );
    await expect(assertVaultFits(database.pool, createVault(one), 'hub.json')).rejects.toThrow('set HUB_CRYPTO=sm');
  });

  it('no place of something sealed is forgotten when keys change', async () => {
    const found = await database.pool.query<{ place: string }>(
      `select table_name || '.' || column_name as place from information_schema.columns
       where table_schema = 'public' and column_name like 'sealed%' and data_type = 'bytea' order by 1`,
    );
    expect(sealedPlaces.map(({ name }) => name).sort()).toEqual(found.rows.map(({ place }) => place));
  });
});

describe('a rotation', () => {
  it('begins when every process that is up looks up by the new version, and names those that do not', async () => {
    await begin();
    expect(await addKeyVersion(database.pool, 3, 'x', now())).toBe(false);
    await reportReader(database.pool, 'serve a', processOf(1, 2));
    await reportReader(database.pool, 'work b', createVault(one));
    expect(await beginRotation(database.pool, now())).toEqual({
      is: 'unheard',
      by: [{ reader: 'work b', writes: 1, other: null }],
    });
    await reportReader(database.pool, 'work b', processOf(1, 2));
    // One that has been silent for half a minute is gone.
    await reportReader(database.pool, 'serve c', createVault(one));
    await database.pool.query(`update key_reader set seen_at = now() - interval '31 seconds' where reader = 'serve c'`);
    expect(await beginRotation(database.pool, now())).toEqual({ is: 'done', from: 1, to: 2 });
    expect(await beginRotation(database.pool, now())).toEqual({ is: 'none' });
  });

  it('seals everything again, keeps everybody’s id, and lets the old version go', async () => {
    const before = createVault(one);
    await load(before, 'persons', rowsOf('persons', 600));
    await database.pool.query(
      `insert into work_item (kind, stream_id, subject_hash, code, reason, location, sealed, first_seen_at, last_seen_at, run_id)
       select 'quarantine', 1, decode(lpad(n::text, 4, '0'), 'hex'), 'c', 'r', '{}', $1, now(), now(), gen_random_uuid() from generate_series(1, 700) n`,
      [before.seal('raw')],
    );
    const ids = async () =>
      (
        await database.pool.query<{ id: string; sealed: Buffer }>(
          'select person_id as id, sealed from person_identifier',
        )
      ).rows
        .map(({ id, sealed }) => `${id} ${processOf(2, 1).open(sealed)}`)
        .sort();
    const known = await ids();
    await rotate();
    const worker = processOf(2, 1);
    expect(await sealAgain({ database, vault: createVault(one), now, log }, none)).toBe('later');
    await reportReader(database.pool, 'serve late', processOf(1, 2));
    expect(await sealAgain({ database, vault: worker, now, log }, none)).toBe('later');
    await reportReader(database.pool, 'serve late', processOf(2, 1));
    expect(await sealAgain({ database, vault: worker, now, log }, none)).toBe('done');
    expect(await ids()).toEqual(known);
    expect(await count('person_identifier where key_version <> 2 or get_byte(sealed, 0) <> 2')).toBe(0);
    expect(await count('work_item where get_byte(sealed, 0) <> 2')).toBe(0);
    expect((await readKeyVersions(database.pool)).map(({ version, state }) => `${version} ${state}`)).toEqual([
      '1 left',
      '2 writing',
    ]);
    expect(await readResealDue(database.pool)).toBe(null);
    // A file without the old key is enough from now on: the same rows are the same facts about the same persons.
    const after = createVault({ ...two, version: 2 });
    await load(after, 'persons', rowsOf('persons', 600));
    expect([await count('person_identifier'), await count('fact'), await count('fact_history')]).toEqual([600, 600, 0]);
    expect(await dropKeyVersion(database.pool, 1)).toBe(false);
    await reportReader(database.pool, 'serve late', processOf(2, null));
    // What a lost process left behind would be lost with the key.
    await database.pool.query(`update work_item set sealed = $1 where subject_hash = '\\x0001'`, [before.seal('late')]);
    expect(await dropKeyVersion(database.pool, 1)).toBe(false);
    await database.pool.query(`delete from work_item where subject_hash = '\\x0001'`);
    expect(await dropKeyVersion(database.pool, 1)).toBe(true);
    expect(await dropKeyVersion(database.pool, 2)).toBe(false);
  });

  it('finds everybody in the middle of it, from processes of either state, by one statement', async () => {
    await load(createVault(one), 'persons', rowsOf('persons', 40));
    await rotate();
    await database.pool.query(
      `insert into person_record (person_id, name_keys, document, built_at) select person_id, array['n'], 'found', now() from person_identifier`,
    );
    // Half of them are sealed again.
    await transact(database.pool, async (client) => {
      const { resealBatch } = await import('../../schema/vault-check/reseal.writes.js');
      await resealBatch(client, processOf(2, 1), sealedPlaces[0]!, null, 20);
    });
    expect(await count('person_identifier where key_version = 2')).toBe(20);
    for (const vault of [processOf(1, 2), processOf(2, 1)]) {
      const stamp = {
        client: 'c',
        audience: 'staff',
        purpose: 'p',
        basis: null,
        agreementId: null,
        operation: 'o',
        fields: 'f',
      } as const;
      const asked = numbers(40).map((number) => ({
        blindIndex: vault.blindIndex(number),
        otherIndex: vault.otherIndex(number),
        nameKey: 'n',
        stamp,
        day: '2026-11-28',
      }));
      const found = await readPersonDocuments(database.pool, asked, 'any');
      expect(found.map(({ document }) => document)).toEqual(asked.map(() => 'found'));
    }
  });

  it('nobody is written twice: known persons under either version, and a new one whom two imports meet at once', async () => {
    await load(createVault(one), 'persons', rowsOf('persons', 20));
    await rotate();
    const early = processOf(1, 2);
    const late = processOf(2, 1);
    await reportReader(database.pool, 'work early', early);
    for (let round = 0; round < 5; round++) {
      const upTo = 40 + 20 * round;
      await Promise.all([
        load(early, 'persons', rowsOf('persons', upTo)),
        load(late, 'job-seekers', rowsOf('job-seekers', upTo)),
        load(late, 'registrations', rowsOf('registrations', upTo)),
        sealAgain({ database, vault: late, now, log }, none),
      ]);
    }
    expect(await everybody()).toEqual(numbers(120));
    expect(await count('fact where person_id is null')).toBe(0);
    // Three facts a person, of which each is about one id.
    expect(await count('(select person_id from fact group by person_id having count(*) <> 3) torn')).toBe(0);
  });

  it('a batch that was blinded under the old version and is written under the new one meets the same persons', async () => {
    const vault = processOf(1, 2);
    await load(createVault(one), 'persons', rowsOf('persons', 10));
    await rotate();
    await load(vault, 'registrations', rowsOf('registrations', 15), () => vault.use(two, { writes: 2, other: 1 }));
    expect(await everybody()).toEqual(numbers(15));
    expect(await sealAgain({ database, vault, now, log }, none)).toBe('done');
    const slow = processOf(1, 2);
    await load(slow, 'job-seekers', rowsOf('job-seekers', 18), () => slow.use(two, { writes: 2, other: null }));
    expect(await everybody()).toEqual(numbers(18));
    expect(await count('person_identifier where key_version <> 2')).toBe(0);
  });

  it('F12: a process that goes by no version in use writes nothing', async () => {
    await rotate();
    await expect(load(createVault(one), 'persons', rowsOf('persons', 1))).rejects.toThrow('the keys changed');
    const slow = processOf(1, 2);
    await load(slow, 'persons', rowsOf('persons', 1));
    expect(await sealAgain({ database, vault: processOf(2, 1), now, log }, none)).toBe('done');
    // It was silent for long, and wakes up when the version that it writes has left.
    await expect(load(slow, 'persons', rowsOf('persons', 2))).rejects.toThrow('the keys changed');
    expect([await count('fact'), await count('person_identifier')]).toEqual([1, 1]);
  });

  it('F12: what no key opens stays as it is, is counted and named by its place, and keeps the old version from leaving', async () => {
    await load(createVault(one), 'persons', rowsOf('persons', 3));
    const strange = createVault({ version: 1, keys: { 1: keyOf(1), 7: keyOf(7) } });
    strange.use({ version: 1, keys: { 1: keyOf(1), 7: keyOf(7) } }, { writes: 7, other: null });
    const lost = strange.seal(idNumberOf(0));
    await database.pool.query(
      `update person_identifier set sealed = $1 where person_id = (select min(person_id::text)::uuid from person_identifier)`,
      [lost],
    );
    await rotate();
    logged.length = 0;
    expect(await sealAgain({ database, vault: processOf(2, 1), now, log }, none)).toBe('later');
    expect(logged).toEqual(['sealed values cannot be opened']);
    expect(await endRotation(database.pool, now())).toBe(false);
    expect([await count('person_identifier where key_version = 2'), await count('person_identifier')]).toEqual([2, 3]);
    const kept = await database.pool.query('select from person_identifier where sealed = $1', [lost]);
    expect(kept.rowCount).toBe(1);
    expect((await database.pool.query('select unreadable from reseal where unreadable > 0')).rows).toEqual([
      { unreadable: 1 },
    ]);
  });
});

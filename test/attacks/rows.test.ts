/** Single rows that are wrong, odd or disguised: each ends in its normal form or is put aside with its place and reason, none is lost in silence. */
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { rebuildRecords } from '../../jobs/rebuild-records.job.js';
import { nameKey } from '../../rules/names.js';
import { idCheckCharacter } from '../../rules/identifiers.js';
import { type Database, openDatabase } from '../../schema/database.js';
import { createVault } from '../../schema/vault.js';
import { createTestDatabase } from '../support/database.js';
import { contributionOf, csvOf, type Drops, insuredPerson, openDrops } from '../support/drops.js';
import { creditCodeOf } from '../support/facts.js';
import { openCases } from '../support/syncs.js';

const vault = createVault({ version: 1, keys: { 1: Buffer.alloc(32, 1).toString('base64') } });
let database: Database;
let drops: Drops;

beforeAll(async () => {
  database = await openDatabase((await createTestDatabase()).url);
});
afterAll(() => database.close());
beforeEach(async () => {
  await database.pool.query(
    'truncate fact, fact_history, touched_entity, person_identifier, person_record, work_item, sync_run',
  );
  await database.pool.query('update source_state set high_water = null, data_as_of = null, live_rows = 0');
  drops = await openDrops(database, vault);
  return () => drops.close();
});

const checked = (first17: string) => first17 + idCheckCharacter(first17);
const indexes = async () =>
  (
    await database.pool.query<{ index: string }>(
      `select encode(blind_index, 'hex') as index from person_identifier order by 1`,
    )
  ).rows.map(({ index }) => index);
const indexOf = (idNumber: string) => vault.blindIndex(idNumber).toString('hex');

it('D1: of ID numbers the normal form is kept, and what has none is put aside with its reason', async () => {
  const good = checked('41090219800101123');
  const ending = checked('41090219800101003');
  const withX = [...Array(999).keys()]
    .map((n) => checked(`41090219800102${String(n).padStart(3, '0')}`))
    .find((id) => id.endsWith('X'))!;
  const given: [string, string | null][] = [
    [good, good],
    [good.replace(/.$/, (c) => (c === '1' ? '2' : '1')), 'id-check-character'],
    [`${ending.slice(0, 6)}${ending.slice(8, 17)}`, ending],
    [withX.toLowerCase(), withX],
    [checked('41090219800230123'), 'id-birth-date'],
    [checked('41090218660101123'), 'id-birth-date'],
    [
      Array.from(checked('41090219800103123'))
        .map((c) => (c === 'X' ? 'Ｘ' : String.fromCodePoint(c.codePointAt(0)! + 0xfee0)))
        .join(''),
      checked('41090219800103123'),
    ],
    ['', 'id-form'],
    ['410902', 'id-form'],
  ];
  await drops.deliver('20260301', 'persons', [given.map(([id_number]) => ({ ...insuredPerson(0), id_number }))]);
  expect(await drops.sync('persons')).toMatchObject({ state: 'done', rowsRead: 9, rowsNew: 4, rowsRejected: 5 });
  expect(await openCases(database, 'persons')).toEqual(
    given.flatMap(([, is], n) => (is!.startsWith('id-') ? [`${n + 2} ${is} id_number`] : [])),
  );
  expect(await indexes()).toEqual(given.flatMap(([, is]) => (is!.startsWith('id-') ? [] : [indexOf(is!)])).sort());
});

it('D2: credit codes with a wrong check character or with I, O, Z, S or V are put aside', async () => {
  const good = creditCodeOf(1);
  const wrong = good.replace(/.$/, (c) => (c === '1' ? '2' : '1'));
  const letters = ['I', 'O', 'Z', 'S', 'V'].map((letter) => good.slice(0, 9) + letter + good.slice(10));
  const rows = [good, wrong, ...letters].map((employer_code, n) => contributionOf(n, { employer_code }));
  await drops.deliver('20260301', 'contributions', [rows]);
  expect(await drops.sync('contributions')).toMatchObject({ state: 'done', rowsNew: 1, rowsRejected: 6 });
  expect(await openCases(database, 'contributions')).toEqual([
    '3 credit-code-check-character employer_code',
    ...[4, 5, 6, 7, 8].map((line) => `${line} credit-code-form employer_code`),
  ]);
});

it('D4: a disguised name is kept as it was written and found by its normal form', async () => {
  const disguised = ['张\u200b三', '\u202e张三', '张三\u2060', '张\u3000三', '張三'];
  await drops.deliver('20260301', 'persons', [disguised.map((name, n) => insuredPerson(n, name))]);
  expect(await drops.sync('persons')).toMatchObject({ state: 'done', rowsNew: 5 });
  await rebuildRecords({ database, now: () => new Date() }, new AbortController().signal);
  const found = await database.pool.query<{ name: string; keys: string[] }>(
    `select document::json -> 'name' ->> 'value' as name, name_keys as keys from person_record`,
  );
  expect(found.rows.map(({ name }) => name).sort()).toEqual(disguised.sort());
  for (const { keys } of found.rows) expect(keys).toEqual([nameKey('张三')]);
});

it('D7: of equal rows under one key one is kept, of different ones the last, and both are counted', async () => {
  const rows = [contributionOf(1), contributionOf(1), contributionOf(2), contributionOf(2, { own_fen: '7' })];
  await drops.deliver('20260301', 'contributions', [rows]);
  expect(await drops.sync('contributions')).toMatchObject({ state: 'done', rowsRead: 4, rowsNew: 2, rowsDuplicate: 2 });
  const own = `select body::json ->> 'ownFen' as own from fact order by 1`;
  expect((await database.pool.query(own)).rows).toEqual([{ own: '32000' }, { own: '7' }]);
});

it('D8: days and months outside 1900 to 2099, or of no calendar, are put aside', async () => {
  const more = [
    { paid_on: '00010101' },
    { paid_on: '99991231' },
    { paid_on: '160101' },
    { paid_on: '20260230' },
    { month: '000101' },
    { month: '202613' },
  ];
  const rows = [contributionOf(0), ...more.map((wrong, n) => contributionOf(n + 1, wrong))];
  await drops.deliver('20260301', 'contributions', [rows]);
  expect(await drops.sync('contributions')).toMatchObject({ state: 'done', rowsNew: 1, rowsRejected: 6 });
  expect(await openCases(database, 'contributions')).toEqual([
    '3 date-out-of-range paid_on',
    '4 date-out-of-range paid_on',
    '5 wrong-form paid_on',
    '6 wrong-form paid_on',
    '7 date-out-of-range month',
    '8 wrong-form month',
  ]);
});

it('D12: quotes, line breaks in a value and a field of ten megabytes cost their lines, told by number', async () => {
  const long = { ...insuredPerson(3), name: '长'.repeat(5_000_000) };
  const rows = [
    insuredPerson(0),
    insuredPerson(1, '"李四'),
    insuredPerson(2, '"王\r\n五"'),
    long,
    insuredPerson(4, '"陈""六"'),
  ];
  const bytes = csvOf('persons', rows);
  await drops.deliver('20260301', 'persons', [bytes]);
  expect(await drops.sync('persons')).toMatchObject({ failure: null, state: 'done', rowsNew: 2, rowsRejected: 4 });
  expect(await openCases(database, 'persons')).toEqual(['3 quotes', '4 quotes', '5 quotes', '6 wrong-form name']);
});

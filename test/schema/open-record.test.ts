/** The log of public changes: dense numbers in the order of commits, records and digests that it comes to, words that are found. */
import { hash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { RecordChange } from '../../rules/recruitment/changes.js';
import { searchable, searchTerms } from '../../rules/recruitment/search-text.js';
import { openDatabase, transact } from '../../schema/database.js';
import type { Database } from '../../schema/database.js';
import {
  findPlaces,
  readDays,
  readLastNumber,
  readOpenChanges,
  readOpenRecord,
  readTotals,
} from '../../schema/open-record/open-record.reads.js';
import { appendOpenChanges, numberOpenChanges } from '../../schema/open-record/open-record.writes.js';
import { createTestDatabase } from '../support/database.js';

let url: string;
let database: Database;
beforeAll(async () => {
  ({ url } = await createTestDatabase());
  database = await openDatabase(url, { poolSize: 40 });
});
afterAll(() => database.close());

const at = new Date('2026-11-27T02:00:00Z');
const idOf = (n: number) => `0195a000-0000-7000-8000-${String(n).padStart(12, '0')}`;
/** A change of the n-th record; without a text the record goes. */
function change(n: number, text: string | null, more: Partial<RecordChange> = {}): RecordChange {
  const body = text === null ? null : JSON.stringify({ id: idOf(n), text });
  const findable =
    text === null ? null : { facets: {}, text: searchable(text), closesAt: '2027-01-01', monthlyFen: null };
  return {
    kind: text === null ? 'withdrawn' : 'published',
    reason: null,
    remark: null,
    recordId: idOf(n),
    recordKind: 'post',
    noticeId: idOf(0),
    version: 1,
    day: '2026-11-27',
    body,
    findable,
    ...more,
  };
}
const append = (...changes: RecordChange[]) =>
  transact(database.pool, (client) => appendOpenChanges(client, changes, at));
const xor = (bodies: string[]) =>
  bodies
    .map((body) => hash('sha256', body, 'buffer'))
    .reduce((sum, one) => Buffer.from(sum.map((byte, i) => byte ^ one[i]!)), Buffer.alloc(32))
    .toString('hex');

beforeEach(async () => {
  await database.pool.query(`alter table open_change disable trigger open_change_kept`);
  await database.pool.query(
    `delete from open_change; delete from open_record; delete from open_day; update open_log set last_number = 0`,
  );
  await database.pool.query(`alter table open_change enable trigger open_change_kept`);
});

describe('numbers', () => {
  test('follow commits, not inserts: what began first and commits last comes last, and a reader never sees a gap', async () => {
    const slow = new Client({ connectionString: url });
    await slow.connect();
    await slow.query('begin');
    await appendOpenChanges(slow, [change(1, 'slow')], at);
    await append(change(2, 'quick'));
    expect(await numberOpenChanges(database.pool)).toBe(1);
    expect((await readOpenChanges(database.pool, 0, 10)).map(({ number, recordId }) => [number, recordId])).toEqual([
      [1, idOf(2)],
    ]);
    await slow.query('commit');
    await slow.end();
    await numberOpenChanges(database.pool);
    expect((await readOpenChanges(database.pool, 1, 10)).map(({ number, recordId }) => [number, recordId])).toEqual([
      [2, idOf(1)],
    ]);
  });

  test('32 writers at once and three who number: a reader who follows sees each number once, in order, without a gap', async () => {
    let writing = true;
    const isWriting = () => writing;
    let numbering = true;
    const seen: number[] = [];
    const reader = (async () => {
      for (let calm = 0; calm < 2;) {
        const rows = await readOpenChanges(database.pool, seen.at(-1) ?? 0, 50);
        seen.push(...rows.map(({ number }) => number));
        calm = numbering || rows.length > 0 ? 0 : calm + 1;
        await sleep(1);
      }
    })();
    const numberers = Array.from({ length: 3 }, async () => {
      while (isWriting()) await numberOpenChanges(database.pool);
    });
    const writers = Promise.all(
      Array.from({ length: 32 }, async (_, writer) => {
        for (let round = 0; round < 8; round++) {
          await transact(database.pool, async (client) => {
            await appendOpenChanges(client, [change(writer * 100 + round, `文${round}`)], at);
            await sleep((writer * 7 + round) % 5);
          });
        }
      }),
    );
    await writers.finally(() => (writing = false));
    await Promise.all(numberers);
    await numberOpenChanges(database.pool);
    numbering = false;
    await reader;
    expect(seen).toEqual(Array.from({ length: 256 }, (_, i) => i + 1));
    expect(await readLastNumber(database.pool)).toBe(256);
  });

  test('are given once, and a change is never altered', async () => {
    await append(change(1, 'a'));
    await numberOpenChanges(database.pool);
    await expect(database.pool.query(`update open_change set number = 7`)).rejects.toThrow(
      'a change is only numbered, once',
    );
    await expect(database.pool.query(`update open_change set body = 'b'`)).rejects.toThrow(
      'a change is only numbered, once',
    );
    await expect(database.pool.query(`delete from open_change`)).rejects.toThrow('append only');
  });
});

describe('the fold', () => {
  test('is the last word of each record; what is gone is gone, and what comes again comes as new', async () => {
    await append(change(1, 'one'), change(2, 'two'));
    await append(change(1, 'one, amended', { kind: 'amended', version: 2 }));
    await numberOpenChanges(database.pool);
    expect(await readOpenRecord(database.pool, 'post', idOf(1))).toMatchObject({ place: 1, number: 3, version: 2 });
    await append(change(2, null), change(2, 'two again'), change(1, null));
    await numberOpenChanges(database.pool);
    expect(await readOpenRecord(database.pool, 'post', idOf(1))).toBeNull();
    expect(await readOpenRecord(database.pool, 'post', idOf(2))).toMatchObject({ place: 2, number: 5 });
    const told = await readOpenChanges(database.pool, 0, 10);
    expect(told.map(({ findable, wasFindable }) => [wasFindable?.text ?? null, findable?.text ?? null])).toEqual([
      [null, 'one'],
      [null, 'two'],
      ['one', 'one,amended'],
      ['two', null],
      [null, 'twoagain'],
      ['one,amended', null],
    ]);
  });

  test('digests are the XOR of the hashes of what stands, by day and kind, whatever the order was', async () => {
    await append(change(1, 'a'), change(2, 'b', { day: '2026-11-26' }), change(3, 'c'));
    await numberOpenChanges(database.pool);
    await append(change(1, 'a2', { kind: 'amended' }), change(3, null), change(4, 'd', { recordKind: 'notice' }));
    await numberOpenChanges(database.pool);
    const body = (n: number, text: string) => JSON.stringify({ id: idOf(n), text });
    expect(await readDays(database.pool, '2026-01-01', '2026-12-31')).toEqual({
      number: 6,
      days: [
        { day: '2026-11-26', kind: 'post', records: 1, digest: xor([body(2, 'b')]) },
        { day: '2026-11-27', kind: 'notice', records: 1, digest: xor([body(4, 'd')]) },
        { day: '2026-11-27', kind: 'post', records: 1, digest: xor([body(1, 'a2')]) },
      ],
    });
    const { kinds } = await readTotals(database.pool);
    expect(kinds).toEqual([
      { kind: 'notice', records: 1, digest: xor([body(4, 'd')]) },
      { kind: 'post', records: 2, digest: xor([body(2, 'b'), body(1, 'a2')]) },
    ]);
  });

  test('what is about no record is numbered and changes nothing', async () => {
    const none = {
      recordId: null,
      recordKind: null,
      noticeId: null,
      day: null,
      version: null,
    } as unknown as RecordChange;
    await append({ ...change(1, null), ...none, kind: 'deprecated', remark: 'RecruitmentNotice.body' });
    expect(await numberOpenChanges(database.pool)).toBe(1);
    expect((await readTotals(database.pool)).kinds).toEqual([]);
  });
});

describe('words', () => {
  test.each([
    ['软件', [1, 2]],
    ['软 件', [1, 2]],
    ['软件工程师', [1]],
    ['𠮷田', [3]],
    ['𠮷', [3]],
    ['ｊａｖａ', [2]],
    ['C++', [2]],
    [`o'neil\\x`, [4]],
    ['会计 南乐', [3]],
    // Both pairs stand somewhere, the word does not.
    ['甲乙丙', []],
    ['没有的词', []],
  ])('%s is found in %j', async (question, wanted) => {
    await append(
      change(1, '软件 工程师'),
      change(2, '软 件 Java 与 C++'),
      change(3, '会计，南乐，𠮷田'),
      change(4, `O'Neil\\x 甲乙，乙丙`),
    );
    await numberOpenChanges(database.pool);
    expect([...(await findPlaces(database.pool, 'post', searchTerms(question)))].sort((a, b) => a - b)).toEqual(wanted);
  });
});

/** One person by ID number and name: who is found under which spelling, and what a look-up leaves behind. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { SourceRow } from '../../connectors/connector.js';
import { codeOf, openTestApi, withBlankReceipts } from '../support/api.js';
import type { TestApi } from '../support/api.js';
import { idNumberOf, rowsOf } from '../support/facts.js';
import { idCheckCharacter } from '../../rules/identifiers.js';
import { rulesOfPersons } from '../../rules/index.js';

let api: TestApi;
let token: string;
const full = ['name', 'sex', 'birthDate', 'education', 'employments', 'contributions', 'enterprises', 'hardships'];
const query =
  'query ($idNumber: String!, $name: String!) { person(idNumber: $idNumber, name: $name) { id name birthDate } }';

/** Persons whose names are written in odd ways; 9 had another name before. */
const odd = new Map([
  [5, 'Ａbdul·Ｋerim'],
  [6, '欧阳 吉祥'],
  [7, '买买提·艾力'],
  [8, '张𠮷'],
  [9, '李旧名'],
]);

function rename(rows: SourceRow[], names: ReadonlyMap<string, string>): SourceRow[] {
  return rows.map((row) => {
    const name = row.op === 'upsert' && row.body.kind === 'person' ? names.get(row.key) : undefined;
    if (row.op !== 'upsert' || row.body.kind !== 'person' || name === undefined) return row;
    return { ...row, body: { ...row.body, name } };
  });
}

beforeAll(async () => {
  api = await openTestApi();
  const names = new Map([...odd].map(([n, name]) => [idNumberOf(n), name]));
  await api.fill((stream) => rename(rowsOf(stream, 20), names));
  const renamed = new Map([...names, [idNumberOf(9), '李新名']]);
  await api.fill((stream) => rename(rowsOf(stream, 20, '2026-02-01T00:00:00Z'), renamed));
  await api.agree('民政局', {
    fields: { ...Object.fromEntries(full.map((field) => [`Person.${field}`, 'full'])), 'Person.entitlements': 'full' },
  });
  token = await api.token({ sub: '民政局', audience: 'partner' });
});
afterAll(() => api.close());
beforeEach(async () => {
  await api.events();
});

const look = (idNumber: string, name: string) => api.ask(query, { token, variables: { idNumber, name } });

describe('a hit', () => {
  test('answers the record, never kept on the way, and one event names person, client, purpose and fields', async () => {
    const answer = await look(idNumberOf(1), '张1');
    expect(answer.status).toBe(200);
    expect(answer.headers.get('cache-control')).toBe('no-store');
    const { person } = answer.data as { person: { id: string } };
    expect(person).toEqual({
      id: expect.stringMatching(/^[0-9a-f-]{36}$/) as string,
      name: '张1',
      birthDate: '1990-01-01',
    });
    const events = await api.events();
    expect(events).toHaveLength(1);
    expect(events[0]).toMatchObject({
      client: '民政局',
      audience: 'partner',
      purpose: 'test-purpose',
      outcome: 'shown',
      person_id: person.id,
      fields: 'Person.birthDate,Person.id,Person.name',
    });
    expect(events[0]!['agreement_id']).not.toBeNull();
    expect(events[0]!['operation']).toMatch(/^person#[0-9a-f]{16}$/);
    expect(JSON.stringify(events)).not.toContain(idNumberOf(1));
  });

  test('each alias is a look-up of its own, with an event of its own', async () => {
    const answer = await api.ask(
      `{ a: person(idNumber: "${idNumberOf(1)}", name: "张1") { name } b: person(idNumber: "${idNumberOf(2)}", name: "张2") { name }
         c: person(idNumber: "${idNumberOf(2)}", name: "错") { name } }`,
      { token },
    );
    expect(answer.data).toEqual({ a: { name: '张1' }, b: { name: '张2' }, c: null });
    const outcomes = (await api.events()).map((event) => String(event['outcome']));
    expect(outcomes.toSorted((a, b) => (a < b ? -1 : 1))).toEqual(['miss', 'shown', 'shown']);
  });

  test('lists come newest first and page by page, and a decision says what it rests on', async () => {
    const answer = await api.ask(
      `{ person(idNumber: "${idNumberOf(1)}", name: "张1") {
        employments(first: 1) { edges { node { form employerCode from to source asOf } } pageInfo { hasNextPage endCursor } }
        contributions { edges { node { month baseFen } } }
        entitlements(assessOn: "2026-03-01") { rule outcome amountFen reasons missing } } }`,
      { token },
    );
    expect(answer.errors).toEqual([]);
    const { person } = answer.data as {
      person: { employments: object; contributions: object; entitlements: { rule: string; outcome: string }[] };
    };
    expect(person.employments).toMatchObject({
      edges: [{ node: { form: 'EMPLOYEE', from: '2025-01-01', to: null, source: 'EMPLOYMENT' } }],
      pageInfo: { hasNextPage: false },
    });
    expect(person.contributions).toEqual({ edges: [{ node: { month: '2026-01', baseFen: 400_000 } }] });
    expect(person.entitlements.map(({ rule }) => rule)).toEqual(rulesOfPersons.map(({ id }) => id));
  });
});

describe('no hit', () => {
  test('a wrong name, an unknown number and another person’s name answer the same bytes, with one event each', async () => {
    const misses = [look(idNumberOf(1), '王二'), look(idNumberOf(900), '王二'), look(idNumberOf(1), '张2')];
    const answers = await Promise.all(misses);
    for (const answer of answers) {
      expect([answer.status, withBlankReceipts(answer.text)]).toEqual([
        200,
        '{"data":{"person":null},"extensions":{"receipt":[{"id":"","leaf":""}],"budget":{}}}\n',
      ]);
      expect([...answer.headers.keys()]).toEqual([...answers[0]!.headers.keys()]);
    }
    const events = await api.events();
    expect(events.map((event) => event['outcome'])).toEqual(['miss', 'miss', 'miss']);
    // Who was asked for under a wrong name may learn of it; the asker learns nothing.
    const about = events.map((event) => event['person_id']).filter((id) => id !== null);
    expect(about).toEqual([about[0], about[0]]);
  });

  test('the time tells nothing: a known number with a wrong name takes as long as an unknown number', async () => {
    const median = (values: number[]) => values.sort((a, b) => a - b)[values.length >> 1]!;
    const known: number[] = [];
    const unknown: number[] = [];
    for (let round = 0; round < 60; round++) {
      for (const [times, n] of [[known, 1] as const, [unknown, 901] as const]) {
        const start = performance.now();
        await look(idNumberOf(n), '王二');
        times.push(performance.now() - start);
      }
    }
    expect(median(known) / median(unknown)).toBeGreaterThan(0.5);
    expect(median(known) / median(unknown)).toBeLessThan(2);
  });
});

describe('a name matches however it is written', () => {
  test.each([
    [5, 'Abdul·Kerim'],
    [5, 'ABDUL KERIM'],
    [5, 'ａｂｄｕｌ・ｋｅｒｉｍ'],
    [6, '欧阳吉祥'],
    [6, ' 欧 阳　吉祥 '],
    [6, '欧阳𠮷祥'],
    [7, '买买提•艾力'],
    [7, '买买提艾力'],
    [8, '张吉'],
    [8, '張𠮷'],
    [9, '李新名'],
    [9, '李旧名'],
    [10, '章10'],
    [10, '张10'],
  ])('person %i as %j', async (n, name) => {
    expect((await look(idNumberOf(n), name)).data).toMatchObject({ person: { birthDate: '1990-01-01' } });
  });

  test.each([
    [5, 'Abdul'],
    [6, '欧阳'],
    [9, '李'],
    [8, '张'],
  ])('person %i not as %j: a part of a name is another name', async (n, name) => {
    expect((await look(idNumberOf(n), name)).data).toEqual({ person: null });
  });
});

describe('an ID number', () => {
  const fullWidth = (text: string) => text.replace(/[\dX]/g, (c) => String.fromCharCode(c.charCodeAt(0) + 0xfee0));
  const fifteen = (number: string) => number.slice(0, 6) + number.slice(8, 17);
  const wrongCheck = (number: string) => number.slice(0, 17) + (number.endsWith('1') ? '2' : '1');

  test.each([
    ['in full-width digits', fullWidth(idNumberOf(1))],
    ['with blanks around it', ` ${idNumberOf(1)}\n`],
    ['in the old form of 15 places', fifteen(idNumberOf(1))],
  ])('%s is the same number', async (_how, number) => {
    expect((await look(number, '张1')).data).toMatchObject({ person: { name: '张1' } });
  });

  test('ends in x as well as in X', async () => {
    expect(idNumberOf(18)).toMatch(/X$/);
    expect((await look(idNumberOf(18).toLowerCase(), '张18')).data).toMatchObject({ person: { name: '张18' } });
  });

  const badDay = '41090219900230001';
  test.each([
    ['too short', idNumberOf(1).slice(0, 17)],
    ['too long', `${idNumberOf(1)}0`],
    ['empty', ''],
    ['of letters', 'abcdefghijklmnopqr'],
    ['with a wrong check character', wrongCheck(idNumberOf(1))],
    ['with a birth date that does not exist', badDay + idCheckCharacter(badDay)],
    ['with a NUL in it', `${idNumberOf(1)}\0`],
  ])('%s is refused without being repeated, and nothing is looked up', async (_how, number) => {
    const answer = await look(number, '张1');
    expect(answer.status).toBe(400);
    expect(codeOf(answer)).toBe('BAD_INPUT');
    expect(answer.errors[0]!.message).toMatch(/^idNumber 不是有效的身份证号码：.+ \/ idNumber is not valid: .+$/);
    expect(answer.text.includes(number) && number !== '').toBe(false);
    expect(await api.events()).toEqual([]);
  });

  test.each(['', '   ', '···', 'a'.repeat(101), '张\u0000三', '张\ud800'])(
    'a name like %j is refused',
    async (name) => {
      const answer = await look(idNumberOf(1), name);
      expect([answer.status, codeOf(answer)]).toEqual([400, 'BAD_INPUT']);
      expect(await api.events()).toEqual([]);
    },
  );

  test.each([
    ['as a number', '{ person(idNumber: 410902199001010015, name: "张1") { id } }'],
    ['where no string belongs', '{ person("410902199001010015") { id } }'],
    ['as an enum value', '{ person(idNumber: x410902199001010015, name: "张1") { id } }'],
  ])('%s in the document is not repeated either', async (_how, document) => {
    const answer = await api.ask(document, { token });
    expect([answer.status, codeOf(answer)]).toEqual([400, 'BAD_INPUT']);
    expect(answer.text).not.toContain('410902');
  });

  test('of a wrong type in the variables is not repeated either', async () => {
    const answer = await api.ask(query, { token, variables: { idNumber: { secret: '410902199001010015' }, name: 7 } });
    expect(answer.status).toBe(400);
    expect(answer.errors.map((error) => error.extensions['code'])).toEqual(['BAD_INPUT', 'BAD_INPUT']);
    expect(answer.text).not.toContain('410902');
  });
});

describe('without its event no record leaves', () => {
  test('when the log cannot be written, the answer is an error with an id and no personal data', async () => {
    const { pool } = api.database;
    await pool.query(
      `create function refuse_event() returns trigger language plpgsql as $$ begin raise exception 'disk full while %', new.client; end $$`,
    );
    await pool.query(
      'create trigger refuse_event before insert on access_event for each row execute function refuse_event()',
    );
    const answer = await look(idNumberOf(1), '张1');
    await pool.query('drop trigger refuse_event on access_event');
    expect([answer.status, codeOf(answer)]).toEqual([200, 'INTERNAL']);
    expect(answer.data).toEqual({ person: null });
    expect(answer.text).not.toMatch(/张1|1990|disk full|access_event/);
    const id = answer.errors[0]!.extensions['id'] as string;
    expect(answer.errors[0]!.message).toBe(`内部错误，编号 ${id} / internal error, id ${id}`);
    expect(api.logged()).toContain(id);
    expect(api.logged()).not.toContain('disk full while');
    expect(await api.events()).toEqual([]);
  });

  test('when the commit itself fails, no personal data leaves', async () => {
    const { pool } = api.database;
    await pool.query(
      'create constraint trigger refuse_commit after insert on access_event deferrable initially deferred for each row execute function refuse_event()',
    );
    const answer = await look(idNumberOf(1), '张1');
    await pool.query('drop trigger refuse_commit on access_event');
    expect(codeOf(answer)).toBe('INTERNAL');
    expect(answer.text).not.toMatch(/张1|1990/);
    expect(await api.events()).toEqual([]);
  });
});

test('the log of all this holds no ID number, no name and no token', () => {
  expect(api.logged()).toContain('unforeseen error');
  expect(api.logged()).not.toMatch(/\d{17}[\dX]/);
  expect(api.logged()).not.toContain('张');
  expect(api.logged()).not.toContain('李');
  expect(api.logged()).not.toContain(token);
});

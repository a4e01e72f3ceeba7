/** Agreements: proposed by one officer, approved by another, ended by one; their rows; and what is good for a demonstration alone. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { SourceRow } from '../../connectors/connector.js';
import { relaxations } from '../../api/sign-in/relaxations.js';
import { type AgreementRelaxation, agreementRelaxations } from '../../rules/agreement.js';
import { fields } from '../../rules/visibility.js';
import { proposeAgreement } from '../../schema/agreement/agreement.writes.js';
import { writeSetting } from '../../schema/setting/setting.writes.js';
import { agreeOn } from '../support/agreements.js';
import { codeOf, openTestApi } from '../support/api.js';
import type { TestApi } from '../support/api.js';
import { creditCodeOf, idNumberOf, rowsOf } from '../support/facts.js';

/** What of a demo's list is about who asks, and not about agreements. */
const ofViewers = relaxations.filter((name) => !Object.hasOwn(agreementRelaxations, name));
let api: TestApi;
let strict: TestApi;
const tokens: Record<string, string> = {};
const full = Object.fromEntries(fields.map((field) => [field, 'full' as const]));

/** Person 0 of 华龙区, 1 of 濮阳县 and unemployed, 2 of another city, 3 of nobody knows where. */
function rows(stream: string, version = '2026-01-01T00:00:00Z', region = ['410902', '410928', '411002']): SourceRow[] {
  return rowsOf(stream, 4, version).map((row, n) => {
    if (row.op !== 'upsert') return row;
    if (row.body.kind === 'person' && stream === 'job-seekers' && region[n] !== undefined)
      return { ...row, body: { ...row.body, householdRegion: region[n] } };
    if (row.body.kind === 'employment' && n === 1) return { ...row, body: { ...row.body, form: 'unemployed' } };
    if (row.body.kind === 'organization') return { ...row, body: { ...row.body, region: region[n] ?? '410902' } };
    return row;
  });
}

const officers = { first: '经办甲', second: '复核乙' };
beforeAll(async () => {
  api = await openTestApi();
  strict = await openTestApi(undefined, { config: { relaxed: new Set(ofViewers) } });
  await api.fill(rows);
  await strict.fill(rows);
  for (const [name, sub] of Object.entries(officers)) {
    tokens[name] = await api.token({ sub, audience: 'staff', roles: ['operator'], region: '410900' });
  }
  tokens['viewer'] = await api.token({ sub: '看', audience: 'staff', roles: ['viewer'], region: '410900' });
});
afterAll(async () => {
  await api.close();
  await strict.close();
});
beforeEach(async () => {
  await api.events();
});

const input = (client: string, changes: object = {}) => ({
  client,
  beginsOn: '2026-01-01',
  endsOn: '2199-12-31',
  purposes: [{ code: 'relief', basis: '《社会救助暂行办法》' }],
  defaultPurpose: null,
  fields: [
    { field: 'Person.name', access: 'MASKED' },
    { field: 'Person.sex', access: 'FULL' },
  ],
  regions: [],
  populations: [],
  dailyLimit: 100,
  trustedDocuments: true,
  tokenBinding: true,
  reason: '会签',
  ...changes,
});
const proposing = 'mutation ($input: ProposeAgreementInput!) { proposeAgreement(input: $input) { id state payload } }';
const propose = (hub: TestApi, token: string, client: string, changes?: object) =>
  hub.ask(proposing, { token, variables: { input: input(client, changes) } });
const approve = (hub: TestApi, token: string, id: string) =>
  hub.ask('mutation ($id: ID!) { approveProposal(id: $id) { state } }', { token, variables: { id } });
const idOf = (answer: Awaited<ReturnType<typeof propose>>) => {
  expect(answer.errors).toEqual([]);
  return (answer.data as { proposeAgreement: { id: string } }).proposeAgreement.id;
};
const person = (n: number, selection = 'name') =>
  `{ person(idNumber: "${idNumberOf(n)}", name: "张${n}") { ${selection} } }`;
const partner = (sub: string) => api.token({ sub, audience: 'partner' });

describe('two officers:', () => {
  test('agree: the first proposes, nobody approves their own, the second’s word counts at once', async () => {
    const relaxed = { trustedDocuments: false, tokenBinding: false, defaultPurpose: 'relief' };
    const id = idOf(await propose(api, tokens['first']!, '民政局', relaxed));
    const token = await partner('民政局');
    expect(codeOf(await api.ask(person(0), { token }))).toBe('FORBIDDEN');
    expect(codeOf(await approve(api, tokens['first']!, id))).toBe('FORBIDDEN');
    expect((await approve(api, tokens['second']!, id)).data).toEqual({ approveProposal: { state: 'APPROVED' } });
    expect((await api.ask(person(0, 'name sex'), { token })).data).toEqual({ person: { name: '张*', sex: 'MALE' } });
    const { data } = await api.ask(
      '{ agreements(client: "民政局") { version beginsOn endsOn regions trustedDocuments proposedBy approvedBy reason endedAt fields { field access } } }',
      { token: tokens['viewer']! },
    );
    const [agreement] = (data as { agreements: { fields: { field: string; access: string }[] }[] }).agreements;
    expect(agreement).toMatchObject({
      version: 1,
      beginsOn: '2026-01-01',
      endsOn: '2199-12-31',
      trustedDocuments: false,
      proposedBy: '经办甲',
      approvedBy: '复核乙',
      reason: '会签',
      endedAt: null,
    });
    expect(agreement!.fields).toHaveLength(fields.length);
    expect(agreement!.fields.find(({ field }) => field === 'Person.birthDate')).toMatchObject({ access: 'ABSENT' });
  });

  test('of two proposals on one version the second is on what no longer stands', async () => {
    const relaxed = { trustedDocuments: false, tokenBinding: false };
    const [a, b] = [
      await propose(api, tokens['first']!, '财政局', relaxed),
      await propose(api, tokens['first']!, '财政局', relaxed),
    ];
    expect((await approve(api, tokens['second']!, idOf(a))).errors).toEqual([]);
    expect(codeOf(await approve(api, tokens['second']!, idOf(b)))).toBe('CONFLICT');
  });

  test.each([
    ['a blank', '王芳', '王芳 '],
    ['case', 'Wang', 'wang'],
    ['width', '王芳A', '王芳Ａ'],
    ['a blank within', '王芳', '王 芳'],
    ['a variant of a character', '張芳', '张芳'],
  ])('who differs from the proposer in %s alone is no second person', async (_what, one, other) => {
    const [first, second] = await Promise.all(
      [one, other].map((sub) => api.token({ sub, audience: 'staff', roles: ['operator'], region: '410900' })),
    );
    const id = idOf(await propose(api, first!, '双名'));
    expect(codeOf(await approve(api, second!, id))).toBe('FORBIDDEN');
    expect((await approve(api, tokens['second']!, id)).errors).toEqual([]);
  });

  test('are two for an agreement, also where the bureau has one clerk for all else', async () => {
    const set = (value: 1 | 2) =>
      writeSetting(
        api.database.pool,
        { bureau: '410900', name: 'proposals.persons', value, setBy: 'test' },
        new Date(),
      );
    const id = idOf(await propose(api, tokens['first']!, '独断'));
    await set(1);
    const answer = await approve(api, tokens['first']!, id);
    await set(2);
    expect(codeOf(answer)).toBe('FORBIDDEN');
  });

  test('decide at once: of six approvals by three officers one counts', async () => {
    const id = idOf(await propose(api, tokens['first']!, '竞'));
    const officers = await Promise.all(
      ['丙', '丁', '戊'].map((sub) => api.token({ sub, audience: 'staff', roles: ['operator'], region: '410900' })),
    );
    const answers = await Promise.all([...officers, ...officers].map((token) => approve(api, token, id)));
    expect(answers.filter(({ errors }) => errors.length === 0)).toHaveLength(1);
    const { rows: versions } = await api.database.pool.query(`select version from agreement where client = '竞'`);
    expect(versions).toEqual([{ version: 1 }]);
  });

  test.each(['viewer', 'nobody'])('%s proposes nothing and ends nothing', async (who) => {
    const token = tokens[who] ?? (await api.token({ sub: '无', audience: 'staff', roles: [] }));
    expect(codeOf(await propose(api, token, '残联'))).toBe('FORBIDDEN');
    expect(codeOf(await api.ask('mutation { endAgreement(client: "民政局", reason: "x") }', { token }))).toBe(
      'FORBIDDEN',
    );
  });

  test.each<[string, object, string]>([
    ['a field that is not there', { fields: [{ field: 'Person.shoeSize', access: 'FULL' }] }, 'fields.Person.shoeSize'],
    [
      'a mask where there is none',
      { fields: [{ field: 'Person.birthDate', access: 'MASKED' }] },
      'fields.Person.birthDate',
    ],
    [
      'a field twice',
      {
        fields: [
          { field: 'Person.sex', access: 'FULL' },
          { field: 'Person.sex', access: 'ABSENT' },
        ],
      },
      'fields',
    ],
    ['an end before the beginning', { endsOn: '2025-12-31' }, 'endsOn'],
    ['no purpose', { purposes: [] }, 'purposes'],
    [
      'a purpose twice',
      {
        purposes: [
          { code: 'aa', basis: 'x' },
          { code: 'aa', basis: 'y' },
        ],
      },
      'purposes',
    ],
    ['a purpose in capitals', { purposes: [{ code: 'Relief', basis: 'x' }] }, 'purposes[0].code'],
    ['a default that is not agreed', { defaultPurpose: 'other' }, 'defaultPurpose'],
    ['a region that is no code', { regions: ['4109%'] }, 'regions[0]'],
    ['nothing a day', { dailyLimit: 0 }, 'dailyLimit'],
    ['a client with blanks around it', { client: ' 民政局' }, 'client'],
    ['a client with a character that nobody sees', { client: '民政\u200b局' }, 'client'],
    ['a client that is written backwards', { client: '\u202e局政民' }, 'client'],
    ['a client with a NUL', { client: '民政局\u0000' }, 'client'],
    ['half a character', { purposes: [{ code: 'aa', basis: '\ud842' }] }, 'purposes[0].basis'],
  ])('are not asked about %s', async (_what, changes, path) => {
    const answer = await propose(api, tokens['first']!, '残联', changes);
    expect([codeOf(answer), answer.errors[0]!.extensions['path']]).toEqual(['BAD_INPUT', path]);
  });
});

describe('what is good for a demonstration alone:', () => {
  const values: Record<AgreementRelaxation, object> = {
    'any-document': { trustedDocuments: false },
    'any-token': { tokenBinding: false },
    'default-purpose': { defaultPurpose: 'relief' },
    'no-end': { endsOn: null },
  };
  const names = Object.keys(agreementRelaxations) as AgreementRelaxation[];
  const everything = new Set(relaxations);
  /** A hub that is let off all but one thing, and one that is let off nothing of an agreement. */
  const others: [AgreementRelaxation, 'all but' | 'none of'][] = names.flatMap((name) => [
    [name, 'all but'],
    [name, 'none of'],
  ]);
  const hubs = new Map<string, TestApi>();
  const elsewhere = async (name: AgreementRelaxation, how: 'all but' | 'none of') => {
    if (how === 'none of') return strict;
    const relaxed = new Set(relaxations.filter((one) => one !== name));
    const hub = hubs.get(name) ?? (await openTestApi(undefined, { config: { relaxed } }));
    return (void hubs.set(name, hub), hub);
  };
  const officerOf = (hub: TestApi, sub: string) =>
    hub.token({ sub, audience: 'staff', roles: ['operator'], region: '410900' });
  afterAll(() => Promise.all([...hubs.values()].map((hub) => hub.close())));

  test('is named in the one list of what a demo is let off', () => {
    expect([...ofViewers, ...names]).toEqual([...relaxations]);
    expect(Object.keys(values)).toEqual(names);
  });

  test.each(others)('%s: is not proposed with %s what a demo is let off', async (name, how) => {
    const hub = await elsewhere(name, how);
    const answer = await propose(hub, await officerOf(hub, '甲'), `残联${how}`, values[name]);
    expect([codeOf(answer), answer.errors[0]!.extensions['path']]).toEqual(['BAD_INPUT', agreementRelaxations[name]]);
    expect((await propose(api, tokens['first']!, `演示${name}`, values[name])).errors).toEqual([]);
  });

  test.each(others)('%s: proposed in a demo it is not approved with %s it', async (name, how) => {
    const hub = await elsewhere(name, how);
    const { reason: _, fields: __, ...terms } = input(`别处${name}`, values[name]);
    const by = { reason: 'x', proposedBy: '丙' };
    const when = { letOff: everything, now: new Date() };
    const proposal = await proposeAgreement(hub.database.pool, { ...terms, fields: full }, by, when);
    const answer = await approve(hub, await officerOf(hub, '乙'), proposal.id);
    expect([codeOf(answer), answer.errors[0]!.extensions['path']]).toEqual(['BAD_INPUT', agreementRelaxations[name]]);
  });

  test.each(others)('%s: approved in a demo it is not honoured with %s it', async (name, how) => {
    const hub = await elsewhere(name, how);
    const client = `带来${name}`;
    const { reason: _, fields: __, ...terms } = input(client, values[name]);
    await agreeOn(hub.database.pool, client, { ...terms, fields: full, populations: [] });
    const token = await hub.token({ sub: client, audience: 'partner' });
    const answer = await hub.ask(person(0), { token, headers: { 'x-purpose': 'relief' } });
    expect([answer.status, codeOf(answer), answer.data]).toEqual([403, 'FORBIDDEN', null]);
    expect(answer.errors[0]!.message).toContain(`for a demonstration alone (${agreementRelaxations[name]})`);
    expect((await hub.ask('{ myAgreement { version } }', { token })).data).toEqual({ myAgreement: null });
  });
});

describe('how one asks', () => {
  test.each<[string, object, string]>([
    ['with any token', { tokenBinding: true }, 'bound to the client’s key'],
    ['with any document', { trustedDocuments: true }, 'documents of your list'],
  ])('%s is refused where the agreement says otherwise', async (what, terms, words) => {
    await api.agree(`须${what}`, { fields: full, ...terms });
    const answer = await api.ask(person(0), { token: await partner(`须${what}`) });
    expect([answer.status, codeOf(answer), answer.data]).toEqual([403, 'FORBIDDEN', null]);
    expect(answer.errors[0]!.message).toContain(words);
    expect((await api.events()).map((event) => event['outcome'])).toEqual(['refused']);
  });
});

test('for the agreements of a client that is no text one is told so', async () => {
  for (const client of ['止\u0000', '止\u0007', '\ud842', '止'.repeat(201)]) {
    const asked = { token: tokens['first']!, variables: { client } };
    const answer = await api.ask('query ($client: String) { agreements(client: $client) { version } }', asked);
    expect([answer.errors.length, answer.data, codeOf(answer)]).toEqual([1, null, 'BAD_INPUT']);
    expect(answer.errors[0]!.message).toMatch(/client must have 1 to 200 characters$/);
  }
});

describe('the end', () => {
  test('of an agreement is one officer’s word, and what it replaced does not come back', async () => {
    await api.agree('止', { fields: full });
    await api.agree('止', { fields: full, dailyLimit: 7 });
    const token = await partner('止');
    expect((await api.ask(person(0), { token })).status).toBe(200);
    const ending = 'mutation { endAgreement(client: "止", reason: "案件已结") }';
    expect((await api.ask(ending, { token: tokens['first']! })).data).toEqual({ endAgreement: 2 });
    const after = await api.ask(person(0), { token });
    expect([after.status, codeOf(after)]).toEqual([403, 'FORBIDDEN']);
    expect(codeOf(await api.ask(ending, { token: tokens['first']! }))).toBe('NOT_FOUND');
    const odd = { token: tokens['first']!, variables: { client: '止\u0000' } };
    expect(
      codeOf(await api.ask('mutation ($client: String!) { endAgreement(client: $client, reason: "x") }', odd)),
    ).toBe('BAD_INPUT');
    const { data } = await api.ask('{ agreements(client: "止") { version endedBy endReason } }', {
      token: tokens['first']!,
    });
    expect((data as { agreements: object[] }).agreements).toEqual([
      { version: 2, endedBy: '经办甲', endReason: '案件已结' },
      { version: 1, endedBy: '经办甲', endReason: '案件已结' },
    ]);
  });

  test('is heard from another process at once', async () => {
    await api.agree('远', { fields: full });
    const token = await partner('远');
    expect((await api.ask(person(0), { token })).status).toBe(200);
    await api.database.pool.query(`update agreement set ended_at = now() where client = '远'`);
    const begun = Date.now();
    while ((await api.ask(person(0), { token })).status === 200) expect(Date.now() - begun).toBeLessThan(2000);
  });
});

describe('rows', () => {
  const sees = async (client: string) => {
    const token = await partner(client);
    const seen: number[] = [];
    for (const n of [0, 1, 2, 3]) {
      const { data, errors } = await api.ask(person(n, 'sex'), { token });
      expect(errors).toEqual([]);
      if ((data as { person: object | null }).person) seen.push(n);
    }
    return seen;
  };

  test.each<[string, object, number[]]>([
    ['everywhere', {}, [0, 1, 2, 3]],
    ['the city', { regions: ['410900'] }, [0, 1]],
    ['a county', { regions: ['410928'] }, [1]],
    ['a county or another city', { regions: ['410902', '4110'] }, [0, 2]],
    ['the unemployed', { populations: ['unemployed'] }, [1]],
    ['the insured of the city', { populations: ['insured'], regions: ['4109'] }, [0, 1]],
    ['benefit recipients, of whom there is none', { populations: ['benefit-recipients'] }, []],
    ['any of two registers', { populations: ['benefit-recipients', 'founders'] }, [0, 1, 2, 3]],
  ])('of %s', async (what, terms, seen) => {
    await api.agree(`区${what}`, { fields: full, ...terms });
    expect(await sees(`区${what}`)).toEqual(seen);
    const outcomes = (await api.events()).map((event) => event['outcome']);
    expect(outcomes.filter((outcome) => outcome === 'shown')).toHaveLength(seen.length);
  });

  test('of firms, by where they are registered', async () => {
    await api.agree('企', { fields: full, regions: ['410928'] });
    const token = await partner('企');
    const firm = async (n: number) =>
      (await api.ask(`{ organization(creditCode: "${creditCodeOf(n)}") { region } }`, { token })).data;
    expect([await firm(1), await firm(0), await firm(77)]).toEqual([
      { organization: { region: '410928' } },
      { organization: null },
      { organization: null },
    ]);
  });

  test('are chosen by columns that follow from the document', async () => {
    const { rows: found } = await api.database.pool.query<{ region: string; populations: string[] }>(
      `select region, populations from person_record join person_identifier using (person_id) order by blind_index = any($1::bytea[]), region`,
      [[api.vault.blindIndex(idNumberOf(1))]],
    );
    expect(found.map(({ region }) => region).sort()).toEqual(['', '410902', '410928', '411002']);
    expect(found.at(-1)).toEqual({ region: '410928', populations: ['unemployed', 'insured', 'founders'] });
  });
});

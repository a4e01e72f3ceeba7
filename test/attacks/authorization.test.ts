/** Attacks on rights, over HTTP against the running service: by roles, places, purposes, time, rows, caches, and behind its back in SQL. */
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import { buildClientSchema, getIntrospectionQuery, isInputObjectType, isObjectType } from 'graphql';
import type { IntrospectionQuery } from 'graphql';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openBudget } from '../../api/budget.js';
import type { SourceRow } from '../../connectors/connector.js';
import { places } from '../../rules/places/places.js';
import { type Field, fieldClasses, fields } from '../../rules/visibility.js';
import type { Answer, TestApi } from '../support/api.js';
import { codeOf, openTestApi } from '../support/api.js';
import { creditCodeOf, idNumberOf, rowsOf } from '../support/facts.js';

let api: TestApi;
const tokens: Record<string, string> = {};
const full = Object.fromEntries(fields.map((field) => [field, 'full' as const]));
const without = (field: Field) => ({ ...full, [field]: 'absent' as const });
const closable = fields.filter((field) => fieldClasses[field] !== 'open');

function rows(stream: string, version = '2026-01-01T00:00:00Z', region = '410902'): SourceRow[] {
  return rowsOf(stream, 6, version).map((row) =>
    row.op === 'upsert' && stream === 'job-seekers' && row.body.kind === 'person'
      ? { ...row, body: { ...row.body, householdRegion: region } }
      : row,
  );
}

beforeAll(async () => {
  api = await openTestApi();
  await api.fill(rows);
  await api.agree('全', { fields: full, purposes: ['relief', 'audit'], defaultPurpose: 'relief' });
  await api.agree('少', { fields: { 'Person.name': 'masked', 'Person.sex': 'full' } });
  for (const field of closable) await api.agree(`无${field}`, { fields: without(field) });
  for (const sub of ['全', '少', '甲区', ...closable.map((field) => `无${field}`)])
    tokens[sub] = await api.token({ sub, audience: 'partner' });
  tokens['officer'] = await api.token({ sub: '科员', audience: 'staff', roles: ['operator'], region: '410900' });
});
afterAll(() => api.close());
beforeEach(async () => {
  await api.events();
});

const person = (selection: string, n = 1, more = '') =>
  `${more}person(idNumber: "${idNumberOf(n)}", name: "张${n}") { ${selection} }`;
const organization = (selection: string, n = 1) => `organization(creditCode: "${creditCodeOf(n)}") { ${selection} }`;
const as = (who: string, query: string, how: object = {}) => api.ask(query, { token: tokens[who]!, ...how });
const refused = (answer: Answer) => {
  expect([answer.status, codeOf(answer), answer.data]).toEqual([403, 'FORBIDDEN', null]);
};

describe('Z1', () => {
  const named = (field: Field) => field.split('.')[1]!;
  const leaf = (field: Field) => {
    const inner = /employments|contributions/.test(field) ? ' { edges { node { source } } }' : '';
    return /education|benefitGrants|Benefits|hardships|enterprises|entitlements/.test(field)
      ? `${named(field)} { __typename }`
      : named(field) + inner;
  };
  const inside = (field: Field, selection: string) =>
    field.startsWith('Person.') ? person(selection) : organization(selection);

  it.each(closable)('Z1: %s is as closed by path, alias and fragment as it is at the root', async (field) => {
    const type = field.split('.')[0]!;
    const places = [
      `{ ${inside(field, leaf(field))} }`,
      `{ person: ${inside(field, `creditCode: ${leaf(field)}`)} }`,
      `{ ${inside(field, `... on ${type} { ... { ${leaf(field)} } }`)} }`,
      `{ ...Q } fragment Q on Query { ${inside(field, '...A')} } fragment A on ${type} { ...B } fragment B on ${type} { ${leaf(field)} }`,
      `{ ${inside(field, `__typename ... @include(if: false) { ${leaf(field)} }`)} }`,
    ];
    const texts = new Set<string>();
    for (const query of places) {
      const answer = await as(`无${field}`, query);
      refused(answer);
      texts.add(answer.text);
      expect((await as('全', query)).errors).toEqual([]);
    }
    expect(texts.size).toBe(1);
    const events = await api.events();
    expect(events.filter((event) => event['outcome'] === 'refused').map((event) => event['fields'])).toEqual(
      places.map(() => field),
    );
  });

  it.each<[Field, string]>([
    ['Person.birthDate', '1990-01-01'],
    ['Organization.address', '濮阳市华龙区'],
    ['Organization.legalRepresentativeName', '张1'],
  ])('Z1: %s stands nowhere in an answer that shows all the rest', async (field, value) => {
    const type = field.split('.')[0]!;
    const rest = fields.filter((one) => one.startsWith(`${type}.`) && one !== field && one !== 'Person.entitlements');
    const selection = rest.map((one) => (one.endsWith('.provenance') ? 'provenance { field }' : leaf(one))).join(' ');
    const answer = await as(`无${field}`, `{ ${inside(field, selection)} }`);
    expect(answer.errors).toEqual([]);
    expect(answer.text).not.toContain(value);
    expect(answer.text).not.toContain(`"field":"${named(field)}"`);
  });
});

describe('Z3', () => {
  it('Z3: a look-up that is under way when the agreement ends shows nothing', async () => {
    await api.agree('途', { fields: full });
    const token = await api.token({ sub: '途', audience: 'partner' });
    expect((await api.ask(`{ ${person('sex')} }`, { token })).data).toEqual({ person: { sex: 'MALE' } });
    const held = await api.database.pool.connect();
    await held.query('begin; lock table person_identifier in access exclusive mode');
    const asked = api.ask(`{ ${person('sex')} }`, { token });
    await sleep(200);
    await api.database.pool.query(`update agreement set ended_at = now() where client = '途'`);
    await held.query('commit');
    held.release();
    expect((await asked).data).toEqual({ person: null });
  });

  it('Z3: of several look-ups in one operation those after the end are refused', async () => {
    await api.agree('半', { fields: full });
    const token = await api.token({ sub: '半', audience: 'partner' });
    const officer = tokens['officer']!;
    const query = `{ ${[1, 2, 3, 4, 5].map((n) => person('sex', n, `p${n}: `)).join(' ')} }`;
    const before = await api.ask(query, { token });
    expect(before.errors).toEqual([]);
    await api.ask('mutation { endAgreement(client: "半", reason: "止") }', { token: officer });
    refused(await api.ask(query, { token }));
  });

  it('Z3: whoever waits for public changes is told of those alone, with or without an agreement', async () => {
    await api.agree('等', { fields: full });
    const token = await api.token({ sub: '等', audience: 'partner' });
    const waiting = api.ask(`{ recruitmentChanges(waitSeconds: 1) { hasMore } ${person('sex')} }`, { token });
    await waiting;
    await api.ask('mutation { endAgreement(client: "等", reason: "止") }', { token: tokens['officer']! });
    refused(await api.ask(`{ recruitmentChanges(waitSeconds: 1) { hasMore } ${person('sex')} }`, { token }));
  });
});

describe('Z11', () => {
  it.each([
    ['not in the agreement', 'curiosity'],
    ['of another agreement', 'test-purpose'],
    ['two at once', 'relief, audit'],
    ['in other letters', 'RELIEF'],
    ['empty', ''],
  ])('Z11: a purpose that is %s is refused and named in the log without the client’s text', async (_what, purpose) => {
    refused(await as('全', `{ ${person('sex')} }`, { headers: { 'x-purpose': purpose } }));
    const [event] = await api.events();
    expect(event).toMatchObject({ outcome: 'refused', purpose: 'not-agreed', client: '全', fields: 'Person.sex' });
    expect(event!['agreement_id']).not.toBeNull();
  });

  it('Z11: a variable or an extension named like the purpose changes nothing', async () => {
    const body = {
      query: `query ($purpose: String) { ${person('sex')} }`,
      variables: { purpose: 'audit', 'x-purpose': 'audit' },
      extensions: { purpose: 'audit' },
    };
    const response = await fetch(`${api.url}/graphql?purpose=audit`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        authorization: `Bearer ${tokens['全']}`,
        'x-purpose': 'curiosity',
      },
      body: JSON.stringify(body),
    });
    expect(response.status).toBe(403);
    expect((await api.events()).map((event) => event['purpose'])).toEqual(['not-agreed']);
  });

  it('Z11: an agreement past its last day is refused, and the log says which one it was', async () => {
    await api.agree('已止', { fields: full, endsOn: '2021-12-31' });
    refused(await api.ask(`{ ${person('sex')} }`, { token: await api.token({ sub: '已止', audience: 'partner' }) }));
    const [event] = await api.events();
    const { rows } = await api.database.pool.query(`select agreement_id from agreement where client = '已止'`);
    expect(event).toMatchObject({
      outcome: 'refused',
      agreement_id: (rows[0] as { agreement_id: string }).agreement_id,
    });
  });
});

describe('Z12', () => {
  it.each<[string, string[]]>([
    ['an empty list', []],
    ['a blank behind the name', ['administrator ']],
    ['capitals', ['ADMINISTRATOR']],
    ['two in one', ['viewer,operator']],
    ['a list as text', ['["operator"]']],
    ['roles of a firm', ['clerk', 'approver']],
    ['the language’s own', ['__proto__', 'constructor', 'toString']],
  ])('Z12: roles that are %s open no record', async (_what, roles) => {
    refused(
      await api.ask(`{ ${person('sex')} }`, {
        token: await api.token({ sub: '科员', audience: 'staff', roles, region: '410900' }),
      }),
    );
  });

  it('Z12: roles that are none beside one that is do not widen it', async () => {
    const roles = ['viewer', 'operator ', 'administrator,', 'approver'];
    const token = await api.token({ sub: '科员', audience: 'staff', roles, region: '410900' });
    expect((await api.ask(`{ ${person('name')} }`, { token })).data).toEqual({ person: { name: '张*' } });
    refused(await api.ask(`{ ${person('birthDate')} }`, { token }));
  });

  it('Z12: a role of the bureau in a partner’s or a firm’s token is nothing', async () => {
    const roles = ['administrator', 'operator'];
    refused(
      await api.ask(`{ ${person('birthDate')} }`, {
        token: await api.token({ sub: '少', audience: 'partner', roles, region: '410900' }),
      }),
    );
    const firm = await api.token({ sub: '商行', audience: 'employer', roles, credit_code: creditCodeOf(1) });
    expect((await api.ask(`{ ${organization('name', 2)} }`, { token: firm })).data).toEqual({ organization: null });
  });

  it.each<[string, object]>([
    ['without a firm', { audience: 'employer' }],
    ['of no client', { audience: 'partner', sub: '' }],
    ['of an audience that is none', { audience: 'admin' }],
    ['of roles that are no list', { audience: 'staff', roles: 'operator' }],
  ])('Z12: a token %s is none', async (_what, claims) => {
    const token = await api.token({ sub: '某', ...claims } as Parameters<typeof api.token>[0]);
    const answer = await api.ask(`{ ${organization('name')} }`, { token });
    expect([answer.status, codeOf(answer)]).toEqual([401, 'UNAUTHENTICATED']);
  });
});

describe('Z13', () => {
  it('Z13: a person who moves between two pages is not on the second one', async () => {
    await api.agree('甲区', { fields: full, regions: ['410902'] });
    const page = (after = '') =>
      as(
        '甲区',
        `{ ${person(`employments(first: 1${after}) { edges { node { form } } pageInfo { endCursor } }`, 5)} }`,
      );
    const first = await page();
    const { person: found } = first.data as { person: { employments: { pageInfo: { endCursor: string } } } };
    await api.fill((stream) => rows(stream, '2026-02-01T00:00:00Z', '410928'));
    const second = await page(`, after: "${found.employments.pageInfo.endCursor}"`);
    expect(second.data).toEqual({ person: null });
    // Nor is what was known before the move a way to who is elsewhere today.
    const past = await as('甲区', `{ ${person('entitlements(knownAt: "2026-01-15") { outcome }', 5)} }`);
    expect(past.data).toEqual({ person: null });
    await api.fill((stream) => rows(stream, '2026-03-01T00:00:00Z', '410902'));
    expect((await page()).data).toMatchObject({ person: { employments: { edges: [{ node: { form: 'EMPLOYEE' } }] } } });
  });
});

describe('Z14', () => {
  it('Z14: a cap reached in the middle of an operation stops exactly there, and says so', async () => {
    await api.agree('限', { fields: full, dailyLimit: 3 });
    const token = await api.token({ sub: '限', audience: 'partner' });
    const query = `{ ${[0, 1, 2, 3, 4].map((n) => person('sex', n, `p${n}: `)).join(' ')} }`;
    const answer = await api.ask(query, { token });
    const shown = Object.values(answer.data!).filter((one) => one !== null);
    expect(shown).toHaveLength(3);
    expect(answer.errors.map(({ extensions }) => extensions['code'])).toEqual(['BUDGET_EXHAUSTED', 'BUDGET_EXHAUSTED']);
    expect(answer.errors[0]!.message).toContain('today’s 3 look-ups are used up');
    const outcomes = (await api.events()).map((event) => event['outcome']);
    expect(outcomes.filter((outcome) => outcome === 'shown')).toHaveLength(3);
    expect(outcomes.filter((outcome) => outcome === 'refused')).toHaveLength(2);
  });

  it.each([17, 1, 400])('Z14: of fifty at once, and of several processes, exactly %i are let through', async (cap) => {
    const { pool } = api.database;
    const processes = [1, 2, 3].map(() => openBudget(pool, () => new Date()));
    const client = `多进程${cap}`;
    const asked = Array.from({ length: cap + 50 }, (_, i) => processes[i % 3]!.take(client, cap));
    const done = await Promise.allSettled(asked);
    expect(done.filter(({ status }) => status === 'fulfilled').length).toBeLessThanOrEqual(cap);
    // What one process had taken and did not use is all that can be left over, and never more than the last few.
    let more = 0;
    for (const one of processes)
      for (;;)
        if (
          !(await one.take(client, cap).then(
            () => ++more,
            () => 0,
          ))
        )
          break;
    expect(done.filter(({ status }) => status === 'fulfilled').length + more).toBe(cap);
    expect(await Promise.all(processes.map((one) => one.left(client, cap)))).toEqual([0, 0, 0]);
  });
});

describe('Z15', () => {
  it.each(['partner', 'staff', 'employer', 'public'] as const)(
    'Z15: whatever the service itself says it has for %s is classed',
    async (audience) => {
      const token =
        audience === 'public'
          ? null
          : await api.token({
              sub: '全',
              audience,
              roles: ['operator'],
              credit_code: creditCodeOf(1),
              region: '410900',
            });
      const answer = await api.ask(getIntrospectionQuery({ descriptions: false }), token === null ? {} : { token });
      const schema = buildClientSchema(answer.data as unknown as IntrospectionQuery);
      const open = Object.values(schema.getTypeMap()).flatMap((type) => {
        if (type.name.startsWith('__') || (!isObjectType(type) && !isInputObjectType(type))) return [];
        return Object.keys(type.getFields()).map((name) => `${type.name}.${name}`);
      });
      expect(open.length).toBeGreaterThan(300);
      expect(open.filter((place) => places.classOf(place) === undefined)).toEqual([]);
    },
  );

  it('Z15: a new agreement opens nothing by itself', async () => {
    await api.agree('新', { fields: {} });
    const token = await api.token({ sub: '新', audience: 'partner' });
    for (const field of closable) {
      const selection = `${field.split('.')[1]!}${/name|sex|Date|Region|Kind|ownership|Level|industry|region|address|Name|On|tate|Fen|headcount/.test(field) ? '' : ' { __typename }'}`;
      refused(
        await api.ask(`{ ${field.startsWith('Person.') ? person(selection) : organization(selection)} }`, { token }),
      );
    }
  });
});

describe('Z16', () => {
  it('Z16: one document asked by many at once shows each its own, also where one statement reads for all', async () => {
    const query = `query ($id: String!, $name: String!) { person(idNumber: $id, name: $name) { name sex } }`;
    const asking = Array.from({ length: 60 }, (_, i) => ({ who: ['全', '少', 'officer'][i % 3]!, n: i % 5 }));
    const answers = await Promise.all(
      asking.map(({ who, n }) => as(who, query, { variables: { id: idNumberOf(n), name: `张${n}` } })),
    );
    answers.forEach(({ data, headers }, i) => {
      const { who, n } = asking[i]!;
      const { name } = (data as { person: { name: string } }).person;
      expect(name.replaceAll(' ', '')).toMatch(who === '少' ? /^[张章]\*+$/ : new RegExp(`^[张章]${n}$`));
      expect(headers.get('cache-control')).toBe('no-store');
    });
    const events = await api.events();
    expect(events).toHaveLength(60);
    const agreements = new Set(
      events.map((event) => `${String(event['client'])} ${String(event['agreement_id'])} ${String(event['purpose'])}`),
    );
    expect(agreements.size).toBe(3);
  });

  it('Z16: two purposes of one client are two, under one document', async () => {
    for (const purpose of ['relief', 'audit', 'relief'])
      await as('全', `{ ${person('sex')} }`, { headers: { 'x-purpose': purpose } });
    expect((await api.events()).map((event) => event['purpose'])).toEqual(['relief', 'audit', 'relief']);
  });

  it('Z16: a new version counts for the very next request under the same document', async () => {
    const query = `{ ${person('sex birthDate')} }`;
    await api.agree('版', { fields: full });
    const token = await api.token({ sub: '版', audience: 'partner' });
    expect((await api.ask(query, { token })).status).toBe(200);
    await api.agree('版', { fields: without('Person.birthDate') });
    const begun = Date.now();
    while ((await api.ask(query, { token })).status === 200) expect(Date.now() - begun).toBeLessThan(2000);
    refused(await api.ask(query, { token }));
  });
});

describe('Z18', () => {
  let reader: Client;
  beforeAll(async () => {
    const { connectionString } = api.database.records.options as { connectionString: string };
    reader = new Client({ connectionString, options: '-c role=hub_reader' });
    await reader.connect();
  });
  afterAll(() => reader.end());

  it('Z18: the role is the one in which the service reads for partners', async () => {
    const { rows } = await api.database.records.query('select current_user as role');
    expect(rows).toEqual([{ role: 'hub_reader' }]);
  });

  it.each([
    ['every record', 'select * from person_record'],
    ['one record', 'select document from person_record limit 1'],
    ['a firm’s record', 'select * from organization_record'],
    ['the facts', 'select body from fact'],
    ['what the facts were', 'select body from fact_history'],
    ['sealed numbers', 'select sealed from person_identifier'],
    ['the check of the keys', 'select * from vault_check'],
    ['the log', 'select client, person_id from access_event'],
    ['the agreements', 'select * from agreement'],
    ['the decisions', 'select * from entitlement_sheet'],
    ['the candidates', 'select * from entitlement_candidate'],
    ['the names of hires', 'select * from publicity_candidate'],
    ['the objections', 'select * from objection'],
    ['the queue', 'select * from work_item'],
    ['a change of an agreement', `update agreement set regions = '{}'`],
    [
      'an agreement of one’s own',
      `insert into agreement (client, version, begins_on, purposes, fields, daily_limit) values ('x', 1, '2020-01-01', '[]', '{}', 1)`,
    ],
    ['a change of the log', `update access_event set client = 'x'`],
    ['an emptied log', 'delete from access_event'],
    ['a log cut off', 'truncate access_event'],
    ['a table of one’s own', 'create table x ()'],
    [
      'a function in its owner’s name',
      'create function x() returns int language sql security definer as $$ select 1 $$',
    ],
    ['a trigger switched off', 'alter table agreement disable trigger all'],
    ['a file of the server', `select pg_read_file('postgresql.conf')`],
  ])('Z18: SQL in that role does not get %s', async (_what, statement) => {
    await expect(reader.query(statement)).rejects.toThrow(/permission denied|must be owner/);
  });

  it('Z18: by the agreement alone, and by its rows alone', async () => {
    const { pool } = api.database;
    const { rows: known } = await pool.query<{ person_id: string }>(
      'select person_id from person_identifier where blind_index = $1',
      [api.vault.blindIndex(idNumberOf(1))],
    );
    const agreementOf = async (client: string) =>
      (
        await pool.query<{ id: string }>(
          'select agreement_id as id from agreement where client = $1 order by version desc limit 1',
          [client],
        )
      ).rows[0]!.id;
    await api.agree('乙区', { fields: full, regions: ['410928'] });
    await api.agree('丙区', { fields: full, regions: ['410902'] });
    const read = async (agreement: string | null, name = '张1', day = '2026-11-28') =>
      (
        await reader.query('select document from persons_by_agreement(array[1], $1, $2, $3, $4)', [
          [known[0]!.person_id],
          [name],
          [agreement],
          [day],
        ])
      ).rowCount;
    expect(await read(await agreementOf('丙区'))).toBe(1);
    expect(await read(await agreementOf('丙区'), '张2')).toBe(0);
    expect(await read(await agreementOf('乙区'))).toBe(0);
    expect(await read(await agreementOf('已止'))).toBe(0);
    expect(await read(await agreementOf('途'))).toBe(0);
    expect(await read(null)).toBe(0);
    expect(await read('00000000-0000-0000-0000-000000000000')).toBe(0);
    const firm = async (agreement: string) =>
      (
        await reader.query('select document from organization_by_agreement($1, $2, $3)', [
          creditCodeOf(1),
          agreement,
          '2026-11-28',
        ])
      ).rowCount;
    expect([await firm(await agreementOf('丙区')), await firm(await agreementOf('乙区'))]).toEqual([1, 0]);
  });

  it('Z18: nobody else runs those functions', async () => {
    await api.database.pool.query('create role z18_stranger nologin');
    const stranger = new Client({ ...(api.database.records.options as object), options: '-c role=z18_stranger' });
    await stranger.connect();
    await expect(stranger.query(`select persons_by_agreement('{}', '{}', '{}', '{}', '{}')`)).rejects.toThrow(
      'permission denied',
    );
    await expect(stranger.query('select blind_index from person_identifier')).rejects.toThrow('permission denied');
    await stranger.end();
    await api.database.pool.query('drop role z18_stranger');
  });
});

/** What a person learns of who looked, what an auditor sees, and the receipt that each answer carries. */
import { createPublicKey, verify } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { rulesOfPersons } from '../../rules/index.js';
import { sealBytes } from '../../schema/access-log/leaf.js';
import { rootOfProof } from '../../schema/access-log/merkle.js';
import { standardProfile } from '../../schema/crypto-profile.js';
import { exported, sealAll } from '../support/access-log.js';
import { type Answer, codeOf, openTestApi } from '../support/api.js';
import type { TestApi } from '../support/api.js';
import { creditCodeOf, idNumberOf, rowsOf } from '../support/facts.js';
import { testSealing } from '../support/sealing.js';

const sealing = testSealing();
let api: TestApi;
const tokens: Record<string, string> = {};
const ids: string[] = [];

const look = (who: string, n: number, selection = 'name sex', name = `张${n}`, headers = {}) =>
  api.ask(`{ person(idNumber: "${idNumberOf(n)}", name: "${name}") { ${selection} } }`, {
    token: tokens[who]!,
    headers,
  });
const seal = () => sealAll(api.database.pool, { vault: api.vault, key: sealing.key });
const receiptOf = (answer: Answer) =>
  (JSON.parse(answer.text) as { extensions: { receipt: { id: string; leaf: string }[] } }).extensions.receipt;

beforeAll(async () => {
  api = await openTestApi();
  await api.fill((stream) => rowsOf(stream, 6));
  await api.agree('民政局', {
    purposes: ['social-assistance'],
    fields: { 'Person.name': 'full', 'Person.sex': 'full' },
  });
  await api.agree('统计局', { purposes: ['statistics'], fields: { 'Person.name': 'masked', 'Person.sex': 'full' } });
  for (const sub of ['民政局', '统计局']) tokens[sub] = await api.token({ sub, audience: 'partner' });
  for (const role of ['operator', 'auditor'])
    tokens[role] = await api.token({ sub: `科员${role}`, audience: 'staff', roles: [role] });
  for (const n of [0, 1, 2]) {
    const { person } = (await look('operator', n, 'id')).data as { person: { id: string } };
    ids.push(person.id);
    tokens[`person ${n}`] = await api.token({ sub: `张${n}`, audience: 'subject', person_id: person.id });
  }
});
afterAll(async () => {
  await api.close();
  sealing.remove();
});

describe('a receipt', () => {
  const receiptQuery =
    'query ($id: ID!) { accessReceipt(id: $id) { isSealed number leaf path size root previousRoot seal sealedAt log profile keyId signature } }';
  interface Receipt {
    number: number;
    leaf: string;
    path: string[];
    size: number;
    root: string;
    previousRoot: string;
    seal: number;
    sealedAt: string;
    log: string;
    profile: string;
    keyId: string;
    signature: string;
  }

  test('comes with each answer that holds a person, hit or miss, and later leads to a root that is signed', async () => {
    const answer = await api.ask(
      `{ a: person(idNumber: "${idNumberOf(1)}", name: "张1") { name } b: person(idNumber: "${idNumberOf(2)}", name: "错") { name } }`,
      { token: tokens['民政局']! },
    );
    const receipt = receiptOf(answer);
    expect(receipt).toHaveLength(2);
    const [{ id, leaf }] = receipt as [{ id: string; leaf: string }];
    const waiting = await api.ask(receiptQuery, { token: tokens['民政局']!, variables: { id } });
    expect(waiting.data).toMatchObject({ accessReceipt: { isSealed: false, leaf: null } });
    await seal();
    for (const one of receipt) {
      const later = await api.ask(receiptQuery, { token: tokens['民政局']!, variables: { id: one.id } });
      const proof = (later.data as { accessReceipt: Receipt }).accessReceipt;
      expect(proof.leaf).toBe(one.leaf);
      const bytes = (hex: string) => Buffer.from(hex, 'hex');
      const root = rootOfProof(standardProfile, bytes(one.leaf), proof.number, proof.size, proof.path.map(bytes));
      expect(root?.toString('hex')).toBe(proof.root);
      const claim = {
        ...proof,
        logId: proof.log,
        at: new Date(proof.sealedAt),
        root: bytes(proof.root),
        previousRoot: bytes(proof.previousRoot),
      };
      const { keys } = JSON.parse(readFileSync(sealing.publicFile, 'utf8')) as { keys: { publicKey: string }[] };
      const signature = Buffer.from(proof.signature, 'base64');
      expect(verify(null, sealBytes(claim), createPublicKey(keys[0]!.publicKey), signature)).toBe(true);
    }
    expect((await exported(api.database.pool, api.vault)).filter((line) => line.includes(leaf))).toHaveLength(1);
  });

  test('is given to its two parties and to auditors, and to nobody else', async () => {
    const [{ id }] = receiptOf(await look('民政局', 1)) as [{ id: string; leaf: string }];
    await seal();
    const given = async (who: string) =>
      (
        await api.ask('query ($id: ID!) { accessReceipt(id: $id) { isSealed } }', {
          token: tokens[who]!,
          variables: { id },
        })
      ).data!['accessReceipt'];
    for (const who of ['民政局', 'person 1', 'auditor'])
      expect({ who, given: await given(who) }).toEqual({ who, given: { isSealed: true } });
    for (const who of ['统计局', 'person 2', 'operator'])
      expect({ who, given: await given(who) }).toEqual({ who, given: null });
  });

  test('an answer without anybody’s data has none', async () => {
    const answer = await api.ask('{ myAgreement { client } }', { token: tokens['民政局']! });
    expect(answer.text).not.toContain('receipt');
  });

  test('whether a number is known at all cannot be read from its receipt', async () => {
    // The same asker, twice about nobody and twice about a known number under a wrong name: four leaves, no two alike.
    const leaves = new Set<string>();
    for (const n of [3, 3, 77, 77]) leaves.add(receiptOf(await look('民政局', n, 'name', '错'))[0]!.leaf);
    expect(leaves.size).toBe(4);
    const { rows } = await api.database.pool.query<{ salt: string }>('select distinct salt from access_event');
    const all = await api.database.pool.query('select from access_event');
    expect(rows).toHaveLength(all.rowCount!);
  });
});

describe('a person', () => {
  const historyQuery = `query ($after: String, $first: Int) { myAccessHistory(first: $first, after: $after) { subject
    edges { node { id at by purpose basis outcome inList fields { code label masked } } } pageInfo { hasNextPage endCursor } } }`;
  interface Node {
    id: string;
    by: string;
    purpose: string;
    basis: string;
    outcome: string;
    fields: { code: string; label: string; masked: boolean }[];
  }
  const history = async (who: string, variables = {}) => {
    const answer = await api.ask(historyQuery, { token: tokens[who]!, variables });
    const { myAccessHistory: found } = answer.data as {
      myAccessHistory: {
        subject: string;
        edges: { node: Node }[];
        pageInfo: { hasNextPage: boolean; endCursor: string };
      };
    };
    return { answer, ...found, nodes: found.edges.map(({ node }) => node) };
  };

  test('sees who looked, at what in plain Chinese, whether masked, why and by which law; and nothing of others', async () => {
    await look('统计局', 2);
    await look('民政局', 2, 'name', '错');
    await look('民政局', 4);
    await seal();
    const { nodes, answer } = await history('person 2');
    expect(nodes[0]).toMatchObject({ by: '民政局', purpose: 'social-assistance', basis: '测试', outcome: 'MISS' });
    expect(nodes[1]).toMatchObject({
      by: '统计局',
      purpose: 'statistics',
      outcome: 'SHOWN',
      fields: [
        { code: 'Person.name', label: '姓名', masked: true },
        { code: 'Person.sex', label: '性别', masked: false },
      ],
    });
    expect(nodes.at(-1)).toMatchObject({ by: '人力资源和社会保障部门工作人员', purpose: 'public-employment-service' });
    expect(answer.text).not.toMatch(/科员|张|4109\d{14}/);
    expect(receiptOf(answer)).toHaveLength(1);
    // Each look at the list is in it at the next one.
    await seal();
    expect((await history('person 2')).nodes[0]).toMatchObject({
      by: '本人',
      basis: '《中华人民共和国个人信息保护法》第四十五条',
    });
    const others = new Set((await history('person 1')).nodes.map(({ id }) => id));
    expect(nodes.filter(({ id }) => others.has(id))).toEqual([]);
  });

  test('sees whoever was refused, however the number was written, and the asker learns nothing by it', async () => {
    const closed = (argument: string, variables = {}) =>
      api.ask(`query ($idNumber: String = "${idNumberOf(2)}") { ${argument} }`, {
        token: tokens['民政局']!,
        variables,
      });
    const ask = (id: string) => `person(idNumber: ${id}, name: "x") { birthDate }`;
    await history('person 2');
    const answers = [
      await closed(ask(`"${idNumberOf(2)}"`)),
      await closed(ask('$idNumber')),
      await closed(ask('$idNumber'), { idNumber: ` ${idNumberOf(2)}` }),
      await closed(`...on Query { a: ${ask('$idNumber')} b: ${ask('$idNumber')} }`),
      // Nobody has this number, and this is none.
      await closed(ask('$idNumber'), { idNumber: idNumberOf(88) }),
      await closed(ask('$idNumber'), { idNumber: '张2的号码' }),
    ];
    expect(new Set(answers.map(({ text }) => text)).size).toBe(1);
    expect(codeOf(answers[0]!)).toBe('FORBIDDEN');
    expect(answers[0]!.text).not.toContain('receipt');
    await seal();
    const { nodes } = await history('person 2');
    expect(nodes.slice(0, 5).map(({ by, outcome }) => [by, outcome])).toEqual([
      ...Array.from({ length: 4 }, () => ['民政局', 'REFUSED']),
      ['本人', 'SHOWN'],
    ]);
    expect(nodes[0]!.fields.map(({ code }) => code)).toEqual(['Person.birthDate']);
    const { rows } = await api.database.pool.query<{ known: number; events: number }>(
      `select count(*)::int as events, count(person_id)::int as known from access_event where outcome = 'refused' and client = '民政局'`,
    );
    expect(rows).toEqual([{ events: 6, known: 4 }]);
  });

  test('sees a look that the day’s budget refused', async () => {
    await api.agree('审计局', { fields: { 'Person.name': 'full' }, dailyLimit: 1 });
    tokens['审计局'] = await api.token({ sub: '审计局', audience: 'partner' });
    for (const n of [1, 1]) await look('审计局', n, 'name');
    await seal();
    expect((await history('person 1')).nodes.slice(0, 2).map(({ by, outcome }) => [by, outcome])).toEqual([
      ['审计局', 'REFUSED'],
      ['审计局', 'SHOWN'],
    ]);
  });

  test('reads page by page while looks go on, none twice and none left out', async () => {
    for (let i = 0; i < 7; i++) await look('民政局', 0);
    await seal();
    const seen: string[] = [];
    let after: string | undefined;
    for (let more = true; more;) {
      const page = await history('person 0', { first: 3, after });
      seen.push(...page.nodes.map(({ id }) => id));
      more = page.pageInfo.hasNextPage;
      after = page.pageInfo.endCursor;
      await look('民政局', 0);
      await seal();
    }
    expect(new Set(seen).size).toBe(seen.length);
    expect(seen.length).toBe(8);
  });

  test('must be named by its token, and has no other query', async () => {
    const without = await api.token({ sub: '张0', audience: 'subject' });
    expect(codeOf(await api.ask(historyQuery, { token: without }))).toBe('UNAUTHENTICATED');
    expect(codeOf(await look('person 0', 0))).toBe('BAD_INPUT');
    expect(api.logged()).not.toMatch(/张0/);
    const { rows } = await api.database.pool.query(`select from access_event where client like '张%'`);
    expect(rows).toEqual([]);
  });
});

describe('an auditor', () => {
  const eventsQuery = `query ($filter: AccessFilter, $after: String) { accessEvents(filter: $filter, first: 50, after: $after) { totalCount
    edges { node { id number client outcome subject outOfOrder target operation fields { code } } } pageInfo { hasNextPage endCursor } } }`;
  interface Node {
    number: number;
    client: string;
    outcome: string;
    subject: string | null;
    operation: string;
    target: string | null;
  }
  const events = async (filter: object | null, after?: string) => {
    const answer = await api.ask(eventsQuery, { token: tokens['auditor']!, variables: { filter, after } });
    if (answer.errors.length > 0) throw new Error(answer.text);
    const { accessEvents: found } = answer.data as {
      accessEvents: {
        totalCount: number;
        edges: { node: Node }[];
        pageInfo: { hasNextPage: boolean; endCursor: string };
      };
    };
    return { ...found, nodes: found.edges.map(({ node }) => node) };
  };

  beforeAll(async () => {
    await look('民政局', 1, 'birthDate');
    await api.ask(`{ organization(creditCode: "${creditCodeOf(1)}") { creditCode } }`, { token: tokens['operator']! });
    const input = '{ source: TAX, stream: "taxpayers", scope: ALL, reason: "audit", idempotencyKey: "audit-1" }';
    await api.ask(`mutation { triggerResync(input: ${input}) { id } }`, { token: tokens['operator']! });
    await api.ask(`mutation { triggerResync(input: ${input}) { id } }`, { token: tokens['auditor']! });
    await seal();
  });

  test('finds events by client, officer, field, purpose, outcome and subject', async () => {
    expect((await events({ client: '民政局', outcome: 'REFUSED' })).nodes).toMatchObject([
      { client: '民政局', outcome: 'REFUSED', subject: expect.stringMatching(/^person:/) as string },
      // Those of the test before.
      ...Array.from({ length: 6 }, () => ({ client: '民政局', outcome: 'REFUSED' })),
    ]);
    expect((await events({ officer: '民政局' })).totalCount).toBe(0);
    expect((await events({ officer: '科员operator', outcome: 'SHOWN' })).totalCount).toBeGreaterThan(3);
    const masked = await events({ field: 'Person.name', client: '统计局' });
    expect(masked.totalCount).toBe(1);
    expect((await events({ purpose: 'statistics' })).totalCount).toBe(1);
    const { subject } = masked.nodes[0]!;
    expect(subject).toMatch(/^person:[0-9a-f]{32,64}$/);
    const about = await events({ subject });
    expect(about.totalCount).toBeGreaterThan(2);
    const own = (await api.ask('{ myAccessHistory { subject } }', { token: tokens['person 2']! })).data as {
      myAccessHistory: { subject: string };
    };
    expect(own.myAccessHistory.subject).toBe(subject);
    expect(about.nodes.every((node) => node.subject === subject)).toBe(true);
    for (const id of ids) expect(JSON.stringify(await events(null))).not.toContain(id);
  });

  test('sees lists and figures that were asked for, also where nobody was on them, and refused queries of officers', async () => {
    const [rule] = rulesOfPersons;
    for (const query of [
      `{ entitlementCandidates(rule: "${rule!.id}", region: "410902") { totalCount edges { node { rule } } } }`,
      '{ entitlementChanges(region: "410902") { edges { node { rule } } } }',
      '{ entitlementCandidateCounts(region: "410902") { certain } }',
    ]) {
      const answer = await api.ask(query, { token: tokens['operator']! });
      expect([answer.errors, receiptOf(answer).length]).toEqual([[], 1]);
    }
    await api.ask('{ accessLogState { events } }', { token: tokens['operator']! });
    await seal();
    const { nodes } = await events({ officer: '科员operator' });
    expect(
      nodes.slice(0, 4).map(({ operation, outcome, subject }) => [operation.split('#')[0], outcome, subject]),
    ).toEqual([
      ['accessLogState', 'REFUSED', null],
      ['entitlementCandidateCounts', 'SHOWN', null],
      ['entitlementChanges', 'SHOWN', null],
      ['entitlementCandidates', 'SHOWN', null],
    ]);
  });

  test('may ask by any text and gets nothing but an answer', async () => {
    for (const filter of [
      { client: '\0' },
      { subject: 'x'.repeat(10_000) },
      { document: '' },
      { from: '0000-01-01T00:00:00Z' },
      { from: '0001-01-01T00:00:00+14:00' },
      { to: '9999-12-31T23:59:59-01:00' },
      { to: '2026-02-30T25:00:00Z' },
    ])
      expect(codeOf(await api.ask(eventsQuery, { token: tokens['auditor']!, variables: { filter } }))).toBe(
        'BAD_INPUT',
      );
    for (const filter of [{ subject: "'; drop table access_event; --" }, { field: '%' }, { document: '\\' }])
      expect(await api.ask(eventsQuery, { token: tokens['auditor']!, variables: { filter } })).toMatchObject({
        errors: [],
        data: { accessEvents: { totalCount: 0 } },
      });
  });

  test.each(['client', 'officer', 'field', 'purpose', 'subject', 'document'])(
    'is told which text of a filter cannot be one: %s',
    async (name) => {
      // The database takes no NUL; nobody sees the others; half of a character is none.
      for (const text of ['\0', '民政\u0000局', '民政\u0007局', '民政\u009b局', '民政\ud842', ' ', '民'.repeat(201)])
        for (const query of [
          'query ($filter: AccessFilter) { accessEvents(filter: $filter) { totalCount } }',
          'query ($filter: AccessFilter) { accessCounts(filter: $filter) { count } }',
        ]) {
          const answer = await api.ask(query, { token: tokens['auditor']!, variables: { filter: { [name]: text } } });
          expect([answer.errors.length, answer.data, codeOf(answer)]).toEqual([1, null, 'BAD_INPUT']);
          expect(answer.errors[0]!.message).toMatch(
            new RegExp(`^${name} 须为 1 至 200 个字符的文字 / ${name} must be a text of 1 to 200 characters$`),
          );
        }
    },
  );

  test('sees what officers did, begun and ended, refused or done', async () => {
    const acts = (await events(null)).nodes.filter(({ operation }) => operation.startsWith('triggerResync'));
    expect(acts.map(({ client, outcome }) => [client, outcome])).toEqual([
      ['科员auditor', 'REFUSED'],
      ['科员auditor', 'BEGUN'],
      ['科员operator', 'DONE'],
      ['科员operator', 'BEGUN'],
    ]);
    expect(acts[2]!.target).toMatch(/^[0-9a-f-]{36}$/);
  });

  test('counts tie: pages, totals, counts by client and the state of the log', async () => {
    for (const filter of [null, { client: '民政局' }, { outcome: 'MISS' }]) {
      const numbers: number[] = [];
      let page = await events(filter);
      const total = page.totalCount;
      for (;;) {
        numbers.push(...page.nodes.map(({ number }) => number));
        if (!page.pageInfo.hasNextPage) break;
        page = await events(filter, page.pageInfo.endCursor);
      }
      const counted = await api.ask(
        'query ($filter: AccessFilter) { accessCounts(filter: $filter) { client outcome count } }',
        { token: tokens['auditor']!, variables: { filter } },
      );
      const { accessCounts } = counted.data as { accessCounts: { count: number }[] };
      expect(new Set(numbers).size).toBe(total);
      expect(accessCounts.reduce((sum, { count }) => sum + count, 0)).toBe(total);
    }
    await seal();
    const answer = await api.ask(
      '{ accessLogState { events sealed waiting erased seal root isSilent anchors { place } } }',
      { token: tokens['auditor']! },
    );
    const { accessLogState: state } = answer.data as { accessLogState: Record<string, number> };
    expect(state).toMatchObject({ waiting: 0, erased: 0, isSilent: false });
    expect(state['sealed']).toBe(state['events']);
    const direct = await api.database.pool.query('select from access_event');
    expect(state['events']).toBe(direct.rowCount);
  });

  test('nobody else reads the log, and who reads it is in it', async () => {
    for (const who of ['operator'])
      expect(codeOf(await api.ask(eventsQuery, { token: tokens[who]! }))).toBe('FORBIDDEN');
    const partner = await api.ask(eventsQuery, { token: tokens['民政局']! });
    expect(partner.errors.map(({ extensions }) => extensions['code'])).toEqual(['BAD_INPUT', 'BAD_INPUT']);
    await seal();
    const [newest, before] = (await events(null)).nodes;
    expect([newest, before]).toMatchObject([
      { client: '科员operator', outcome: 'REFUSED' },
      { client: '科员auditor', outcome: 'SHOWN' },
    ]);
  });
});

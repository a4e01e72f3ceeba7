/** Attacks that ask around what is hidden, over HTTP against the running service: order, filters, cursors, counts, misses. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { SourceRow } from '../../connectors/connector.js';
import { fields } from '../../rules/visibility.js';
import type { Answer, TestApi } from '../support/api.js';
import { codeOf, openTestApi } from '../support/api.js';
import { creditCodeOf, idNumberOf, rowsOf } from '../support/facts.js';

const rule = 'art05.opening-subsidy';
const persons = 30;
let api: TestApi;
const tokens: Record<string, string> = {};
const full = Object.fromEntries(fields.map((field) => [field, 'full' as const]));

/** Thirty founders: 19 of 华龙区, 9 of 濮阳县, one alone, one of nobody knows where. Tax has not heard of three firms. */
const regionOf = (n: number) => (n < 19 ? '410902' : n < 28 ? '410928' : n === 28 ? '410922' : undefined);
function rows(stream: string): SourceRow[] {
  return rowsOf(stream, stream === 'taxpayers' ? persons - 3 : persons).map((row, n) =>
    row.op === 'upsert' && stream === 'job-seekers' && row.body.kind === 'person' && regionOf(n)
      ? { ...row, body: { ...row.body, householdRegion: regionOf(n)! } }
      : row,
  );
}

beforeAll(async () => {
  api = await openTestApi();
  await api.fill(rows);
  for (const role of ['viewer', 'operator'])
    tokens[role] = await api.token({ sub: `科员${role}`, audience: 'staff', roles: [role], region: '410900' });
  tokens['other'] = await api.token({ sub: '另一科员', audience: 'staff', roles: ['operator'], region: '410900' });
  await api.agree('全', { fields: full });
  await api.agree('另', { fields: full });
  await api.agree('遮', { fields: { ...full, 'Person.name': 'masked', 'Person.householdRegion': 'masked' } });
  await api.agree('外区', { fields: full, regions: ['410928'] });
  await api.agree('两用', { fields: full, purposes: ['relief', 'audit'] });
  for (const sub of ['全', '另', '遮', '外区', '两用']) tokens[sub] = await api.token({ sub, audience: 'partner' });
});
afterAll(() => api.close());
beforeEach(async () => {
  await api.events();
});

const as = (who: string, query: string, variables?: Record<string, unknown>) =>
  api.ask(query, { token: tokens[who]!, ...(variables && { variables }) });
const refused = (answer: Answer) => {
  expect([answer.status, codeOf(answer), answer.data]).toEqual([403, 'FORBIDDEN', null]);
};
const person = (selection: string, n = 1, name = `张${n}`) =>
  `{ person(idNumber: "${idNumberOf(n)}", name: "${name}") { ${selection} } }`;
const countsOf = (answer: Answer) => {
  expect(answer.errors).toEqual([]);
  return (answer.data as { entitlementCandidateCounts: { rule: string }[] }).entitlementCandidateCounts.find(
    (one) => one.rule === rule,
  );
};

describe('Z5', () => {
  it('Z5: a list in the order of a field is closed to whom that field is masked or hidden', async () => {
    for (const more of ['', ', first: 1', ', certainty: ONE_FACT_AWAY'])
      refused(await as('viewer', `{ entitlementCandidates(rule: "${rule}"${more}) { edges { cursor } } }`));
    expect((await as('operator', `{ entitlementCandidates(rule: "${rule}") { totalCount } }`)).errors).toEqual([]);
  });

  it.each([
    'orderBy: NAME_ASC',
    'orderBy: { birthDate: DESC }',
    'sort: "birthDate"',
    'order_by: {name: asc}',
    'groupBy: ["sex"]',
  ])('Z5: no list of records takes the argument %s', async (argument) => {
    for (const query of [
      `{ entitlementCandidates(rule: "${rule}", ${argument}) { totalCount } }`,
      person(`employments(${argument}) { edges { cursor } }`),
    ]) {
      const answer = await as('operator', query);
      expect([answer.status, codeOf(answer), answer.data]).toEqual([400, 'BAD_INPUT', null]);
    }
  });
});

describe('Z6', () => {
  const filters: [string, string, Record<string, unknown>?][] = [
    ['in the document', '{ entitlementCandidateCounts(region: "410922") { rule certain } }'],
    ['by variable', 'query ($r: String) { entitlementCandidateCounts(region: $r) { rule certain } }', { r: '410922' }],
    [
      'by the default of a variable',
      'query ($r: String = "410922") { entitlementCandidateCounts(region: $r) { rule certain } }',
    ],
    ['by a prefix', '{ entitlementCandidateCounts(region: "41") { rule certain } }'],
    ['in a fragment', '{ ...Q } fragment Q on Query { entitlementCandidateCounts(region: "410922") { rule certain } }'],
    [
      'that is not even included',
      '{ __typename entitlementCandidateCounts(region: "410922") @include(if: false) { rule } }',
    ],
  ];

  it.each(filters)('Z6: a filter on a masked field is refused: %s', async (_how, query, variables) => {
    refused(await as('viewer', query, variables));
    const [event] = await api.events();
    expect(event).toMatchObject({ outcome: 'refused', fields: 'Person.householdRegion:masked' });
    expect((await as('operator', query, variables)).errors).toEqual([]);
  });

  it('Z6: a variable that says nothing chooses nothing', async () => {
    const query = 'query ($r: String) { entitlementCandidateCounts(region: $r) { rule certain } }';
    expect((await as('viewer', query)).errors).toEqual([]);
    expect((await as('viewer', query, { r: null })).errors).toEqual([]);
  });

  it('Z6: a masked name finds nobody by its mask or a part, and is no way to another’s record', async () => {
    for (const name of ['张*', '张', '张%', '_1', '张1%'])
      expect((await as('遮', person('name', 1, name))).data).toEqual({ person: null });
    expect((await as('遮', person('name householdRegion'))).data).toEqual({
      person: { name: '张*', householdRegion: '410900' },
    });
  });
});

describe('Z7', () => {
  const page = (who: string, list: string, after?: string, n = 1) =>
    as(
      who,
      person(
        `${list}(first: 1${after === undefined ? '' : `, after: "${after}"`}) { edges { cursor } pageInfo { endCursor hasNextPage } }`,
        n,
      ),
    );
  const cursorOf = (answer: Answer, list: string) => {
    expect(answer.errors).toEqual([]);
    return (answer.data as { person: Record<string, { pageInfo: { endCursor: string } }> }).person[list]!.pageInfo
      .endCursor;
  };
  const candidates = (who: string, more: string) =>
    as(
      who,
      `{ entitlementCandidates(rule: "${rule}", first: 3${more}) { edges { node { person { id } } } pageInfo { endCursor } } }`,
    );

  it('Z7: a cursor tells nothing of the person behind it', async () => {
    const answer = await candidates('operator', '');
    const { entitlementCandidates: found } = answer.data as {
      entitlementCandidates: { edges: { node: { person: { id: string } } }[]; pageInfo: { endCursor: string } };
    };
    const bytes = Buffer.from(found.pageInfo.endCursor, 'base64url');
    const ids = found.edges.map(({ node }) => node.person.id);
    for (const id of ids) {
      expect(bytes.toString('latin1')).not.toContain(id);
      expect(bytes.toString('hex')).not.toContain(id.replaceAll('-', ''));
    }
    expect(bytes.toString('latin1')).not.toMatch(/candidates|cursor/);
    expect(cursorOf(await page('全', 'employments'), 'employments')).not.toBe(
      cursorOf(await page('全', 'employments'), 'employments'),
    );
  });

  it('Z7: it is good for its own client, purpose, list, record and choice alone', async () => {
    const own = cursorOf(await page('全', 'employments'), 'employments');
    expect((await page('全', 'employments', own)).errors).toEqual([]);
    for (const [who, list, n] of [
      ['另', 'employments', 1],
      ['全', 'contributions', 1],
      ['全', 'employments', 2],
      ['operator', 'employments', 1],
    ] as const)
      expect(codeOf(await page(who, list, own, n))).toBe('BAD_INPUT');
    const forPurpose = (purpose: string, after: string) =>
      api.ask(person(`employments(first: 1${after}) { pageInfo { endCursor } }`), {
        token: tokens['两用']!,
        headers: { 'x-purpose': purpose },
      });
    const relief = cursorOf(await forPurpose('relief', ''), 'employments');
    expect((await forPurpose('relief', `, after: "${relief}"`)).errors).toEqual([]);
    expect(codeOf(await forPurpose('audit', `, after: "${relief}"`))).toBe('BAD_INPUT');
    const { entitlementCandidates: found } = (await candidates('operator', '')).data as {
      entitlementCandidates: { pageInfo: { endCursor: string } };
    };
    const after = `, after: "${found.pageInfo.endCursor}"`;
    expect((await candidates('operator', after)).errors).toEqual([]);
    for (const [who, more] of [
      ['other', after],
      ['operator', `${after}, region: "410902"`],
      ['operator', `${after}, certainty: ONE_FACT_AWAY`],
    ] as const)
      expect(codeOf(await candidates(who, more))).toBe('BAD_INPUT');
  });

  it('Z7: with one bit changed, cut, made up or taken from elsewhere it is no cursor', async () => {
    const own = cursorOf(await page('全', 'employments'), 'employments');
    const bytes = Buffer.from(own, 'base64url');
    const altered = Array.from(bytes, (_, i) => {
      const copy = Buffer.from(bytes);
      copy[i]! ^= 1 << (i % 8);
      return copy.toString('base64url');
    });
    const sealedElsewhere = api.vault.seal(idNumberOf(1)).toString('base64url');
    const made = Buffer.from('employments:0').toString('base64url');
    for (const cursor of [
      ...altered.filter((_, i) => i % 7 === 0),
      own.slice(0, -4),
      '',
      made,
      sealedElsewhere,
      'AAAA',
    ])
      expect(codeOf(await page('全', 'employments', cursor))).toBe('BAD_INPUT');
  });
});

describe('Z8', () => {
  it('Z8: who may see each of them counts them, and who may not gets no figure of a small group', async () => {
    const query = '{ entitlementCandidateCounts { rule certain oneFactAway amountFen amountOpen } }';
    expect(countsOf(await as('operator', query))).toEqual({
      rule,
      certain: 27,
      oneFactAway: 3,
      amountFen: 13_500_000,
      amountOpen: 0,
    });
    expect(countsOf(await as('viewer', query))).toEqual({
      rule,
      certain: 20,
      oneFactAway: null,
      amountFen: null,
      amountOpen: null,
    });
  });

  it('Z8: nobody, one and nine look the same, in the same shape', async () => {
    const query = '{ entitlementCandidateCounts { rule certain oneFactAway amountFen amountOpen } }';
    const { entitlementCandidateCounts: counts } = (await as('viewer', query)).data as {
      entitlementCandidateCounts: Record<string, unknown>[];
    };
    const { entitlementCandidateCounts: exact } = (await as('operator', query)).data as {
      entitlementCandidateCounts: Record<string, number>[];
    };
    expect(counts.map((one) => Object.keys(one))).toEqual(exact.map((one) => Object.keys(one)));
    counts.forEach((one, i) => {
      const { certain, oneFactAway } = exact[i]!;
      const tens = (count: number) => (count < 10 ? null : count - (count % 10));
      expect([one['certain'], one['oneFactAway'], one['amountFen']]).toEqual([
        tens(certain!),
        tens(oneFactAway!),
        null,
      ]);
    });
    expect(exact.some((one) => one['oneFactAway']! > 0 && one['oneFactAway']! < 10)).toBe(true);
  });
});

describe('Z9', () => {
  it('Z9: the figures of two days that differ by one person are the same', async () => {
    const query = '{ entitlementCandidateCounts { rule certain amountFen } }';
    const before = countsOf(await as('viewer', query));
    await api.database.pool.query(
      `delete from entitlement_candidate where (rule, person_id) in (select rule, person_id from entitlement_candidate where rule = $1 and certainty = 'certain' limit 1)`,
      [rule],
    );
    expect(countsOf(await as('operator', query))).toMatchObject({ certain: 26 });
    expect(countsOf(await as('viewer', query))).toEqual(before);
  });

  it('Z9: no sum counts the persons that a rounded count does not tell', async () => {
    const query = '{ entitlementCandidateCounts { rule certain amountFen } }';
    // Five thousand yuan each stand in the policy: a sum of so many, however rounded, would be so many persons.
    const exact = countsOf(await as('operator', query)) as unknown as { certain: number; amountFen: number };
    expect(exact.amountFen).toBe(500_000 * exact.certain);
    expect(countsOf(await as('viewer', query))).toEqual({ rule, certain: 20, amountFen: null });
  });

  it('Z9: of a thousand overlapping questions none is taken, and what is taken answers the same each time', async () => {
    const texts = new Set<string>();
    const query = '{ entitlementCandidateCounts { rule certain oneFactAway amountFen amountOpen } }';
    for (let i = 0; i < 20; i++) texts.add(JSON.stringify((await as('viewer', query)).data));
    expect(texts.size).toBe(1);
    for (const region of ['41', '4109', '410902', '410928', '410922'])
      refused(await as('viewer', `{ entitlementCandidateCounts(region: "${region}") { certain } }`));
    for (const argument of ['rule: "x"', 'where: {sex: MALE}', 'not: "410902"', 'certainty: CERTAIN']) {
      const answer = await as('viewer', `{ entitlementCandidateCounts(${argument}) { certain } }`);
      expect([answer.status, codeOf(answer), answer.data]).toEqual([400, 'BAD_INPUT', null]);
    }
  });
});

/** A receipt has an id and a leaf of its own each time. */
/** But for whose answer it is, and how much is left after it. */
const withoutReceipt = (text: string) =>
  text.replace(/"id":"[\da-f-]{36}","leaf":"[\da-f]{64}"/g, '').replace(/"left":\d+,"renewsAt":"[^"]+"/, '');

describe('Z10', () => {
  const items = async () =>
    (
      await api.database.pool.query<{ location: { client: string; misses: number }; times: number }>(
        `select location, times from work_item where kind = 'misses' order by first_seen_at`,
      )
    ).rows;

  it('Z10: a right number without its name, and a right name without its number, find nobody', async () => {
    for (const [n, name] of [
      [1, '张2'],
      [900, '张1'],
      [1, ''],
    ] as const) {
      const answer = await as('全', person('id', n, name));
      expect(answer.data?.['person'] ?? null).toBeNull();
    }
    const { errors } = await as('全', `{ person(idNumber: "${idNumberOf(1)}") { id } }`);
    expect(errors[0]!.extensions['code']).toBe('BAD_INPUT');
  });

  it('Z10: unknown, wrong name and outside the agreement are the same bytes and the same kind of event', async () => {
    const misses = [
      // Names of one length: what a client sends is part of what it pays.
      await as('外区', person('id', 900, '张9')),
      await as('外区', person('id', 1, '错1')),
      await as('外区', person('id', 1)),
    ];
    for (const { status, text, headers } of misses) {
      expect([status, withoutReceipt(text)]).toEqual([200, withoutReceipt(misses[0]!.text)]);
      expect(text).toMatch(/^{"data":{"person":null},"extensions":{"receipt":\[{"id"/);
      expect([...headers.keys()]).toEqual([...misses[0]!.headers.keys()]);
    }
    const organizations = [creditCodeOf(900), creditCodeOf(1)].map((code) =>
      as('外区', `{ organization(creditCode: "${code}") { name } }`),
    );
    const [unknown, outside] = await Promise.all(organizations);
    expect([outside!.status, withoutReceipt(outside!.text)]).toEqual([unknown!.status, withoutReceipt(unknown!.text)]);
    expect((await api.events()).map((event) => event['outcome'])).toEqual(Array(5).fill('miss'));
    expect((await as('外区', person('id', 20))).data).toMatchObject({ person: { id: expect.any(String) as string } });
  });

  it('Z10: the time tells no more: what is not permitted takes as long as what is not there', async () => {
    const median = (values: number[]) => values.sort((a, b) => a - b)[values.length >> 1]!;
    const times: [number[], number[]] = [[], []];
    for (let round = 0; round < 60; round++)
      for (const [i, n] of [
        [0, 1],
        [1, 901],
      ] as const) {
        const start = performance.now();
        await as('外区', person('id', n));
        times[i].push(performance.now() - start);
      }
    const ratio = median(times[0]) / median(times[1]);
    expect(ratio).toBeGreaterThan(0.5);
    expect(ratio).toBeLessThan(2);
  });

  it('Z10: who walks through numbers is reported after twenty misses, once, and nobody else is', async () => {
    await api.agree('走', { fields: full });
    tokens['走'] = await api.token({ sub: '走', audience: 'partner' });
    const before = await items();
    for (let n = 100; n < 120; n++) expect((await as('走', person('id', n))).data).toEqual({ person: null });
    expect(await items()).toEqual(before);
    for (let n = 120; n < 125; n++) await as('走', person('id', n));
    const raised = (await items()).filter(({ location }) => location.client === '走');
    expect(raised.map(({ location, times }) => [location.misses, times])).toEqual([[21, 1]]);
    expect(api.logged()).toContain('many look-ups found nobody');
    expect((await items()).some(({ location }) => location.client === '另')).toBe(false);
    // An hour later it counts anew.
    api.shift(3_600_001);
    await as('走', person('id', 130));
    api.shift(0);
    expect((await items()).filter(({ location }) => location.client === '走')).toEqual(raised);
  });

  it('Z10: neither alarm nor log holds a number or a name', async () => {
    const { rows } = await api.database.pool.query(`select reason, location, code from work_item`);
    for (const text of [JSON.stringify(rows), api.logged()]) expect(text).not.toMatch(/\d{17}[\dX]|张/);
  });
});

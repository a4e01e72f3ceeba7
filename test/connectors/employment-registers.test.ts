/** The employment system's registers of persons, firms and places: each row in the hub's words, exact, and each fault of a row by its place. */
import { afterAll, afterEach, describe, expect, test } from 'vitest';
import { createEmploymentConnector } from '../../connectors/employment/employment.connector.js';
import { createNodeTransport } from '../../connectors/node-transport.js';
import { employmentRows } from '../../connectors/sandbox/employment.picture.js';
import { restPictureOf } from '../../connectors/sandbox/http-pictures.js';
import type { SandboxServer } from '../../connectors/sandbox/http-server.js';
import { createPopulation } from '../../connectors/sandbox/population.js';
import { type RestPicture, startRestServer } from '../../connectors/sandbox/rest-server.js';
import { creditCodeOf, idNumberOf } from '../support/facts.js';
import { type Clock, drain, sourceContext } from '../support/source-context.js';

const streams = [
  'certificates',
  'trainings',
  'startup-loans',
  'internships',
  'rural-labour',
  'households',
  'internship-units',
  'parks',
  'park-residents',
  'communities',
  'welfare-posts',
  'training-bodies',
] as const;
const transport = createNodeTransport();
const servers: SandboxServer[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) await server.close();
});
afterAll(() => transport.close());

const noon = () => new Date('2026-11-23T04:00:00.000Z');

async function setUp(picture: RestPicture) {
  const clock: Clock = { now: noon() };
  const signIn = { appId: 'puyang-hub', secret: 'a secret' };
  const server = await startRestServer({ port: 0, ...signIn, picture, now: () => clock.now });
  servers.push(server);
  const connector = createEmploymentConnector({ url: server.url, ...signIn });
  return { clock, connector, context: sourceContext(transport, clock) };
}

/** One stream with these rows and nothing else. */
const only = (stream: string, rows: object[]): RestPicture => ({
  streams: [stream],
  rows: () => rows.map((row, n) => ({ key: String(n), changedAt: '2026-10-01T00:00:00.000Z', row })),
  row: () => null,
});

const common = { idNumber: idNumberOf(1), name: '王𠮷', updatedAt: '2026-10-01T08:00:00+08:00' };
const ofPlace = { name: '示范𠮷祥', updatedAt: common.updatedAt };
const creditCode = creditCodeOf(1);
const from = '2016-02-29';
const to = '2016-05-31';

/** A row of each stream as it comes, and what the hub says of it. */
const rows: Record<(typeof streams)[number], { wire: Record<string, unknown>; body: object; subject?: object }> = {
  certificates: {
    wire: { ...common, key: '0109020000000017', form: '02', region: '010902', issuedOn: from, state: '1' },
    body: {
      kind: 'certificate',
      form: 'employment_and_unemployment_registration',
      region: '010902',
      issuedOn: from,
      state: 'valid',
    },
  },
  trainings: {
    wire: {
      ...common,
      key: 'T000000000011',
      course: '焊工',
      kind: '01',
      creditCode,
      startDate: from,
      endDate: to,
      hours: 240,
      outcome: '1',
    },
    body: {
      kind: 'training',
      course: '焊工',
      courseKind: 'skills',
      bodyCode: creditCode,
      from,
      to,
      hours: 240,
      outcome: 'completed',
    },
  },
  'startup-loans': {
    wire: {
      ...common,
      key: 'L000000000011',
      lender: '示范农村商业银行',
      creditCode: null,
      amountFen: 900_719_925_474_099,
      grantedOn: from,
      dueOn: '2018-02-28',
      repaidOn: null,
      interestSubsidised: '1',
    },
    body: {
      kind: 'startup-loan',
      lender: '示范农村商业银行',
      enterpriseCode: null,
      amountFen: 900_719_925_474_099,
      grantedOn: from,
      dueOn: '2018-02-28',
      repaidOn: null,
      interestSubsidised: true,
    },
  },
  internships: {
    wire: {
      ...common,
      key: 'I000000000011',
      creditCode: creditCode.toLowerCase(),
      position: '见习助理',
      startDate: from,
      endDate: to,
      monthlyAllowanceFen: 176_000,
      outcome: '2',
    },
    body: {
      kind: 'internship',
      unitCode: creditCode,
      position: '见习助理',
      from,
      to,
      monthlyAllowanceFen: 176_000,
      outcome: 'left',
    },
  },
  'rural-labour': {
    wire: {
      ...common,
      key: 'N000000000011',
      homeRegion: '410922',
      worksWhere: '04',
      worksRegion: '010000',
      skill: null,
      wish: '03',
    },
    body: {
      kind: 'rural-labour',
      homeRegion: '410922',
      worksWhere: 'other_province',
      worksRegion: '010000',
      skill: null,
      wish: 'return_and_found',
    },
  },
  households: {
    wire: {
      ...common,
      key: 'F000000000011',
      household: 'JT0000000001',
      kind: '01',
      relation: '09',
      validFrom: from,
      validTo: null,
    },
    body: {
      kind: 'household-member',
      household: 'JT0000000001',
      householdKind: 'zero_employment',
      relation: 'other',
      from,
      to: null,
    },
  },
  'internship-units': {
    wire: { ...ofPlace, key: 'U000000000011', creditCode, region: '010902', posts: 5, validFrom: from, validTo: to },
    body: { kind: 'internship-unit', name: ofPlace.name, region: '010902', posts: 5, from, to },
    subject: { creditCode },
  },
  parks: {
    wire: {
      ...ofPlace,
      key: 'P000000000011',
      kind: '02',
      region: '410902',
      address: '濮阳市金堤路1号',
      areaSquareMetres: 3000,
      creditCode,
      validFrom: from,
      validTo: null,
    },
    body: {
      kind: 'park',
      park: 'P000000000011',
      name: ofPlace.name,
      parkKind: 'park',
      region: '410902',
      address: '濮阳市金堤路1号',
      areaSquareMetres: 3000,
      from,
      to: null,
    },
    subject: { creditCode },
  },
  'park-residents': {
    wire: {
      ...ofPlace,
      key: 'Q000000000011',
      creditCode: creditCode.toLowerCase(),
      park: 'P000000000011',
      areaSquareMetres: 20,
      rentFreeUntil: to,
      validFrom: from,
      validTo: null,
    },
    body: { kind: 'park-resident', park: 'P000000000011', areaSquareMetres: 20, rentFreeUntil: to, from, to: null },
    subject: { creditCode },
  },
  communities: {
    wire: { ...ofPlace, key: '010902000001', kind: '02', region: '010902', fullEmploymentSince: null },
    body: {
      kind: 'community',
      community: '010902000001',
      name: ofPlace.name,
      communityKind: 'village',
      region: '010902',
      fullEmploymentSince: null,
    },
    subject: {},
  },
  'welfare-posts': {
    wire: {
      ...ofPlace,
      key: 'W000000000011',
      community: '010902000001',
      creditCode: null,
      posts: 4,
      filled: 2,
      monthlyFen: 900_719_925_474_099,
      validFrom: from,
      validTo: to,
    },
    body: {
      kind: 'welfare-post',
      title: ofPlace.name,
      community: '010902000001',
      posts: 4,
      filled: 2,
      monthlyFen: 900_719_925_474_099,
      from,
      to,
    },
    subject: {},
  },
  'training-bodies': {
    wire: {
      ...ofPlace,
      key: 'K000000000011',
      creditCode,
      region: '410902',
      kinds: ['01', '03'],
      validFrom: from,
      validTo: null,
    },
    body: {
      kind: 'training-body',
      name: ofPlace.name,
      region: '410902',
      courseKinds: ['skills', 'entrepreneurship'],
      from,
      to: null,
    },
    subject: { creditCode },
  },
};

describe.each(streams)('%s', (stream) => {
  const { wire, body, subject = { idNumber: idNumberOf(1) } } = rows[stream];

  test('a row is said in the words of the hub, its codes with their zeros and its money to the fen', async () => {
    const fifteen = common.idNumber.slice(0, 6) + common.idNumber.slice(8, 17);
    const old = 'idNumber' in wire ? { ...wire, idNumber: fifteen } : wire;
    const { connector, context } = await setUp(only(stream, [wire, old]));
    const told = {
      op: 'upsert',
      key: wire['key'],
      version: '2026-10-01T00:00:00.000Z',
      subject,
      body,
    };
    expect((await drain(connector, { stream }, context)).rows).toEqual([told, told]);
  });

  test('a missing, an unknown and an empty field cost the row, with page, index and field', async () => {
    const fields = Object.keys(wire);
    const without = fields.map((name) => Object.fromEntries(Object.entries(wire).filter(([other]) => other !== name)));
    const { connector, context } = await setUp(
      only(stream, [...without, { ...wire, phone: '1' }, ...fields.map((name) => ({ ...wire, [name]: '' })), wire]),
    );
    const { rows: good, rejects } = await drain(connector, { stream, batchSize: 5 }, context);
    expect(good).toHaveLength(1);
    expect(rejects.map(({ code, field }) => [code === 'missing-field', field])).toEqual([
      ...fields.map((name) => [true, name]),
      [false, 'phone'],
      ...fields.map((name) => [false, name]),
    ]);
    expect(rejects.map(({ location }) => location)).toEqual(
      rejects.map((_, n) => ({ page: Math.floor(n / 5) + 1, index: n % 5 })),
    );
    for (const { reason } of rejects) expect(reason).not.toMatch(/\d/);
  });

  test('ALL and the next days give what the system has, tombstones as well; look-up gives the same row', async () => {
    const population = createPopulation({ seed: 7, persons: 2000, day0: '2026-11-23', months: 13 });
    let days = 0;
    const { connector, context, clock } = await setUp(restPictureOf(population, () => days));
    const held = new Map<string, object>();
    let highWater: string | null = null;
    for (days = 0; days <= 90; days += 45) {
      clock.now = new Date(noon().getTime() + days * 86_400_000);
      const read = await drain(connector, { stream, mode: { kind: 'changes' }, highWater, batchSize: 300 }, context);
      expect(read.rejects).toEqual([]);
      for (const row of read.rows) {
        if (row.op === 'upsert') held.set(row.key, row);
        else held.delete(row.key);
      }
      highWater = read.end!.highWater as string;
      const told = [...employmentRows(population, stream, days)];
      const live = told.filter(({ row }) => row !== null);
      expect(new Map([...held].map(([key, row]) => [key, (row as { version: string }).version]))).toEqual(
        new Map(live.map(({ key, changedAt }) => [key, changedAt])),
      );
      const keys = told.slice(0, 150).map(({ key }) => key);
      const found = await drain(connector, { stream, mode: { kind: 'key', keys: [...keys, 'T9'] } }, context);
      expect(found.rows.map(({ key }) => key)).toEqual(keys);
      const known = found.rows.filter(({ op }) => op === 'upsert');
      expect(known).toEqual(known.map(({ key }) => held.get(key)));
    }
  });
});

test.each<[(typeof streams)[number], Record<string, unknown>, string, string]>([
  ['certificates', { key: '109020000000017' }, 'wrong-form', 'key'],
  ['certificates', { form: '1' }, 'unknown-code', 'form'],
  ['certificates', { region: 410902 }, 'wrong-type', 'region'],
  ['certificates', { issuedOn: '2015-02-29' }, 'wrong-form', 'issuedOn'],
  ['trainings', { hours: 1.5 }, 'wrong-type', 'hours'],
  ['trainings', { creditCode: '410902' }, 'credit-code-form', 'creditCode'],
  ['startup-loans', { amountFen: '5000000' }, 'wrong-type', 'amountFen'],
  ['startup-loans', { dueOn: '9999-12-31' }, 'date-out-of-range', 'dueOn'],
  ['internships', { creditCode: null }, 'wrong-type', 'creditCode'],
  ['internships', { monthlyAllowanceFen: -1 }, 'wrong-form', 'monthlyAllowanceFen'],
  ['rural-labour', { worksWhere: '4' }, 'unknown-code', 'worksWhere'],
  ['households', { household: '1' }, 'wrong-form', 'household'],
  ['households', { idNumber: '410902199001011239' }, 'id-check-character', 'idNumber'],
  ['internship-units', { posts: '5' }, 'wrong-type', 'posts'],
  ['internship-units', { creditCode: null }, 'wrong-type', 'creditCode'],
  ['parks', { kind: '2' }, 'unknown-code', 'kind'],
  ['park-residents', { areaSquareMetres: -1 }, 'wrong-form', 'areaSquareMetres'],
  ['communities', { key: '10902000001' }, 'wrong-form', 'key'],
  ['communities', { idNumber: idNumberOf(1) }, 'unknown-field', 'idNumber'],
  ['welfare-posts', { community: '410902' }, 'wrong-form', 'community'],
  ['training-bodies', { kinds: [] }, 'wrong-form', 'kinds'],
  ['training-bodies', { kinds: ['01', '1'] }, 'unknown-code', 'kinds.1'],
])('%s: %j is put aside', async (stream, more, code, field) => {
  const { connector, context } = await setUp(only(stream, [rows[stream].wire, { ...rows[stream].wire, ...more }]));
  const { rows: good, rejects } = await drain(connector, { stream }, context);
  expect(good).toHaveLength(1);
  expect(rejects).toMatchObject([{ code, field, location: { page: 1, index: 1 } }]);
});

test('registers and the rest of the picture agree', () => {
  const population = createPopulation({ seed: 7, persons: 4000, day0: '2026-11-23', months: 13 });
  const ended: number[] = [];
  for (const days of [0, 90]) {
    const of = <S extends Parameters<typeof employmentRows>[1]>(stream: S) =>
      [...employmentRows(population, stream, days)].flatMap(({ row }) => (row === null ? [] : [row]));
    const completed = new Set(of('trainings').flatMap((row) => (row.outcome === '1' ? [row.idNumber] : [])));
    const paid = of('benefit-grants').filter((row) => row.entitlementId === 'art18.vocational-training-subsidy');
    expect(paid.length).toBeGreaterThan(0);
    for (const { idNumber } of paid) expect(completed).toContain(idNumber);

    const registered = new Set(of('registrations').map((row) => row.idNumber));
    expect(new Set(of('certificates').map((row) => row.idNumber)).size).toBe(registered.size);
    expect(of('certificates').some((row) => row.form === '02' && row.state === '1')).toBe(true);

    // Whoever belongs to a zero-employment household that still is one has no work.
    const atWork = new Set(
      of('registrations').flatMap((row) => (row.kind !== '03' && row.endDate === null ? [row.idNumber] : [])),
    );
    const without = of('households').filter((row) => row.kind === '01' && row.validTo === null);
    expect(without.length).toBeGreaterThan(0);
    ended.push(of('households').filter((row) => row.kind === '01' && row.validTo !== null).length);
    for (const { idNumber } of without) expect(atWork.has(idNumber)).toBe(false);
    const designated = new Set(of('hardship').map((row) => row.idNumber));
    const heads = of('households').filter((row) => row.relation === '01');
    for (const { idNumber } of heads) expect(designated).toContain(idNumber);

    const units = new Set(of('internship-units').map((row) => row.creditCode));
    for (const row of of('internships')) expect(units).toContain(row.creditCode);
    const bodies = new Map(of('training-bodies').map((row) => [row.creditCode, row.validFrom]));
    const held = of('trainings').filter((row) => row.creditCode !== null);
    expect(held.length).toBeGreaterThan(0);
    for (const row of held) expect(bodies.get(row.creditCode!)! <= row.startDate).toBe(true);
    const parks = new Set(of('parks').map((row) => row.key));
    for (const row of of('park-residents')) expect(parks).toContain(row.park);
    const communities = new Set(of('communities').map((row) => row.key));
    for (const row of of('welfare-posts')) expect(communities).toContain(row.community);

    for (const row of [...of('trainings'), ...of('internships')])
      expect(row.endDate === null || row.endDate >= row.startDate).toBe(true);
  }
  // Somebody found work: the household is no longer one.
  expect(ended[1]).toBeGreaterThan(ended[0]!);
});

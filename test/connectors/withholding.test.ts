/** Declarations of wages from the tax bureau: exact to the fen, corrected and withdrawn, over the same protocol as taxpayers. */
import { afterAll, afterEach, expect, test } from 'vitest';
import { createNodeTransport } from '../../connectors/node-transport.js';
import { soapPictureOf } from '../../connectors/sandbox/http-pictures.js';
import type { SandboxServer } from '../../connectors/sandbox/http-server.js';
import type { PictureRow } from '../../connectors/sandbox/picture.js';
import { createPopulation } from '../../connectors/sandbox/population.js';
import type { SoapRow } from '../../connectors/sandbox/soap-answer.js';
import { type SoapPicture, soapPath, startSoapServer } from '../../connectors/sandbox/soap-server.js';
import { withholdingRows } from '../../connectors/sandbox/tax-withholding.picture.js';
import { createTaxConnector } from '../../connectors/tax/tax.connector.js';
import { creditCheckCharacter, idCheckCharacter } from '../../rules/identifiers.js';
import { type Clock, drain, sourceContext } from '../support/source-context.js';

const transport = createNodeTransport();
const servers: SandboxServer[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) await server.close();
});
afterAll(() => transport.close());

const noon = () => new Date('2026-11-23T04:00:00.000Z');

async function setUp(picture: SoapPicture) {
  const clock: Clock = { now: noon() };
  const signIn = { username: 'puyang-hub', password: 'a password' };
  const server = await startSoapServer({ port: 0, ...signIn, picture, now: () => clock.now });
  servers.push(server);
  const connector = createTaxConnector({ url: server.url + soapPath, ...signIn });
  return { clock, connector, context: sourceContext(transport, clock) };
}

/** Declarations and nothing else. */
const picture = (rows: PictureRow<SoapRow>[]): SoapPicture => ({
  rows: (stream) => (stream === 'withholding' ? rows : []),
  row: () => null,
});

const codeOf = (number: number) => {
  const first17 = `91410900MA44${String(number).padStart(5, '0')}`;
  return first17 + creditCheckCharacter(first17);
};
const day = (n: number) => new Date(Date.parse('2026-10-01T00:00:00Z') + n * 86_400_000).toISOString();
const stream = 'withholding';
const idNumberOf = (number: number, prefix = '41090219900101') => {
  const first17 = `${prefix}${String(number).padStart(3, '0')}`;
  return first17 + idCheckCharacter(first17);
};

function declared(number: number, more: SoapRow = {}): PictureRow<SoapRow> {
  const row = {
    IdNumber: idNumberOf(number),
    CreditCode: codeOf(1),
    Month: '2026-01',
    WageIncomeFen: '0512345',
    DeclarationState: '1',
    ModifiedAt: day(number).replace('.000Z', '+00:00'),
    ...more,
  };
  return { key: String(number), changedAt: day(number), row };
}

test('ALL and the days after give every declaration of the population', async () => {
  const population = createPopulation({ seed: 7, persons: 400, day0: '2026-11-23', months: 5 });
  let offset = 0;
  const { connector, context, clock } = await setUp(soapPictureOf(population, () => offset));
  const held = new Map<string, { key: string }>();
  const byKey = (a: { key: string }, b: { key: string }) => (a.key < b.key ? -1 : 1);
  let highWater: string | null = null;
  const read = async () => {
    const { rows, rejects, end } = await drain(connector, { stream, mode: { kind: 'changes' }, highWater }, context);
    expect(rejects).toEqual([]);
    for (const row of rows) {
      if (row.op === 'upsert') held.set(row.key, row);
      else held.delete(row.key);
    }
    highWater = end!.highWater as string;
    return end!;
  };
  expect(await read()).toMatchObject({ completeSnapshot: true, highWater: noon().toISOString() });
  const first = held.size;
  let withdrawn = 0;
  for (offset = 30; offset <= 90; offset += 30) {
    clock.now = new Date(noon().getTime() + offset * 86_400_000);
    expect((await read()).completeSnapshot).toBe(false);
    const told = [...withholdingRows(population, offset)].map(({ changedAt, row }) => ({ changedAt, ...row! }));
    const inForce = told.filter((row) => row.DeclarationState === '1');
    withdrawn = told.length - inForce.length;
    expect([...held.values()].sort(byKey)).toEqual(
      inForce
        .map((row) => ({
          op: 'upsert',
          key: `${row.IdNumber}|${row.CreditCode}|${row.Month}`,
          subject: { idNumber: row.IdNumber },
          body: {
            kind: 'withholding',
            employerCode: row.CreditCode,
            month: row.Month,
            incomeFen: Number(row.WageIncomeFen),
          },
          version: row.changedAt,
        }))
        .sort(byKey),
    );
  }
  expect(held.size).toBeGreaterThan(first);
  expect(withdrawn).toBeGreaterThan(0);
});

test('identifiers come to their normal form, money is exact to the fen, a withdrawn declaration is a tombstone', async () => {
  const withX = Array.from({ length: 100 }, (_, n) => idNumberOf(n)).find((id) => id.endsWith('X'))!;
  const old = idNumberOf(7, '41090219800101');
  const { connector, context } = await setUp(
    picture([
      declared(1, { IdNumber: withX.toLowerCase(), WageIncomeFen: '900719925474099' }),
      declared(2, { IdNumber: old.slice(0, 6) + old.slice(8, 17) }),
      declared(3, { DeclarationState: '2' }),
    ]),
  );
  const { rows } = await drain(connector, { stream }, context);
  expect(rows).toEqual([
    {
      op: 'upsert',
      key: `${withX}|${codeOf(1)}|2026-01`,
      subject: { idNumber: withX },
      body: { kind: 'withholding', employerCode: codeOf(1), month: '2026-01', incomeFen: 900_719_925_474_099 },
      version: day(1),
    },
    {
      op: 'upsert',
      key: `${old}|${codeOf(1)}|2026-01`,
      subject: { idNumber: old },
      body: { kind: 'withholding', employerCode: codeOf(1), month: '2026-01', incomeFen: 512_345 },
      version: day(2),
    },
    { op: 'tombstone', key: `${idNumberOf(3)}|${codeOf(1)}|2026-01`, version: day(3) },
  ]);
});

test('KEY finds single declarations in all that the bureau keeps, and leaves the high water alone', async () => {
  const { connector, context } = await setUp(picture([declared(1), declared(2), declared(3, { Month: '2026-13' })]));
  const keys = [`${idNumberOf(2)}|${codeOf(1)}|2026-01`, `${idNumberOf(9)}|${codeOf(1)}|2026-01`];
  const request = { stream, mode: { kind: 'key', keys }, highWater: day(50), batchSize: 2 } as const;
  const { rows, rejects, end } = await drain(connector, request, context);
  expect([rows.map(({ key }) => key), rejects]).toEqual([[keys[0]], []]);
  expect(end).toMatchObject({ highWater: day(50), completeSnapshot: false });
  expect(connector.descriptor.streams).toMatchObject([{ canLookUp: true }, { stream, canLookUp: false }]);
});

test('bad rows are put aside with page, index and field, the others load', async () => {
  const bad: [SoapRow, string, string][] = [
    [{ IdNumber: '41090219900101' }, 'id-form', 'IdNumber'],
    [{ CreditCode: '410900' }, 'credit-code-form', 'CreditCode'],
    [{ Month: '2026-13' }, 'wrong-form', 'Month'],
    [{ Month: '1066-01' }, 'date-out-of-range', 'Month'],
    [{ WageIncomeFen: '5123.45' }, 'wrong-form', 'WageIncomeFen'],
    [{ WageIncomeFen: '-1' }, 'wrong-form', 'WageIncomeFen'],
    [{ WageIncomeFen: null }, 'wrong-type', 'WageIncomeFen'],
    [{ DeclarationState: '3' }, 'unknown-code', 'DeclarationState'],
    [{ ModifiedAt: '2026-01-01' }, 'wrong-form', 'ModifiedAt'],
    [{ Name: '张三' }, 'unknown-field', 'Name'],
  ];
  const rows = [...bad.map(([more], n) => declared(n, more)), declared(20)];
  const { connector, context } = await setUp(picture(rows));
  const { rows: good, rejects } = await drain(connector, { stream, batchSize: 4 }, context);
  expect(good).toHaveLength(1);
  expect(rejects.map(({ code, field }) => [code, field])).toEqual(bad.map(([, code, field]) => [code, field]));
  expect(rejects.map(({ location }) => location)).toEqual(
    bad.map((_, n) => ({ page: Math.floor(n / 4) + 1, index: n % 4 })),
  );
  for (const { reason, raw } of rejects) {
    expect(raw).toMatch(/^<ns2:Withholding><.*<\/ns2:Withholding>$/);
    expect(reason).not.toMatch(/\d{5}/);
  }
});

import { afterAll, afterEach, describe, expect, test } from 'vitest';
import { createNodeTransport } from '../../connectors/node-transport.js';
import { soapPictureOf } from '../../connectors/sandbox/http-pictures.js';
import type { Fault, Faults, SandboxServer } from '../../connectors/sandbox/http-server.js';
import type { PictureRow } from '../../connectors/sandbox/picture.js';
import { createPopulation } from '../../connectors/sandbox/population.js';
import type { SoapRow } from '../../connectors/sandbox/soap-answer.js';
import {
  type SoapPicture,
  soapPath,
  type SoapServerOptions,
  startSoapServer,
} from '../../connectors/sandbox/soap-server.js';
import { taxRows } from '../../connectors/sandbox/tax.picture.js';
import { SourceError } from '../../connectors/source-error.js';
import { createTaxConnector } from '../../connectors/tax/tax.connector.js';
import type { HttpRequest } from '../../connectors/transport.js';
import { parseXml } from '../../connectors/xml.js';
import { creditCheckCharacter } from '../../rules/identifiers.js';
import { type Clock, drain, sourceContext } from '../support/source-context.js';

const username = 'puyang-hub';
const password = 'canary-password<&>';
const stream = 'taxpayers';
const transport = createNodeTransport();
const servers: SandboxServer[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) await server.close();
});
afterAll(() => transport.close());

const noon = () => new Date('2026-11-23T04:00:00.000Z');

async function setUp(
  picture: SoapPicture,
  { faults, serverClock, ...more }: { faults?: Faults; serverClock?: Clock } & Partial<SoapServerOptions> = {},
) {
  const clock: Clock = { now: noon() };
  const now = () => (serverClock ?? clock).now;
  const options = { port: 0, username, password, picture, now, ...(faults ? { faults } : {}), ...more };
  const server = await startSoapServer(options);
  servers.push(server);
  const connector = createTaxConnector({ url: server.url + soapPath, username, password });
  return { clock, server, connector, context: sourceContext(transport, clock) };
}

const codeOf = (number: number) => {
  const first17 = `91410900MA44${String(number).padStart(5, '0')}`;
  return first17 + creditCheckCharacter(first17);
};
const day = (n: number) => new Date(Date.parse('2026-10-01T00:00:00Z') + n * 86_400_000).toISOString();

function taxpayer(number: number, changedAt = day(number), more: SoapRow = {}): PictureRow<SoapRow> {
  const row = {
    CreditCode: codeOf(number),
    Name: '濮阳<中原>商贸有限公司',
    RegistrationState: '01',
    VatKind: '2',
    Industry: 'F5211',
    AnnualRevenueFen: '1234500',
    Headcount: '012',
    ModifiedAt: changedAt,
    ...more,
  };
  return { key: row.CreditCode, changedAt, row };
}

function picture(rows: PictureRow<SoapRow>[]): SoapPicture & { read: number } {
  return {
    read: 0,
    *rows() {
      const snapshot = rows.slice();
      for (const row of snapshot) {
        this.read += 1;
        yield row;
      }
    },
    row: (code) => rows.find((row) => row.key === code) ?? null,
  };
}
const fifty = Array.from({ length: 50 }, (_, i) => taxpayer(i));

async function errorOf(promise: Promise<unknown>): Promise<SourceError> {
  const error = await promise.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(SourceError);
  return error as SourceError;
}

function answer(status: number, body: string, headers: Record<string, string> = {}): Fault {
  return { kind: 'answer', answer: { status, headers, body } };
}
const edit = (change: (body: string) => string): Fault => ({
  kind: 'edit',
  edit: (good) => ({ ...good, body: change(good.body) }),
});

describe('reading', () => {
  test('ALL gives every taxpayer of the population', async () => {
    const population = createPopulation({ seed: 7, persons: 4000, day0: '2026-11-23', months: 13 });
    const { connector, context } = await setUp(soapPictureOf(population, () => 0));
    const told = new Map([...taxRows(population, 0)].map((row) => [row.key, row]));
    const { rows, rejects, end, batches } = await drain(connector, { stream, batchSize: 100 }, context);
    expect(rows.length + rejects.length).toBe(told.size);
    expect(batches[0]!.expectedRows).toBe(told.size);
    for (const row of rows) {
      const { changedAt, row: wire } = told.get(row.key)!;
      expect(row).toMatchObject({
        version: changedAt,
        subject: { creditCode: row.key },
        body: {
          name: wire!.Name,
          industry: wire!.Industry,
          annualRevenueFen: wire!.AnnualRevenueFen === null ? null : Number(wire!.AnnualRevenueFen),
        },
      });
    }
    expect(rejects.length).toBeGreaterThan(0);
    expect(new Set(rejects.map((reject) => reject.code))).toEqual(new Set(['credit-code-check-character']));
    expect(end).toEqual({
      kind: 'end',
      asOf: noon().toISOString(),
      highWater: noon().toISOString(),
      completeSnapshot: true,
    });
  });

  test('a taxpayer is said in the words of the hub; nil and absent are not known', async () => {
    const rows = [
      taxpayer(1),
      taxpayer(2, day(2), { AnnualRevenueFen: null, Headcount: undefined, RegistrationState: '03', VatKind: '1' }),
    ];
    const { connector, context } = await setUp(picture(rows));
    const { rows: read } = await drain(connector, { stream }, context);
    expect(read[0]).toEqual({
      op: 'upsert',
      key: codeOf(1),
      version: day(1),
      subject: { creditCode: codeOf(1) },
      body: {
        kind: 'taxpayer',
        name: '濮阳<中原>商贸有限公司',
        state: 'normal',
        vatKind: 'small_scale',
        industry: 'F5211',
        annualRevenueFen: 1_234_500,
        headcount: 12,
      },
    });
    expect(read[1]).toMatchObject({
      body: { state: 'cancelled', vatKind: 'general', annualRevenueFen: null, headcount: null },
    });
  });

  test('CHANGES begins an overlap before the high water and ends at the time of the source', async () => {
    const rows = [...fifty];
    const { connector, context, clock } = await setUp(picture(rows));
    const first = await drain(connector, { stream, mode: { kind: 'changes' } }, context);
    expect(first.end?.completeSnapshot).toBe(true);
    clock.now = new Date(clock.now.getTime() + 3_600_000);
    const at = (ms: number) => new Date(noon().getTime() + ms).toISOString();
    rows.push(taxpayer(60, at(-60_000)), taxpayer(61, at(60_000)), taxpayer(62, at(3_660_000)));
    const second = await drain(
      connector,
      { stream, mode: { kind: 'changes' }, highWater: first.end!.highWater },
      context,
    );
    expect(second.rows.map((row) => row.key)).toEqual([codeOf(60), codeOf(61)]);
    expect(second.end).toMatchObject({ highWater: clock.now.toISOString(), completeSnapshot: false });
  });

  test('RANGE reads [from, to) and leaves the high water alone; an empty window ends, too', async () => {
    const { connector, context } = await setUp(picture(fifty));
    const range = (from: string, to: string) =>
      drain(connector, { stream, mode: { kind: 'range', from, to }, highWater: day(40) }, context);
    const { rows, end } = await range(day(10), day(13));
    expect(rows.map((row) => row.version)).toEqual([day(10), day(11), day(12)]);
    expect(end).toMatchObject({ highWater: day(40), completeSnapshot: false });
    expect(await range(day(-9), day(-8))).toMatchObject({ rows: [], end: { highWater: day(40) } });
  });

  test('KEY asks for fifty codes at a time, unknown ones have no row', async () => {
    const many = Array.from({ length: 120 }, (_, i) => taxpayer(i, day(0)));
    const asked: number[] = [];
    const { connector, context } = await setUp(picture(many), {
      faults: ({ body }) => {
        asked.push(body.split('<CreditCode>').length - 1);
        return undefined;
      },
    });
    const keys = [...many.map((row) => row.key), codeOf(999)];
    const { rows, end } = await drain(connector, { stream, mode: { kind: 'key', keys } }, context);
    expect(asked).toEqual([50, 50, 21]);
    expect(rows.length).toBe(120);
    expect(end).toMatchObject({ highWater: null, completeSnapshot: false });
  });

  test('one taxpayer is a list of one; the prefixes are the choice of the server, even the empty one', async () => {
    const { connector, context } = await setUp(picture([taxpayer(1)]), { prefixes: { soap: 'x', tax: 'soap' } });
    const { rows } = await drain(connector, { stream }, context);
    expect(rows.map((row) => row.key)).toEqual([codeOf(1)]);
    const bare = await setUp(picture([taxpayer(1)]), {
      faults: () => edit((body) => body.replaceAll('ns2:', '').replace('xmlns:ns2', 'xmlns')),
    });
    expect((await drain(bare.connector, { stream }, bare.context)).rows).toEqual(rows);
  });

  test('all pages are served by two passes over the rows: one counts, one reads', async () => {
    const counted = picture(Array.from({ length: 10_000 }, (_, i) => taxpayer(i, day(i % 50))));
    const { connector, context } = await setUp(counted);
    expect((await drain(connector, { stream }, context)).rows.length).toBe(10_000);
    expect(counted.read).toBe(20_000);
  });

  test('the WSDL stands at ?wsdl and names the address', async () => {
    const { server, context } = await setUp(picture([]));
    const url = `${server.url}${soapPath}?wsdl`;
    const { body } = await transport.http(
      { method: 'GET', url, headers: {}, timeoutMs: 5000, maxBytes: 1e6 },
      context.signal,
    );
    expect(parseXml(body).root).toMatchObject({ uri: 'http://schemas.xmlsoap.org/wsdl/', name: 'definitions' });
    expect(body.toString()).toContain(`location="${server.url}${soapPath}"`);
  });
});

describe('positions', () => {
  test('a pull goes on behind the last committed batch, and after the last one only ends', async () => {
    const { connector, context } = await setUp(picture(fifty));
    const head = await drain(connector, { stream, batchSize: 20 }, context, () => true);
    const rest = await drain(connector, { stream, batchSize: 500, position: head.batches[0]!.position }, context);
    expect([...head.rows, ...rest.rows].map((row) => row.version)).toEqual(fifty.map((row) => row.changedAt));
    const nothing = await drain(connector, { stream, position: rest.batches.at(-1)!.position }, context);
    expect(nothing.batches).toEqual([]);
    expect(nothing.end).toMatchObject({ highWater: noon().toISOString(), completeSnapshot: true });
  });

  test('a row that leaves the window while it is read costs no other row', async () => {
    const rows = [...fifty];
    const { connector, context } = await setUp(picture(rows));
    const head = await drain(connector, { stream, batchSize: 20 }, context, () => true);
    await drain(connector, { stream, batchSize: 20, position: head.batches[0]!.position }, context, () => true);
    rows.splice(3, 1);
    const rest = await drain(connector, { stream, batchSize: 20, position: head.batches[0]!.position }, context);
    expect(new Set(rest.rows.map((row) => row.key)).size).toBe(49);
    expect(context.lines.join()).toContain('read again');
  });

  test('a window that never settles, a lying total, a damaged checkpoint and a future high water are errors', async () => {
    let total = 50;
    const restless = await setUp(picture(fifty), {
      faults: () => edit((body) => body.replace(/Total>\d+</, `Total>${total++}<`)),
    });
    expect((await errorOf(drain(restless.connector, { stream, batchSize: 20 }, restless.context))).kind).toBe(
      'unavailable',
    );
    const lying = await setUp(picture(fifty), {
      faults: () => edit((body) => body.replace(/Total>\d+</, 'Total>60<')),
    });
    expect((await errorOf(drain(lying.connector, { stream }, lying.context))).kind).toBe('integrity');
    const { connector, context } = await setUp(picture(fifty));
    expect((await errorOf(drain(connector, { stream, position: 'x' }, context))).kind).toBe('defect');
    const highWater = new Date(noon().getTime() + 86_400_000).toISOString();
    const ahead = drain(connector, { stream, mode: { kind: 'changes' }, highWater }, context);
    expect((await errorOf(ahead)).kind).toBe('integrity');
  });
});

describe('signing in', () => {
  test('a wrong password and a wrong user are refused; the password never travels', async () => {
    const { server, context } = await setUp(picture(fifty));
    const url = server.url + soapPath;
    for (const settings of [
      { url, username, password: 'wrong' },
      { url, username: 'other', password },
    ]) {
      const error = await errorOf(drain(createTaxConnector(settings), { stream }, context));
      expect([error.kind, error.message]).toEqual(['auth', 'tax answered with a SOAP fault (FailedAuthentication)']);
    }
  });

  test('a nonce is good once', async () => {
    const { connector, clock } = await setUp(picture(fifty));
    const sent: HttpRequest[] = [];
    const http = (request: HttpRequest, signal: AbortSignal) => {
      sent.push(request);
      return transport.http(request, signal);
    };
    const context = sourceContext({ ...transport, http }, clock);
    await drain(connector, { stream }, context);
    expect(sent[0]!.body).not.toContain('canary');
    const replay = await transport.http(sent[0]!, context.signal);
    expect([replay.status, replay.body.toString()]).toEqual([500, expect.stringContaining('nonce was used before')]);
  });

  test('a clock six minutes off is refused, and the check says so', async () => {
    const off = await setUp(picture(fifty), { serverClock: { now: new Date(noon().getTime() + 360_000) } });
    const message = 'tax answered with a SOAP fault (InvalidSecurityToken)';
    expect(await off.connector.check(off.context)).toMatchObject([
      { ok: false, message },
      { ok: false, message },
    ]);
    const good = await setUp(picture(fifty));
    expect(await good.connector.check(good.context)).toMatchObject([
      { what: 'tax/taxpayers', ok: true },
      { what: 'tax/withholding', ok: true },
    ]);
  });
});

describe('misbehaviour', () => {
  const soap = 'http://schemas.xmlsoap.org/soap/envelope/';
  const faultBody = (code: string) =>
    `<e:Envelope xmlns:e="${soap}"><e:Body><e:Fault><faultcode>e:${code}</faultcode>` +
    `<faultstring>${password.replace(/[<&>]/g, '')} ${codeOf(1)}</faultstring></e:Fault></e:Body></e:Envelope>`;
  const canary = 'canary-password';

  test.each<[string, Fault, string]>([
    ['a fault with 200', answer(200, faultBody('Client')), 'contract'],
    ['a fault with 500', answer(500, faultBody('Client.NotPermitted')), 'permission'],
    ['a fault of sign-in with 200', answer(200, faultBody('InvalidSecurity')), 'auth'],
    ['a fault that must pass', answer(500, faultBody('Server.Busy')), 'unavailable'],
    ['a fault code that is a sentence', answer(200, faultBody(codeOf(1))), 'protocol'],
    ['a sign-in page', answer(200, `<html><p>${canary}</html>`), 'protocol'],
    ['other XML', answer(200, '<ok/>'), 'protocol'],
    ['500 without SOAP', answer(500, canary), 'unavailable'],
    ['403', answer(403, canary), 'permission'],
    ['another answer', edit((body) => body.replaceAll('QueryTaxpayersResponse', 'Other')), 'contract'],
    ['another namespace', edit((body) => body.replace('urn:puyang:tax:query:1', 'urn:other')), 'contract'],
    ['a cut-off document', edit((body) => body.slice(0, -400)), 'protocol'],
    ['a cut between elements', edit((body) => body.slice(0, body.indexOf('</ns2:Taxpayer>') + 15)), 'protocol'],
    ['a DOCTYPE', edit((body) => body.replace('?>', '?><!DOCTYPE e [<!ENTITY a "b">]>')), 'protocol'],
    ['an unknown entity', edit((body) => body.replace('F5211', '&a;')), 'protocol'],
    ['depth', edit((body) => body.replace('F5211', '<a>'.repeat(99) + '</a>'.repeat(99))), 'protocol'],
    ['another encoding', edit((body) => body.replace('UTF-8', 'GB18030')), 'protocol'],
  ])('%s is an error that quotes nothing', async (_, fault, kind) => {
    const { connector, context } = await setUp(picture(fifty), { faults: () => fault });
    const error = await errorOf(drain(connector, { stream }, context));
    expect(error.kind).toBe(kind);
    expect(error.message).toMatch(/^tax/);
    const said = `${error.stack} ${JSON.stringify(error)} ${context.lines.join()}`;
    expect(said).not.toContain(canary);
    expect(said).not.toContain(codeOf(1));
  });

  test('passing faults are asked again, a POST as well; 429 is obeyed', async () => {
    const faults: Fault[] = [
      answer(503, ''),
      { kind: 'reset' },
      answer(200, faultBody('Server')),
      answer(429, '', { 'retry-after': '9' }),
    ];
    const { connector, context } = await setUp(picture(fifty), { faults: ({ number }) => faults[number - 1] });
    expect((await drain(connector, { stream }, context)).rows.length).toBe(50);
    expect(context.waits).toHaveLength(4);
    expect(context.waits[3]).toBe(9000);
  });
});

describe('bad rows', () => {
  test('each becomes a reject that names the fault and keeps its own text, the rest loads', async () => {
    const bad: [SoapRow, string, string][] = [
      [
        { CreditCode: `${codeOf(0).slice(0, 17)}${codeOf(0).endsWith('1') ? '2' : '1'}` },
        'credit-code-check-character',
        'CreditCode',
      ],
      [{ CreditCode: '410900' }, 'credit-code-form', 'CreditCode'],
      [{ Name: '' }, 'wrong-form', 'Name'],
      [{ Name: null }, 'wrong-type', 'Name'],
      [{ Headcount: '' }, 'wrong-form', 'Headcount'],
      [{ AnnualRevenueFen: '12.50' }, 'wrong-form', 'AnnualRevenueFen'],
      [{ RegistrationState: '1' }, 'unknown-code', 'RegistrationState'],
      [{ VatKind: undefined }, 'missing-field', 'VatKind'],
      [{ Phone: '1' }, 'unknown-field', 'Phone'],
    ];
    const rows = [...bad.map(([more], i) => taxpayer(i, day(i), more)), taxpayer(20)];
    const { connector, context } = await setUp(picture(rows));
    const { rows: good, rejects } = await drain(connector, { stream, batchSize: 5 }, context);
    expect(good.map((row) => row.key)).toEqual([codeOf(20)]);
    expect(rejects.map(({ code, field }) => [code, field])).toEqual(bad.map(([, code, field]) => [code, field]));
    expect(rejects[6]).toMatchObject({ key: codeOf(6), location: { page: 2, index: 1 } });
    for (const reject of rejects) {
      expect(reject.raw).toMatch(/^<ns2:Taxpayer><.*<\/ns2:Taxpayer>$/);
      expect(reject.reason).not.toMatch(/\d/);
    }
  });

  test('a repeated and a nested element are no text', async () => {
    const { connector, context } = await setUp(picture([taxpayer(1), taxpayer(2)]), {
      faults: () =>
        edit((body) =>
          body
            .replace('<ns2:VatKind>2</ns2:VatKind>', '<ns2:VatKind>2</ns2:VatKind><ns2:VatKind>1</ns2:VatKind>')
            .replace(/F5211(?!.*F5211)/, '<ns2:Code>F5211</ns2:Code>'),
        ),
    });
    const { rejects } = await drain(connector, { stream }, context);
    expect(rejects.map(({ key, field }) => [key, field])).toEqual([
      [codeOf(1), 'VatKind'],
      [codeOf(2), 'Industry'],
    ]);
  });
});

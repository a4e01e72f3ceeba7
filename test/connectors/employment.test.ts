import { afterAll, afterEach, describe, expect, test } from 'vitest';
import { createEmploymentConnector } from '../../connectors/employment/employment.connector.js';
import { employmentRows as schemas } from '../../connectors/employment/employment.records.js';
import { createNodeTransport } from '../../connectors/node-transport.js';
import { employmentRows } from '../../connectors/sandbox/employment.picture.js';
import { restPictureOf } from '../../connectors/sandbox/http-pictures.js';
import type { Fault, Faults, SandboxRequest, SandboxServer } from '../../connectors/sandbox/http-server.js';
import type { PictureRow } from '../../connectors/sandbox/picture.js';
import { createPopulation } from '../../connectors/sandbox/population.js';
import { type RestPicture, startRestServer } from '../../connectors/sandbox/rest-server.js';
import { SourceError } from '../../connectors/source-error.js';
import type { HttpRequest } from '../../connectors/transport.js';
import { type Clock, drain, sourceContext } from '../support/source-context.js';

const appId = 'puyang-hub';
const secret = 'canary-secret-of-the-app';
const transport = createNodeTransport();
const servers: SandboxServer[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) await server.close();
});
afterAll(() => transport.close());

const noon = () => new Date('2026-11-23T04:00:00.000Z');

/** A server with its picture, a connector that knows its address, and one clock for both. */
async function setUp(picture: RestPicture, faults?: Faults, serverClock?: Clock) {
  const clock: Clock = { now: noon() };
  const now = () => (serverClock ?? clock).now;
  const server = await startRestServer({ port: 0, appId, secret, picture, now, ...(faults ? { faults } : {}) });
  servers.push(server);
  const connector = createEmploymentConnector({ url: server.url, appId, secret });
  return { clock, server, connector, context: sourceContext(transport, clock) };
}

const idNumber = '410902199001011238';
const streamNames = Object.keys(schemas);

function grant(number: number, changedAt: string, more: object = {}): PictureRow<object> {
  const key = `B${String(number).padStart(12, '0')}`;
  const row = {
    key,
    idNumber,
    name: '王𠮷',
    updatedAt: changedAt.replace('Z', '+00:00'),
    entitlementId: 'art05.opening-subsidy',
    fund: '就业补助资金',
    fromMonth: '2026-01',
    toMonth: '2026-01',
    amountFen: 500_000,
    paidOn: '2026-02-01',
    firstApprovedOn: null,
    ...more,
  };
  return { key, changedAt, row };
}

/** A picture of grants alone; `read` counts the rows that the server looked at. */
function picture(rows: PictureRow<object>[]): RestPicture & { read: number } {
  return {
    read: 0,
    streams: streamNames,
    *rows() {
      const snapshot = rows.slice();
      for (const row of snapshot) {
        this.read += 1;
        yield row;
      }
    },
    row: (_stream, key) => rows.find((row) => row.key === key) ?? null,
  };
}

const day = (n: number) => new Date(Date.parse('2026-10-01T00:00:00Z') + n * 86_400_000).toISOString();
const fifty = Array.from({ length: 50 }, (_, i) => grant(i, day(i)));
const stream = 'benefit-grants';

async function errorOf(promise: Promise<unknown>): Promise<SourceError> {
  const error = await promise.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(SourceError);
  return error as SourceError;
}

describe('reading', () => {
  test('ALL gives every row of the population, in every stream', async () => {
    const population = createPopulation({ seed: 7, persons: 2000, day0: '2026-11-23', months: 13 });
    const { connector, context } = await setUp(restPictureOf(population, () => 0));
    for (const { stream } of connector.descriptor.streams) {
      const told = [...employmentRows(population, stream as 'hardship', 0)];
      const { rows, rejects, end } = await drain(connector, { stream, batchSize: 300 }, context);
      const versions = new Map(told.map(({ key, changedAt }) => [key, changedAt]));
      expect(rows.length + rejects.length).toBe(told.length);
      for (const row of rows) expect(row.version).toBe(versions.get(row.key));
      expect(new Set([...rows, ...rejects].map((row) => row.key))).toEqual(new Set(versions.keys()));
      expect(rejects.length).toBeLessThan(told.length / 20);
      expect(end).toEqual({
        kind: 'end',
        asOf: '2026-11-23T04:00:00.000Z',
        highWater: '2026-11-23T04:00:00.000Z',
        completeSnapshot: true,
      });
    }
  });

  test('each stream is said in the words of the hub', async () => {
    const common = { idNumber: '410902900101123', name: '李四', updatedAt: '2026-10-01T08:00:00+08:00' };
    const rows: Record<string, object> = {
      'job-seekers': {
        ...common,
        key: idNumber,
        idNumber,
        sex: '9',
        birthDate: '1990-01-01',
        householdRegion: '410902',
        phone: null,
        education: { schoolType: '04', status: '0', school: null, graduationDate: null },
      },
      registrations: {
        ...common,
        key: 'R1',
        kind: '02',
        creditCode: null,
        startDate: '2026-01-06',
        endDate: null,
        contractStart: null,
        contractEnd: null,
        reason: '灵活就业',
      },
      hardship: { ...common, key: 'H1', category: '03', validFrom: '2026-01-06', validTo: '2026-12-31' },
    };
    const one = (stream: string) => [{ key: 'x', changedAt: day(0), row: rows[stream]! }];
    const { connector, context } = await setUp({ streams: Object.keys(rows), rows: one, row: () => null });
    const version = '2026-10-01T00:00:00.000Z';
    const bodyOf = async (stream: string) => (await drain(connector, { stream }, context)).rows[0];
    expect(await bodyOf('job-seekers')).toEqual({
      op: 'upsert',
      key: idNumber,
      version,
      subject: { idNumber },
      body: {
        kind: 'person',
        name: '李四',
        sex: null,
        birthDate: '1990-01-01',
        householdRegion: '410902',
        phone: null,
        education: {
          schoolType: 'technician_college_senior_class',
          status: 'enrolled',
          school: null,
          graduationDate: null,
        },
      },
    });
    // The old 15-place number comes out in its 18-place form.
    expect(await bodyOf('registrations')).toMatchObject({
      subject: { idNumber: expect.stringMatching(/^41090219900101123[\dX]$/) },
      body: { kind: 'employment', form: 'flexible', employerCode: null, from: '2026-01-06', to: null },
    });
    expect(await bodyOf('hardship')).toMatchObject({
      body: { kind: 'hardship', category: 'older_worker', from: '2026-01-06', to: '2026-12-31' },
    });
  });

  test('deleted rows come as tombstones, money and names as they are', async () => {
    const { connector, context } = await setUp(
      picture([grant(1, day(1)), { key: 'B000000000002', changedAt: day(2), row: null }]),
    );
    const { rows } = await drain(connector, { stream }, context);
    expect(rows[0]).toMatchObject({ op: 'upsert', body: { amountFen: 500_000 }, subject: { idNumber } });
    expect(rows[1]).toEqual({ op: 'tombstone', key: 'B000000000002', version: day(2) });
  });

  test('CHANGES begins an overlap before the high water and ends at the time of the source', async () => {
    const rows = [...fifty];
    const { connector, context, clock } = await setUp(picture(rows));
    const first = await drain(connector, { stream, mode: { kind: 'changes' } }, context);
    expect(first.end?.completeSnapshot).toBe(true);
    clock.now = new Date(clock.now.getTime() + 3_600_000);
    const late = new Date(noon().getTime() - 60_000).toISOString();
    const fresh = new Date(noon().getTime() + 60_000).toISOString();
    const future = new Date(clock.now.getTime() + 60_000).toISOString();
    rows.push(grant(60, late), grant(61, fresh), grant(62, future));
    const highWater = first.end!.highWater;
    const second = await drain(connector, { stream, mode: { kind: 'changes' }, highWater }, context);
    expect(second.rows.map((row) => row.key.slice(-2))).toEqual(['60', '61']);
    expect(second.end).toMatchObject({ highWater: clock.now.toISOString(), completeSnapshot: false });
  });

  test('the next day brings what changed on it, deletions as well', async () => {
    const population = createPopulation({ seed: 7, persons: 2000, day0: '2026-11-23', months: 13 });
    let days = 0;
    const { connector, context, clock } = await setUp(restPictureOf(population, () => days));
    const { end } = await drain(connector, { stream: 'registrations' }, context);
    days = 40;
    clock.now = new Date(clock.now.getTime() + 40 * 86_400_000);
    const mode = { kind: 'changes' } as const;
    const { highWater } = end!;
    const { rows, rejects } = await drain(connector, { stream: 'registrations', mode, highWater }, context);
    const rejected = new Set(rejects.map((reject) => reject.key));
    const changed = [...employmentRows(population, 'registrations', 40)].filter((row) => row.changedAt >= day(53));
    expect(changed.filter(({ key }) => rejected.has(key)).length).toBe(rejects.length);
    expect(rows.map((row) => [row.key, row.op])).toEqual(
      changed
        .filter(({ key }) => !rejected.has(key))
        .map(({ key, row }) => [key, row === null ? 'tombstone' : 'upsert']),
    );
    expect(new Set(rows.map((row) => row.op))).toEqual(new Set(['upsert', 'tombstone']));
  });

  test('RANGE reads [from, to) and leaves the high water alone', async () => {
    const { connector, context } = await setUp(picture(fifty));
    const mode = { kind: 'range', from: day(10), to: day(13) } as const;
    const { rows, end } = await drain(connector, { stream, mode, highWater: day(40) }, context);
    expect(rows.map((row) => row.version)).toEqual([day(10), day(11), day(12)]);
    expect(end).toMatchObject({ highWater: day(40), completeSnapshot: false, asOf: day(13) });
  });

  test('KEY asks for a hundred keys at a time, unknown ones have no row', async () => {
    const many = Array.from({ length: 230 }, (_, i) => grant(i, day(0)));
    const asked: number[] = [];
    const { connector, context } = await setUp(picture(many), ({ body }) => {
      asked.push((JSON.parse(body) as { keys: string[] }).keys.length);
      return undefined;
    });
    const keys = [...many.map((row) => row.key), 'B999999999999'];
    const { rows, end, batches } = await drain(connector, { stream, mode: { kind: 'key', keys } }, context);
    expect(asked).toEqual([100, 100, 31]);
    expect(rows.length).toBe(230);
    expect(end).toMatchObject({ highWater: null, completeSnapshot: false });
    const rest = await drain(
      connector,
      { stream, mode: { kind: 'key', keys }, position: batches[1]!.position },
      context,
    );
    expect(rest.rows.length).toBe(30);
  });

  test('pages are served by one pass over the rows', async () => {
    const rows = Array.from({ length: 20_000 }, (_, i) => grant(i, day(i % 50)));
    const counted = picture(rows);
    const { connector, context } = await setUp(counted);
    expect((await drain(connector, { stream, batchSize: 500 }, context)).rows.length).toBe(20_000);
    expect(counted.read).toBe(20_000);
  });
});

describe('positions', () => {
  test('a pull goes on behind the last committed batch, and after the last one only ends', async () => {
    const { connector, context } = await setUp(picture(fifty));
    const head = await drain(connector, { stream, batchSize: 20 }, context, () => true);
    const rest = await drain(connector, { stream, batchSize: 20, position: head.batches[0]!.position }, context);
    expect([...head.rows, ...rest.rows].map((row) => row.version)).toEqual(fifty.map((row) => row.changedAt));
    const nothing = await drain(connector, { stream, position: rest.batches.at(-1)!.position }, context);
    expect(nothing.batches).toEqual([]);
    expect(nothing.end).toEqual(rest.end);
  });

  test('rows that change or vanish between pages do not move the others', async () => {
    const rows = [...fifty];
    const { connector, context } = await setUp(picture(rows));
    const head = await drain(connector, { stream, batchSize: 20 }, context, () => true);
    rows.splice(3, 2);
    const { position } = head.batches[0]!;
    const first = await drain(connector, { stream, batchSize: 20, position }, context);
    // Asked for the same page again, the server has to search it.
    const again = await drain(connector, { stream, batchSize: 20, position }, context);
    for (const rest of [first, again]) {
      expect(rest.rows.at(-1)?.version).toBe(day(49));
      expect(new Set([...head.rows, ...rest.rows].map((row) => row.key)).size).toBe(50);
    }
  });

  test('an expired page token begins the window again, once', async () => {
    const { connector, context, clock } = await setUp(picture(fifty));
    const { batches } = await drain(connector, { stream, batchSize: 20 }, context, () => true);
    clock.now = new Date(clock.now.getTime() + 11 * 60_000);
    const rest = await drain(connector, { stream, batchSize: 20, position: batches[0]!.position }, context);
    expect(rest.rows.length).toBe(50);
    expect(rest.end).toMatchObject({ highWater: noon().toISOString(), completeSnapshot: true });
    expect(context.lines.join()).toContain('read again');

    const stubborn = await setUp(picture(fifty), ({ query }) =>
      query.has('page') ? answer(410, { code: 41001, message: 'expired' }) : undefined,
    );
    const error = await errorOf(drain(stubborn.connector, { stream, batchSize: 20 }, stubborn.context));
    expect(error.kind).toBe('position-expired');
  });

  test('a position holds no key of a row', async () => {
    const seekers = Array.from({ length: 3 }, () => ({ ...grant(1, day(0)), key: idNumber }));
    const { connector, context } = await setUp(picture(seekers));
    const { batches } = await drain(connector, { stream, batchSize: 1 }, context, () => true);
    const { page } = batches[0]!.position as { page: string };
    expect(page + Buffer.from(page, 'base64url').toString('latin1')).not.toContain(idNumber);
  });

  test('a damaged checkpoint, a high water in the future and a repeated page stop the stream', async () => {
    const { connector, context, server } = await setUp(picture(fifty));
    const damaged = errorOf(drain(connector, { stream, position: { offset: 3 } }, context));
    expect((await damaged).kind).toBe('defect');
    const highWater = new Date(noon().getTime() + 86_400_000).toISOString();
    const ahead = await errorOf(drain(connector, { stream, mode: { kind: 'changes' }, highWater }, context));
    expect(ahead.kind).toBe('integrity');
    expect(ahead.message).toMatch(/clock/);
    await server.close();
    const looping = await setUp(picture([]), () =>
      answer(200, { data: [], next: 'same', asOf: '2026-11-23T12:00:00+08:00' }),
    );
    const loop = await errorOf(drain(looping.connector, { stream }, looping.context));
    expect(loop.kind).toBe('protocol');
  });
});

function answer(status: number, body: object | string, headers: Record<string, string> = {}): Fault {
  return {
    kind: 'answer',
    answer: { status, headers, body: typeof body === 'string' ? body : JSON.stringify(body) },
  };
}

/** Misbehaves on the first `times` requests. */
const first =
  (times: number, fault: Fault): Faults =>
  ({ number }: SandboxRequest) =>
    number <= times ? fault : undefined;

describe('signing', () => {
  const changed = (change: (request: HttpRequest) => HttpRequest) => ({
    ...transport,
    http: (request: HttpRequest, signal: AbortSignal) => transport.http(change(request), signal),
  });
  const header = (name: string, value: string) => (request: HttpRequest) => ({
    ...request,
    headers: { ...request.headers, [name]: value },
  });
  const changes: [string, (request: HttpRequest) => HttpRequest][] = [
    ['signature', header('x-signature', 'ab'.repeat(32))],
    ['nonce', header('x-nonce', 'ab'.repeat(16))],
    ['app', header('x-app-id', 'another')],
    ['query', (request) => ({ ...request, url: request.url.replace('1970', '1971') })],
    ['path', (request) => ({ ...request, url: request.url.replace('benefit-grants', 'hardship') })],
    ['body', (request) => ({ ...request, body: request.body?.replace('B1', 'B2') ?? '' })],
  ];

  test.each(changes)('a changed %s is refused', async (what, change) => {
    const { connector, clock } = await setUp(picture(fifty));
    const context = sourceContext(changed(change), clock);
    const mode = what === 'body' ? ({ kind: 'key', keys: ['B1'] } as const) : ({ kind: 'all' } as const);
    const error = await errorOf(drain(connector, { stream, mode }, context));
    expect(error.kind).toBe('auth');
    expect(error.message).not.toContain(secret);
  });

  test('a nonce is good once', async () => {
    const { connector, clock } = await setUp(picture(fifty));
    const sent: HttpRequest[] = [];
    const context = sourceContext(
      changed((request) => {
        sent.push(request);
        return request;
      }),
      clock,
    );
    await drain(connector, { stream }, context);
    const replay = await transport.http(sent[0]!, context.signal);
    expect([replay.status, JSON.parse(replay.body.toString())]).toMatchObject([401, { code: 40105 }]);
  });

  test('a clock six minutes off is refused, and the check says so', async () => {
    const { connector, context } = await setUp(picture(fifty), undefined, {
      now: new Date(noon().getTime() + 360_000),
    });
    const error = await errorOf(drain(connector, { stream }, context));
    expect([error.kind, error.message]).toEqual(['auth', expect.stringContaining('clock')]);
    const findings = await connector.check(context);
    expect(findings.map((finding) => finding.ok)).toEqual(streamNames.map(() => false));
  });

  test('the check finds a good source good', async () => {
    const { connector, context } = await setUp(picture(fifty), undefined, { now: new Date(noon().getTime() + 60_000) });
    const findings = await connector.check(context);
    expect(findings.map((finding) => finding.ok)).toEqual(streamNames.map(() => true));
    expect(findings[0]).toMatchObject({ what: 'employment/job-seekers', ok: true });
    expect(findings[0]!.message).toContain('60 s');
  });
});

describe('misbehaviour', () => {
  test('429 is obeyed in seconds and as a date', async () => {
    const seconds = await setUp(picture(fifty), first(1, answer(429, '', { 'retry-after': '3' })));
    expect((await drain(seconds.connector, { stream }, seconds.context)).rows.length).toBe(50);
    expect(seconds.context.waits).toEqual([3000]);
    const at = new Date(noon().getTime() + 7000).toUTCString();
    const date = await setUp(picture(fifty), first(1, answer(429, '', { 'retry-after': at })));
    expect((await drain(date.connector, { stream }, date.context)).rows.length).toBe(50);
    expect(date.context.waits).toEqual([7000]);
  });

  test('a long wait is given back with its time, a short one does not last for ever', async () => {
    const long = await setUp(picture(fifty), () => answer(429, '', { 'retry-after': '600' }));
    const error = await errorOf(drain(long.connector, { stream }, long.context));
    expect([error.kind, error.retryAt]).toEqual(['rate-limited', new Date(noon().getTime() + 600_000)]);
    expect(long.context.waits).toEqual([]);
    const short = await setUp(picture(fifty), () => answer(429, ''));
    const tired = await errorOf(drain(short.connector, { stream }, short.context));
    expect(tired.kind).toBe('rate-limited');
    expect(tired.retryAt!.getTime()).toBe(short.clock.now.getTime() + 60_000);
    expect(short.context.waits).toHaveLength(4);
  });

  test.each<[string, Fault]>([
    ['503', answer(503, 'busy')],
    ['a reset', { kind: 'reset' }],
    ['200 with a busy code', answer(200, { code: 50301, message: 'busy' })],
  ])('%s passes: the question is asked again, later each time', async (_, fault) => {
    const passing = await setUp(picture(fifty), first(3, fault));
    expect((await drain(passing.connector, { stream }, passing.context)).rows.length).toBe(50);
    const waits = passing.context.waits;
    expect(waits.length).toBe(3);
    expect([waits[0]! <= 500, waits[1]! >= 500, waits[2]! >= 1000]).toEqual([true, true, true]);
    const lasting = await setUp(picture(fifty), () => fault);
    expect((await errorOf(drain(lasting.connector, { stream }, lasting.context))).kind).toBe('unavailable');
    expect(lasting.context.waits).toHaveLength(4);
  });

  const quoting = `${secret} ${idNumber}`;
  test.each<[string, Fault, string]>([
    ['200 with an error code', answer(200, { code: 40301, message: quoting }), 'permission'],
    ['200 with another error code', answer(200, { code: 1, message: quoting }), 'contract'],
    ['a sign-in page', answer(200, `<html>${quoting}</html>`), 'protocol'],
    ['cut-off JSON', answer(200, `{"data":[{"idNumber":"${idNumber}"`), 'protocol'],
    ['empty JSON', answer(200, {}), 'contract'],
    ['403', answer(403, quoting), 'permission'],
    ['404', answer(404, quoting), 'contract'],
    ['a redirect', answer(302, quoting, { location: '/sign-in' }), 'protocol'],
    ['an endless body', answer(200, 'x'.repeat(33 * 1024 * 1024)), 'protocol'],
  ])('%s is an error that quotes nothing', async (_, fault, kind) => {
    const { connector, context } = await setUp(picture(fifty), () => fault);
    const error = await errorOf(drain(connector, { stream }, context));
    expect(error.kind).toBe(kind);
    expect(error.message).toMatch(/^employment/);
    const said = `${error.stack} ${JSON.stringify(error)} ${context.lines.join()}`;
    expect(said).not.toContain(secret);
    expect(said).not.toContain(idNumber);
  });

  test('an unreachable source is unavailable; a cancelled pull says so', async () => {
    const { connector, context, server } = await setUp(picture(fifty));
    await server.close();
    expect((await errorOf(drain(connector, { stream }, context))).kind).toBe('unavailable');
    context.abort.abort();
    expect((await errorOf(drain(connector, { stream }, context))).kind).toBe('cancelled');
  });
});

describe('bad rows', () => {
  test('each becomes a reject that names the fault, the rest loads', async () => {
    const bad: [object, string, string | null][] = [
      [{ idNumber: '410902199001011237' }, 'id-check-character', 'idNumber'],
      [{ idNumber: '410902199013011238' }, 'id-birth-date', 'idNumber'],
      [{ idNumber: '4109' }, 'id-form', 'idNumber'],
      [{ amountFen: '500000' }, 'wrong-type', 'amountFen'],
      [{ amountFen: 500.5 }, 'wrong-type', 'amountFen'],
      [{ paidOn: undefined }, 'missing-field', 'paidOn'],
      [{ paidOn: '2026-02-30' }, 'wrong-form', 'paidOn'],
      [{ sealed: true }, 'unknown-field', 'sealed'],
      [{ deletedAt: '2026-01-01' }, 'wrong-form', 'deletedAt'],
    ];
    const rows = bad.map(([more], i) => grant(i, day(i), more));
    const { connector, context } = await setUp(picture([...rows, grant(90, day(20))]));
    const { rows: good, rejects } = await drain(connector, { stream, batchSize: 5 }, context);
    expect(good.map((row) => row.key)).toEqual(['B000000000090']);
    expect(rejects.map(({ code, field }) => [code, field])).toEqual(bad.map(([, code, field]) => [code, field]));
    expect(rejects[6]).toMatchObject({ key: 'B000000000006', location: { page: 2, index: 1 } });
    for (const [i, reject] of rejects.entries()) {
      expect(JSON.parse(reject.raw)).toEqual(JSON.parse(JSON.stringify(rows[i]!.row)));
      expect(reject.reason).not.toMatch(/\d/);
    }
  });

  test('a wrong credit code and an unlisted code are named; what is no row at all has no key', async () => {
    const registration = {
      key: 'R1',
      idNumber,
      name: '李四',
      updatedAt: '2026-10-01T08:00:00+08:00',
      kind: '01',
      creditCode: '91410900MA4400001B',
      startDate: '2026-01-06',
      endDate: null,
      contractStart: null,
      contractEnd: null,
      reason: null,
    };
    const wire: unknown[] = [registration, { ...registration, creditCode: null, kind: '1' }, 'not a row', null];
    const body = { data: wire, next: null, asOf: '2026-11-23T12:00:00+08:00' };
    const { connector, context } = await setUp(picture([]), () => answer(200, body));
    const { rejects } = await drain(connector, { stream: 'registrations' }, context);
    expect(rejects.map(({ key, code, field }) => [key, code, field])).toEqual([
      ['R1', 'credit-code-check-character', 'creditCode'],
      ['R1', 'unknown-code', 'kind'],
      [null, 'wrong-type', null],
      [null, 'wrong-type', null],
    ]);
  });
});

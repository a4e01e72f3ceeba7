/** What a source over HTTP may answer instead of what was agreed, through the import into the tables; what was held before stays. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import iconv from 'iconv-lite';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createEmploymentConnector } from '../../connectors/employment/employment.connector.js';
import { createNodeTransport } from '../../connectors/node-transport.js';
import { createTaxConnector } from '../../connectors/tax/tax.connector.js';
import type { ImportDependencies } from '../../jobs/import-source.job.js';
import { rebuildRecords } from '../../jobs/rebuild-records.job.js';
import { type Database, openDatabase } from '../../schema/database.js';
import { createVault } from '../../schema/vault.js';
import { createTestDatabase } from '../support/database.js';
import { creditCodeOf, idNumberOf } from '../support/facts.js';
import { listImport } from '../support/list-connector.js';
import { heldRows, openCases, syncOnce } from '../support/syncs.js';

interface Reply {
  status?: number;
  headers?: Record<string, string>;
  body: string | Buffer;
}
/** Answers each request by its number; the connectors' own servers have tests beside them, this one says what it likes. */
let reply: (number: number) => Reply;
let asked = 0;
let source: Server;
/** A server that nobody may be sent to, and a file that nobody may read. */
let bystander: Server;
let visits = 0;
const folder = mkdtempSync(join(tmpdir(), 'answers-'));
const secretFile = join(folder, 'canary.txt');
const canary = 'canary-of-the-hub';

const vault = createVault({ version: 1, keys: { 1: Buffer.alloc(32, 1).toString('base64') } });
const transport = createNodeTransport();
let database: Database;
let dependencies: ImportDependencies;
const waits: number[] = [];
const listening = (server: Server) => new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()));
const addressOf = (server: Server) => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

beforeAll(async () => {
  writeFileSync(secretFile, canary);
  source = createServer((_request, response) => {
    const { status = 200, headers = {}, body } = reply(++asked);
    response.writeHead(status, { 'content-type': 'application/json; charset=utf-8', ...headers }).end(body);
  });
  bystander = createServer((_request, response) => {
    visits += 1;
    response.end(`<!ENTITY canary "${canary}">`);
  });
  await Promise.all([listening(source), listening(bystander)]);
  database = await openDatabase((await createTestDatabase()).url);
  const url = addressOf(source);
  const list = listImport(database, vault, { rows: () => [] });
  dependencies = {
    ...list,
    connectors: {
      ...list.connectors,
      employment: createEmploymentConnector({ url, appId: 'hub', secret: 'secret' }),
      tax: createTaxConnector({ url, username: 'hub', password: 'secret' }),
    },
    context: {
      ...list.context,
      transport,
      randomHex: (bytes) => 'a7'.repeat(bytes),
      sleep: (ms) => Promise.resolve(void waits.push(ms)),
    },
    batchSize: 500,
  };
});
afterAll(async () => {
  source.close();
  bystander.close();
  await transport.close();
  await database.close();
  rmSync(folder, { recursive: true });
});
beforeEach(async () => {
  await database.pool.query('truncate fact, fact_history, touched_entity, work_item, sync_run');
  await database.pool.query('update source_state set high_water = null, data_as_of = null, live_rows = 0');
  [asked, visits] = [0, 0];
  waits.length = 0;
});

const asOf = '2026-03-01T00:00:00+08:00';
const grant = (n: number, more: object = {}): object => ({
  key: `B${n}`,
  idNumber: idNumberOf(n % 1000),
  name: `张${n}`,
  updatedAt: asOf,
  entitlementId: 'art05.opening-subsidy',
  fund: '就业补助资金',
  fromMonth: '2026-01',
  toMonth: '2026-01',
  amountFen: 500_000,
  paidOn: '2026-02-01',
  firstApprovedOn: null,
  ...more,
});
const page = (data: object[], next: string | null = null): Reply => ({ body: JSON.stringify({ data, next, asOf }) });
const grants = (from: number, to: number, more?: object) =>
  Array.from({ length: to - from }, (_, i) => grant(from + i, more));
const sync = () => syncOnce(dependencies, 'employment', 'benefit-grants');

async function hold(rows: object[]): Promise<string> {
  reply = () => page(rows);
  expect(await sync()).toMatchObject({ failure: null, state: 'done' });
  asked = 0;
  return heldRows(database, 'benefit-grants');
}

describe('encodings', () => {
  it('D3: GB18030 that is labelled UTF-8 is refused as a whole', async () => {
    const before = await hold(grants(0, 10));
    reply = () => ({ body: iconv.encode(page(grants(0, 10, { name: '王某' })).body.toString(), 'gb18030') });
    expect((await sync()).failure).toMatch(/^protocol: .*UTF-8/);
    expect(await heldRows(database, 'benefit-grants')).toBe(before);
  });

  it('D3: escapes for what nobody can read cost their row; a rare character is the same one in every source', async () => {
    const body = page(grants(0, 8)).body.toString();
    const unreadable = ['\\u0000', '\\ud842', '\\ufffd', '\\ue000', '\\uffff', '\\u001b'];
    reply = () => ({
      body: unreadable
        .reduce((text, escape, n) => text.replace(`"张${n}"`, `"张${escape}"`), body)
        .replace('张7', '\ue81e'),
    });
    expect(await sync()).toMatchObject({ failure: null, state: 'done', rowsNew: 2, rowsRejected: 6 });
    expect(await openCases(database, 'benefit-grants')).toEqual(
      [0, 1, 2, 3, 4, 5].map((n) => `${n} unreadable-character name`),
    );
    await rebuildRecords({ database, now: () => new Date() }, new AbortController().signal);
  });

  it('D3: a field whose name cannot be stored costs its row and not the batch', async () => {
    reply = () => page([grant(1, { 'note\0': 'x' }), grant(2, { 'a\nb 410902199001011238': 1 }), grant(3)]);
    expect(await sync()).toMatchObject({ failure: null, state: 'done', rowsNew: 1, rowsRejected: 2 });
    expect(await openCases(database, 'benefit-grants')).toEqual(['0 unknown-field ?', '1 unknown-field ?']);
  });
});

describe('XML', () => {
  const envelope = (rows: string, prolog = '') =>
    `<?xml version="1.0" encoding="UTF-8"?>${prolog}<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body>` +
    `<t:QueryTaxpayersResponse xmlns:t="urn:puyang:tax:query:1"><t:AsOf>${asOf}</t:AsOf><t:Total>1</t:Total>` +
    `<t:Taxpayers>${rows}</t:Taxpayers></t:QueryTaxpayersResponse></s:Body></s:Envelope>`;
  const taxpayer = (name: string) =>
    `<t:Taxpayer><t:CreditCode>${creditCodeOf(1)}</t:CreditCode><t:Name>${name}</t:Name><t:RegistrationState>01</t:RegistrationState>` +
    `<t:VatKind>2</t:VatKind><t:Industry>F5211</t:Industry><t:ModifiedAt>${asOf}</t:ModifiedAt></t:Taxpayer>`;
  const laughs = (levels: number) =>
    Array.from({ length: levels }, (_, n) => `<!ENTITY l${n + 1} "${`&l${n};`.repeat(10)}">`).join('');
  const syncTax = () => syncOnce(dependencies, 'tax', 'taxpayers');

  async function holdOne(): Promise<string> {
    reply = () => ({ body: envelope(taxpayer('濮阳第1商行')) });
    expect(await syncTax()).toMatchObject({ failure: null, state: 'done', rowsNew: 1 });
    return heldRows(database, 'taxpayers');
  }
  async function expectUntouched(before: string): Promise<void> {
    expect(await heldRows(database, 'taxpayers')).toBe(before);
    expect(visits).toBe(0);
    const told = `select from sync_run where error like '%canary%' union all select from work_item where reason like '%canary%' or location::text like '%canary%'`;
    expect((await database.pool.query(told)).rowCount).toBe(0);
  }

  it.each<[string, () => string, string]>([
    ['a bomb of entities', () => `<!DOCTYPE x [<!ENTITY l0 "ha">${laughs(12)}]>`, '&l12;'],
    [
      'one long entity a thousand times',
      () => `<!DOCTYPE x [<!ENTITY l "${'x'.repeat(100_000)}">]>`,
      '&l;'.repeat(1000),
    ],
    ['an entity from a file', () => `<!DOCTYPE x [<!ENTITY f SYSTEM "file://${secretFile}">]>`, '&f;'],
    ['an entity from the network', () => `<!DOCTYPE x [<!ENTITY h SYSTEM "${addressOf(bystander)}/e">]>`, '&h;'],
    ['parameter entities', () => `<!DOCTYPE x [<!ENTITY % p SYSTEM "${addressOf(bystander)}/p"> %p;]>`, '&canary;'],
    ['a DTD from the network', () => `<!DOCTYPE x SYSTEM "${addressOf(bystander)}/x.dtd">`, '濮阳'],
    ['a DTD that says nothing', () => '<!DOCTYPE x>', '濮阳'],
  ])('D10: %s: the DTD is refused, no file is read and nobody is asked', async (_what, prolog, name) => {
    const before = await holdOne();
    reply = () => ({ body: envelope(taxpayer(name), prolog()) });
    const began = performance.now();
    expect((await syncTax()).failure).toBe('protocol: tax answered XML that is refused: a DOCTYPE is not accepted');
    expect(performance.now() - began).toBeLessThan(2000);
    await expectUntouched(before);
  });

  it.each<[string, () => string]>([
    ['a file', () => `file://${secretFile}`],
    ['the network', () => `${addressOf(bystander)}/name.txt`],
  ])('D10: XInclude of %s includes nothing: the row is put aside', async (_what, href) => {
    const before = await holdOne();
    reply = () => ({
      body: envelope(
        taxpayer(`<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="${href()}" parse="text"/>`),
      ),
    });
    expect(await syncTax()).toMatchObject({ failure: null, rowsRejected: 1 });
    expect(await openCases(database, 'taxpayers')).toEqual(['0 wrong-type Name']);
    reply = () => ({ body: envelope(taxpayer('濮阳第1商行')) });
    await syncTax();
    await expectUntouched(before);
  });

  it('D10: a style sheet and a schema that are named are not fetched', async () => {
    const before = await holdOne();
    const at = addressOf(bystander);
    reply = () => ({
      body: envelope(taxpayer('濮阳第1商行'), `<?xml-stylesheet href="${at}/a.xsl"?>`).replace(
        '<s:Envelope ',
        `<s:Envelope xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:schemaLocation="urn:x ${at}/x.xsd" `,
      ),
    });
    expect(await syncTax()).toMatchObject({ failure: null, rowsUnchanged: 1 });
    await expectUntouched(before);
  });
});

describe('pages', () => {
  /** A good page before the bad one: that it changes something shows whether it was taken. */
  const other = grants(0, 100, { amountFen: 7 });
  it.each<[string, (number: number) => Reply, RegExp]>([
    [
      'half a page',
      (n) => (n === 1 ? page(other, 't1') : { body: page(grants(100, 200)).body.toString().slice(0, 999) }),
      /^protocol/,
    ],
    ['JSON that is none', (n) => (n === 1 ? page(other, 't1') : { body: '{"data": [}' }), /^protocol/],
    ['a token that repeats', (n) => page(grants(n * 100, n * 100 + 100), 't1'), /^protocol: .*repeats a page token/],
    ['new tokens for ever and the same page', (n) => page(grants(0, 100), `t${n}`), /^protocol: .*the same page again/],
    [
      'new tokens for ever and two pages in turn',
      (n) => page(grants((n % 2) * 100, (n % 2) * 100 + 100), `t${n}`),
      /^protocol: .*the same page again/,
    ],
    ['new tokens for ever and empty pages', (n) => page([], `t${n}`), /^protocol: .*the same page again/],
  ])('F3: %s stops the sync, and no half of it stands', async (_what, wrong, failure) => {
    const before = await hold(grants(0, 300));
    reply = (n) => {
      // Or a sync that asks without end would wait for this test to give up.
      if (n > 50) return { status: 400, body: '' };
      return wrong(n);
    };
    expect((await sync()).failure).toMatch(failure);
    expect(await heldRows(database, 'benefit-grants')).toBe(before);
  });

  it('F4: an error on every third call, and 429 with its time: asked again, later each time, and all arrives once', async () => {
    await hold(grants(0, 10));
    let given = 0;
    reply = (n) => {
      if (n === 2) return { status: 429, headers: { 'retry-after': '7' }, body: '' };
      if (n % 3 === 0) return { status: 500, body: 'oops' };
      const at = given++ % 4;
      return page(grants(at * 10, at * 10 + 10), at < 3 ? `t${n}` : null);
    };
    expect(await sync()).toMatchObject({ failure: null, state: 'done', rowsRead: 40 });
    expect(waits.some((ms) => ms > 6500)).toBe(true);
    expect(waits).toHaveLength(3);
  });

  it('F4: what never ends is given up after five attempts, with what was held', async () => {
    const before = await hold(grants(0, 10));
    reply = () => ({ status: 500, body: 'oops' });
    expect((await sync()).failure).toMatch(/^unavailable: employment answered HTTP 500/);
    expect([asked, waits.length]).toEqual([5, 4]);
    expect(waits.map((ms) => Math.round(ms / waits[0]!))).toEqual([1, 2, 4, 8]);
    expect(await heldRows(database, 'benefit-grants')).toBe(before);
  });

  it('F5: a field renamed in silence holds the run; the old data stay, and the high water stays for the mended source', async () => {
    const before = await hold(grants(0, 300));
    const renamed = grants(0, 300).map((row) => {
      const { amountFen, ...rest } = row as { amountFen: number };
      return { ...rest, amount: amountFen };
    });
    reply = () => page(renamed);
    expect(await sync()).toMatchObject({
      state: 'held',
      error: expect.stringContaining('300 of 300 rows could not be read'),
    });
    expect(await heldRows(database, 'benefit-grants')).toBe(before);
    reply = () => page(grants(0, 300));
    expect(await sync()).toMatchObject({ state: 'done', rowsUnchanged: 300 });
  });
});

describe('F1', () => {
  it.each([
    ['nobody listens', 'http://127.0.0.1:1', /^unavailable: .*ECONNREFUSED/],
    ['its name is gone', 'http://employment.invalid', /^unavailable: .*(ENOTFOUND|EAI_AGAIN)/],
  ])(
    'F1: %s: the run says so, what is held keeps its age, and the other sources go on',
    async (_what, url, failure) => {
      await hold(grants(0, 10));
      const before = await heldRows(database, 'benefit-grants');
      const lost = {
        ...dependencies.connectors,
        employment: createEmploymentConnector({ url, appId: 'hub', secret: 's' }),
      };
      const run = await syncOnce({ ...dependencies, connectors: lost }, 'employment', 'benefit-grants');
      expect(run.failure).toMatch(failure);
      expect(await heldRows(database, 'benefit-grants')).toBe(before);
      expect(await syncOnce({ ...dependencies, connectors: lost }, 'commerce', 'market-entities')).toMatchObject({
        state: 'done',
      });
    },
  );
});

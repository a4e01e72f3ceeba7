/** The page at `/` and GraphiQL, seen by a real browser against a real API, worker and database. */
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { pino } from 'pino';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { readApiConfig } from '../../api/config.js';
import { startApi } from '../../api/http.js';
import type { Api } from '../../api/http.js';
import { SourceError } from '../../connectors/source-error.js';
import { writeDemoAgreements } from '../../hub/demo.js';
import { createIssuer, issuerKeyFile, issueToken } from '../../hub/issue-token.js';
import { openQueues } from '../../jobs/queues.js';
import type { Queues } from '../../jobs/queues.js';
import { rebuildRecords } from '../../jobs/rebuild-records.job.js';
import { faultsOf, targetsOf } from '../../jobs/webhook-target.js';
import { startWorker } from '../../jobs/worker.js';
import { streams } from '../../rules/sources.js';
import { openDatabase } from '../../schema/database.js';
import type { Database } from '../../schema/database.js';
import { createVault } from '../../schema/vault.js';
import { openBrowser } from '../support/browser.js';
import { pauseStream, resumeStream } from '../../schema/sync-act/pause.writes.js';
import { createTestDatabase } from '../support/database.js';
import { idNumberOf, rowsOf } from '../support/facts.js';
import { listImport } from '../support/list-connector.js';
import { goodEmployer, goodNotice } from '../support/notices.js';
import { openTestBackend } from '../support/queue-backend.js';
import { standingOf, tell } from '../support/told-notices.js';

const vault = createVault({ version: 1, keys: { 1: Buffer.alloc(32, 1).toString('base64') } });
const sample = { idNumber: idNumberOf(3), name: '张3', case: 'eligible' };
let database: Database;
let backend: ReturnType<typeof openTestBackend>;
let queues: Queues;
let worker: { close(): Promise<void> };
let api: Api;
let browser: Browser;
let page: Page;
/** What the browser complained of, and where it went. */
let complaints: string[];
let failing = false;

beforeAll(async () => {
  const { url } = await createTestDatabase();
  const home = mkdtempSync(join(tmpdir(), 'home-'));
  await createIssuer(home);
  database = await openDatabase(url, { poolSize: 20 });
  backend = openTestBackend(url);
  queues = openQueues(backend.backend, () => {});
  await writeDemoAgreements(database, '2016-01-06', new Date());
  worker = await startWorker({
    ...listImport(database, vault, {
      rows: (stream) => rowsOf(stream, 40),
      beforeBatch: async (stream) => {
        if (failing) throw new SourceError('tax', 'auth', 'tax: the source refuses our signature; check TAX_PASSWORD');
        if (stream === 'market-entities') await sleep(700);
      },
    }),
    backend: backend.backend,
    batchSize: 10,
    concurrency: 3,
    webhooks: { publicUrl: 'http://hub.example', checkTarget: targetsOf(true) },
    isDemo: false,
  });
  const config = readApiConfig({
    DATABASE_URL: url,
    HUB_KEY_FILE: 'unused',
    HUB_EMBEDDED: '1',
    HUB_ISSUER_KEY_FILE: issuerKeyFile(home),
  });
  api = await startApi({
    config: { ...config, port: 0 },
    database,
    vault,
    queues,
    checkTarget: faultsOf(targetsOf(true)),
    clock: () => new Date(),
    log: pino({ level: 'silent' }),
    demo: {
      samplePersons: () => Promise.resolve([sample]),
      partnerToken: () => issueToken(home, { sub: '民政局', audience: 'partner' }),
    },
  });
  const now = new Date();
  const title = `<script>document.title='stolen'</script>${'长'.repeat(80)}`;
  const content = goodNotice({ title }, now.toISOString().slice(0, 10));
  const employer = { ...goodEmployer, name: '"<b>濮阳𠮷"' };
  await tell(database.pool, null, standingOf(1, now, { content, employer }));
  browser = await openBrowser();
});
afterAll(async () => {
  await browser?.close();
  await api?.close();
  await worker?.close();
  await queues?.close();
  await backend?.close();
  await database?.close();
});
beforeEach(async () => {
  complaints = [];
  failing = false;
  page = await browser.newPage();
  page.on('console', (message) => void (message.type() === 'error' && complaints.push(message.text())));
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('request', (request) => {
    if (!/^(?:data|blob):/.test(request.url()) && !request.url().startsWith(api.url)) complaints.push(request.url());
  });
});
afterEach(() => page.close());

const button = (name: string) => page.getByRole('button', { name });
const card = (source: string) => page.locator(`[data-source=${source}]`);

describe('the page at /', () => {
  it('shows four sources that were never read, and says so', async () => {
    await page.goto(api.url);
    expect(await page.locator('.card').count()).toBe(4);
    expect(await page.getByText('尚未读取').count()).toBe(Object.values(streams).flat().length);
    expect(complaints).toEqual([]);
  });

  it('syncs a source at a click, shows how far it is within a second, and then what was done', async () => {
    await page.goto(api.url);
    await button('重新同步市场监管').click();
    await page.locator('progress').first().waitFor({ timeout: 1000 });
    expect(await button('同步中…').isDisabled()).toBe(true);
    await page.getByText('读取 40 · 新增 40').waitFor({ timeout: 20_000 });
    expect(await card('COMMERCE').locator('.rows').innerText()).toBe('40 行');
    await button('重新同步市场监管').waitFor();
    expect(complaints).toEqual([]);
  });

  it('makes one run a stream of ten quick clicks on the same form', async () => {
    await page.goto(api.url);
    const form = await page.evaluate(() =>
      Object.fromEntries(
        new FormData(document.querySelector<HTMLFormElement>('[data-source=TAX] form')!) as unknown as Iterable<
          [string, string]
        >,
      ),
    );
    const sent = await Promise.all(
      Array.from({ length: 10 }, () =>
        page.evaluate(
          async (fields) => (await fetch('/resync', { method: 'POST', body: new URLSearchParams(fields) })).status,
          form,
        ),
      ),
    );
    expect(new Set(sent)).toEqual(new Set([200]));
    const runs = await database.pool.query(
      `select from sync_run join source_state using (stream_id) where source = 'tax'`,
    );
    expect(runs.rowCount).toBe(streams.tax.length);
  });

  const runsOfEmployment = async () =>
    (await database.pool.query(`select from sync_run join source_state using (stream_id) where source = 'employment'`))
      .rowCount!;

  it('says in one line why a run failed', async () => {
    failing = true;
    await page.goto(api.url);
    await page.waitForFunction(() => !document.querySelector('[data-source=TAX] button')!.hasAttribute('disabled'));
    await button('重新同步税务').click();
    await page.getByText('check TAX_PASSWORD').waitFor({ timeout: 10_000 });
    expect(await card('TAX').locator('.state').first().innerText()).toBe('失败');
  });

  it('says of a paused stream who paused it and why, and syncs the others all the same', async () => {
    const name = { source: 'employment', stream: 'hardship' } as const;
    await pauseStream(database.pool, name, { by: '王科员', reason: '来源在维护' }, new Date());
    await page.goto(api.url);
    await page.waitForFunction(
      () => !document.querySelector('[data-source=EMPLOYMENT] button')!.hasAttribute('disabled'),
    );
    const before = await runsOfEmployment();
    await button('重新同步就业管理').click();
    await card('EMPLOYMENT').getByText('起由王科员暂停：来源在维护').waitFor({ timeout: 10_000 });
    expect((await runsOfEmployment()) - before).toBe(streams.employment.length - 1);
    await resumeStream(database.pool, name, { by: '王科员', reason: '已修复' }, new Date());
  });

  it('shows what strangers wrote as text, and rare characters whole', async () => {
    await page.goto(api.url);
    const title = await page.getByRole('link', { name: '<script>' }).innerText();
    expect(title).toContain(`<script>document.title='stolen'</script>`);
    expect(await page.title()).toBe('濮阳市就业信息共享平台');
    expect(await page.getByText('"<b>濮阳𠮷" · 招').count()).toBe(1);
  });

  it('has one main heading, named regions, and nothing that overflows a telephone', async () => {
    await page.setViewportSize({ width: 390, height: 800 });
    await page.goto(api.url);
    expect(await page.getByRole('heading', { level: 1 }).count()).toBe(1);
    for (const name of ['来源系统', '示例人员', '招聘公告'])
      expect(await page.getByRole('region', { name }).count()).toBe(1);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
  });

  it('works without scripts', async () => {
    const plain = await browser.newPage({ javaScriptEnabled: false });
    await plain.goto(api.url);
    await plain.getByRole('button', { name: '重新同步社会保险' }).click();
    await plain.locator('[data-source=SOCIAL_INSURANCE]').getByText('重新同步社会保险').waitFor({ timeout: 20_000 });
    expect(await plain.locator('[data-source=SOCIAL_INSURANCE] .state.done').count()).toBe(
      streams['social-insurance'].length,
    );
    await plain.close();
  });

  it('does nothing for a form of another site, and shows a bent name the public parts alone', async () => {
    const body = new URLSearchParams({ source: 'TAX', formKey: 'stolen' });
    const foreign = await fetch(`${api.url}/resync`, {
      method: 'POST',
      body,
      headers: { origin: 'https://evil.example' },
    });
    expect(foreign.status).toBe(403);
    const crossSite = await fetch(`${api.url}/resync`, {
      method: 'POST',
      body,
      headers: { origin: api.url, 'sec-fetch-site': 'cross-site' },
    });
    expect(crossSite.status).toBe(403);
    const proxied = await fetch(api.url, { headers: { 'x-forwarded-for': '10.0.0.1' } });
    expect(await proxied.text()).not.toContain('示例人员');
  });
});

describe('GraphiQL', () => {
  it('opens a sample with token and variables and answers it, without leaving this machine', async () => {
    await page.goto(api.url);
    for (const source of ['就业管理', '社会保险', '市场监管', '税务']) {
      await page.waitForFunction(() => !document.querySelector('meta[http-equiv=refresh]'));
      await button(`重新同步${source}`).click();
    }
    await page.waitForFunction(() => !document.querySelector('meta[http-equiv=refresh]'), undefined, {
      timeout: 30_000,
    });
    await rebuildRecords({ database, now: () => new Date() }, new AbortController().signal);
    await page.goto(api.url);
    // The editor draws visible lines alone.
    await page.setViewportSize({ width: 1280, height: 2400 });
    await page.getByRole('link', { name: '张3' }).click();
    await page.locator('.graphiql-execute-button').click();
    await page.locator('.result-window').getByText('art05.opening-subsidy').waitFor({ timeout: 20_000 });
    expect(page.url()).not.toContain(sample.idNumber);
    expect(complaints).toEqual([]);
  });

  it('asks the public query without a token', async () => {
    await page.goto(`${api.url}/graphiql`);
    await page.locator('.graphiql-execute-button').click();
    await page.locator('.result-window').getByText('totalCount').first().waitFor({ timeout: 20_000 });
    expect(complaints).toEqual([]);
  });
});

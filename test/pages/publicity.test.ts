/** The page of proposed hires: names in their period and on this page alone, objections from it, and nothing of either anywhere else. */
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { codeOf, openTestApi } from '../support/api.js';
import type { TestApi } from '../support/api.js';
import { openBrowser } from '../support/browser.js';
import { goodPost } from '../support/notices.js';
import { openRecruiters, recruitment } from '../support/recruitment.js';
import type { Recruiters } from '../support/recruitment.js';

let api: TestApi;
let who: Recruiters;
let at: ReturnType<typeof recruitment>;
let browser: Browser;
let page: Page;
let noticeId: string;
let listId: string;
let endsAt: Date;
let onPage: Date;
let path: string;
let complaints: string[];

const name = '欧阳𠮷';
const hires = [
  {
    post: 'P001',
    name,
    school: '<b>郑州大学',
    educationLevel: '20',
    major: '软件工程',
    admissionNo: '20261234',
    score: '88.5',
    rank: 1,
  },
  { post: 'P002', name: '赵小某', school: '河南大学', admissionNo: '20261235' },
];

beforeAll(async () => {
  api = await openTestApi();
  who = await openRecruiters(api);
  at = recruitment(api, who);
  noticeId = await at.publish({ posts: [1, 2].map((n) => goodPost(n, {}, '2026-03-02')) });
  await at.close(noticeId);
  listId = await at.post(noticeId, hires);
  path = `/recruitment/publicity/${listId}`;
  const found = await api.database.pool.query<{ endsAt: Date }>(
    `select ends_at as "endsAt" from publicity_batch where batch_id = $1`,
    [listId],
  );
  endsAt = found.rows[0]!.endsAt;
  onPage = at.now();
  browser = await openBrowser();
});
afterAll(async () => {
  await browser?.close();
  await api?.close();
});
beforeEach(async () => {
  complaints = [];
  page = await browser.newPage();
  page.on('console', (message) => void (message.type() === 'error' && complaints.push(message.text())));
});
afterEach(async () => {
  await page.close();
  shiftTo(onPage);
});

/** The hub's clock alone: no job has run yet. */
const shiftTo = (moment: Date) => api.shift(moment.getTime() - Date.now());
const go = (to = path) => page.goto(api.url + to);
const button = (called: string) => page.getByRole('button', { name: called });
const send = (form: string, fields: Record<string, string>, headers: Record<string, string> = {}) =>
  fetch(`${api.url}${path}/${form}`, {
    method: 'POST',
    body: new URLSearchParams(fields),
    headers: { 'sec-fetch-site': 'same-origin', ...headers },
  });
const openObjections = async () =>
  (await api.database.pool.query(`select from objection where batch_id = $1`, [listId])).rowCount;

describe('within the period', () => {
  it('shows who is proposed, as text, until when, and how to object', async () => {
    const response = await go();
    expect(response!.status()).toBe(200);
    expect(await page.locator('tbody tr').allInnerTexts()).toEqual([
      `1\t软件开发工程师\t${name}\t<b>郑州大学\t大学本科教育\t软件工程\t20261234\t88.5\t1`,
      expect.stringMatching(/^2\t会计\t赵小某\t河南大学/),
    ]);
    const said = await page.locator('main').innerText();
    expect(said).toContain('2026年3月23日至2026年3月31日 24:00，共 7 个工作日');
    expect(said).toContain('7 个工作日（含今天）');
    expect(said).toContain('电话或信函：集团纪检监察室，0393-6666002');
    expect(complaints).toEqual([]);
  });

  it('is kept by nobody on the way, listed by no robot, and has no name in its title or address', async () => {
    const response = await fetch(api.url + path);
    expect(response.headers.get('cache-control')).toBe('no-store');
    expect(response.headers.get('x-robots-tag')).toBe('noindex, noarchive, nosnippet');
    expect(response.headers.get('etag')).toBeNull();
    const html = await response.text();
    expect(html).toContain('<meta name="robots" content="noindex, noarchive, nosnippet"/>');
    expect(/<title>(.*)<\/title>/.exec(html)![1]).not.toMatch(/欧阳|赵/);
    expect(html.match(/\d{15,}|\d{17}[\dX]/g)).toBeNull();
  });

  it('is in no schema that a request can reach, whoever asks and whatever the token says', async () => {
    const asked = `{ publicityPage(id: "${listId}") { hires { name } } }`;
    const wanted = [
      asked,
      `mutation { fileObjection(batchId: "${listId}", text: "甲") { receipt } }`,
      `{ objectionByReceipt(receipt: "2") { state } }`,
    ];
    const audience = (claims: object) => api.token({ sub: '甲', ...claims } as Parameters<TestApi['token']>[0]);
    const tokens = [
      undefined,
      await audience({ audience: 'partner' }),
      await audience({ audience: 'employer', roles: ['clerk', 'approver'], credit_code: '91410902MA0000110P' }),
      await audience({ audience: 'staff', roles: ['supervisor', 'approver', 'reviewer'], region: '410900' }),
    ];
    for (const token of tokens)
      for (const query of wanted) {
        const answer = await api.ask(query, token === undefined ? {} : { token });
        expect([codeOf(answer), answer.data]).toEqual(['BAD_INPUT', null]);
        expect(answer.text).not.toContain('欧阳');
      }
    for (const forged of ['page', 'Page', '__proto__', 'constructor']) {
      const answer = await api.ask(asked, { token: await audience({ audience: forged }) });
      expect([answer.status, codeOf(answer)]).toEqual([401, 'UNAUTHENTICATED']);
    }
    const byAddress = await fetch(`${api.url}/graphql?${new URLSearchParams({ query: asked, schema: 'page' })}`);
    expect(byAddress.status).toBe(400);
    const elsewhere = [
      `/recruitment/notices/${noticeId}`,
      '/recruitment',
      '/recruitment/changes',
      '/open-data/changes',
      '/open-data/feed.json',
      '/open-data/feed.atom',
      '/sitemap.xml',
    ];
    for (const address of elsewhere) expect(await (await fetch(api.url + address)).text()).not.toMatch(/欧阳|赵小某/);
    expect(api.logged()).not.toMatch(/欧阳|赵小某/);
  });
});

describe('an objection', () => {
  it('gives its receipt once, with the days by which it is answered; whoever has it sees how it stands', async () => {
    await go();
    await page.getByLabel('异议内容').fill('二号人选的学历\n与公告不符。');
    await page.getByLabel('联系方式').fill('0393-1234567');
    await button('提交异议').click();
    expect(await page.locator('h1').innerText()).toBe('异议已收到');
    const receipt = await page.locator('.receipt').innerText();
    expect(receipt).toMatch(/^[2-9A-HJ-NP-Z]{20}$/);
    const said = await page.locator('main').innerText();
    expect(said).toMatch(/受理期限\s+2026年3月23日 24:00 前/);
    expect(said).toMatch(/办结期限\s+2026年4月\d+日 24:00 前/);
    await page.getByRole('link', { name: '回到公示页面' }).click();
    expect(await page.content()).not.toContain(receipt);
    await page.getByLabel('回执号').fill(` ${receipt.toLowerCase()} `);
    await button('查询').click();
    expect(await page.locator('main').innerText()).toMatch(/状态\s+已收到/);
    const { data } = await api.ask(`{ objections { edges { node { id } } } }`, { token: who.supervisor });
    const { id } = (data as { objections: { edges: { node: { id: string } }[] } }).objections.edges[0]!.node;
    const content = await api.ask(`{ objectionContent(id: "${id}") { text contact } }`, { token: who.supervisor });
    expect(content.data).toEqual({
      objectionContent: { text: '二号人选的学历\n与公告不符。', contact: '0393-1234567' },
    });
    at.ok(await at.moveObjection(id, 'DISMISS', { finding: '经核实，学历符合公告要求。' }));
    await go();
    await page.getByLabel('回执号').fill(receipt);
    await button('查询').click();
    expect(await page.locator('main').innerText()).toMatch(/已办结：查无问题[^]*经核实，学历符合公告要求。/);
    expect(page.url()).not.toContain(receipt);
    expect(api.logged()).not.toMatch(/学历\n与公告|1234567/);
    expect(api.logged()).not.toContain(receipt);
  });

  it('that is refused stands beside its reason with what was typed', async () => {
    await go();
    await page.getByLabel('异议内容').fill('   ');
    await page.getByLabel('联系方式').fill('"座机<b>');
    await button('提交异议').click();
    const field = page.getByLabel('异议内容');
    expect(await field.getAttribute('aria-invalid')).toBe('true');
    const error = page.locator(`#${await field.getAttribute('aria-describedby')}`);
    expect(await error.innerText()).toBe('异议内容须为 1 至 2000 字。');
    expect(await page.getByLabel('联系方式').inputValue()).toBe('"座机<b>');
    expect(await page.locator('tbody tr').count()).toBe(2);
    await page.getByLabel('回执号').fill('没有这个"<');
    await button('查询').click();
    expect(await page.getByRole('alert').innerText()).toContain('没有这个回执号');
    expect(await page.getByLabel('回执号').inputValue()).toBe('没有这个"<');
  });

  it('sent four times at once by one form is made once', async () => {
    const before = (await openObjections())!;
    const fields = { text: '同一件', contact: '', formKey: 'a-form' };
    const answers = await Promise.all(Array.from({ length: 4 }, () => send('objections', fields)));
    const receipts = await Promise.all(answers.map(async (one) => /[2-9A-HJ-NP-Z]{20}/.exec(await one.text())![0]));
    expect(new Set(receipts).size).toBe(1);
    expect(await openObjections()).toBe(before + 1);
  });

  it('from a page of somebody else is refused', async () => {
    const before = await openObjections();
    for (const headers of [{ 'sec-fetch-site': 'cross-site' }, { 'sec-fetch-site': 'same-site' }]) {
      const answer = await send('objections', { text: '甲' }, headers);
      expect([answer.status, await answer.text()]).toEqual([403, expect.stringContaining('请在本站的公示页面上提交')]);
    }
    const receipts = await send('receipts', { receipt: '2' }, { 'sec-fetch-site': 'cross-site' });
    expect(receipts.status).toBe(403);
    expect(await openObjections()).toBe(before);
  });

  it('leads back to the page where its answer is opened again', async () => {
    await go(`${path}/objections`);
    expect(new URL(page.url()).pathname).toBe(path);
  });
});

describe('when the period is over', () => {
  it('holds no name from that moment on, before any job has run, and says when it was taken down', async () => {
    shiftTo(new Date(endsAt.getTime() - 2000));
    const before = await fetch(api.url + path);
    expect([before.status, await before.text()]).toEqual([200, expect.stringContaining('赵小某')]);
    shiftTo(endsAt);
    const after = await fetch(api.url + path);
    const html = await after.text();
    expect(after.status).toBe(410);
    expect(html).not.toMatch(/欧阳|赵小某|郑州大学|2026123/);
    expect(html).toContain('2026年4月1日 00:00');
    expect(html).not.toContain('name="text"');
    expect(after.headers.get('cache-control')).toBe('no-store');
    await at.goTo(endsAt);
    const proof = await api.database.pool.query<{ hash: string }>(
      `select hash from recruitment_history where aggregate_id = $1 order by seq desc limit 1`,
      [listId],
    );
    expect(await (await fetch(api.url + path)).text()).toContain(proof.rows[0]!.hash);
    const late = await fetch(`${api.url}${path}/objections`, {
      method: 'POST',
      body: new URLSearchParams({ text: '晚了' }),
      headers: { origin: api.url },
    });
    expect(late.status).toBe(410);
    const never = await fetch(`${api.url}/recruitment/publicity/${noticeId}`);
    expect(never.status).toBe(404);
  });
});

describe('an address that asks too often', () => {
  it('waits after ten objections in an hour, and after sixty looks in a minute, and is told how long', async () => {
    let last: Response | undefined;
    for (let i = 0; i < 10; i++) last = await send('objections', { text: '' });
    expect([last!.status, await last!.text()]).toEqual([429, expect.stringContaining('访问太频繁')]);
    expect(Number(last!.headers.get('retry-after'))).toBeGreaterThan(3000);
    const looks = [];
    for (let i = 0; i < 60; i++) looks.push((await fetch(api.url + path)).status);
    expect(looks[0]).not.toBe(429);
    expect(looks.at(-1)).toBe(429);
    const refused = await fetch(api.url + path);
    expect(refused.headers.get('cache-control')).toBe('no-store');
    expect(api.logged()).not.toContain('127.0.0.1');
  });
});

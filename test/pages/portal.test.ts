/** The public pages of recruitment, seen by a real browser against the real API: list, notice, post, corrections, open data. */
import { hash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openTestApi } from '../support/api.js';
import type { TestApi } from '../support/api.js';
import { openBrowser } from '../support/browser.js';
import { goodNotice, goodPost } from '../support/notices.js';
import { officialUrl, openRecruiters, recruitment } from '../support/recruitment.js';
import { standingOf, tell } from '../support/told-notices.js';

const day = '2026-03-02';
let api: TestApi;
let browser: Browser;
let page: Page;
let at: ReturnType<typeof recruitment>;
/** Amended once; the newest of all; withdrawn. */
let amended: string;
let newest: string;
let withdrawn: string;
/** What the browser complained of, and where it went. */
let complaints: string[];

beforeAll(async () => {
  api = await openTestApi();
  const who = await openRecruiters(api);
  at = recruitment(api, who);
  const posts = Array.from({ length: 15 }, (_, i) => goodPost(i + 1, {}, day));
  amended = await at.publish({ posts });
  const [first, ...rest] = posts;
  const content = at.content({ overview: '集团负责供水。', posts: [{ ...first!, openings: 5 }, ...rest] });
  at.ok(await at.save(amended, content, { amendReason: '增加四名' }));
  await at.fileAgain(amended);
  at.ok(await at.move(who.approver, amended, 'PUBLISH', { officialUrl }));
  withdrawn = await at.publish({ title: '濮阳示例水务集团2026年专项招聘公告' });
  const why = { reason: '项目取消', reasonCode: 'PLAN_CHANGED' };
  at.ok(await at.move(who.firmApprover, withdrawn, 'REQUEST_WITHDRAWAL', why));
  at.ok(await at.move(who.approver, withdrawn, 'WITHDRAW'));
  newest = await at.publish({ title: '濮阳示例水务集团2026年春季补充招聘公告', posts: posts.slice(0, 8) });
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
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('request', (request) => void (request.url().startsWith(api.url) || complaints.push(request.url())));
});
afterEach(async () => {
  await page.close();
  await at.goBack();
});

const go = (path: string) => page.goto(api.url + path);
const found = () => page.locator('h2#found').innerText();
const links = () => page.locator('.posts h3 a').evaluateAll((all) => all.map((a) => a.getAttribute('href')!));
/** The lines of the official text, as the browser has them. */
const textOf = async () =>
  (await page.locator('article p').evaluateAll((lines) => lines.map((line) => line.textContent))).join('\n');
/** The hub's clock alone: no job has run yet. */
const shiftTo = (moment: number) => api.shift(moment - Date.now());
const closing = Date.parse('2026-03-20T09:00:00Z');
const sha256 = (text: string) => hash('sha256', text);
const ask = async <T>(query: string) => {
  const answer = await api.ask(query);
  expect(answer.errors).toEqual([]);
  return answer.data as T;
};
const postOf = async (noticeId: string) => {
  const { recruitmentNotice } = await ask<{ recruitmentNotice: { posts: { id: string; path: string }[] } }>(
    `{ recruitmentNotice(id: "${noticeId}") { posts(first: 1) { id path } } }`,
  );
  return recruitmentNotice.posts[0]!;
};

describe('the list', () => {
  it('shows open posts, newest first, twenty a page, each once', async () => {
    await go('/recruitment');
    expect(await found()).toBe('共找到 23 个岗位');
    const first = await links();
    expect(first).toHaveLength(20);
    await page.getByRole('link', { name: '下一页' }).click();
    await page.waitForURL(/after=/);
    const rest = await links();
    expect(new Set([...first, ...rest]).size).toBe(23);
    const { recruitmentPosts } = await ask<{ recruitmentPosts: { edges: { node: { path: string } }[] } }>(
      `{ recruitmentPosts(first: 100) { edges { node { path } } } }`,
    );
    expect([...first, ...rest]).toEqual(recruitmentPosts.edges.map(({ node }) => node.path));
    expect(await page.getByRole('link', { name: '下一页' }).count()).toBe(0);
    await page.getByRole('link', { name: '回到第一页' }).click();
    await page.waitForURL((url) => !url.searchParams.has('after'));
    expect(await links()).toEqual(first);
    expect(complaints).toEqual([]);
  });

  it('finds a word of two characters, counts what else could be chosen, and takes conditions away again', async () => {
    await go('/recruitment');
    await page.getByLabel('岗位、专业、单位、县区').fill('会 计');
    await page.getByRole('button', { name: '查找', exact: true }).click();
    expect(await found()).toBe('共找到 6 个岗位');
    const county = page.getByLabel('清丰县（');
    const count = Number(/（(\d+)）/.exec(await county.evaluate((box) => box.parentElement!.textContent))![1]);
    await county.check();
    await page.getByRole('button', { name: '按所选条件查找' }).click();
    expect(await found()).toBe(`共找到 ${count} 个岗位`);
    expect(await page.locator('.posts li').allInnerTexts()).toEqual(
      Array.from({ length: count }, () => expect.stringMatching(/会计[^]*清丰县/)),
    );
    // The counts of a condition are made without it.
    expect(await page.getByLabel('清丰县（').isChecked()).toBe(true);
    expect(await page.getByLabel('濮阳市（').evaluate((box) => box.parentElement!.textContent)).toBe('濮阳市（6）');
    await page.getByRole('link', { name: '去掉条件 工作地点：清丰县' }).click();
    expect(await found()).toBe('共找到 6 个岗位');
    await page.getByRole('link', { name: '清除全部' }).click();
    expect(await found()).toBe('共找到 23 个岗位');
  });

  it('shows closed posts to whoever asks for them, and the same conditions as feeds', async () => {
    shiftTo(closing);
    await go('/recruitment');
    expect(await found()).toBe('共找到 0 个岗位');
    await page.getByLabel('报名截止（23）').check();
    await page.getByRole('button', { name: '按所选条件查找' }).click();
    expect(await found()).toBe('共找到 23 个岗位');
    const feed = await page.getByRole('link', { name: 'JSON Feed' }).getAttribute('href');
    const { items } = (await (await fetch(api.url + feed!)).json()) as { items: unknown[] };
    expect(items).toHaveLength(23);
  });

  it('gives advice where nothing is found', async () => {
    await go(`/recruitment?text=${encodeURIComponent('潜水艇驾驶')}`);
    expect(await found()).toBe('共找到 0 个岗位');
    await page.getByText('换一个更短或更常见的词').waitFor();
  });

  it('takes every condition of the feeds in its address, and refuses what it does not know in one sentence', async () => {
    const all = 'employerLevel=municipal&basis=article-11&employmentType=labour_contract&education=20&pay=4000';
    await go(
      `/recruitment?${all}&reservedForVeterans=false&graduationYear=2026&payAtLeastFen=700400&state=open&state=paused`,
    );
    expect(await found()).toBe('共找到 17 个岗位');
    await page.getByRole('link', { name: '去掉条件 月薪可达：7004元' }).click();
    expect(await found()).toBe('共找到 23 个岗位');
    for (const [query, says] of [
      ['from=singlemessage', '有不认识的参数'],
      ['state=sleeping', '参数 state 的值应为'],
      ['after=bm90aGluZw', 'after 不是本列表的游标'],
      ['text=a&text=b', '参数 text 只能出现一次'],
      [`text=${'a'.repeat(101)}`, '参数 text 最多'],
    ]) {
      const response = await go(`/recruitment?${query}`);
      expect(response!.status()).toBe(400);
      expect(await page.locator('.banner').innerText()).toMatch(new RegExp(`^${says}.*。$`));
      expect(await page.locator('.banner').innerText()).not.toContain(' / ');
    }
    await page.getByRole('link', { name: '打开不带参数的本页' }).click();
    expect(await found()).toBe('共找到 23 个岗位');
  });

  it('is searched by keyboard alone', async () => {
    await go('/recruitment');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    expect(new URL(page.url()).hash).toBe('#main');
    const focused = () => page.evaluate(() => document.activeElement!.id || document.activeElement!.textContent);
    await page.keyboard.press('Tab');
    expect(await focused()).toBe('text');
    expect(await page.evaluate(() => getComputedStyle(document.activeElement!).outlineStyle)).toBe('solid');
    await page.keyboard.type('软件开发');
    await page.keyboard.press('Enter');
    await page.waitForURL(/text=/);
    expect(await found()).toBe('共找到 6 个岗位');
    for (let i = 0; i < 40 && (await focused()) !== '软件开发工程师'; i++) await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await page.waitForURL(/\/recruitment\/posts\//);
    expect(await page.locator('h1').innerText()).toBe('软件开发工程师');
  });
});

describe('the page of a notice', () => {
  it('says the official text to the byte, in each of its versions, and in what they differ', async () => {
    for (const version of [2, 1]) {
      await go(`/recruitment/notices/${amended}${version === 1 ? '?version=1' : ''}`);
      const { recruitmentNotice } = await ask<{ recruitmentNotice: { text: string; textSha256: string } }>(
        `{ recruitmentNotice(id: "${amended}", version: ${version}) { text textSha256 } }`,
      );
      expect(await textOf()).toBe(recruitmentNotice.text);
      expect(sha256(await textOf())).toBe(recruitmentNotice.textSha256);
    }
    await page.getByRole('link', { name: '查看现行版本' }).click();
    const differences = await page.locator('.versions tbody tr').allInnerTexts();
    expect(differences).toContain('岗位 P001，人数\t1\t5');
    expect(differences).toContain('单位简介\t集团负责城区供水、排水与污水处理。\t集团负责供水。');
    expect(await page.getByText('更正：增加四名').count()).toBe(1);
    expect(complaints).toEqual([]);
  });

  it('has its posts as a table, its course in order, its filing number and the bureau’s own page', async () => {
    await go(`/recruitment/notices/${amended}`);
    const table = page.getByRole('region', { name: '岗位表' });
    expect(await table.getByRole('columnheader').allInnerTexts()).toContain('岗位名称');
    expect(await table.locator('tbody tr').count()).toBe(15);
    const course = await page.locator('.timeline li').allInnerTexts();
    expect(course.slice(0, 4)).toEqual([
      '2026年3月2日 10:00 公告发布',
      '2026年3月6日 09:00 报名开始',
      '2026年3月20日 17:00 报名截止',
      '2026年3月22日 资格审查（计划）',
    ]);
    expect(await page.getByText('濮人社招备〔2026〕410900-0001号').count()).toBe(1);
    expect(await page.getByRole('link', { name: officialUrl }).getAttribute('href')).toBe(officialUrl);
    await table.getByRole('link', { name: '会计' }).first().click();
    expect(await page.locator('h1').innerText()).toBe('会计');
  });

  it('is gone with its reason where it was withdrawn, and unknown where it never was', async () => {
    const gone = await go(`/recruitment/notices/${withdrawn}`);
    expect(gone!.status()).toBe(410);
    expect(await page.locator('main').innerText()).toMatch(/专项招聘公告[^]*已撤回[^]*招聘计划调整[^]*项目取消/);
    expect(await page.locator('article').count()).toBe(0);
    for (const path of [
      `notices/${newest.slice(0, -4)}0000`,
      'notices/1',
      `notices/${amended}?version=3`,
      `posts/${amended}`,
      'posts/x',
      'nowhere',
    ]) {
      const response = await go(`/recruitment/${path}`);
      expect([path, response!.status(), await page.locator('h1').innerText()]).toEqual([path, 404, '没有这一页']);
    }
  });

  it('is not sent again to whoever has it', async () => {
    const first = await fetch(`${api.url}/recruitment/notices/${newest}`);
    const again = await fetch(`${api.url}/recruitment/notices/${newest}`, {
      headers: { 'if-none-match': first.headers.get('etag')! },
    });
    expect([first.status, again.status, await again.text()]).toEqual([200, 304, '']);
  });
});

interface Posting {
  title: string;
  description: string;
  datePosted: string;
  validThrough: string;
  hiringOrganization: Record<'name' | 'sameAs', string> & {
    identifier: { value: string };
    parentOrganization: { name: string };
  };
  employmentUnit: { name: string };
  identifier: { value: string };
  jobBenefits: string;
  qualifications: string;
  occupationalCategory: string;
  applicationContact: Record<'telephone' | 'email', string>;
}

describe('the page of a post', () => {
  const markup = async () => {
    const scripts = await page
      .locator('script')
      .evaluateAll((all) => all.map((one) => [one.getAttribute('type'), one.textContent]));
    expect(scripts.map(([type]) => type)).toEqual(scripts.map(() => 'application/ld+json'));
    return scripts.map(([, text]) => JSON.parse(text!) as Record<string, unknown>[]);
  };

  it('tells search engines what it tells people, while it is open', async () => {
    const { id, path } = await postOf(newest);
    await go(path);
    const [[posting, crumbs]] = (await markup()) as [[Posting, Record<string, unknown>]];
    const { recruitmentPost } = await ask<{ recruitmentPost: { textSha256: string; url: string; closesAt: string } }>(
      `{ recruitmentPost(id: "${id}") { textSha256 url closesAt } }`,
    );
    expect(sha256(await textOf())).toBe(recruitmentPost.textSha256);
    const said = posting.description.replaceAll('</p><p>', '\n').replaceAll(/<\/?p>/g, '');
    expect(sha256(said)).toBe(recruitmentPost.textSha256);
    expect(posting).toMatchObject({ '@type': 'JobPosting', url: recruitmentPost.url, directApply: true });
    expect(posting.validThrough).toBe(recruitmentPost.closesAt);
    expect(crumbs).toMatchObject({ '@type': 'BreadcrumbList' });
    const seen = await page.locator('body').innerText();
    const { hiringOrganization, applicationContact } = posting;
    for (const value of [
      posting.title,
      hiringOrganization.name,
      hiringOrganization.sameAs,
      hiringOrganization.identifier.value,
      hiringOrganization.parentOrganization.name,
      posting.employmentUnit.name,
      posting.identifier.value,
      posting.jobBenefits,
      applicationContact.telephone,
      applicationContact.email,
      ...posting.qualifications.split('\n'),
      ...posting.occupationalCategory.split(' '),
      '2026年3月20日 17:00',
    ])
      expect(seen).toContain(value);
    const moments = await page.locator('time').evaluateAll((all) => all.map((one) => one.getAttribute('datetime')));
    expect(moments).toEqual(expect.arrayContaining([posting.datePosted, posting.validThrough]));
    expect(await page.getByRole('link', { name: 'https://water.example/apply' }).count()).toBe(1);
    expect(await page.locator('meta[name=robots]').count()).toBe(0);
    // A block of data is no script: the policy has nothing against it.
    expect(complaints).toEqual([]);
  });

  it('takes nobody’s application from the second of its closing on, before any job has run', async () => {
    const { path } = await postOf(newest);
    shiftTo(closing - 1500);
    await go(path);
    expect(await markup()).toHaveLength(1);
    shiftTo(closing);
    const response = await go(path);
    expect(response!.status()).toBe(200);
    expect(await markup()).toEqual([]);
    expect(await page.getByRole('link', { name: 'https://water.example/apply' }).count()).toBe(0);
    expect(await page.locator('.banner').innerText()).toContain('报名已截止');
    await go(`/recruitment/notices/${newest}`);
    expect(await page.locator('.banner').innerText()).toContain('报名已截止');
  });
});

it('corrections and withdrawals stand on one page, newest first, page by page', async () => {
  await go('/recruitment/changes');
  expect(await page.locator('.posts li').allInnerTexts()).toEqual([
    expect.stringMatching(/专项招聘公告[^]*撤回：招聘计划调整：项目取消/),
    expect.stringMatching(/应届高校毕业生公告[^]*更正为第 2 版：增加四名/),
  ]);
  let standing = standingOf(7, new Date('2026-03-02T02:00:00Z'));
  await tell(api.database.pool, null, standing);
  for (let version = 2; version <= 23; version++) {
    const next = { ...standing, version, amendReason: `第${version}次` };
    await tell(api.database.pool, standing, next, { remark: next.amendReason });
    standing = next;
  }
  await tell(api.database.pool, standing, null, { reason: 'other' });
  await page.reload();
  const firstPage = await page.locator('.posts li').allInnerTexts();
  await page.getByRole('link', { name: '下一页' }).click();
  const all = [...firstPage, ...(await page.locator('.posts li').allInnerTexts())];
  expect([firstPage.length, all.length, new Set(all).size]).toEqual([20, 25, 25]);
  expect(all.slice(0, 2)).toEqual([
    expect.stringContaining('撤回：其他'),
    expect.stringContaining('更正为第 23 版：第23次'),
  ]);
});

it('the page of open data prints a query that runs, and addresses that answer', async () => {
  await go('/recruitment/data');
  const example = await page.locator('pre').innerText();
  const { recruitmentPosts } = await ask<{ recruitmentPosts: { totalCount: number } }>(example);
  expect(recruitmentPosts.totalCount).toBeGreaterThan(0);
  const addresses = await page.locator('main a').evaluateAll((all) => all.map((a) => a.getAttribute('href')!));
  const own = addresses.filter((address) => address.startsWith('/') && !address.includes('snapshots'));
  expect(own.length).toBeGreaterThan(5);
  for (const address of own) expect([address, (await fetch(api.url + address)).status]).toEqual([address, 200]);
});

describe('what strangers wrote', () => {
  const title = `<script>document.title='stolen'</script>𠮷&amp;"公告`;
  let path: string;
  beforeAll(async () => {
    const post = goodPost(
      1,
      { title: `</script><img src=x onerror=alert(1)>𠮷`, duties: '甲\n</p><b>乙</b>，负责本岗位的日常工作。' },
      day,
    );
    const content = goodNotice({ title, website: 'javascript:alert(1)', posts: [post] }, day);
    const channels = [{ kind: 'online' as const, address: 'javascript:alert(2)' }];
    const standing = standingOf(99, new Date('2026-03-02T02:00:00Z'), {
      content: { ...content, application: { ...content.application, channels } },
      officialUrl: 'javascript:alert(3)',
    });
    await tell(api.database.pool, null, standing);
    path = `/recruitment/notices/${standing.id}`;
  });

  it('is text on every page, rare characters whole, and no address but one of a page is a link', async () => {
    await go(path);
    expect(await page.locator('h1').innerText()).toBe(title);
    expect((await textOf()).split('\n')[0]).toBe(title);
    const { path: post } = await postOf(path.split('/').at(-1)!);
    await go(post);
    expect(await page.locator('h1').innerText()).toBe('</script><img src=x onerror=alert(1)>𠮷');
    expect((await page.locator('script').textContent())!).toContain('𠮷');
    await go(`/recruitment?text=${encodeURIComponent('𠮷')}`);
    expect(await links()).toEqual([post]);
    await go(`/recruitment?text=${encodeURIComponent('"><script>alert(1)</script>')}`);
    expect(await page.getByLabel('岗位、专业、单位、县区').inputValue()).toBe('"><script>alert(1)</script>');
    for (const shown of [path, post, '/recruitment']) {
      const html = await (await fetch(api.url + shown)).text();
      expect(html).not.toMatch(/href="javascript|<img|<script>/);
    }
    expect(complaints).toEqual([]);
  });
});

describe('for everybody', () => {
  const pages = async () => [
    '/recruitment',
    `/recruitment/notices/${amended}`,
    (await postOf(newest)).path,
    '/recruitment/changes',
    '/recruitment/data',
  ];

  it('each page has one main heading, a language, a name for every field, heads for every table, and fits a telephone', async () => {
    await page.setViewportSize({ width: 320, height: 640 });
    for (const path of await pages()) {
      await go(path);
      const flaws = await page.evaluate(() => {
        const all = (selector: string) => [...document.querySelectorAll<HTMLElement>(selector)];
        const named = (field: HTMLElement) => ((field as HTMLInputElement).labels?.length ?? 0) > 0;
        return [
          ...(all('h1').length === 1 ? [] : ['h1']),
          ...(all('main').length === 1 && all('header').length === 1 && all('nav').length > 0 ? [] : ['landmarks']),
          ...(document.documentElement.lang === 'zh-CN' ? [] : ['lang']),
          ...all('input:not([type=hidden]), textarea')
            .filter((field) => !named(field))
            .map((field) => field.outerHTML),
          ...all('th:not([scope])').map((cell) => cell.outerHTML),
          ...all('[id]')
            .filter((one, i, ids) => ids.some((other, k) => k < i && other.id === one.id))
            .map(({ id }) => `twice: ${id}`),
          ...(document.documentElement.scrollWidth <= 320 ? [] : ['too wide']),
        ];
      });
      expect([path, flaws]).toEqual([path, []]);
    }
  });

  it('a list comes in 40 kB and a post in 30 kB with all they need, as a telephone gets them', async () => {
    const [list, , post] = await pages();
    const style = await (await fetch(`${api.url}/page.css`)).text();
    const size = async (path: string) => gzipSync((await (await fetch(api.url + path)).text()) + style).length;
    expect(await size(list!)).toBeLessThan(40_000);
    expect(await size(post!)).toBeLessThan(30_000);
  });

  it('everything works without scripts, from the home page on', async () => {
    const plain = await browser.newPage({ javaScriptEnabled: false });
    await plain.goto(api.url);
    await plain.getByRole('link', { name: '全部招聘岗位' }).click();
    await plain.getByLabel('岗位、专业、单位、县区').fill('机械');
    await plain.getByRole('button', { name: '查找', exact: true }).click();
    await plain.getByRole('link', { name: '机械设备技术员' }).first().click();
    await plain.getByRole('link', { name: '公告', exact: false }).last().click();
    expect(new URL(plain.url()).pathname).toMatch(/^\/recruitment\/notices\//);
    await plain.close();
  });
});

/** D14, D15: what a firm writes or is called, as formulas and as markup: every surface says the same text, and none runs it. */
import { parse } from 'csv-parse/sync';
import { type DefaultTreeAdapterMap, parse as parseHtml } from 'parse5';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openWorkbook } from '../../api/unpack-workbook.js';
import { parseXml } from '../../connectors/xml.js';
import { snapshotFiles } from '../../jobs/snapshot-files.js';
import { writeSnapshot } from '../../jobs/write-snapshot.job.js';
import { openTestApi, type TestApi } from '../support/api.js';
import { goodEmployer, goodPost } from '../support/notices.js';
import { openRecruiters, type Recruiters, recruitment } from '../support/recruitment.js';

const script = '<script>alert(1)</script>';
const firm = { ...goodEmployer, name: `濮阳${script}"'&集团]]>` };
const markup = ['招聘<script>alert(2)</script>公告', '招聘</title><img src=x onerror=alert(3)>', '<b>招聘</b>公告'];
/** How a cell begins that a spreadsheet runs; a filing takes neither tab nor carriage return. */
const formulas = ['=HYPERLINK("http://x")', '+1+cmd', '-2+3', '@SUM(1)', '＝1+1'];

let api: TestApi;
let who: Recruiters;
let at: ReturnType<typeof recruitment>;
let noticeId: string;
let bodies: { id: string; path: string; title: string; duties: string; unit: string }[];
const get = async (path: string, headers = {}) => (await fetch(api.url + path, { headers })).text();

beforeAll(async () => {
  api = await openTestApi();
  who = await openRecruiters(api, firm);
  at = recruitment(api, who);
  noticeId = await at.publish({
    title: `2026年招聘 "A&B" < 5 > 3 公告`,
    posts: formulas.map((text, i) =>
      goodPost(i + 1, {
        title: text,
        unit: text,
        duties: `${text}\n承担本岗位的日常工作，按规程完成任务，整理并保存工作记录。`,
      }),
    ),
  });
  await writeSnapshot({ database: api.database, now: at.now, log: () => {} }, new AbortController().signal);
  const found = await api.database.pool.query<{ body: string }>(
    `select body from open_record where notice_id = $1 and record_kind = 'post' order by body::jsonb ->> 'code'`,
    [noticeId],
  );
  bodies = found.rows.map(({ body }) => JSON.parse(body) as (typeof bodies)[number]);
});
afterAll(() => api.close());

describe('D14', () => {
  it('D14: the store, GraphQL and the lines of a snapshot hold what was written', async () => {
    expect(bodies.map((body) => body.title)).toEqual(formulas);
    const lines = (await get('/open-data/snapshots/latest/posts.ndjson')).trimEnd().split('\n');
    expect(lines.map((line) => (JSON.parse(line) as { unit: string }).unit).toSorted()).toEqual(formulas.toSorted());
    const { data } = at.ok(await api.ask(`{ recruitmentPost(id: "${bodies[0]!.id}") { title } }`));
    expect(data).toEqual({ recruitmentPost: { title: formulas[0] } });
  });

  it('D14: in the tables for spreadsheets no cell begins as a formula does, and an apostrophe is all that was added', async () => {
    for (const name of ['posts', 'notices']) {
      const rows = parse(await get(`/open-data/snapshots/latest/${name}.csv`), { bom: true, columns: true });
      const cells = (rows as Record<string, string>[]).flatMap((row) => Object.values(row));
      expect(cells.filter((cell) => /^[=+\-@\t\r＝＋－＠]/.test(cell))).toEqual([]);
    }
    const posts = parse(await get('/open-data/snapshots/latest/posts.csv'), { bom: true, columns: true });
    const titles = (posts as Record<string, string>[]).map((row) => row['title']!);
    expect(titles.toSorted()).toEqual(formulas.map((text) => `'${text}`).toSorted());
  });

  it.each(['=', '+', '-', '@', '\t', '\r'])('D14: a cell that begins with %j is told with an apostrophe', (first) => {
    const table = snapshotFiles.find(({ name }) => name === 'posts.csv')!;
    const body = { ...bodies[0]!, unit: `${first}1` };
    const [row] = parse(`${table.head}${table.write([JSON.stringify(body)])}`, { bom: true, columns: true });
    expect((row as Record<string, string>)['unit']).toBe(`'${first}1`);
  });

  it('D14: the workbook of a notice’s posts holds them as text and has no formula', async () => {
    const answer = await fetch(`${api.url}/recruitment/notices/${noticeId}/posts-table.xlsx`, {
      headers: { authorization: `Bearer ${who.clerk}` },
    });
    expect(answer.status).toBe(200);
    const book = openWorkbook(Buffer.from(await answer.arrayBuffer()));
    const sheets = await Promise.all(
      [...book.paths].filter((path) => path.endsWith('.xml')).map((path) => book.read(path)),
    );
    const text = sheets.map(String).join('');
    expect(sheets.length).toBeGreaterThan(0);
    expect(text).not.toMatch(/<f[ />]/);
    expect(text).toContain('+1+cmd');
  });
});

describe('D15', () => {
  type Node = DefaultTreeAdapterMap['node'];
  /** Every script of a page that runs, every handler, and the texts of its JSON-LD. */
  function readPage(html: string): { runs: string[]; linked: string[] } {
    const [runs, linked]: [string[], string[]] = [[], []];
    const walk = (node: Node): void => {
      if ('attrs' in node)
        for (const { name, value } of node.attrs)
          if (name.startsWith('on') || /^javascript:/i.test(value)) runs.push(value);
      if (node.nodeName === 'script' && 'childNodes' in node) {
        const text = node.childNodes.map((child) => ('value' in child ? child.value : '')).join('');
        const type = 'attrs' in node ? node.attrs.find(({ name }) => name === 'type')?.value : undefined;
        if (type === 'application/ld+json') linked.push(text);
        else if (text !== '') runs.push(text);
      }
      if (node.nodeName === 'img') runs.push('an image');
      if ('childNodes' in node) for (const child of node.childNodes) walk(child);
    };
    walk(parseHtml(html));
    return { runs, linked };
  }

  it.each(markup)('D15: a notice titled %s is not filed', async (title) => {
    const made = at.ok(await at.create(at.content({ title }))).data as { createRecruitmentNotice: { id: string } };
    const answer = await at.move(who.firmApprover, made.createRecruitmentNotice.id, 'SUBMIT');
    const problems = answer.errors[0]!.extensions['problems'] as { path: string; rule: string }[];
    expect(problems.map(({ path, rule }) => `${path} ${rule}`)).toContain('title markup');
  });

  it('D15: a firm’s name that holds markup is text on every public page', async () => {
    const paths = ['/recruitment', `/recruitment/notices/${noticeId}`, bodies[0]!.path];
    for (const path of paths) {
      const html = await get(path, { accept: 'text/html' });
      expect([path, html]).toEqual([path, expect.stringContaining('alert(1)')]);
      expect([path, readPage(html).runs]).toEqual([path, []]);
    }
    const { linked } = readPage(await get(bodies[0]!.path));
    expect(linked).toHaveLength(1);
    expect(JSON.stringify(JSON.parse(linked[0]!))).toContain(JSON.stringify(firm.name).slice(1, -1));
  });

  it('D15: feeds stay what they are and say the same name', async () => {
    const atom = parseXml(Buffer.from(await get('/open-data/feed.atom')));
    expect(JSON.stringify(atom.root)).toContain(JSON.stringify(script).slice(1, -1));
    const feed = JSON.parse(await get('/open-data/feed.json')) as { items: unknown[] };
    expect(JSON.stringify(feed)).toContain(JSON.stringify(script).slice(1, -1));
  });
});

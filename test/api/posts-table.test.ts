/** The posts table as a file over HTTP: whatever comes is read within bounds or refused in words, and a failed import loses nothing. */
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { once } from 'node:events';
import { createDeflateRaw } from 'node:zlib';
import Fastify from 'fastify';
import type { JWK } from 'jose';
import { pino } from 'pino';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type Authentication, openAuthentication } from '../../api/authenticate.js';
import { embeddedIssuer } from '../../api/config.js';
import { HubError } from '../../api/errors.js';
import { postsTableRoutes } from '../../api/posts-table-routes.js';
import { writePostsWorkbook } from '../../api/posts-workbook.js';
import { mostColumns, mostRows, readSheet } from '../../api/read-sheet.js';
import { mostUnpacked, mostUploaded, openWorkbook } from '../../api/unpack-workbook.js';
import { relaxations } from '../../api/sign-in/relaxations.js';
import { createIssuer, issueToken, issuerKeyFile } from '../../hub/issue-token.js';
import { codeListsOf } from '../../rules/recruitment/codes.js';
import type { PostDraft } from '../../rules/recruitment/notice.js';
import { columns } from '../../rules/recruitment/post-columns.js';
import { writePostsTable } from '../../rules/recruitment/posts-table.js';
import type { Problem } from '../../rules/recruitment/problems.js';
import { sampleCodes } from '../../rules/recruitment/sample-codes.js';
import { type Database, openDatabase } from '../../schema/database.js';
import { createTestDatabase } from '../support/database.js';
import { creditCodeOf } from '../support/facts.js';
import { goodPost } from '../support/notices.js';
import { book, bookEntries, zip, type ZipEntry } from '../support/workbooks.js';

const lists = codeListsOf(sampleCodes);
const xlsx = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
const home = mkdtempSync(join(tmpdir(), 'hub-posts-'));
// The notices have tests of their own: here only what is asked of them counts.
const drafts = new Map<string, PostDraft[]>();
let checks: Problem[] = [];
const app = Fastify({ bodyLimit: 64 * 1024 });
let url: string;
let database: Database;
let authentication: Authentication;
let clerk: string;

beforeAll(async () => {
  await createIssuer(home);
  const key = JSON.parse(readFileSync(issuerKeyFile(home), 'utf8')) as JWK;
  const clock = () => new Date();
  const issuer = { name: embeddedIssuer, keys: { keys: [key] }, isOwn: false, relaxed: new Set(relaxations), clock };
  database = await openDatabase((await createTestDatabase()).url);
  authentication = openAuthentication({
    issuers: () => [issuer],
    pool: database.pool,
    machineClock: clock,
    publicUrl: () => url,
    log: pino({ level: 'silent' }),
  });
  app.setErrorHandler((error: Error, _request, reply) => {
    if (!(error instanceof HubError)) throw error;
    return reply.code(error.status).send({ code: error.code, message: error.message });
  });
  await app.register(async (tables) =>
    postsTableRoutes(tables, {
      authenticate: authentication.authenticate,
      codeLists: async () => lists,
      savePosts: async ({ creditCode }, id, posts) => void drafts.set(`${creditCode}/${id}`, posts),
      loadPosts: async ({ creditCode }, id) => drafts.get(`${creditCode}/${id}`) ?? [],
      checkPosts: async () => checks,
    }),
  );
  url = await app.listen({ host: '127.0.0.1', port: 0 });
  clerk = await issueToken(home, { sub: 'water-clerk', audience: 'employer', credit_code: creditCodeOf(11) });
});
afterAll(async () => {
  await app.close();
  await authentication.close();
  await database.close();
  rmSync(home, { recursive: true });
});
beforeEach(() => {
  drafts.clear();
  checks = [];
});

interface Answer {
  rows: number;
  posts: PostDraft[];
  problems: { row: number; column: string; header: string; message: string; severity: string; rule: string }[];
  saved: boolean;
  code: string;
  message: string;
}
async function upload(body: Buffer, { query = '', type = xlsx, token = clerk } = {}) {
  const response = await fetch(`${url}/recruitment/notices/n1/posts-table${query}`, {
    method: 'POST',
    headers: { 'content-type': type, ...(token && { authorization: `Bearer ${token}` }) },
    body: new Uint8Array(body),
  });
  return { status: response.status, ...((await response.json()) as Answer) };
}
async function download(path: string, token = clerk) {
  const response = await fetch(url + path, { headers: token ? { authorization: `Bearer ${token}` } : {} });
  return { status: response.status, headers: response.headers, bytes: Buffer.from(await response.arrayBuffer()) };
}
const saved = () => drafts.get(`${creditCodeOf(11)}/n1`);
const workbook = (count: number, change: Partial<PostDraft> = {}) =>
  writePostsWorkbook(
    Array.from({ length: count }, (_, i) => ({ ...goodPost(i + 1), ...change })),
    lists,
  );

describe('a table that is right', () => {
  test('comes in, and goes out as it came', async () => {
    const { status, ...answer } = await upload(await workbook(3));
    const posts = [goodPost(1), goodPost(2), goodPost(3)];
    expect([status, answer]).toEqual([200, { rows: 3, posts, problems: [], saved: true }]);
    expect(saved()).toEqual(posts);

    const file = await download('/recruitment/notices/n1/posts-table.xlsx');
    expect(file.headers.get('content-type')).toBe(xlsx);
    expect(file.headers.get('content-disposition')).toContain(encodeURIComponent('岗位表'));
    expect(file.headers.get('cache-control')).toBe('no-store');
    drafts.clear();
    expect(await upload(file.bytes)).toMatchObject({ saved: true, problems: [] });
    expect(saved()).toEqual(posts);
  });

  test('whatever characters it holds', async () => {
    const title = "𠮷野家 “店长” <b>&amp; 'x'\n第二行 _x0041_ 👷🏽";
    expect(await upload(await workbook(1, { title }))).toMatchObject({ saved: true });
    expect(saved()).toMatchObject([{ title }]);
  });

  test('is only tried out where asked', async () => {
    expect(await upload(await workbook(2), { query: '?dryRun=true' })).toMatchObject({
      rows: 2,
      problems: [],
      saved: false,
    });
    expect(saved()).toBeUndefined();
    expect(await upload(await workbook(2), { query: '?dryRun=false' })).toMatchObject({ saved: true });
    expect(await upload(await workbook(2), { query: '?dryRun=1' })).toMatchObject({ status: 400, code: 'BAD_INPUT' });
  });

  test('500 posts within a second', async () => {
    const file = await workbook(500);
    const began = performance.now();
    expect(await upload(file)).toMatchObject({ rows: 500, problems: [], saved: true });
    expect(performance.now() - began).toBeLessThan(1000);
  });

  test('the template is for everybody', async () => {
    const { status, headers, bytes } = await download('/recruitment/posts-table.xlsx', '');
    expect([status, headers.get('content-type')]).toEqual([200, xlsx]);
    expect(await readSheet(openWorkbook(bytes), '岗位表')).toEqual([columns.map(({ header }) => header)]);
    expect((await readSheet(openWorkbook(bytes), '填写说明')).length).toBe(columns.length + 1);
    expect(await upload(bytes)).toMatchObject({ saved: false, problems: [{ rule: 'table.empty' }] });
  });
});

describe('a table that is wrong', () => {
  test('changes nothing and says every cell', async () => {
    await upload(await workbook(2));
    const before = saved();
    const answer = await upload(await workbook(3, { title: null, openings: null }));
    expect(answer).toMatchObject({ status: 200, rows: 3, saved: false });
    expect(answer.problems.map(({ row, column, header }) => [row, column, header])).toEqual(
      [2, 3, 4].flatMap((row) => [
        [row, 'B', '岗位名称'],
        [row, 'G', '招聘人数'],
      ]),
    );
    expect(answer.problems[0]!.message).toMatch(/^第 2 行 B 列 “岗位名称”：.+ \/ row 2, column B, “岗位名称”: .+$/);
    expect(saved()).toBe(before);
  });

  test('is also what the posts say', async () => {
    const problem = { path: 'posts[1].duties', rule: 'lint.gender', text: { zh: '限男', en: 'men only' }, basis: null };
    checks = [{ ...problem, severity: 'error' }];
    const wrong = await upload(await workbook(2));
    expect(wrong).toMatchObject({
      saved: false,
      problems: [{ row: 3, column: 'D', header: '岗位职责', rule: 'lint.gender' }],
    });
    expect(saved()).toBeUndefined();
    checks = [{ ...problem, severity: 'warning' }];
    expect(await upload(await workbook(2))).toMatchObject({ saved: true, problems: [{ row: 3, severity: 'warning' }] });
  });
});

describe('who may', () => {
  const paths = ['/recruitment/notices/n1/posts-table.xlsx'];
  test('nobody without a token, and nothing is read of what they send', async () => {
    expect(await upload(Buffer.from('no workbook'), { token: '' })).toMatchObject({
      status: 401,
      code: 'UNAUTHENTICATED',
    });
    expect(await upload(Buffer.from('no workbook'), { token: 'a.b.c' })).toMatchObject({ status: 401 });
    expect((await download(paths[0]!, '')).status).toBe(401);
  });

  test.each(['staff', 'partner'] as const)('not %s', async (audience) => {
    const token = await issueToken(home, { sub: 'somebody', audience, roles: ['administrator'] });
    expect(await upload(await workbook(1), { token })).toMatchObject({ status: 403, code: 'FORBIDDEN' });
    expect((await download(paths[0]!, token)).status).toBe(403);
    expect(drafts.size).toBe(0);
  });
});

const header = columns.map((column) => column.header);
const escape = (text: string) => text.replace(/[<&]/g, (character) => `&#${character.charCodeAt(0)};`);
const ref = (at: number, row: number) => `${at < 26 ? '' : 'A'}${String.fromCharCode(65 + (at % 26))}${row}`;
const inline = (text: string, at: number, row: number) =>
  `<c r="${ref(at, row)}" t="inlineStr"><is><t xml:space="preserve">${escape(text)}</t></is></c>`;
const rowOf = (cells: string, row: number) => `<row r="${row}">${cells}</row>`;
const headerRow = rowOf(header.map((text, at) => inline(text, at, 1)).join(''), 1);
const goodCells = writePostsTable([goodPost(1)], lists)[1]!.map((cell) => (cell === null ? null : String(cell)));
const goodRow = rowOf(goodCells.map((text, at) => (text === null ? '' : inline(text, at, 2))).join(''), 2);
/** The good row with one cell as XML of its own. */
const rowWith = (name: string, xml: string) =>
  rowOf(
    goodCells
      .map((text, at) =>
        at === header.indexOf(name) ? xml.replace('@', ref(at, 2)) : text === null ? '' : inline(text, at, 2),
      )
      .join(''),
    2,
  );

describe('as other programs write', () => {
  const good = { saved: true, problems: [], posts: [goodPost(1)] };

  test('strings within the cells, no numbers of rows and cells', async () => {
    expect(await upload(book({ sheets: { Sheet1: headerRow + goodRow } }))).toMatchObject(good);
    const bare = (
      headerRow + rowOf(goodCells.map((text) => `<c t="inlineStr"><is><t>${text ?? ''}</t></is></c>`).join(''), 2)
    )
      .replaceAll(/ r="\w+"/g, '')
      .replaceAll('<c t="inlineStr"><is><t></t></is></c>', '<c/>');
    expect(await upload(book({ sheets: { Sheet1: bare } }))).toMatchObject(good);
  });

  test('strings that cells share, in runs, with readings above them; elements with a prefix', async () => {
    const strings = [...header, ...goodCells.map((text) => text ?? '')]
      .map(
        (text) =>
          `<si><r><t>${escape(text.slice(0, 1))}</t></r><r><rPr/><t>${escape(text.slice(1))}</t></r><rPh><t>du yin</t></rPh></si>`,
      )
      .join('');
    const shared = (row: number) =>
      rowOf(
        header.map((_, at) => `<c r="${ref(at, row)}" t="s"><v>${at + (row - 1) * header.length}</v></c>`).join(''),
        row,
      );
    const file = bookEntries({ sheets: { Sheet1: shared(1) + shared(2) }, strings });
    expect(await upload(zip(file))).toMatchObject(good);
    const prefixed = file.map(({ path, data }) => ({
      path,
      data: String(data)
        .replaceAll(/<(\/?)(?!\?)/g, '<$1x:')
        .replace('xmlns="', 'xmlns:x="'),
    }));
    expect(await upload(zip(prefixed))).toMatchObject(good);
  });

  test('a rare character as a reference, a marked section, an escape of the format', async () => {
    const title =
      '<c r="@" t="inlineStr"><is><rPh><t>ji</t></rPh><t>&#134071;&#x20BB7;<![CDATA[<𠮷>]]>_x000A_&amp;</t></is></c>';
    expect(await upload(book({ sheets: { Sheet1: headerRow + rowWith('岗位名称', title) } }))).toMatchObject({
      saved: true,
    });
    expect(saved()).toMatchObject([{ title: '𠮷𠮷<𠮷>\n&' }]);
  });

  const styles =
    '<numFmts><numFmt numFmtId="176" formatCode="yyyy&quot;年&quot;m&quot;月&quot;d&quot;日&quot;;@"/><numFmt numFmtId="177" formatCode="#,##0.00_);[Red]\\(#,##0.00\\)&quot;day&quot;"/></numFmts>' +
    '<cellStyleXfs><xf numFmtId="14"/></cellStyleXfs><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="176"/><xf numFmtId="31"/><xf numFmtId="177"/></cellXfs>';
  test.each([
    ['<c r="@" s="1"><v>46569</v></c>', '', '2027-07-01'],
    ['<c r="@" s="2"><v>46569.75</v></c>', '', '2027-07-01'],
    ['<c r="@" s="3" t="n"><v>46569</v></c>', '', '2027-07-01'],
    ['<c r="@" s="1"><v>45107</v></c>', 'date1904="1"', '2027-07-01'],
    ['<c r="@" t="d"><v>2027-07-01</v></c>', '', '2027-07-01'],
    ['<c r="@" s="1"><f>DATE(2027,7,1)</f><v>46569</v></c>', '', '2027-07-01'],
    ['<c r="@" s="1"/>', '', null],
    ['<c r="@" s="1"><v/></c>', '', null],
    ['<c r="@" t="str"><f>""</f><v></v></c>', '', null],
  ])('dates: %s %s', async (cell, bookPr, startsOn) => {
    const sheets = { Sheet1: headerRow + rowWith('到岗时间', cell) };
    expect(await upload(book({ sheets, styles, book: bookPr }))).toMatchObject({ problems: [], posts: [{ startsOn }] });
  });

  test.each([
    ['到岗时间', '<c r="@"><v>46569</v></c>'],
    ['到岗时间', '<c r="@" s="4"><v>46569</v></c>'],
    ['到岗时间', '<c r="@" s="1"><v>99999999999</v></c>'],
    ['招聘人数', '<c r="@" t="e"><f>1/0</f><v>#DIV/0!</v></c>'],
    ['招聘人数', '<c r="@"><f>SUM(A1:A2)</f></c>'],
    ['岗位代码', '<c r="@" s="1"><v>46569</v></c>'],
  ])('%s is not %s', async (name, cell) => {
    const answer = await upload(book({ sheets: { Sheet1: headerRow + rowWith(name, cell) }, styles }));
    expect(answer).toMatchObject({ saved: false, problems: [{ row: 2, header: name, rule: 'table.value' }] });
  });

  test('values of formulas, truths', async () => {
    const of = (name: string, cell: string) => upload(book({ sheets: { Sheet1: headerRow + rowWith(name, cell) } }));
    expect((await of('招聘人数', '<c r="@"><f>1+1</f><v>2</v></c>')).posts).toMatchObject([{ openings: 2 }]);
    expect((await of('岗位名称', '<c r="@" t="str"><f>A1</f><v>会计</v></c>')).posts).toMatchObject([
      { title: '会计' },
    ]);
    expect((await of('退役军人专岗', '<c r="@" t="b"><v>1</v></c>')).posts).toMatchObject([
      { reservedForVeterans: true },
    ]);
  });

  test('the sheet 岗位表 wherever it stands, else the first that is shown', async () => {
    const other = rowOf(inline('封面', 0, 1), 1);
    const right = headerRow + goodRow;
    expect(await upload(book({ sheets: { 封面: other, 岗位表: right } }))).toMatchObject(good);
    expect(await upload(book({ sheets: { 甲: right, 乙: other } }))).toMatchObject(good);
    const hidden = bookEntries({ sheets: { 甲: other, 乙: right } }).map(({ path, data }) => ({
      path,
      data: String(data).replace('name="甲"', 'name="甲" state="hidden"'),
    }));
    expect(await upload(zip(hidden))).toMatchObject(good);
  });

  test('a sheet that is formatted down to its end', async () => {
    const empty = '<row spans="1"/>'.repeat(1_000_000);
    const styled = `<row r="1048576"><c r="A1048576" s="1"/><c r="XFD1048576" s="1"/></row>`;
    const began = performance.now();
    for (const below of [empty, styled])
      expect(await upload(book({ sheets: { Sheet1: headerRow + goodRow + below } }))).toMatchObject(good);
    expect(performance.now() - began).toBeLessThan(8000);
  });
});

describe('what is no workbook', () => {
  const plain = bookEntries({ sheets: { Sheet1: headerRow + goodRow } });
  const replaced = (path: string, change: Partial<ZipEntry>) =>
    zip(plain.map((entry) => (entry.path === path ? { ...entry, ...change } : entry)));
  const sheet = 'xl/worksheets/sheet1.xml';
  const rels = 'xl/_rels/workbook.xml.rels';
  const relations = String(plain.find(({ path }) => path === rels)!.data);
  const withName = (name: string, doctype = '') =>
    replaced(sheet, {
      data: String(plain.find(({ path }) => path === sheet)!.data)
        .replace('?>', `?>${doctype}`)
        .replace(escape(goodCells[1] ?? ''), name),
    });
  const ole = (text: string) =>
    Buffer.concat([Buffer.from('d0cf11e0a1b11ae1', 'hex'), Buffer.alloc(600), Buffer.from(text, 'utf16le')]);
  const flipped = () => {
    const file = zip(plain);
    const at = file.indexOf(sheet) + sheet.length + 200;
    file[at] = file[at]! ^ 0xff;
    return file;
  };

  test.each<[string, () => Buffer, string]>([
    ['nothing', () => Buffer.alloc(0), '没有收到文件'],
    ['a text', () => Buffer.from('岗位代码,岗位名称\n'), '不是 .xlsx'],
    ['the old format', () => ole('Workbook'), '旧格式'],
    ['one with a password', () => ole('EncryptedPackage'), '密码'],
    ['an encrypted archive', () => replaced(sheet, { lie: { encrypted: true } }), '密码'],
    ['one with macros', () => zip([...plain, { path: 'xl/vbaProject.bin', data: 'x' }]), '宏'],
    ['another archive', () => zip([{ path: 'content.xml', data: '<a/>' }]), '不是 .xlsx'],
    ['half a file', () => zip(plain).subarray(0, 900), '损坏'],
    ['the end alone', () => zip(plain).subarray(-22), '损坏'],
    ['a changed byte', flipped, '损坏'],
    ['a wrong checksum', () => replaced(sheet, { lie: { checksum: 1 } }), '损坏'],
    ['a wrong size', () => replaced(sheet, { lie: { unpacked: 99_999 } }), '损坏'],
    ['an entry twice', () => zip([...plain, plain.at(-1)!]), '损坏'],
    ['no sheet', () => zip(plain.filter(({ path }) => path !== sheet)), '损坏'],
    ['a sheet cut off', () => replaced(sheet, { data: '<worksheet><sheetData><row r="1">' }), '损坏'],
    ['another encoding', () => replaced(sheet, { data: Buffer.from('<a>\u00b8\u00da</a>', 'latin1') }), '损坏'],
    ['entities', () => replaced(sheet, { data: '<!DOCTYPE a [<!ENTITY x "y">]><worksheet/>' }), '损坏'],
    [
      'an entity from a file',
      () => withName('&f;', '<!DOCTYPE a [<!ENTITY f SYSTEM "file:///etc/hostname">]>'),
      '损坏',
    ],
    [
      'a sheet that lies outside',
      () => replaced(rels, { data: relations.replace('worksheets/', '../../../etc/') }),
      '损坏',
    ],
    ['a cell nowhere', () => book({ sheets: { S: '<row r="1"><c r="$A$1"><v>1</v></c></row>' } }), '损坏'],
    ['a number that is none', () => book({ sheets: { S: '<row r="1"><c r="A1"><v>x</v></c></row>' } }), '损坏'],
    ['a row of no number', () => book({ sheets: { S: '<row r="1e9"><c><v>1</v></c></row>' } }), '损坏'],
  ])('D10, D11: %s is refused in words and loses nothing', async (_, file, words) => {
    await upload(await workbook(1));
    const answer = await upload(file());
    expect([answer.status, answer.code]).toEqual([400, 'BAD_INPUT']);
    expect(answer.message).toContain(words);
    expect(answer.message).toContain(' / ');
    expect(saved()).toEqual([goodPost(1)]);
  });

  test('D10: XInclude in a cell includes nothing', async () => {
    const include = '<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="file:///etc/hostname" parse="text"/>';
    await upload(withName(`职位${include}`));
    expect(JSON.stringify(saved())).not.toContain(readFileSync('/etc/hostname', 'utf8').trim());
  });

  test('D11: entries that lead outside, links and archives in the archive are not unpacked, for nothing is written', async () => {
    const away = join(tmpdir(), `d11-${process.pid}`);
    const hostile = [
      '../'.repeat(9) + away.slice(1),
      away,
      'xl/../../evil.xml',
      'xl/worksheets/_rels/inner.zip',
      'c:\\evil.xml',
    ];
    const entries = [...plain, ...hostile.map((path) => ({ path, data: zip(plain) }))];
    expect(await upload(zip(entries))).toMatchObject({ status: 200, saved: true });
    expect(saved()).toEqual([goodPost(1)]);
    expect([existsSync(away), existsSync('evil.xml'), existsSync('../evil.xml')]).toEqual([false, false, false]);
    expect(
      await upload(zip([...plain, ...Array.from({ length: 200 }, (_, n) => ({ path: `x/${n}`, data: '' }))])),
    ).toMatchObject({
      status: 400,
      code: 'LIMIT_EXCEEDED',
    });
  });

  test('another kind of content', async () => {
    for (const type of ['application/json', 'text/plain', 'application/vnd.ms-excel'])
      expect(await upload(Buffer.from('{}'), { type })).toMatchObject({
        status: 400,
        code: 'BAD_INPUT',
        message: expect.stringContaining(`请以 ${xlsx} 发送`),
      });
  });

  test('every way of cutting or changing a file is answered in words', async () => {
    const file = await workbook(1);
    for (let at = 1; at < file.length; at += 37) {
      const changed = Buffer.from(file);
      changed[at] = changed[at]! ^ 0x55;
      for (const bytes of [changed, file.subarray(0, at)])
        expect([200, 400]).toContain((await upload(bytes, { query: '?dryRun=true' })).status);
    }
  }, 60_000);
});

describe('what is too much', () => {
  const sheet = 'xl/worksheets/sheet1.xml';
  const plain = bookEntries({ sheets: { Sheet1: headerRow + goodRow } });
  const withSheet = (change: Partial<ZipEntry>) =>
    zip(plain.map((entry) => (entry.path === sheet ? { ...entry, ...change } : entry)));
  const tooMuch = { status: 400, code: 'LIMIT_EXCEEDED' };

  async function bombOf(mebibytes: number): Promise<Buffer> {
    const deflate = createDeflateRaw({ level: 9 });
    const chunks: Buffer[] = [];
    deflate.on('data', (chunk: Buffer) => chunks.push(chunk));
    const blanks = Buffer.alloc(1024 * 1024, ' ');
    for (let i = 0; i < mebibytes; i++) if (!deflate.write(blanks)) await once(deflate, 'drain');
    deflate.end();
    await once(deflate, 'end');
    return Buffer.concat(chunks);
  }

  test('D11: a bomb that says what it is, and one that does not: neither is unpacked beyond the bound', async () => {
    const data = await bombOf(1024);
    expect(data.length).toBeLessThan(mostUploaded);
    const unpacked = 1024 * 1024 * 1024;
    const honest = withSheet({ data, deflated: { unpacked, checksum: 0 } });
    const lying = withSheet({ data, deflated: { unpacked: 5000, checksum: 0 } });
    const before = process.resourceUsage().maxRSS;
    const began = performance.now();
    expect(await upload(honest)).toMatchObject(tooMuch);
    expect(await upload(lying)).toMatchObject({ status: 400, code: 'BAD_INPUT' });
    expect(performance.now() - began).toBeLessThan(2000);
    expect((process.resourceUsage().maxRSS - before) / 1024).toBeLessThan(150);
  }, 30_000);

  test('D11: parts that are small one by one', async () => {
    const blanks = ' '.repeat(mostUnpacked / 2);
    const parts = plain.map(({ path, data }) => ({ path, data: data + (/styles|sheet1/.test(path) ? blanks : '') }));
    expect(await upload(zip(parts))).toMatchObject(tooMuch);
    const many = Array.from({ length: 201 }, (_, i) => ({ path: `x${i}`, data: '' }));
    expect(await upload(zip([...plain, ...many]))).toMatchObject(tooMuch);
  });

  test('a file of more than 2 MiB', async () => {
    expect(await upload(Buffer.alloc(mostUploaded + 1))).toMatchObject({ status: 400, code: 'LIMIT_EXCEEDED' });
    expect(() => openWorkbook(Buffer.alloc(mostUploaded + 1))).toThrow(
      expect.objectContaining({ code: 'LIMIT_EXCEEDED' }),
    );
  });

  const cellAt = (row: number, letters: string) => `<row r="${row}"><c r="${letters}${row}"><v>1</v></c></row>`;
  test('rows and columns', async () => {
    const at = (row: number, letters: string) =>
      readSheet(openWorkbook(book({ sheets: { S: cellAt(row, letters) } })), 'S');
    const rows = await at(mostRows, 'BH');
    expect([rows.length, rows.at(-1)!.length, rows.at(-1)!.at(-1)]).toEqual([mostRows, mostColumns, 1]);
    for (const [row, letters] of [
      [mostRows + 1, 'A'],
      [1, 'BI'],
      [9_999_999, 'A'],
      [1, 'ZZZ'],
    ] as const)
      await expect(at(row, letters)).rejects.toMatchObject({ code: 'LIMIT_EXCEEDED' });
  });

  test('one long string that many cells share', async () => {
    const cells = Array.from({ length: 30 }, (_, i) => `<c r="${ref(i, 1)}" t="s"><v>0</v></c>`).join('');
    const strings = `<si><t>${'字'.repeat(100_000)}</t></si>`;
    expect(await upload(book({ sheets: { S: rowOf(cells, 1) }, strings }))).toMatchObject(tooMuch);
  });
});

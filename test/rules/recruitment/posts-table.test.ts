/** The posts table: what its cells may say, what is wrong at which cell, and that nothing changes on the way out and in again. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { formatDay, parseDay } from '../../../rules/civil-date.js';
import { codeListsOf } from '../../../rules/recruitment/codes.js';
import {
  employmentTypes,
  type PostContent,
  type PostDraft,
  requirementKinds,
} from '../../../rules/recruitment/notice.js';
import type { Cell } from '../../../rules/recruitment/post-cells.js';
import { columns } from '../../../rules/recruitment/post-columns.js';
import {
  atCells,
  mostPosts,
  postsTableTemplate,
  readPostsTable,
  writePostsTable,
} from '../../../rules/recruitment/posts-table.js';
import { sampleCodes } from '../../../rules/recruitment/sample-codes.js';
import { letters } from '../../../rules/recruitment/table-problem.js';
import { goodPost } from '../../support/notices.js';

const lists = codeListsOf(sampleCodes);
const headers = columns.map(({ header }) => header);
const at = (header: string) => headers.indexOf(header);

/** The good post as a line of the table, with some cells changed. */
function lineOf(cells: Record<string, Cell> = {}, post: PostContent = goodPost(1)): Cell[] {
  const line = [...writePostsTable([post], lists)[1]!];
  for (const [header, cell] of Object.entries(cells)) {
    if (at(header) === -1) throw new Error(`no column ${header}`);
    line[at(header)] = cell;
  }
  return line;
}
const read = (...lines: Cell[][]) => readPostsTable([headers, ...lines], lists);
const places = ({ problems }: ReturnType<typeof read>) =>
  problems.map(({ row, column, header, rule }) => [row, column, header, rule]);
/** What one cell became; it must be the only thing in question. */
function valueOf(header: string, cell: Cell, beside: Record<string, Cell> = {}) {
  const { posts, problems } = read(lineOf({ ...beside, [header]: cell }));
  expect(problems).toEqual([]);
  return posts[0]!;
}
function refusalOf(header: string, cell: Cell, beside: Record<string, Cell> = {}) {
  const { problems } = read(lineOf({ ...beside, [header]: cell }));
  expect(problems.map(({ row, column, header: of, rule }) => [row, column, of, rule])).toEqual([
    [2, letters(at(header)), header, 'table.value'],
  ]);
  return problems[0]!.text.zh;
}

describe('where the table is', () => {
  test('a title above, columns in any order, decorated headers, rows that count', () => {
    const order = [...headers].reverse();
    const line = lineOf();
    const cells = [
      ['濮阳示例水务集团2027年招聘岗位表'],
      [],
      ['序号', ...order.map((header) => ` *${header}（必 填） `)],
      ['1', ...order.map((header) => line[at(header)]!)],
    ];
    expect(readPostsTable(cells, lists)).toMatchObject({ posts: [goodPost(1)], problems: [] });
  });

  test('other names of columns are known, half and full width alike', () => {
    const cells = [headers.map((header) => (header === '工作经历(月)' ? '工作经验（月）' : header)), lineOf()];
    expect(readPostsTable(cells, lists).problems).toEqual([]);
  });

  test('no two columns answer to one name', () => {
    const names = columns.flatMap(({ header, aliases }) => [header, ...aliases]);
    expect(new Set(names).size).toBe(names.length);
  });

  test.each([
    ['nothing', []],
    ['two headers are none', [['岗位代码', '岗位名称', '说明'], lineOf()]],
    ['a header in row 11', [...Array.from({ length: 10 }, () => ['x']), headers, lineOf()]],
  ])('no header: %s', (_, cells) => {
    const { posts, problems, placeOf } = readPostsTable(cells, lists);
    expect(posts).toEqual([]);
    expect(problems).toMatchObject([{ row: null, column: null, rule: 'table.header', severity: 'error' }]);
    expect(placeOf('posts[0].title')).toMatchObject({ row: null, column: null });
  });

  test('a header in row 10 is found', () => {
    const cells = [...Array.from({ length: 9 }, () => ['说明文字']), headers, lineOf()];
    expect(readPostsTable(cells, lists)).toMatchObject({ posts: [goodPost(1)], problems: [] });
  });

  test('an unknown column is a warning, a second one of a name an error; the first counts', () => {
    const cells = [
      [...headers, '备注', '学历'],
      [...lineOf(), '张三 13800000000', '大专'],
    ];
    const table = readPostsTable(cells, lists);
    expect(table.posts).toEqual([goodPost(1)]);
    expect(table.problems).toMatchObject([
      { row: 1, column: 'AA', header: null, rule: 'table.column-unknown', severity: 'warning' },
      { row: 1, column: 'AB', header: '学历', rule: 'table.column-twice', severity: 'error' },
    ]);
    expect(JSON.stringify(table.problems)).not.toContain('备注');
  });

  test('each required column that is missing is one problem, however many rows there are', () => {
    const kept = headers.filter((header) => !['职业', '月薪下限', '薪酬说明'].includes(header));
    const cells = [kept, ...[1, 2, 3].map((n) => kept.map((header) => lineOf({}, goodPost(n))[at(header)]!))];
    const table = readPostsTable(cells, lists);
    expect(places(table).filter(([, , , rule]) => rule === 'table.column-missing')).toEqual([
      [1, null, '职业', 'table.column-missing'],
      [1, null, '月薪下限', 'table.column-missing'],
    ]);
    expect(table.posts).toHaveLength(3);
    expect(table.posts[0]).toMatchObject({ occupation: null, title: goodPost(1).title });
  });

  test('empty rows, sums and remarks below are no posts', () => {
    const sum = lineOf().map((_, i) => (i === 0 ? '合 计' : i === at('招聘人数') ? 3 : null));
    const blank = headers.map(() => '　');
    const table = read(lineOf(), [], blank, lineOf({}, goodPost(2)), sum, ['注：本表一式两份']);
    expect(table).toMatchObject({ posts: [goodPost(1), goodPost(2)], problems: [] });
    expect(table.placeOf('posts[1].title')).toEqual({ row: 5, column: letters(at('岗位名称')), header: '岗位名称' });
  });

  test('a table without posts says so', () => {
    expect(places(read())).toEqual([[null, null, null, 'table.empty']]);
    expect(places(readPostsTable(postsTableTemplate().table, lists))).toEqual([[null, null, null, 'table.empty']]);
  });

  test('500 posts are taken, 501 are not', () => {
    const lines = (count: number) =>
      writePostsTable(
        Array.from({ length: count }, (_, i) => goodPost(i + 1)),
        lists,
      );
    expect(readPostsTable(lines(mostPosts), lists).problems).toEqual([]);
    expect(places(readPostsTable(lines(mostPosts + 1), lists))).toEqual([[null, null, null, 'table.too-many']]);
  });
});

describe('what a cell says', () => {
  test.each<[string, Cell, Partial<PostDraft>]>([
    ['岗位代码', 1, { code: '1' }],
    ['岗位代码', '  001　', { code: '001' }],
    ['岗位名称', '会计\r\n（一）', { title: '会计\n（一）' }],
    ['岗位名称', '𠮷野家店长', { title: '𠮷野家店长' }],
    ['职业', '会计专业人员', { occupation: '2-06-03-00' }],
    ['职业', '２－06-03-00', { occupation: '2-06-03-00' }],
    [
      '工作地点',
      '华龙区、濮阳市清丰县；410923\n河南省濮阳市台前县',
      { places: ['410902', '410922', '410923', '410927'] },
    ],
    ['工作地点', '华龙区, 410902', { places: ['410902'] }],
    ['工作地点', 410902, { places: ['410902'] }],
    ['招聘人数', 3.0, { openings: 3 }],
    ['招聘人数', '１２ 人', { openings: 12 }],
    ['学历', '本科', { educationLevel: '20' }],
    ['学历', '大学本科及以上学历', { educationLevel: '20' }],
    ['学历', '大专以上', { educationLevel: '30' }],
    ['学历', '大学本科毕业', { educationLevel: '21' }],
    ['学历', 20, { educationLevel: '20' }],
    ['学位', '学士学位', { degree: '4' }],
    ['学位', '工学学士学位', { degree: '408' }],
    ['学位', null, { degree: null }],
    ['专业', '不限', { majors: [] }],
    ['专业', '专业不限', { majors: [] }],
    ['专业', '计算机类', { majors: ['0809'] }],
    ['专业', '软件工程、080901，会计学(120203K)', { majors: ['080902', '080901', '120203K'] }],
    ['专业', '0809 计算机类', { majors: ['0809'] }],
    ['专业', 80901, { majors: ['080901'] }],
    ['专业', '809', { majors: ['0809'] }],
    ['工作经历(月)', '无', { experienceMonths: 0 }],
    ['工作经历(月)', '24个月', { experienceMonths: 24 }],
    ['用工形式', '劳动合同制', { employmentType: 'labour_contract' }],
    ['用工形式', '劳务派遣', { employmentType: 'dispatch' }],
    ['工时', true, { workHours: '是' }],
    ['到岗时间', '2027-07-01', { startsOn: '2027-07-01' }],
    ['到岗时间', '2027年7月1日', { startsOn: '2027-07-01' }],
    ['到岗时间', '2027/7/1', { startsOn: '2027-07-01' }],
    ['到岗时间', '2027.07.01', { startsOn: '2027-07-01' }],
    ['到岗时间', 20270701, { startsOn: '2027-07-01' }],
    ['到岗时间', new Date(Date.UTC(2027, 6, 1)), { startsOn: '2027-07-01' }],
    ['到岗时间', new Date(Date.UTC(2027, 6, 1, 23, 59)), { startsOn: '2027-07-01' }],
    ['退役军人专岗', '是', { reservedForVeterans: true }],
    ['退役军人专岗', '√', { reservedForVeterans: true }],
    ['退役军人专岗', false, { reservedForVeterans: false }],
    ['退役军人专岗', null, { reservedForVeterans: false }],
  ])('%s: %s', (header, cell, expected) => {
    expect(valueOf(header, cell)).toEqual({ ...goodPost(1), ...expected });
  });

  test.each([
    ['6000.50', 600_050],
    ['6000.500', 600_050],
    ['8,000', 800_000],
    ['８，０００元', 800_000],
    ['¥6000元/月', 600_000],
    ['0.8万', 800_000],
    ['0.800001万', 800_001],
    ['1,200.05', 120_005],
    [6000.5, 600_050],
    // The rest of a multiplication in binary.
    [1.1 * 3 * 1000, 330_000],
    ['0.07', 7],
  ])('money: %s', (cell, fen) => {
    expect(valueOf('月薪下限', cell, { 月薪上限: '0.9999万' })).toMatchObject({
      pay: { minFen: fen, maxFen: 999_900 },
    });
  });

  test.each([
    '6000.505',
    '0.8000001万',
    '8,00',
    '80,00.5',
    '-5',
    '5000-8000',
    '面议',
    '5k',
    '1e9',
    '12345678901',
    '万',
  ])('no money: %s', (cell) => {
    expect(refusalOf('月薪下限', cell)).toContain('元');
  });

  test.each<[string, Cell]>([
    ['岗位代码', new Date(Date.UTC(2027, 0, 2))],
    ['岗位名称', '#REF!'],
    ['职业', '会计'],
    ['职业', '2-06-03-99'],
    ['工作地点', '濮阳市人民路1号'],
    ['招聘人数', '若干'],
    ['招聘人数', 2.5],
    ['招聘人数', -1],
    ['招聘人数', '3个月'],
    ['招聘人数', '#N/A'],
    ['学历', '不限'],
    ['学历', '本科或大专'],
    ['专业', '不限、计算机类'],
    ['专业', '0809 土木类'],
    ['专业', '计算机类、没有的专业'],
    ['工作经历(月)', '2年'],
    ['用工形式', '正式工'],
    ['到岗时间', '2027-02-29'],
    ['到岗时间', '7月1日'],
    ['到岗时间', 46569],
    ['到岗时间', '尽快'],
    ['到岗时间', new Date(Number.NaN)],
    ['退役军人专岗', '也许'],
    ['计薪周期', '周'],
  ])('refused: %s %s', (header, cell) => {
    const text = refusalOf(header, cell);
    expect(text.startsWith(`第 2 行 ${letters(at(header))} 列 “${header}”：`)).toBe(true);
  });

  test('which of several items is wrong, and never what somebody typed: it may be a person’s', () => {
    expect(refusalOf('专业', '计算机类、没有的专业')).toContain('第 2 项');
    for (const header of [
      '职业',
      '工作地点',
      '招聘人数',
      '学历',
      '专业',
      '用工形式',
      '月薪下限',
      '到岗时间',
      '退役军人专岗',
    ])
      expect(refusalOf(header, '张三13800000000')).not.toMatch(/张三|138/);
  });

  test('the level of education decides between catalogues; where it does not, the codes are named', () => {
    expect(valueOf('专业', '计算机类', { 学历: '大专' }).majors).toEqual(['5102']);
    expect(valueOf('专业', '计算机类', { 学历: '本科' }).majors).toEqual(['0809']);
    const text = refusalOf('专业', '计算机类', { 学历: '高中' });
    expect(text).toContain('0809');
    expect(text).toContain('5102');
  });

  test('requirements: one a line, kind and end may be left out', () => {
    expect(
      valueOf('证书技能要求', '证书：初级会计（优先）\n外语:英语四级\n\n 能适应倒班 (必须) ').requirements,
    ).toEqual([
      { kind: 'certificate', text: '初级会计', must: false },
      { kind: 'language', text: '英语四级', must: true },
      { kind: 'other', text: '能适应倒班', must: true },
    ]);
    expect(valueOf('证书技能要求', null).requirements).toEqual([]);
  });

  test('pay by the year', () => {
    expect(valueOf('计薪周期', '年').pay).toMatchObject({ period: 'year' });
    expect(valueOf('计薪周期', null).pay).toMatchObject({ period: 'month' });
  });
});

describe('what belongs together', () => {
  const places1 = (cells: Record<string, Cell>) =>
    places(read(lineOf(cells))).map(([, , header, rule]) => [header, rule]);

  test('an age limit takes its day and its reason', () => {
    expect(places1({ 年龄上限: '35周岁以下' })).toEqual([
      ['年龄计算日', 'required'],
      ['年龄理由', 'required'],
    ]);
    expect(valueOf('年龄上限', 35, { 年龄计算日: '2027-01-01', 年龄理由: '井下作业' }).age).toEqual({
      most: 35,
      on: '2027-01-01',
      reason: '井下作业',
    });
    expect(valueOf('年龄上限', null).age).toBeNull();
  });

  test('a physical condition takes its standard', () => {
    expect(places1({ 身体条件: '无色盲' })).toEqual([['体检标准', 'required']]);
    expect(valueOf('身体条件', '无色盲', { 体检标准: '公务员录用体检通用标准' }).physical).toEqual({
      text: '无色盲',
      standard: '公务员录用体检通用标准',
    });
  });

  test('pay is a range or words', () => {
    expect(places1({ 月薪下限: null, 月薪上限: null })).toEqual([
      ['月薪下限', 'required'],
      ['月薪上限', 'required'],
    ]);
    expect(places1({ 月薪上限: null })).toEqual([['月薪上限', 'required']]);
    expect(places1({ 月薪下限: null, 薪酬说明: '按集团制度' })).toEqual([['月薪下限', 'required']]);
    expect(valueOf('薪酬说明', '按集团制度', { 月薪下限: null, 月薪上限: null }).pay).toMatchObject({
      minFen: null,
      maxFen: null,
      basis: '按集团制度',
    });
  });

  test('two posts of one code', () => {
    expect(read(lineOf(), lineOf({ 岗位名称: '出纳' })).problems).toMatchObject([
      { row: 3, column: 'A', rule: 'table.code-twice', path: 'posts[1].code' },
    ]);
  });
});

test('everything that is wrong is said at once, at its cell; what could be read is there', () => {
  const bad = { 岗位名称: null, 招聘人数: '若干', 学历: '本科?', 到岗时间: '明年' };
  const table = read(lineOf(bad), lineOf({}, goodPost(2)), lineOf({ 用工形式: '　' }, goodPost(3)));
  expect(places(table)).toEqual([
    [2, letters(at('招聘人数')), '招聘人数', 'table.value'],
    [2, letters(at('学历')), '学历', 'table.value'],
    [2, letters(at('到岗时间')), '到岗时间', 'table.value'],
    [2, 'B', '岗位名称', 'required'],
    [4, letters(at('用工形式')), '用工形式', 'required'],
  ]);
  expect(table.problems.map(({ path }) => path)).toEqual([
    'posts[0].openings',
    'posts[0].educationLevel',
    'posts[0].startsOn',
    'posts[0].title',
    'posts[2].employmentType',
  ]);
  expect(table.posts).toMatchObject([{ title: null, openings: null, unit: goodPost(1).unit }, goodPost(2), {}]);
});

test('problems of the posts themselves stand at their cells', () => {
  const table = read([], lineOf(), lineOf({}, goodPost(2)));
  const problem = {
    rule: 'lint.gender',
    text: { zh: '限男', en: 'men only' },
    basis: null,
    severity: 'error',
  } as const;
  const where = (path: string) => {
    const [{ row, column, header, text }] = atCells([{ ...problem, path }], table) as [ReturnType<typeof atCells>[0]];
    return [row, column, header, text.en];
  };
  expect(where('posts[1].requirements[0].text')).toEqual([
    4,
    letters(at('证书技能要求')),
    '证书技能要求',
    `row 4, column ${letters(at('证书技能要求'))}, “证书技能要求”: men only`,
  ]);
  expect(where('posts[0].pay')).toEqual(expect.arrayContaining([3, '月薪下限']));
  expect(where('posts[0].age.reason')).toEqual(expect.arrayContaining([3, '年龄理由']));
  expect(where('posts[0]')).toEqual([3, null, null, 'row 3: men only']);
  expect(where('title')).toEqual([null, null, null, 'men only']);
});

test('a cell that could not be read is told about once', () => {
  const table = read(lineOf({ 招聘人数: '若干' }));
  const problem = { rule: 'required', text: { zh: '必填', en: 'needed' }, basis: null, severity: 'error' } as const;
  const further = ['openings', 'title'].map((part) => ({ ...problem, path: `posts[0].${part}` }));
  expect(atCells(further, table).map(({ path }) => path)).toEqual(['posts[0].title']);
});

test('letters of columns', () => {
  expect([0, 25, 26, 51, 52, 701, 702].map(letters)).toEqual(['A', 'Z', 'AA', 'AZ', 'BA', 'ZZ', 'AAA']);
});

test('the template names every column and says how each is filled in', () => {
  const { table, guide } = postsTableTemplate();
  expect(table).toEqual([headers]);
  expect(guide.slice(1).map(([header]) => header)).toEqual(headers);
  expect(guide.flat().every((cell) => typeof cell === 'string' && cell !== '')).toBe(true);
});

const codesIn = (name: keyof typeof lists) => fc.constantFrom(...lists[name].flatMap(({ codes }) => [...codes.keys()]));
/** Words as they are kept: without blanks around, lines parted by \n, no error of a formula. */
const words = fc
  .string({ unit: 'grapheme', minLength: 1, maxLength: 30 })
  .map((text) => text.replace(/\r\n?/g, '\n').trim())
  .filter(
    (text) =>
      text !== '' && !text.startsWith('#') && !/^(合计|总计|小计|共计|备?注|说明|填表)/.test(text.replace(/\s/g, '')),
  );
const line = words.filter((text) => !/\s*\n\s*/.test(text));
const day = fc.integer({ min: parseDay('2020-01-01')!, max: parseDay('2040-12-31')! }).map(formatDay);
const fen = fc.integer({ min: 0, max: 99_999_999_999 });
const orNull = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: null });
const range = fc.record({ minFen: fen, maxFen: fen, basis: orNull(words) });
const inWords = fc.record({ minFen: fc.constant(null), maxFen: fc.constant(null), basis: words });

const post: fc.Arbitrary<PostContent> = fc.record({
  code: words,
  title: words,
  occupation: codesIn('occupation'),
  duties: words,
  unit: words,
  places: fc.uniqueArray(codesIn('region'), { minLength: 1, maxLength: 4 }),
  openings: fc.integer({ min: 0, max: 999_999 }),
  educationLevel: codesIn('education'),
  degree: orNull(codesIn('degree')),
  majors: fc.uniqueArray(codesIn('major'), { maxLength: 6 }),
  age: orNull(fc.record({ most: fc.integer({ min: 0, max: 99 }), on: day, reason: words })),
  requirements: fc.array(fc.record({ kind: fc.constantFrom(...requirementKinds), text: line, must: fc.boolean() }), {
    maxLength: 4,
  }),
  experienceMonths: fc.integer({ min: 0, max: 600 }),
  physical: orNull(fc.record({ text: words, standard: words })),
  employmentType: fc.constantFrom(...employmentTypes),
  pay: fc
    .tuple(
      fc.oneof(range, inWords),
      fc.constantFrom('month' as const, 'year' as const),
      fc.integer({ min: 1, max: 24 }),
    )
    .map(([amounts, period, months]) => ({ ...amounts, period, months })),
  workHours: orNull(words),
  startsOn: orNull(day),
  reservedForVeterans: fc.boolean(),
});
const posts = fc.uniqueArray(post, { minLength: 1, maxLength: 5, selector: ({ code }) => code });

describe('out and in again', () => {
  test('complete posts come back as they were', () => {
    fc.assert(
      fc.property(posts, (all) => {
        expect(readPostsTable(writePostsTable(all, lists), lists)).toMatchObject({ posts: all, problems: [] });
      }),
      { numRuns: 300 },
    );
  });

  test('of a draft, what is there comes back, and what is not is asked for', () => {
    const draft = fc
      .tuple(post, fc.subarray(Object.keys(goodPost(1)).filter((key) => key !== 'code') as (keyof PostContent)[]))
      .map(([whole, gone]): PostDraft => ({ ...whole, ...Object.fromEntries(gone.map((key) => [key, undefined])) }));
    fc.assert(
      fc.property(draft, (one) => {
        const { posts: again, problems } = readPostsTable(writePostsTable([one], lists), lists);
        expect(new Set(problems.map(({ rule }) => rule)).size).toBeLessThanOrEqual(1);
        for (const { rule } of problems) expect(rule).toBe('required');
        const there = Object.entries(one).filter(([, value]) => value !== undefined);
        expect(again).toMatchObject([Object.fromEntries(there)]);
      }),
      { numRuns: 300 },
    );
  });

  test('a code that the lists do not hold goes out as it is, and is refused on the way in', () => {
    const cells = writePostsTable([goodPost(1, { majors: ['089999'] })], lists);
    expect(cells[1]![at('专业')]).toBe('089999');
    expect(places(readPostsTable(cells, lists))).toEqual([[2, letters(at('专业')), '专业', 'table.value']]);
  });

  test('names are written where they lead back, codes where they do not', () => {
    const cells = (over: Partial<PostContent>) => writePostsTable([goodPost(1, over)], lists)[1]!;
    expect(cells({ majors: ['0809', '5102'] })[at('专业')]).toBe('计算机类、5102');
    expect(cells({ majors: [] })[at('专业')]).toBe('不限');
    expect(cells({ educationLevel: '20' })[at('学历')]).toBe('本科');
    expect(cells({ occupation: '2-06-03' })[at('职业')]).toBe('2-06-03');
  });

  test('parts of a draft that say nothing are empty cells', () => {
    const cells = writePostsTable(
      [{ places: [null], majors: null, requirements: [{ kind: 'skill' }, { text: '会开车' }], pay: null }],
      lists,
    )[1]!;
    expect(cells.filter((cell) => cell !== null)).toEqual(['其他：会开车（必须）']);
  });
});

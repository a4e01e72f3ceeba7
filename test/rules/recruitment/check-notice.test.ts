/** The checks at filing: each limit on both sides, all problems at once, and no JSON that makes them stumble. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseDay } from '../../../rules/civil-date.js';
import { checkNotice } from '../../../rules/recruitment/check-notice.js';
import { codeListsOf } from '../../../rules/recruitment/codes.js';
import { isLabelled } from '../../../rules/recruitment/field-labels.js';
import type { Filing } from '../../../rules/recruitment/filing.js';
import type { NoticeContent, NoticeDraft } from '../../../rules/recruitment/notice.js';
import { limitsOn } from '../../../rules/recruitment/time-limits.js';
import { idNumberOf } from '../../support/facts.js';
import { filingDay, goodNotice } from '../../support/notices.js';
import { filing, full, limits, noticeWith, now, opens, pay, sizes, window } from './notice-limits.js';

const withLimits = (limits: Partial<Filing['limits']>): Filing => ({
  ...filing,
  limits: { ...filing.limits, ...limits },
});
const found = (draft: unknown, on = filing) =>
  checkNotice(draft as NoticeDraft, on).problems.map(({ severity, path, rule }) => `${severity} ${path} ${rule}`);
const foundWith = (changes: Record<string, unknown>, on = filing) => found(noticeWith(changes), on);

describe('a good notice', () => {
  it('comes out as it went in', () => {
    for (const notice of [goodNotice(), full, goodNotice({}, filingDay, 60)])
      expect(checkNotice(notice, filing)).toEqual({ problems: [], content: notice });
  });

  it.each(['2026-01-01', '2026-08-31', '2026-09-01', '2027-02-28', '2028-02-29', '2026-12-31'])('on %s, too', (day) => {
    const on = { ...filing, now: `${day}T02:00:00.000Z`, limits: { ...filing.limits, time: limitsOn(parseDay(day)!) } };
    expect(checkNotice(goodNotice({}, day), on).problems).toEqual([]);
  });

  it('is brought to one form', () => {
    const { problems, content } = checkNotice(
      noticeWith({
        overview: ' \u3000集团\r\n负责供水\t、排水 ',
        'posts[0].workHours': '  ',
        'posts[0].duties': `é${full.posts[0]!.duties}`,
        'application.opensAt': '2026-12-01T09:00:00+08:00',
        'attachments[0].sha256': 'A'.repeat(64),
        'contact.phone': '０３９３－6666001、12333',
        'posts[0].reservedForVeterans': undefined,
        'posts[1].requirements': undefined,
        somethingOfAnOlderRelease: 1,
        'posts[0].sex': 'male',
      }),
      filing,
    );
    expect(problems).toEqual([]);
    expect(content).toMatchObject({
      overview: '集团\n负责供水 、排水',
      application: { opensAt: '2026-12-01T01:00:00.000Z' },
      attachments: [{ sha256: 'a'.repeat(64) }],
      contact: { phone: '0393-6666001、12333' },
    });
    expect(content?.posts[0]).toMatchObject({ workHours: null, reservedForVeterans: false });
    expect(content?.posts[0]?.duties.startsWith('é')).toBe(true);
    expect(content?.posts[1]?.requirements).toEqual([]);
    expect(JSON.stringify(content)).not.toMatch(/older|"sex"/i);
  });
});

/** Every leaf of a value, with its path. */
function leavesOf(value: unknown, path = ''): [string, unknown][] {
  if (Array.isArray(value) && value.length > 0) return value.flatMap((one, i) => leavesOf(one, `${path}[${i}]`));
  if (typeof value !== 'object' || value === null) return [[path, value]];
  return Object.entries(value).flatMap(([name, one]) => leavesOf(one, path === '' ? name : `${path}.${name}`));
}

describe('what is left out', () => {
  const mayBeNull = new Set([
    'legalBasis[0].documentNo',
    'legalBasis[0].url',
    'overview',
    'website',
    'reservedQuota',
    'application.documents[0].purpose',
    'application.feeBasis',
    ...[0, 1, 2, 3, 4].flatMap((i) => [`stages[${i}].place`, `stages[${i}].weightPercent`, `stages[${i}].minRatio`]),
    'publicityPlan.url',
    'substitution.withinWorkingDays',
    'supervision[0].phone',
    'supervision[0].email',
    'contact.email',
    'contact.hours',
    'posts[0].degree',
    'posts[0].workHours',
    'posts[0].startsOn',
    'posts[0].age',
    'posts[0].physical',
    'posts[0].pay.minFen',
    'posts[0].pay.maxFen',
    'posts[0].pay.basis',
    'posts[0].reservedForVeterans',
  ]);
  const leaves = leavesOf({ ...full, posts: full.posts.slice(0, 1) }).map(([path]) => path);

  it.each(leaves)('%s', (path) => {
    for (const nothing of [null, undefined, '', ' \u3000\n'])
      expect(foundWith({ [path]: nothing }).includes(`error ${path} required`)).toBe(!mayBeNull.has(path));
    expect(isLabelled(path)).toBe(true);
  });

  it.each([
    'eligibility',
    'application',
    'terms',
    'contact',
    'posts',
    'stages',
    'supervision',
    'posts[0].majors',
    'posts[0].pay',
  ])('the whole of %s', (path) => {
    expect(foundWith({ [path]: null })).toContain(`error ${path} required`);
  });

  it('a day that is missing makes no other wrong', () => {
    for (const path of ['eligibility.graduatedFrom', 'application.closesAt', 'stages[2].on', 'terms.contractMonths'])
      expect(foundWith({ [path]: null })).toEqual([`error ${path} required`]);
  });

  it('is told of everything at once, and nothing of it comes out', () => {
    const { problems, content } = checkNotice({ posts: [{}, { title: '会计' }] }, filing);
    expect(content).toBeNull();
    expect(problems.filter(({ rule }) => rule === 'required')).toHaveLength(14 + 2 * 12 - 1);
    expect(problems.find(({ path }) => path === 'posts[1].unit')?.text).toEqual({
      zh: '岗位2，用人部门：尚未填写，请填写',
      en: 'post 2, unit: is missing, fill it in',
    });
  });
});

const warnings = new Set(['dates.opened', 'pay.wide', 'pay.unit', 'posts.age', 'contact.personal-mail', 'url.http']);

describe('each limit, on both sides', () => {
  const { texts, numbers, lists } = sizes;
  const many = (length: number) => Array.from({ length }, () => ({}));
  it.each([
    ...texts.map((row) => [...row, 'length', (n: number) => '字'.repeat(n)] as const),
    ...numbers.map((row) => [...row, 'range', (n: number) => n] as const),
    ...lists.map((row) => [...row, 'size', many] as const),
  ])('%s: %i to %i', (path, least, most, rule, of) => {
    const isFound = (size: number) => foundWith({ [path]: of(size) }).includes(`error ${path} ${rule}`);
    // A text of nothing is left out, and there is no list shorter than none.
    const hasLess = { length: least > 1, range: true, size: least > 0 }[rule];
    expect([least - 1, least, most, most + 1].map(isFound)).toEqual([hasLess, false, false, true]);
  });

  it.each(limits)('%s', (where, bad, good) => {
    const severity = warnings.has(where.split(' ')[1]!) ? 'warning' : 'error';
    for (const changes of bad) {
      const { problems, content } = checkNotice(noticeWith(changes), filing);
      expect(problems.map((one) => `${one.severity} ${one.path} ${one.rule}`)).toContain(`${severity} ${where}`);
      // A warning alone does not stop it.
      expect(content === null).toBe(problems.some((one) => one.severity === 'error'));
    }
    for (const changes of good) expect(foundWith(changes)).toEqual([]);
  });

  it('a minimum wage counts once it is known, by month and by year', () => {
    const on = withLimits({ minimumWageFen: 210_000 });
    const minimum = 'error posts[0].pay.minFen pay.minimum';
    expect(foundWith(pay(209_999, 500_000), on)).toContain(minimum);
    expect(foundWith(pay(210_000, 500_000), on)).toEqual([]);
    expect(foundWith({ ...pay(2_519_999, 5_000_000), 'posts[0].pay.period': 'year' }, on)).toContain(minimum);
    expect(foundWith({ ...pay(2_520_000, 5_000_000), 'posts[0].pay.period': 'year' }, on)).toEqual([]);
  });

  it('a share of posts for veterans counts once it is known', () => {
    const share = 'warning posts veterans.share';
    expect(foundWith({}, withLimits({ veteransPercent: 34 }))).toEqual([share]);
    expect(foundWith({}, withLimits({ veteransPercent: 33 }))).toEqual([]);
  });

  it('a bureau that asks for longer is heard', () => {
    const time = limitsOn(parseDay(filingDay)!, { applicationWindow: 14, publicityOfHires: 10 });
    expect(found(full, withLimits({ time }))).toEqual(['error publicityPlan.workingDays publicity.days']);
    const longer = { 'publicityPlan.workingDays': 10, ...window(opens, '2026-12-15T00:00:00Z') };
    expect(foundWith(longer, withLimits({ time }))).toEqual(['error application.closesAt dates.window']);
  });

  it('an age that the field gives may stand in the text, another may not', () => {
    const age = { most: 35, on: '2026-12-01', reason: '35周岁以下方可从事该特殊工种' };
    const changes = (text: string) => ({
      'posts[0].age': age,
      'posts[0].requirements': [{ kind: 'other', text, must: true }],
    });
    expect(foundWith(changes('35周岁以下'))).toEqual(['warning posts[0].age posts.age']);
    expect(foundWith(changes('30周岁以下'))).toContain('warning posts[0].requirements[0].text lint.age');
    const height = { text: '身高170厘米以上', standard: 'GBZ 221-2009' };
    expect(foundWith({ 'posts[0].physical': height })).toEqual([]);
    expect(foundWith({ 'posts[0].workHours': height.text })).toEqual(['warning posts[0].workHours lint.appearance']);
  });

  it('a list of codes that is not loaded is named', () => {
    const { problems } = checkNotice(full, { ...filing, codes: codeListsOf([]) });
    const rules = ['code.occupation', 'code.region', 'code.education', 'code.degree', 'code.major'];
    expect([...new Set(problems.map(({ rule }) => rule))].sort()).toEqual(rules.sort());
    for (const { text } of problems) expect(text.zh).toMatch(/代码.*尚未载入/);
  });

  it('no problem repeats what is personal', () => {
    const id = idNumberOf(5);
    const { problems } = checkNotice(
      noticeWith({ 'contact.phone': '13812345678', 'contact.department': `张三 ${id}`, 'posts[0].occupation': id }),
      filing,
    );
    expect(problems).toHaveLength(3);
    expect(JSON.stringify(problems)).not.toMatch(/13812345678|张三/);
    expect(JSON.stringify(problems)).not.toContain(id);
  });
});

describe('whatever comes in', () => {
  const places = leavesOf(full).map(([path]) => path);
  const sound = (draft: unknown) => {
    const { problems, content } = checkNotice(draft as NoticeDraft, filing);
    for (const { path, rule, text, severity } of problems) {
      expect(typeof path).toBe('string');
      expect(rule).toMatch(/^[a-z]+(?:[.-][a-z]+)*$/);
      expect(text.zh).toMatch(/：./);
      expect(text.en).toMatch(/: ./);
      expect(['error', 'warning']).toContain(severity);
    }
    expect(content === null).toBe(problems.some(({ severity }) => severity === 'error'));
    if (content) expectInvariants(content);
  };

  it('any JSON is answered', () => {
    fc.assert(fc.property(fc.jsonValue(), sound), { numRuns: 300 });
    for (const odd of [undefined, null, 1, 'x', [], [[]], { __proto__: null }, { posts: { length: 3 } }]) sound(odd);
    sound(JSON.parse('{"__proto__":{"title":"2027年招聘公告公告"},"constructor":1}'));
  });

  it('any JSON at any place of a good notice is answered', () => {
    const near = fc.oneof(
      fc.jsonValue(),
      fc.integer(),
      fc.string({ unit: 'binary' }),
      fc.constantFrom('2027-09-01', '2026-12-20T01:00:00Z', 'https://a.example', '限男', '13812345678', true, null),
    );
    const changes = fc.dictionary(fc.constantFrom(...places), near, { maxKeys: 4 });
    fc.assert(
      fc.property(changes, (some) => sound(noticeWith(some))),
      { numRuns: 400 },
    );
  });
});

function expectInvariants(notice: NoticeContent): void {
  const { application, eligibility, stages, terms, posts } = notice;
  expect(Date.parse(application.closesAt) - Date.parse(application.opensAt)).toBeGreaterThanOrEqual(7 * 86_400_000);
  expect(application.closesAt > now).toBe(true);
  expect(eligibility.graduatedFrom <= eligibility.graduatedTo).toBe(true);
  expect(stages.map(({ on }) => on)).toEqual(stages.map(({ on }) => on).sort());
  expect([0, 100]).toContain(stages.reduce((sum, { weightPercent }) => sum + (weightPercent ?? 0), 0));
  expect(terms.probationMonths).toBeLessThanOrEqual(terms.contractMonths < 3 ? 0 : 6);
  expect(new Set(posts.map(({ code }) => code)).size).toBe(posts.length);
  for (const { pay: paid, openings } of posts) {
    expect(openings).toBeGreaterThan(0);
    if (paid.minFen === null || paid.maxFen === null) expect(paid.basis).not.toBeNull();
    else expect(0 < paid.minFen && paid.minFen <= paid.maxFen).toBe(true);
  }
  for (const [, value] of leavesOf(notice)) {
    expect(value).not.toBe('');
    if (typeof value === 'string') expect(value).toBe(value.normalize('NFC').trim());
  }
}

/** What a move changes for the public: which records come, change or go, what a filter makes of it, and that the text is the data. */
import { hash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { changesBetween } from '../../../rules/recruitment/changes.js';
import type { Told } from '../../../rules/recruitment/changes.js';
import { codeListsOf, ancestorsOf, findCode } from '../../../rules/recruitment/codes.js';
import { differencesOf } from '../../../rules/recruitment/differences.js';
import { facetNames } from '../../../rules/recruitment/facets.js';
import type { Findable } from '../../../rules/recruitment/facets.js';
import { everything, matches, seenThrough } from '../../../rules/recruitment/post-filter.js';
import type { NoticeStanding } from '../../../rules/recruitment/public-record.js';
import { sampleCodes } from '../../../rules/recruitment/sample-codes.js';
import { gramsOfTerm, searchable, searchTerms } from '../../../rules/recruitment/search-text.js';
import { goodEmployer, goodNotice, goodPost } from '../../support/notices.js';

const codes = codeListsOf(sampleCodes);
const words = {
  nameOf: (list: Parameters<typeof findCode>[1], code: string) => findCode(codes, list, code)?.name ?? code,
  withAncestors: (list: Parameters<typeof findCode>[1], code: string) => ancestorsOf(codes, list, code),
  hash: (text: string) => hash('sha256', text),
};
const idOf = (n: number) => `0195a000-0000-7000-8000-${String(n).padStart(12, '0')}`;
function standing(more: Partial<NoticeStanding> = {}): NoticeStanding {
  const content = more.content ?? goodNotice({}, '2026-11-27', 3);
  return {
    id: idOf(0),
    noticeNo: 'PY-410900-2026-0001',
    version: 1,
    state: 'published',
    content,
    employer: goodEmployer,
    filing: { number: '濮人社招备〔2026〕410900-0001号', acceptedAt: '2026-11-27T01:00:00.000Z' },
    officialUrl: 'https://rsj.puyang.example/1',
    officialPublishedAt: '2026-11-27T02:00:00.000Z',
    publishedAt: '2026-11-27T02:00:00.000Z',
    amendedAt: '2026-11-27T02:00:00.000Z',
    amendReason: null,
    pauseReason: null,
    closesAt: content.application.closesAt,
    stageResults: [],
    publicity: [],
    openObjections: 0,
    hired: null,
    postIds: Object.fromEntries(['P001', 'P002', 'P003', 'P004'].map((code, i) => [code, idOf(i + 1)])),
    ...more,
  };
}
const told: Told = { kind: 'amended', reason: null, remark: null };
const tell = (before: NoticeStanding | null, after: NoticeStanding | null, how = told) =>
  changesBetween(before, after, how, words).map(({ recordId, kind, reason, body }) => [
    Number(recordId.slice(-2)),
    kind,
    reason,
    body === null ? 'gone' : 'there',
  ]);

describe('a change', () => {
  test('of nothing to a notice tells the notice and every post; of a notice to nothing takes them all', () => {
    const published = { kind: 'published', reason: null, remark: null } as const;
    expect(tell(null, standing(), published)).toEqual([0, 1, 2, 3].map((n) => [n, 'published', null, 'there']));
    const gone = { kind: 'withdrawn', reason: 'plan_changed', remark: '调整' } as const;
    expect(tell(standing(), null, gone)).toEqual([0, 1, 2, 3].map((n) => [n, 'withdrawn', 'plan_changed', 'gone']));
  });

  test('of one post tells the notice and that post; a new post is published, a lost one withdrawn', () => {
    const [first, second, third] = standing().content.posts;
    const more = (posts: NoticeStanding['content']['posts']) =>
      standing({ version: 2, amendedAt: '2026-11-28T02:00:00.000Z', content: { ...standing().content, posts } });
    expect(tell(standing(), more([{ ...first!, openings: 9 }, second!, third!]))).toEqual([
      [0, 'amended', null, 'there'],
      [1, 'amended', null, 'there'],
    ]);
    expect(tell(standing(), more([first!, third!, goodPost(4)]))).toEqual([
      [0, 'amended', null, 'there'],
      [4, 'published', null, 'there'],
      [2, 'withdrawn', 'post_removed', 'gone'],
    ]);
  });

  test('no record holds a member that is not meant, and its text is hashed as it stands', () => {
    for (const { body } of changesBetween(null, standing(), told, words)) {
      const record = JSON.parse(body!) as { text: string; textSha256: string; licence: string };
      expect(record.textSha256).toBe(hash('sha256', record.text));
      expect(record.licence).toMatch(/^https:\/\//);
      expect(Object.keys(record)).not.toEqual(expect.arrayContaining(['savedBy', 'submittedBy', 'justification']));
      expect(record.text).toContain('招聘人数：');
    }
  });
});

describe('a filter', () => {
  const [post] = changesBetween(null, standing(), told, words).filter(({ recordKind }) => recordKind === 'post');
  const found = post!.findable!;

  test('finds a post by any value that it lies in, and not by another', () => {
    const by = (facets: Partial<Record<string, string[]>>) => matches(found, { ...everything, facets });
    expect(by({ region: ['410900'] })).toBe(true);
    expect(by({ region: ['410902', '410922'] })).toBe(true);
    expect(by({ region: ['410928'] })).toBe(false);
    expect(by({ major: ['0809'], state: ['open'] })).toBe(true);
    expect(by({ major: ['0809'], state: ['closed'] })).toBe(false);
    expect(Object.keys(found.facets).every((name) => (facetNames as readonly string[]).includes(name))).toBe(true);
  });

  test.each([
    ['软件', true],
    ['软 件 工 程 师', true],
    ['软件 信息', true],
    ['会计', false],
    ['', true],
  ])('text %j: %s', (text, wanted) => {
    expect(matches(found, { ...everything, text })).toBe(wanted);
  });

  test('sees what comes into it and what leaves it', () => {
    const here = { ...everything, facets: { region: ['410902'] } };
    const moved: Findable = { ...found, facets: { ...found.facets, region: ['410922', '410900'] } };
    expect([
      seenThrough(here, null, found),
      seenThrough(here, found, moved),
      seenThrough(here, moved, found),
      seenThrough(here, found, found),
      seenThrough(here, found, null),
      seenThrough(here, moved, null),
      seenThrough(here, moved, moved),
    ]).toEqual(['as-is', 'left', 'entered', 'as-is', 'as-is', null, null]);
  });
});

describe('search', () => {
  test('a term that stands in a text has all its pairs there, whatever the characters are', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme', minLength: 1, maxLength: 30 }),
        fc.nat(20),
        fc.nat(10),
        (text, from, length) => {
          const whole = searchable(text);
          const characters = Array.from(whole);
          const term = characters.slice(from, from + length + 1).join('');
          if (term === '' || term.includes('\n')) return;
          for (const gram of gramsOfTerm(term)) expect(whole).toContain(gram);
        },
      ),
    );
  });

  test('blanks, widths and cases do not count; words are few', () => {
    expect(searchable('Ｊａｖａ 工 程\t师', null, 'Ｃ++')).toBe('java工程师\n\nc++');
    expect(searchTerms('  Java　工程师 java ')).toEqual(['java', '工程师']);
    expect(searchTerms('a b c d e f g h i j')).toHaveLength(8);
  });
});

describe('differences', () => {
  test('are told by path, posts by their code', () => {
    const [a, b] = [goodPost(1), goodPost(2)];
    expect(differencesOf({ title: 'x', posts: [a, b] }, { title: 'y', posts: [b, { ...a, openings: 7 }] })).toEqual([
      { path: 'title', before: '"x"', after: '"y"' },
      { path: 'posts[P001].openings', before: String(a.openings), after: '7' },
    ]);
    expect(differencesOf({ posts: [a] }, { posts: [] })).toEqual([
      { path: 'posts[P001]', before: JSON.stringify(a), after: null },
    ]);
  });

  test('there are none between equals, and some between others', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), (one, other) => {
        expect(differencesOf(one, one)).toEqual([]);
        const same = differencesOf({ v: one }, { v: other }).length === 0;
        expect(same).toBe(JSON.stringify(sorted(one)) === JSON.stringify(sorted(other)));
      }),
    );
  });
});

/** Members in one order: the order of an object's members is no difference. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([k, v]) => [k, sorted(v)]),
  );
}

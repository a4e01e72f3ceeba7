/** JSON-LD of a post: what search engines require, nothing that the page does not say, and nothing once nobody can apply. */
import { hash } from 'node:crypto';
import { expect, test } from 'vitest';
import { codeListsOf, findCode } from '../../../rules/recruitment/codes.js';
import { breadcrumb, jobPosting } from '../../../rules/recruitment/job-posting.js';
import type { PostContent } from '../../../rules/recruitment/notice.js';
import type { NameOfCode } from '../../../rules/recruitment/official-text.js';
import { publicPost } from '../../../rules/recruitment/public-record.js';
import type { NoticeStanding } from '../../../rules/recruitment/public-record.js';
import { sampleCodes } from '../../../rules/recruitment/sample-codes.js';
import { goodEmployer, goodNotice, goodPost } from '../../support/notices.js';

const lists = codeListsOf(sampleCodes);
const nameOf: NameOfCode = (list, code) => findCode(lists, list, code)?.name ?? code;
const publicUrl = 'https://jobs.example';
const now = new Date('2026-12-05T02:00:00Z');
const notice = goodNotice();

function standing(overrides: Partial<NoticeStanding> = {}): NoticeStanding {
  return {
    id: '0195a000-0000-7000-8000-000000000001',
    noticeNo: 'PY-SOE-2026-0001',
    version: 1,
    state: 'published',
    content: notice,
    employer: goodEmployer,
    filing: { number: '濮人社备2026-17', acceptedAt: '2026-11-27T02:00:00.000Z' },
    officialUrl: 'https://rsj.puyang.example/1',
    officialPublishedAt: '2026-11-30T02:00:00.000Z',
    publishedAt: '2026-11-30T02:00:00.000Z',
    amendedAt: '2026-11-30T02:00:00.000Z',
    amendReason: null,
    pauseReason: null,
    closesAt: notice.application.closesAt,
    stageResults: [],
    publicity: [],
    openObjections: 0,
    hired: null,
    postIds: { P001: '0195a000-0000-7000-8000-000000000101' },
    ...overrides,
  };
}
const postOf = (overrides: Partial<PostContent> = {}, of: Partial<NoticeStanding> = {}) =>
  publicPost(standing(of), goodPost(1, overrides), nameOf, (text) => hash('sha256', text));
const posting = (post = postOf(), at = now) => jobPosting({ post, notice, publicUrl, nameOf, now: at });

test('every property that Google requires is there, and those that it recommends', () => {
  const found = posting()!;
  const required = ['title', 'description', 'datePosted', 'hiringOrganization', 'jobLocation'];
  const recommended = [
    'validThrough',
    'identifier',
    'baseSalary',
    'employmentType',
    'directApply',
    'educationRequirements',
    'experienceRequirements',
  ];
  expect(Object.keys(found)).toEqual(expect.arrayContaining([...required, ...recommended]));
  expect(found).toMatchObject({
    '@context': 'https://schema.org/',
    '@type': 'JobPosting',
    url: 'https://jobs.example/recruitment/posts/0195a000-0000-7000-8000-000000000101',
    title: '软件开发工程师',
    datePosted: '2026-11-30T02:00:00.000Z',
    validThrough: '2026-12-15T09:00:00.000Z',
    identifier: { value: '濮人社备2026-17 P001' },
    hiringOrganization: {
      name: '濮阳示例水务集团有限公司',
      identifier: { value: goodEmployer.creditCode },
      sameAs: 'https://water.example',
      parentOrganization: { name: '濮阳市人民政府国有资产监督管理委员会' },
    },
    jobLocation: [{ address: { addressCountry: 'CN', addressRegion: '河南省', addressLocality: '濮阳市华龙区' } }],
    employmentType: 'FULL_TIME',
    baseSalary: { currency: 'CNY', value: { minValue: 4501, maxValue: 7001, unitText: 'MONTH' } },
    totalJobOpenings: 1,
    educationRequirements: { credentialCategory: 'bachelor degree' },
    experienceRequirements: 'no requirements',
    applicationContact: { contactType: '集团人力资源部', telephone: '0393-6666001' },
    directApply: true,
  });
});

test('the description is the text of the post, a paragraph a line', () => {
  const post = postOf({ duties: '承担“A&B”系统运行：时延<5毫秒，\n完成上级交办的其他工作任务，做好记录。' });
  const { description } = posting(post)! as { description: string };
  const lines = description
    .replaceAll('</p><p>', '\n')
    .replaceAll(/<\/?p>/g, '')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&');
  expect(lines).toBe(post.text);
  expect(hash('sha256', lines)).toBe(post.textSha256);
});

test.each([
  ['paused', {}, { state: 'paused' as const }, now],
  ['closed', {}, { state: 'closed' as const }, now],
  ['past its last moment', {}, {}, new Date('2026-12-15T09:00:00.000Z')],
])('there is no markup once a post is %s', (_, post, of, at) => {
  expect(posting(postOf(post, of), at)).toBeNull();
});

test('the last moment is still a moment', () => {
  expect(posting(postOf(), new Date('2026-12-15T08:59:59.999Z'))).not.toBeNull();
});

test.each([
  ['10', 'postgraduate degree'],
  ['14', 'postgraduate degree'],
  ['20', 'bachelor degree'],
  ['30', 'associate degree'],
  ['40', 'professional certificate'],
  ['60', 'high school'],
  ['70', 'no requirements'],
])('the least level %s is told as %s', (educationLevel, credentialCategory) => {
  expect(posting(postOf({ educationLevel }))).toMatchObject({ educationRequirements: { credentialCategory } });
});

test('what is not said is left out', () => {
  const bare = posting(
    postOf({
      pay: { minFen: null, maxFen: null, period: 'year', months: 12, basis: '按集团薪酬制度执行' },
      majors: [],
      workHours: null,
      startsOn: null,
      places: ['999999', '410000'],
    }),
  )!;
  for (const name of ['baseSalary', 'workHours', 'jobStartDate', 'physicalRequirement'])
    expect(bare).not.toHaveProperty(name);
  expect(bare).not.toHaveProperty('educationRequirements.competencyRequired');
  expect(bare['jobLocation']).toEqual([
    { '@type': 'Place', address: { '@type': 'PostalAddress', addressCountry: 'CN' } },
    { '@type': 'Place', address: { '@type': 'PostalAddress', addressCountry: 'CN', addressRegion: '河南省' } },
  ]);
});

test('what is otherwise is told otherwise', () => {
  const other = posting({
    ...postOf({
      employmentType: 'dispatch',
      pay: { minFen: 6_000_000, maxFen: 8_000_050, period: 'year', months: 12, basis: null },
      experienceMonths: 24,
      physical: { text: '双眼矫正视力不低于5.0', standard: 'GB 1234' },
    }),
    channels: [{ kind: 'onsite', address: '濮阳市人民路1号' }],
  });
  expect(other).toMatchObject({
    employmentType: 'CONTRACTOR',
    baseSalary: { value: { minValue: 60_000, maxValue: 80_000.5, unitText: 'YEAR' } },
    experienceRequirements: { monthsOfExperience: 24 },
    physicalRequirement: '双眼矫正视力不低于5.0',
    directApply: false,
  });
});

test('the breadcrumb leads from the list by the notice to the post', () => {
  const post = postOf();
  const { itemListElement } = breadcrumb(post, publicUrl) as { itemListElement: { position: number; item: string }[] };
  expect(itemListElement.map(({ position, item }) => [position, item])).toEqual([
    [1, 'https://jobs.example/recruitment'],
    [2, `https://jobs.example/recruitment/notices/${post.notice.id}`],
    [3, `https://jobs.example${post.path}`],
  ]);
});

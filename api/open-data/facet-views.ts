/** Counts of facets as they are shown: the value as the filter takes it, what it is called, the most frequent first. */
import { findCode } from '../../rules/recruitment/codes.js';
import type { CodeListName, CodeLists } from '../../rules/recruitment/codes.js';
import { anyMajor, facetNames, payBands, unstatedPay } from '../../rules/recruitment/facets.js';
import type { FacetName } from '../../rules/recruitment/facets.js';
import { basisWords, employmentTypeWords, levelWords } from '../../rules/recruitment/notice-words.js';
import type { RecordFilter } from '../../rules/recruitment/post-filter.js';
import { noticeStateWords, postStateWords } from '../../rules/recruitment/state-words.js';
import type { RecruitmentFacet } from '../../schema/open-record/open-filter.type.js';
import type { RecordKind } from '../../schema/open-record/open-record.reads.js';
import { enumName } from '../../schema/open-record/recruitment-enum.type.js';
import type { House } from '../context.js';

const words: Partial<Record<FacetName, Readonly<Record<string, { zh: string }>>>> = {
  state: { ...noticeStateWords, ...postStateWords },
  employerLevel: levelWords,
  employmentType: employmentTypeWords,
  basis: basisWords,
  veterans: { true: { zh: '面向退役士兵定向招聘' }, false: { zh: '不限' } },
};
const listOf: Partial<Record<FacetName, CodeListName>> = {
  region: 'region',
  education: 'education',
  major: 'major',
  occupation: 'occupation',
  industry: 'industry',
};
/** What a notice says nothing of is no facet of notices. */
const ofNotices: readonly FacetName[] = [
  'state',
  'employer',
  'employerLevel',
  'region',
  'industry',
  'graduationYear',
  'basis',
];

export interface FacetQuestion {
  kind: RecordKind;
  filter: RecordFilter;
  /** As they are named outside; null: all. */
  names: readonly string[] | null;
  /** Of each facet the values with most records, and whatever is selected. */
  most: number;
}

export const shownName = (facet: FacetName): string => (facet === 'veterans' ? 'reservedForVeterans' : facet);

export async function facetViews(
  house: House,
  { kind, filter, names, most }: FacetQuestion,
): Promise<RecruitmentFacet[]> {
  const { facets: counts } = await house.openRecords.count(kind, filter);
  const asked = (kind === 'notice' ? ofNotices : facetNames).filter((name) => names?.includes(shownName(name)) ?? true);
  const shown = asked.map((name) => {
    const selected = filter.facets[name] ?? [];
    const all = new Map([...selected.map((value) => [value, 0] as const), ...counts.get(name)!]);
    const ranked = [...all].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1));
    return { name, selected, values: ranked.filter(([value], i) => i < most || selected.includes(value)) };
  });
  const employers = shown.find(({ name }) => name === 'employer')?.values.map(([value]) => value) ?? [];
  const employerNames = employers.length > 0 ? await house.openRecords.employerNames(kind, employers) : new Map();
  const lists = await house.codeLists.current();
  return shown.map(({ name, selected, values }) => ({
    name: shownName(name),
    values: values.map(([value, count]) => ({
      value: name in words && name !== 'veterans' ? enumName(value) : value,
      label: name === 'employer' ? (employerNames.get(value) ?? value) : labelOf(lists, name, value),
      count,
      isSelected: selected.includes(value),
    })),
  }));
}

function labelOf(lists: CodeLists, name: FacetName, value: string): string {
  const list = listOf[name];
  if (name === 'major' && value === anyMajor) return '不限专业';
  if (list) return findCode(lists, list, value)?.name ?? value;
  if (name === 'graduationYear') return `${value}年毕业`;
  if (name === 'pay') return bandLabel(value);
  return words[name]?.[value]?.zh ?? value;
}

function bandLabel(value: string): string {
  if (value === unstatedPay) return '未写明';
  const next = payBands[payBands.findIndex((yuan) => String(yuan) === value) + 1];
  return next === undefined ? `${value}元及以上` : `${value}元至${next}元以下`;
}

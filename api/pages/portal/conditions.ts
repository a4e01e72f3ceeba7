/** By what posts are looked for: one filter as an address, as GraphQL and as people write it. */
import type { Text } from '../../../rules/condition.js';
import type { FacetName } from '../../../rules/recruitment/facets.js';
import { basisWords, employmentTypeWords, levelWords } from '../../../rules/recruitment/notice-words.js';
import type { RecordFilter } from '../../../rules/recruitment/post-filter.js';
import { postStateWords } from '../../../rules/recruitment/state-words.js';
import { nameOfWord, wordOf } from './shown.js';

interface Condition {
  facet: FacetName;
  title: string;
  /** Where values are words of the rules, which GraphQL names its own way. */
  words?: Readonly<Record<string, Text>>;
}

/** In the order in which they are shown. */
export const conditions: readonly Condition[] = [
  { facet: 'region', title: '工作地点' },
  { facet: 'education', title: '最低学历' },
  { facet: 'major', title: '专业' },
  { facet: 'occupation', title: '职业' },
  { facet: 'pay', title: '最低月薪' },
  { facet: 'employer', title: '招聘单位' },
  { facet: 'employerLevel', title: '单位层级', words: levelWords },
  { facet: 'industry', title: '单位行业' },
  { facet: 'employmentType', title: '用工形式', words: employmentTypeWords },
  { facet: 'graduationYear', title: '毕业年份' },
  { facet: 'veterans', title: '退役士兵定向' },
  { facet: 'basis', title: '招聘依据', words: basisWords },
  { facet: 'state', title: '状态', words: postStateWords },
];

/** Whoever names no state looks for a job that is still open. */
export function withDefaults(filter: RecordFilter): RecordFilter {
  return filter.facets.state ? filter : { ...filter, facets: { ...filter.facets, state: ['open'] } };
}

export const parameterOf = (facet: FacetName): string => (facet === 'veterans' ? 'reservedForVeterans' : facet);

/** Facet and value as GraphQL names them in its counts, in the rules' words. */
export const isCountOf = ({ facet }: Condition, name: string): boolean =>
  parameterOf(facet).replaceAll(/[A-Z]/g, '_$&').toUpperCase() === name;
export const valueOf = ({ words }: Condition, value: string): string => (words ? wordOf(words, value) : value);

/** As GraphQL takes it. */
export function filterInput({ facets, text, ...rest }: RecordFilter): Record<string, unknown> {
  const lists = conditions.flatMap(({ facet, words }) => {
    const values = facets[facet];
    if (!values || facet === 'veterans') return [];
    return [[facet, words ? values.map(nameOfWord) : values]];
  });
  const veterans = new Set(facets.veterans);
  return {
    ...(Object.fromEntries(lists) as Record<string, unknown>),
    // Both ticked say no more than none.
    ...(veterans.size === 1 && { reservedForVeterans: veterans.has('true') }),
    ...(text && { text }),
    ...rest,
  };
}

/** As an address has it: the same parameters here and in the feeds. */
export function parametersOf({ facets, text, ...rest }: RecordFilter): URLSearchParams {
  const parameters = new URLSearchParams();
  if (text) parameters.set('text', text);
  for (const { facet } of conditions)
    for (const value of facets[facet] ?? []) parameters.append(parameterOf(facet), value);
  for (const [name, value] of Object.entries(rest)) if (value !== null) parameters.set(name, String(value));
  return parameters;
}

export function without(filter: RecordFilter, facet: FacetName, value: string): RecordFilter {
  const left = (filter.facets[facet] ?? []).filter((one) => one !== value);
  const { [facet]: _, ...others } = filter.facets;
  return { ...filter, facets: left.length > 0 ? { ...others, [facet]: left } : others };
}

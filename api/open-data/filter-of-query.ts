/** The filter of a feed's address: `region=410902&region=410922&text=会计`; values of one parameter are alternatives. */
import { z } from 'zod';
import { facetNames } from '../../rules/recruitment/facets.js';
import type { FacetName } from '../../rules/recruitment/facets.js';
import { bases, employmentTypes } from '../../rules/recruitment/notice.js';
import type { RecordFilter } from '../../rules/recruitment/post-filter.js';
import { HubError } from '../errors.js';
import type { Query } from './query.js';

type Kind = 'notice' | 'post';

/** Of what a notice says nothing is a parameter of posts alone. */
const facetsOf: Readonly<Record<Kind, readonly FacetName[]>> = {
  notice: ['state', 'employer', 'employerLevel', 'region', 'industry', 'graduationYear', 'basis'],
  post: facetNames,
};
const parameterOf = (facet: FacetName) => (facet === 'veterans' ? 'reservedForVeterans' : facet);

export const filterParameters: Readonly<Record<Kind, readonly string[]>> = {
  notice: [...facetsOf.notice.map(parameterOf), 'text', 'closesAfter', 'closesBefore'],
  post: [...facetsOf.post.map(parameterOf), 'text', 'payAtLeastFen', 'closesAfter', 'closesBefore'],
};

/** Facets whose values are few and known. */
const valuesOf = (kind: Kind): Partial<Record<FacetName, readonly string[]>> => ({
  state:
    kind === 'post'
      ? ['open', 'paused', 'closed', 'filled', 'partly_filled', 'cancelled']
      : ['published', 'paused', 'closed', 'in_publicity', 'objection', 'concluded'],
  employerLevel: ['central', 'provincial', 'municipal', 'county'],
  employmentType: employmentTypes,
  basis: bases,
  veterans: ['true', 'false'],
});
const most = { values: 50, characters: 100 };

export function filterOf(query: Query, kind: Kind): RecordFilter {
  const facets: RecordFilter['facets'] = {};
  for (const facet of facetsOf[kind]) {
    const values = query.all(parameterOf(facet));
    if (values.length > 0) facets[facet] = checked(parameterOf(facet), values, valuesOf(kind)[facet]);
  }
  const text = query.one('text');
  if (text !== null) checked('text', [text]);
  const pay = kind === 'post' && query.one('payAtLeastFen') !== null;
  return {
    facets,
    text,
    payAtLeastFen: pay ? query.number('payAtLeastFen', { from: 0, to: 999_999_999, otherwise: 0 }) : null,
    closesAfter: instant(query, 'closesAfter'),
    closesBefore: instant(query, 'closesBefore'),
  };
}

function checked(name: string, values: readonly string[], known?: readonly string[]): readonly string[] {
  if (values.length > most.values || values.some((value) => value.length > most.characters))
    throw new HubError(
      'LIMIT_EXCEEDED',
      `参数 ${name} 最多 ${most.values} 个值，每个最多 ${most.characters} 字`,
      `the parameter ${name} takes at most ${most.values} values of ${most.characters} characters`,
    );
  if (known && values.some((value) => !known.includes(value)))
    throw new HubError(
      'BAD_INPUT',
      `参数 ${name} 的值应为：${known.join('、')}`,
      `the parameter ${name} takes: ${known.join(', ')}`,
      { known },
    );
  return values;
}

/** Any offset is taken; records have UTC. */
function instant(query: Query, name: string): string | null {
  const text = query.one(name);
  if (text === null) return null;
  const moment = z.iso.datetime({ offset: true }).safeParse(text);
  if (moment.success) return new Date(moment.data).toISOString();
  throw new HubError(
    'BAD_INPUT',
    `参数 ${name} 应为带时区的时间，如 2027-03-05T17:00:00+08:00（加号在地址中写作 %2B）`,
    `the parameter ${name} must be a moment with its offset, such as 2027-03-05T17:00:00+08:00 (a plus is %2B in an address)`,
  );
}

/** What is asked of public posts, in turns: of us in GraphQL, of the rival in its own words. */
import { changeCursor } from '../../api/page-of.js';
import { everything } from '../../rules/recruitment/post-filter.js';
import type { RecordFilter } from '../../rules/recruitment/post-filter.js';
import { educations, postId, postsOfNotice, regions, searchedWords } from './open-posts.js';

interface Ask {
  path: string;
  body?: string;
}
export interface Question {
  name: string;
  says: string;
  ours: Ask[];
  rival: Ask[];
}

const first = 20;
const listQuery = `query ($filter: RecruitmentPostFilter, $first: Int, $after: String) {
  posts: recruitmentPosts(filter: $filter, first: $first, after: $after) {
    totalCount pageInfo { hasNextPage endCursor } facets { name values { value label count } }
    edges { cursor node { id title state places openings employer { name } pay { minFen maxFen period } closesAt } } } }`;
const detailQuery = `query ($id: ID!) { post: recruitmentPost(id: $id) {
  id state code title occupation duties unit places openings educationLevel degree majors age { most on reason }
  requirements { kind text must } experienceMonths physical { text standard } employmentType
  pay { minFen maxFen period months basis } workHours startsOn reservedForVeterans
  employer { creditCode name level investor industry region bureau } notice { id noticeNo title basis kind filingNumber }
  eligibility { graduatedFrom graduatedTo deemed general exclusions } opensAt closesAt channels { kind address }
  contact { department phone email hours } publishedAt path text textSha256 licence } }`;
const changesQuery = `query ($after: String, $first: Int) { recruitmentChanges(after: $after, first: $first) {
  changes { cursor at kind reason remark recordKind recordId noticeId version day sha256 body } endCursor hasMore } }`;

const graphql = (query: string, variables: object): Ask => ({
  path: '/graphql',
  body: JSON.stringify({ query, variables }),
});

/** One page of a list in our words. */
export function listAsk({ facets, text, payAtLeastFen }: RecordFilter, after: string | null = null): Ask {
  return graphql(listQuery, { filter: { ...facets, text, payAtLeastFen }, first, after });
}

function list(name: string, filters: readonly RecordFilter[]): Question {
  const rival = filters.map((filter) => ({ path: '/posts', body: JSON.stringify({ filter, first }) }));
  return { name, says: '"totalCount"', ours: filters.map((filter) => listAsk(filter)), rival };
}

export const lists: readonly Question[] = [
  list('list with all facets', [everything]),
  list(
    'list with all facets, no two alike',
    Array.from({ length: 5000 }, (_, n) => ({ ...everything, payAtLeastFen: n + 1 })),
  ),
  list(
    'list with two filters',
    regions.flatMap((region) =>
      educations.map((education) => ({ ...everything, facets: { region: [region], education: [education] } })),
    ),
  ),
  list(
    'list with a word of two characters',
    searchedWords.map((text) => ({ ...everything, text })),
  ),
  list(
    'list with two words, no two alike',
    searchedWords.flatMap((one) => searchedWords.map((other) => ({ ...everything, text: `${one} ${other}` }))),
  ),
];

export function detail(posts: number): Question {
  const ids = Array.from({ length: 500 }, (_, n) => postId(Math.floor((n / 500) * posts)));
  return {
    name: 'one post in full',
    says: '"textSha256"',
    ours: ids.map((id) => graphql(detailQuery, { id })),
    rival: ids.map((id) => ({ path: '/post', body: JSON.stringify({ id }) })),
  };
}

/** Pages of 100 changes from the middle of the log on. */
export function changePages(posts: number): Question[] {
  const middle = Math.floor(((posts / postsOfNotice) * (1 + postsOfNotice)) / 2);
  const numbers = Array.from({ length: 20 }, (_, n) => middle + n * Math.min(100, Math.floor(middle / 40)));
  return [
    {
      name: 'page of 100 changes',
      says: '"endCursor"',
      ours: numbers.map((after) => graphql(changesQuery, { after: changeCursor(after), first: 100 })),
      rival: numbers.map((after) => ({ path: '/changes', body: JSON.stringify({ after, first: 100 }) })),
    },
    {
      name: 'page of 100 changes over plain HTTP',
      says: '"endCursor"',
      ours: numbers.map((after) => ({ path: `/open-data/changes?first=100&after=${changeCursor(after)}` })),
      rival: numbers.map((after) => ({ path: `/changes?after=${after}` })),
    },
  ];
}

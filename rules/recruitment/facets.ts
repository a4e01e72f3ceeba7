/** By what posts are counted and filtered. A value that lies within others carries them too: a post in 410902 counts for 410900. */
import { civilDay } from '../shanghai-time.js';
import { basisWords, employmentTypeWords, levelWords } from './notice-words.js';
import type { NameOfCode } from './official-text.js';
import type { PublicNotice, PublicPost } from './public-record.js';
import { findablePart, searchable } from './search-text.js';

export const facetNames = [
  'state',
  'employer',
  'employerLevel',
  'region',
  'education',
  'major',
  'occupation',
  'industry',
  'employmentType',
  'graduationYear',
  'pay',
  'basis',
  'veterans',
] as const;
export type FacetName = (typeof facetNames)[number];
/** The values of one record, facet by facet; a facet without a value is left out. */
export type Facets = Partial<Record<FacetName, readonly string[]>>;

/** Bands of the least pay a month in yuan, by their lower end. */
export const payBands = [0, 3000, 4000, 5000, 6000, 8000, 10_000, 15_000] as const;
/** A post without a range, or for any major, is found under these. */
export const unstatedPay = 'unstated';
export const anyMajor = 'any';

/** What the loaded code lists say: a name, and a code with all that it lies within. */
export interface CodeWords {
  nameOf: NameOfCode;
  withAncestors: (list: 'region' | 'occupation' | 'major' | 'industry', code: string) => readonly string[];
}

/** What is kept beside a record for finding it. */
export interface Findable {
  facets: Facets;
  /** See {@link searchable}. */
  text: string;
  closesAt: string;
  /** The most that is paid in a month, in fen; null where no range is stated. */
  monthlyFen: number | null;
}

export function findablePost(post: PublicPost, words: CodeWords): Findable {
  const { employer, notice, pay } = post;
  const within = (list: 'region' | 'occupation' | 'major' | 'industry', codes: readonly string[]) => [
    ...new Set(codes.flatMap((code) => words.withAncestors(list, code))),
  ];
  return {
    facets: {
      state: [post.state],
      employer: [employer.creditCode],
      employerLevel: [employer.level],
      region: within('region', post.places),
      education: [post.educationLevel],
      major: post.majors.length === 0 ? [anyMajor] : within('major', post.majors),
      occupation: within('occupation', [post.occupation]),
      ...(employer.industry !== null && { industry: within('industry', [employer.industry]) }),
      employmentType: [post.employmentType],
      graduationYear: yearsOf(post.eligibility),
      pay: [payBand(pay.minFen === null ? null : monthly(pay.minFen, pay.period))],
      basis: [notice.basis],
      veterans: [String(post.reservedForVeterans)],
    },
    text: searchable(
      post.title,
      post.duties,
      post.unit,
      employer.name,
      notice.title,
      words.nameOf('occupation', post.occupation),
      ...post.places.map((code) => words.nameOf('region', code)),
      ...post.majors.map((code) => words.nameOf('major', code)),
      ...post.requirements.map(({ text }) => text),
      employmentTypeWords[post.employmentType].zh,
    ),
    closesAt: post.closesAt,
    monthlyFen: pay.maxFen === null ? null : monthly(pay.maxFen, pay.period),
  };
}

export function findableNotice(notice: PublicNotice, words: CodeWords): Findable {
  const { employer } = notice;
  return {
    facets: {
      state: [notice.state],
      employer: [employer.creditCode],
      employerLevel: [employer.level],
      region: words.withAncestors('region', employer.region),
      ...(employer.industry !== null && { industry: words.withAncestors('industry', employer.industry) }),
      graduationYear: yearsOf(notice.eligibility),
      basis: [notice.basis],
    },
    text: findablePart(
      searchable(notice.title, employer.name, levelWords[employer.level].zh, basisWords[notice.basis].zh, notice.text),
    ),
    closesAt: notice.application.closesAt,
    monthlyFen: null,
  };
}

function yearsOf({ graduatedFrom, graduatedTo }: { graduatedFrom: string; graduatedTo: string }): string[] {
  const [first, last] = [Number(graduatedFrom.slice(0, 4)), Number(graduatedTo.slice(0, 4))];
  return Array.from({ length: last - first + 1 }, (_, i) => String(first + i));
}

const monthly = (fen: number, period: 'month' | 'year') => (period === 'year' ? Math.floor(fen / 12) : fen);

function payBand(fen: number | null): string {
  if (fen === null) return unstatedPay;
  return String(payBands.findLast((yuan) => fen >= yuan * 100) ?? 0);
}

/** The civil day on which a record counts in the daily digests: that of its first publication. */
export const dayOfRecord = ({ publishedAt }: { publishedAt: string }) => civilDay(new Date(publishedAt));

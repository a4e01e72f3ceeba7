/** A post laid flat for a table, and back: one cell for each of its parts, named by its path. */
import type { Day, Fen } from '../units.js';
import type { Draft, EmploymentType, PayPeriod, PostContent, PostDraft } from './notice.js';

interface Parts {
  code: string;
  title: string;
  occupation: string;
  duties: string;
  unit: string;
  places: string[];
  openings: number;
  educationLevel: string;
  degree: string;
  majors: string[];
  'age.most': number;
  'age.on': Day;
  'age.reason': string;
  requirements: PostContent['requirements'];
  experienceMonths: number;
  'physical.text': string;
  'physical.standard': string;
  employmentType: EmploymentType;
  'pay.minFen': Fen;
  'pay.maxFen': Fen;
  'pay.basis': string;
  'pay.months': number;
  'pay.period': PayPeriod;
  workHours: string;
  startsOn: Day;
  reservedForVeterans: boolean;
}
export type PostPath = keyof Parts;
/** What is left out is an empty cell. */
export type PostRow = Partial<Parts>;
export type PartAt<P extends PostPath> = Parts[P];

/** An empty cell says null, but where emptiness means something: no requirements, pay by the month, no post for veterans. */
export function postOf(row: PostRow): PostDraft {
  const age = { most: row['age.most'] ?? null, on: row['age.on'] ?? null, reason: row['age.reason'] ?? null };
  const physical = { text: row['physical.text'] ?? null, standard: row['physical.standard'] ?? null };
  return {
    code: row.code ?? null,
    title: row.title ?? null,
    occupation: row.occupation ?? null,
    duties: row.duties ?? null,
    unit: row.unit ?? null,
    places: row.places ?? null,
    openings: row.openings ?? null,
    educationLevel: row.educationLevel ?? null,
    degree: row.degree ?? null,
    majors: row.majors ?? null,
    age: isEmpty(age) ? null : age,
    requirements: row.requirements ?? [],
    experienceMonths: row.experienceMonths ?? null,
    physical: isEmpty(physical) ? null : physical,
    employmentType: row.employmentType ?? null,
    pay: {
      minFen: row['pay.minFen'] ?? null,
      maxFen: row['pay.maxFen'] ?? null,
      period: row['pay.period'] ?? 'month',
      months: row['pay.months'] ?? null,
      basis: row['pay.basis'] ?? null,
    },
    workHours: row.workHours ?? null,
    startsOn: row.startsOn ?? null,
    reservedForVeterans: row.reservedForVeterans ?? false,
  };
}

const isEmpty = (part: object) => Object.values(part).every((value) => value === null);

/** The draft laid flat. A place or major that is null says nothing; a requirement without words neither. */
export function rowOf(post: PostDraft): PostRow {
  const { age, physical, pay, places, majors, requirements, ...plain } = post;
  return given({
    ...plain,
    places: places?.filter((place) => place !== null),
    majors: majors?.filter((major) => major !== null),
    'age.most': age?.most,
    'age.on': age?.on,
    'age.reason': age?.reason,
    requirements: requirements?.flatMap(requirementOf),
    'physical.text': physical?.text,
    'physical.standard': physical?.standard,
    'pay.minFen': pay?.minFen,
    'pay.maxFen': pay?.maxFen,
    'pay.basis': pay?.basis,
    'pay.months': pay?.months,
    'pay.period': pay?.period,
  });
}

type Requirement = PostContent['requirements'][number];
const requirementOf = (draft: Draft<Requirement> | null): Requirement[] =>
  draft?.text ? [{ kind: draft.kind ?? 'other', text: draft.text, must: draft.must ?? true }] : [];

const given = (row: { [P in PostPath]?: PostRow[P] | null | undefined }): PostRow =>
  Object.fromEntries(Object.entries(row).filter(([, value]) => value !== null && value !== undefined));

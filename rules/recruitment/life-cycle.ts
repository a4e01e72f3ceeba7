/**
 * Who may move what, from where to where: four tables, one judge. A notice is filed version by version (`filingMoves`), lives in
 * public (`noticeMoves`), names proposed hires batch by batch (`publicityMoves`), and answers objections (`objectionMoves`).
 * What else must hold for a move stands in `guards.ts`.
 */
import type { Text } from '../condition.js';
import { maybeSamePerson } from '../names.js';

/** Who acts. Persons act for a firm or for the responsible bureau; the clock and the public act, too. */
export const parties = {
  'firm-clerk': { zh: '单位经办', en: 'the firm’s clerk' },
  'firm-approver': { zh: '单位审核', en: 'the firm’s approver' },
  'bureau-reviewer': { zh: '人社部门初审', en: 'the bureau’s reviewer' },
  'bureau-approver': { zh: '人社部门审批', en: 'the bureau’s approver' },
  'bureau-supervisor': { zh: '人社部门监督', en: 'the bureau’s supervisor' },
  clock: { zh: '系统定时', en: 'the clock' },
  public: { zh: '社会公众', en: 'the public' },
} as const satisfies Record<string, Text>;
export type Party = keyof typeof parties;

export interface Move<S extends string> {
  from: readonly S[];
  /** Where it leads; null where the state stays. */
  to: S | null;
  by: readonly Party[];
}

/** 备案: one version's way from draft to the page. `dropped`: given up before it was published; `purged`: entered although exempt. */
export type FilingState = 'draft' | 'submitted' | 'returned' | 'filed' | 'published' | 'dropped' | 'purged';
export const filingMoves = {
  submit: { from: ['draft'], to: 'submitted', by: ['firm-approver'] },
  return: { from: ['submitted'], to: 'returned', by: ['bureau-reviewer', 'bureau-approver'] },
  resubmit: { from: ['returned'], to: 'submitted', by: ['firm-approver'] },
  review: { from: ['submitted'], to: null, by: ['bureau-reviewer'] },
  accept: { from: ['submitted'], to: 'filed', by: ['bureau-approver'] },
  schedule: { from: ['filed'], to: null, by: ['bureau-approver'] },
  publish: { from: ['filed'], to: 'published', by: ['bureau-approver', 'clock'] },
  drop: { from: ['draft', 'submitted', 'returned', 'filed'], to: 'dropped', by: ['firm-clerk', 'firm-approver'] },
  // A classified post must not stand here at all: its text goes, the incident stays.
  purge: {
    from: ['draft', 'submitted', 'returned', 'filed', 'dropped'],
    to: 'purged',
    by: ['bureau-approver', 'bureau-supervisor'],
  },
} as const satisfies Record<string, Move<FilingState>>;

/** A notice before its first publication has the state of its filing; `dropped` and `purged` were never public. */
export type PublicNoticeState = 'published' | 'paused' | 'closed' | 'in_publicity' | 'objection' | 'concluded';
export type NoticeState = FilingState | PublicNoticeState | 'withdrawn' | 'annulled';
const inPublic = ['published', 'paused', 'closed', 'in_publicity', 'objection'] as const;
export const noticeMoves = {
  pause: { from: ['published'], to: 'paused', by: ['bureau-approver'] },
  resume: { from: ['paused'], to: 'published', by: ['bureau-approver'] },
  close: { from: ['published'], to: 'closed', by: ['clock'] },
  recordStage: { from: ['closed', 'in_publicity', 'objection'], to: null, by: ['firm-approver'] },
  requestWithdrawal: { from: ['published', 'paused', 'closed'], to: null, by: ['firm-approver'] },
  withdraw: { from: ['published', 'paused', 'closed'], to: 'withdrawn', by: ['bureau-approver'] },
  requestConclusion: { from: ['closed', 'in_publicity'], to: null, by: ['firm-approver'] },
  conclude: { from: ['closed'], to: 'concluded', by: ['bureau-approver'] },
  annul: { from: [...inPublic, 'concluded'], to: 'annulled', by: ['bureau-supervisor'] },
} as const satisfies Record<string, Move<NoticeState>>;

/** 拟聘公示: one list of proposed hires. */
export type PublicityState = 'draft' | 'submitted' | 'returned' | 'public' | 'ended' | 'cancelled';
export const publicityMoves = {
  submit: { from: ['draft', 'returned'], to: 'submitted', by: ['firm-approver'] },
  return: { from: ['submitted'], to: 'returned', by: ['bureau-reviewer', 'bureau-approver'] },
  publish: { from: ['submitted'], to: 'public', by: ['bureau-approver'] },
  // A day on which the page was out of reach for more than four hours does not count.
  extend: { from: ['public'], to: null, by: ['bureau-supervisor'] },
  remove: { from: ['public', 'ended'], to: null, by: ['bureau-supervisor'] },
  end: { from: ['public'], to: 'ended', by: ['clock'] },
  cancel: { from: ['draft', 'submitted', 'returned', 'public'], to: 'cancelled', by: ['bureau-supervisor'] },
} as const satisfies Record<string, Move<PublicityState>>;

/** 异议: what somebody says against a proposed hire, and what came of it. */
export type ObjectionState = 'received' | 'acknowledged' | 'unfounded' | 'upheld' | 'inadmissible';
const open = ['received', 'acknowledged'] as const;
export const objectionMoves = {
  acknowledge: { from: ['received'], to: 'acknowledged', by: ['bureau-supervisor'] },
  dismiss: { from: open, to: 'unfounded', by: ['bureau-supervisor'] },
  uphold: { from: open, to: 'upheld', by: ['bureau-supervisor'] },
  refuse: { from: open, to: 'inadmissible', by: ['bureau-supervisor'] },
} as const satisfies Record<string, Move<ObjectionState>>;
export const openObjectionStates: readonly ObjectionState[] = open;

export type FilingMove = keyof typeof filingMoves;
export type NoticeMove = keyof typeof noticeMoves;
export type PublicityMove = keyof typeof publicityMoves;
export type ObjectionMove = keyof typeof objectionMoves;

export type Judged<S extends string> =
  | { is: 'legal'; to: S }
  /** Nobody may do it from here; these moves somebody may. */
  | { is: 'illegal'; legal: string[] }
  /** It may be done from here, but by others. */
  | { is: 'not-yours'; by: readonly Party[] };

/** Whether `party` may make `move` from `state`. */
export function judgeMove<S extends string>(
  moves: Readonly<Record<string, Move<S>>>,
  move: string,
  state: S,
  by: readonly Party[],
): Judged<S> {
  const rule = Object.hasOwn(moves, move) ? moves[move] : undefined;
  if (!rule?.from.includes(state)) return { is: 'illegal', legal: movesFrom(moves, state) };
  if (!rule.by.some((party) => by.includes(party))) return { is: 'not-yours', by: rule.by };
  return { is: 'legal', to: rule.to ?? state };
}

/** The moves that some party may make from a state; of one party alone where it is given. */
export function movesFrom<S extends string>(
  moves: Readonly<Record<string, Move<S>>>,
  state: S,
  by: readonly Party[] | null = null,
): string[] {
  return Object.entries(moves)
    .filter(([, rule]) => rule.from.includes(state) && (by === null || rule.by.some((party) => by.includes(party))))
    .map(([move]) => move);
}

/** No list of proposed hires can come of it any more. */
export const isOver = (state: NoticeState) => state === 'concluded' || state === 'withdrawn' || state === 'annulled';

/** Once closed for applications, a notice stands where its batches and objections stand. */
export function stateByPublicity(publicBatches: number, openObjections: number): PublicNoticeState {
  if (openObjections > 0) return 'objection';
  return publicBatches > 0 ? 'in_publicity' : 'closed';
}

/** Whether a second person is missing: `first` has done the step before, and two persons are asked for. */
export function needsAnother(persons: 1 | 2, first: string | null, second: string): boolean {
  return persons === 2 && first !== null && maybeSamePerson(first, second);
}

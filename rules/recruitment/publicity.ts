/** 拟聘公示: what a list of proposed hires may hold, when it may stand on the page, and what its moves come to. */
import { formatDay, parseDay } from '../civil-date.js';
import { civilDay, endOfDay } from '../shanghai-time.js';
import type { Day, Instant } from '../units.js';
import { refuse } from './effects.js';
import type { Actor } from './dossier.js';
import { judgeMove, movesFrom, needsAnother, publicityMoves } from './life-cycle.js';
import type { NoticeState, Party, PublicityMove, PublicityState } from './life-cycle.js';
import type { NoticeContent } from './notice.js';
import { personalNumbers, personalWords } from './public-words.js';
import type { Problem } from './problems.js';
import type { TimeLimits } from './time-limits.js';
import { addWorkingDays, periodOfWorkingDays } from './working-days.js';
import type { WorkCalendar } from './working-days.js';

/** One proposed hire. Sex, birth date, ID number, phone, address, photograph and family have no place here, and so cannot be told. */
export interface Candidate {
  post: string;
  name: string;
  school: string | null;
  educationLevel: string | null;
  degree: string | null;
  major: string | null;
  /** 准考证号: tells namesakes apart. */
  admissionNo: string | null;
  score: string | null;
  rank: number | null;
}

export interface PublicityList {
  id: string;
  state: PublicityState;
  recusalStatement: boolean;
  candidates: readonly Candidate[];
  savedBy: string;
  postedAt: Instant | null;
  workingDays: number | null;
  lastDay: Day | null;
  endsAt: Instant | null;
}

export interface PublicityCommand {
  move: PublicityMove;
  actor: Actor;
  reason: string | null;
  /** `extend`: by how many working days. */
  days: number | null;
  /** `remove`: places in the list, counted from 1. */
  places: readonly number[] | null;
}

/** What is true of the notice around a list. */
export interface AroundPublicity {
  now: Instant;
  calendar: WorkCalendar;
  limits: TimeLimits;
  persons: 1 | 2;
  noticeState: NoticeState;
  content: NoticeContent;
  /** Proposed in other lists that are or were public, by post. */
  proposedElsewhere: ReadonlyMap<string, number>;
}

export interface PublicityEffect {
  is: 'done';
  to: PublicityState;
  list: Partial<Pick<PublicityList, 'workingDays' | 'lastDay' | 'endsAt' | 'postedAt'>> & { firstDay?: Day };
  removed: readonly number[];
}

export type DecidedPublicity =
  | PublicityEffect
  | { is: 'illegal'; state: PublicityState; legal: string[] }
  | { is: 'not-yours'; by: readonly Party[] }
  | { is: 'same-person' }
  | { is: 'problems'; problems: readonly Problem[] };

export function decidePublicity(
  list: PublicityList,
  command: PublicityCommand,
  around: AroundPublicity,
): DecidedPublicity {
  const { move, actor } = command;
  const judged = judgeMove<PublicityState>(publicityMoves, move, list.state, actor.parties);
  const legal = movesFrom<PublicityState>(publicityMoves, list.state);
  if (judged.is === 'illegal') return { is: 'illegal', state: list.state, legal };
  if (judged.is === 'not-yours') return judged;
  if (move === 'submit' && needsAnother(around.persons, list.savedBy, actor.client)) return { is: 'same-person' };
  const personal = personalWords('reason', command.reason, list.candidates);
  if (personal.length > 0) return { is: 'problems', problems: personal };
  const effect = effects[move](list, command, around);
  if (effect.is === 'problems') return effect;
  return { is: 'done', to: judged.to, list: effect.list, removed: effect.removed };
}

interface Part {
  is: 'part';
  list: PublicityEffect['list'];
  removed: readonly number[];
}
type Decide = (
  list: PublicityList,
  command: PublicityCommand,
  around: AroundPublicity,
) => Part | ReturnType<typeof refuse>;

const none: Part = { is: 'part', list: {}, removed: [] };
const noReason = () => refuse('reason', 'required', '请说明原因', 'say why');
const afterClosing: ReadonlySet<NoticeState> = new Set(['closed', 'in_publicity', 'objection']);

const effects: Record<PublicityMove, Decide> = {
  submit: (list, _command, around) => {
    const problems = checkList(list, around);
    return problems.length > 0 ? { is: 'problems', problems } : none;
  },
  return: (_list, { reason }) => (reason ? none : noReason()),

  publish: (list, _command, { now, calendar, limits, content, noticeState, ...around }) => {
    if (!afterClosing.has(noticeState))
      return refuse(
        'notice',
        'notice.open',
        '报名截止后方可公示',
        'hires are made public after applications are closed',
      );
    const problems = checkList(list, { content, ...around });
    if (problems.length > 0) return { is: 'problems', problems };
    const workingDays = Math.max(content.publicityPlan.workingDays, limits.publicityOfHires.value);
    const period = periodOfWorkingDays(calendar, parseDay(civilDay(new Date(now)))!, workingDays);
    if (!period.ok) return noCalendar(period.unloadedYear);
    const [firstDay, lastDay] = [formatDay(period.value.firstDay), formatDay(period.value.lastDay)];
    return { ...none, list: { postedAt: now, workingDays, firstDay, lastDay, endsAt: afterLast(lastDay) } };
  },

  extend: (list, { days, reason }, { calendar, now }) => {
    if (!reason) return noReason();
    // Who is off the page does not come back onto it, whether or not the job that says so has run.
    if (list.endsAt! <= now)
      return refuse('endsAt', 'over', '公示期已满，不能延长', 'the period is over and cannot be extended');
    if (days === null || !Number.isInteger(days) || days < 1 || days > 30)
      return refuse('days', 'range', 'days 须为 1 至 30 的整数', 'days must be a whole number from 1 to 30');
    const last = addWorkingDays(calendar, parseDay(list.lastDay!)!, days);
    if (!last.ok) return noCalendar(last.unloadedYear);
    const lastDay = formatDay(last.value);
    return { ...none, list: { workingDays: list.workingDays! + days, lastDay, endsAt: afterLast(lastDay) } };
  },

  remove: (list, { places, reason }) => {
    if (!reason) return noReason();
    const known = (place: number) => Number.isInteger(place) && place >= 1 && place <= list.candidates.length;
    if (!places || places.length === 0 || !places.every(known))
      return refuse('places', 'range', '名单中没有这一序号', 'the list has no such place');
    return { ...none, removed: places };
  },

  end: (list, _command, { now }) =>
    list.endsAt! <= now ? none : refuse('endsAt', 'not-yet', '公示期未满', 'the period is not over'),
  cancel: (_list, { reason }) => (reason ? none : noReason()),
};

/** The first moment after the last day. */
const afterLast = (day: Day): Instant => new Date(endOfDay(day).getTime() + 1).toISOString();

const noCalendar = (year: number) =>
  refuse(
    'calendar',
    'calendar.unloaded',
    `${year}年的工作日历尚未载入，不能推算公示期；请运行 hub calendar import`,
    `the working days of ${year} are not loaded, so that the period cannot be counted: run hub calendar import`,
  );

const told = ['name', 'school', 'educationLevel', 'degree', 'major', 'admissionNo', 'score'] as const;

function checkList(
  { candidates, recusalStatement }: PublicityList,
  { content, proposedElsewhere }: Pick<AroundPublicity, 'content' | 'proposedElsewhere'>,
): Problem[] {
  const problems: Problem[] = [];
  const add = (path: string, rule: string, zh: string, en: string) =>
    problems.push({ path, rule, text: { zh, en }, basis: null, severity: 'error' });
  if (candidates.length === 0) add('candidates', 'required', '名单为空', 'the list is empty');
  if (!recusalStatement)
    add('recusalStatement', 'required', '须声明已执行回避要求', 'say that the recusal rules were followed');
  const openings = new Map(content.posts.map((post) => [post.code, post.openings]));
  const counts = countByPost(candidates);
  for (const { post, proposed } of counts) {
    const most = openings.get(post);
    if (most === undefined) add(`posts[${post}]`, 'post.unknown', '公告中没有这个岗位', 'the notice has no such post');
    else if (proposed + (proposedElsewhere.get(post) ?? 0) > most)
      add(`posts[${post}]`, 'post.openings', '拟聘人数超过招聘人数', 'more are proposed than the post has openings');
  }
  for (const [i, candidate] of candidates.entries()) {
    const at = (name: string) => `candidates[${i}].${name}`;
    // Names of Xinjiang and Tibet hold a dot; a name is never repeated here.
    if (!/^[\p{Script=Han}\p{L}·•. ]{2,40}$/u.test(candidate.name))
      add(at('name'), 'name', '姓名须为 2 至 40 个文字', 'a name has 2 to 40 letters');
    for (const name of told) {
      const text = candidate[name];
      if (text === null) continue;
      if (Array.from(text).length > 100 || /[\p{Cc}\p{Cf}\p{Cs}]/u.test(text))
        add(at(name), 'length', '至多 100 字的一行', 'one line of at most 100 characters');
      // Four digits with a birthday rebuild an ID number: none of it may be told, and no phone.
      if (personalNumbers(at(name), text).some(({ rule }) => rule !== 'lint.account'))
        add(at(name), 'lint.personal', '含有身份证或手机号码', 'holds a number of an identity card or a phone');
    }
    if (candidate.rank !== null && (candidate.rank < 1 || candidate.rank > 9999))
      add(at('rank'), 'range', '名次须为 1 至 9999', 'a rank is from 1 to 9999');
  }
  return problems;
}

export function countByPost(candidates: readonly Pick<Candidate, 'post'>[]): { post: string; proposed: number }[] {
  const counts = new Map<string, number>();
  for (const { post } of candidates) counts.set(post, (counts.get(post) ?? 0) + 1);
  return [...counts].map(([post, proposed]) => ({ post, proposed }));
}

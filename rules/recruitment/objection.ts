/** 异议: when one may be raised, and what its answer comes to. */
import type { Instant } from '../units.js';
import { refuse } from './effects.js';
import type { Actor } from './dossier.js';
import { judgeMove, movesFrom, objectionMoves } from './life-cycle.js';
import type { ObjectionMove, ObjectionState, Party } from './life-cycle.js';
import type { Problem } from './problems.js';
import { personalWords } from './public-words.js';
import type { Candidate } from './publicity.js';

export const objectionChannels = ['online', 'phone', 'letter', 'visit'] as const;
export type ObjectionChannel = (typeof objectionChannels)[number];

export interface ObjectionCommand {
  move: ObjectionMove;
  actor: Actor;
  /** The written finding, as the public may read it: it names nobody. */
  finding: string | null;
  /** `uphold`: places in the list that are taken off. */
  places: readonly number[] | null;
}

export type DecidedObjection =
  | { is: 'done'; to: ObjectionState; removed: readonly number[] }
  | { is: 'illegal'; state: ObjectionState; legal: string[] }
  | { is: 'not-yours'; by: readonly Party[] }
  | { is: 'problems'; problems: readonly Problem[] };

export function decideObjection(
  { state, listed }: { state: ObjectionState; listed: readonly Pick<Candidate, 'name' | 'admissionNo'>[] },
  { move, actor, finding, places }: ObjectionCommand,
): DecidedObjection {
  const judged = judgeMove<ObjectionState>(objectionMoves, move, state, actor.parties);
  if (judged.is === 'illegal') return { is: 'illegal', state, legal: movesFrom<ObjectionState>(objectionMoves, state) };
  if (judged.is === 'not-yours') return judged;
  const personal = personalWords('finding', finding, listed);
  if (personal.length > 0) return { is: 'problems', problems: personal };
  if (move === 'acknowledge') return { is: 'done', to: judged.to, removed: [] };
  if (!finding)
    return refuse('finding', 'required', '请填写书面结论，对外公开', 'give the written finding: it is made public');
  const removed = move === 'uphold' ? (places ?? []) : [];
  const known = (place: number) => Number.isInteger(place) && place >= 1 && place <= listed.length;
  if (move === 'uphold' && (removed.length === 0 || !removed.every(known)))
    return refuse('places', 'range', '请填写被取消人选在名单中的序号', 'say which places of the list are taken off');
  return { is: 'done', to: judged.to, removed };
}

/** An objection counts that came before the end of the period. */
export function isInPeriod(at: Instant, { postedAt, endsAt }: { postedAt: Instant; endsAt: Instant }): boolean {
  return postedAt <= at && at < endsAt;
}

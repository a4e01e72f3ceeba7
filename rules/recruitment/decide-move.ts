/** What a move on a notice comes to, or why it may not be made. Pure: the caller locks, writes and tells. */
import type { AnyNoticeMove, Circumstances, Decided, Dossier, MoveCommand } from './dossier.js';
import { filingMoves, judgeMove, movesFrom, needsAnother, noticeMoves } from './life-cycle.js';
import type { Party } from './life-cycle.js';
import { decideFiling } from './decide-filing.js';
import { decidePublicLife } from './decide-public-life.js';
import { personalNumbers } from './public-words.js';

export function decideMove(dossier: Dossier, command: MoveCommand, around: Circumstances): Decided {
  const { move, actor } = command;
  const subject = stateFor(dossier, move);
  const judged =
    subject === null
      ? ({ is: 'illegal', legal: [] } as const)
      : judgeMove<string>(isFilingMove(move) ? filingMoves : noticeMoves, move, subject, actor.parties);
  if (judged.is === 'illegal') return { is: 'illegal', state: dossier.state, legal: legalMoves(dossier) };
  if (judged.is === 'not-yours') return judged;
  if (isSamePerson(dossier, command, around.persons)) return { is: 'same-person' };
  const personal = personalNumbers('reason', command.reason);
  if (personal.length > 0) return { is: 'problems', problems: personal };
  return isFilingMove(move) ? decideFiling(dossier, command, around) : decidePublicLife(dossier, command, around);
}

export const isFilingMove = (move: AnyNoticeMove): move is keyof typeof filingMoves => Object.hasOwn(filingMoves, move);

/** What a move starts from: the state of the text on its way, or that of the notice; null: there is none. */
function stateFor(dossier: Dossier, move: AnyNoticeMove): string | null {
  if (!isFilingMove(move)) return dossier.state;
  // An amendment can only be published while the notice still takes applications.
  if (move === 'publish' && dossier.version > 0 && !isTakingApplications(dossier)) return null;
  return dossier.pending?.state ?? null;
}

export const isTakingApplications = ({ state }: Dossier) => state === 'published' || state === 'paused';

/** Every move that is legal now; for one side alone where its parties are given. */
export function legalMoves(dossier: Dossier, by: readonly Party[] | null = null): AnyNoticeMove[] {
  const ofText = dossier.pending ? movesFrom<string>(filingMoves, dossier.pending.state, by) : [];
  const ofNotice = dossier.version > 0 ? movesFrom<string>(noticeMoves, dossier.state, by) : [];
  return [
    ...ofText.filter((move) => stateFor(dossier, move as AnyNoticeMove) !== null),
    ...ofNotice,
  ] as AnyNoticeMove[];
}

/** Who files has not written alone, who accepts has not reviewed alone, unless the bureau has set one person. */
function isSamePerson({ pending }: Dossier, { move, actor }: MoveCommand, persons: 1 | 2): boolean {
  if (pending === null) return false;
  if (move === 'submit' || move === 'resubmit') return needsAnother(persons, pending.savedBy, actor.client);
  return move === 'accept' && needsAnother(persons, pending.reviewedBy, actor.client);
}

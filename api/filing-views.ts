/** A notice's dossier as firm or bureau may see it. */
import { legalMoves } from '../rules/recruitment/decide-move.js';
import type { Dossier, Version } from '../rules/recruitment/dossier.js';
import { deadlineOf } from '../rules/recruitment/time-limits.js';
import { readLimits } from '../schema/notice/circumstances.reads.js';
import type { RecruitmentFiling, RecruitmentFilingVersion } from '../schema/notice/filing.type.js';
import { readNotice } from '../schema/notice/notice.reads.js';
import { readWorkCalendar } from '../schema/work-calendar/work-calendar.reads.js';
import type { Context } from './context.js';
import { nameOfMove, requirePart } from './recruitment.js';

/** What is shown, with the dossier that the rest is made from where it is selected. */
export type ShownFiling = Omit<RecruitmentFiling, 'problems' | 'publicity' | 'history'> & { dossier: Dossier };

export async function shownFiling(noticeId: string, context: Context): Promise<ShownFiling> {
  return filingView((await readNotice(context.database.pool, noticeId))!.dossier, context);
}

/** A bureau sees no text that was not submitted to it. */
export async function filingView(dossier: Dossier, context: Context): Promise<ShownFiling> {
  const isFirm = context.viewer.audience === 'employer';
  const { parties } = requirePart(context);
  const pending = isFirm ? dossier.pending : asSubmitted(dossier.pending);
  const seen = { ...dossier, pending };
  return {
    ...seen,
    dossier: seen,
    pending: pending && (await versionView(pending, dossier, context)),
    published: dossier.published && (await versionView(dossier.published, dossier, context)),
    legalMoves: legalMoves(seen, parties).map(nameOfMove),
  };
}

function asSubmitted(pending: Version | null): Version | null {
  if (!pending?.submittedAt) return null;
  // Since its return the firm may have changed it.
  return pending.state === 'returned' ? { ...pending, content: {} } : pending;
}

async function versionView(
  version: Version,
  { bureau }: Dossier,
  { database: { pool }, clock }: Context,
): Promise<RecruitmentFilingVersion> {
  if (version.state !== 'submitted' || !version.submittedAt) return { ...version, reviewBy: null };
  const { filingReview } = await readLimits(pool, bureau, clock());
  const calendar = await readWorkCalendar(pool);
  return { ...version, reviewBy: deadlineOf(calendar, new Date(version.submittedAt), filingReview) };
}

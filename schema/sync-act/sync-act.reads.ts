/** What a person did with a run or a stream. */

export interface SyncActRow {
  act: 'cancel' | 'retry' | 'pause' | 'resume';
  by: string;
  at: Date;
  reason: string;
}

/** One act as JSON, of a row of `sync_act`. */
export const actJson = `json_build_object('act', act, 'by', acted_by, 'at', acted_at, 'reason', sync_act.reason)`;

/** Within JSON an instant is a text. */
export type ActJson = Omit<SyncActRow, 'at'> & { at: string };

export const actOf = (act: ActJson): SyncActRow => ({ ...act, at: new Date(act.at) });

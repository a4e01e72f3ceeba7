/** Reads of objections. */
import type pg from 'pg';
import type { ObjectionState } from '../../rules/recruitment/life-cycle.js';
import type { ObjectionChannel } from '../../rules/recruitment/objection.js';
import type { Vault } from '../vault.js';

type Db = pg.Pool | pg.ClientBase;

export interface ObjectionRow {
  id: string;
  batchId: string;
  noticeId: string;
  /** Region code of the responsible bureau. */
  bureau: string;
  receipt: string;
  channel: ObjectionChannel;
  state: ObjectionState;
  receivedAt: Date;
  decidedAt: Date | null;
  finding: string | null;
  removedPlaces: number[] | null;
}

const columns = `objection_id as id, batch_id as "batchId", objection.notice_id as "noticeId", bureau, receipt, channel, objection.state, received_at as "receivedAt",
  decided_at as "decidedAt", finding, removed_places as "removedPlaces"`;

export async function readObjection(db: Db, id: string, lock: 'lock' | null = null): Promise<ObjectionRow | null> {
  const found = await db.query<ObjectionRow>(
    `select ${columns} from objection join notice using (notice_id) where objection_id = $1 ${lock ? 'for update of objection' : ''}`,
    [id],
  );
  return found.rows[0] ?? null;
}

/** For whoever holds the receipt; the number is long and drawn by lot, so that nobody can guess another's. */
export async function readByReceipt(db: Db, receipt: string): Promise<ObjectionRow | null> {
  const found = await db.query<ObjectionRow>(
    `select ${columns} from objection join notice using (notice_id) where receipt = $1`,
    [receipt],
  );
  return found.rows[0] ?? null;
}

/** Newest first; `bureaus` is what the codes of the bureaus begin with. */
export async function readObjections(
  db: Db,
  { bureaus, openOnly }: { bureaus: string; openOnly: boolean },
  page: { after: string | null; limit: number },
): Promise<ObjectionRow[]> {
  const found = await db.query<ObjectionRow>(
    `select ${columns} from objection join notice using (notice_id)
     where bureau like $1 || '%' and (not $2 or objection.state in ('received', 'acknowledged')) and ($3::uuid is null or objection_id < $3)
     order by objection_id desc limit $4`,
    [bureaus, openOnly, page.after, page.limit],
  );
  return found.rows;
}

export interface ObjectionText {
  text: string;
  /** How the objector can be reached; null where nobody wants to be. */
  contact: string | null;
}

/** What was said, for the body that supervises. */
export async function readObjectionText(db: Db, vault: Pick<Vault, 'open'>, id: string): Promise<ObjectionText> {
  const found = await db.query<{ sealed: Buffer | null }>(`select sealed from objection where objection_id = $1`, [id]);
  const { sealed } = found.rows[0]!;
  if (sealed === null) return { text: '（已按保存期限删除 / erased when its time was over）', contact: null };
  return JSON.parse(vault.open(sealed)) as ObjectionText;
}

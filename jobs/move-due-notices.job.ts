/** What the clock does in a recruitment: publishes what is due, closes for applications, takes lists of hires down. Every few seconds. */
import type { ConnectorContext } from '../connectors/connector.js';
import type { CodeLists } from '../rules/recruitment/codes.js';
import { noInput } from '../rules/recruitment/dossier.js';
import type { Actor, Dossier } from '../rules/recruitment/dossier.js';
import type { Database } from '../schema/database.js';
import { readCircumstances, wordsOf } from '../schema/notice/circumstances.reads.js';
import { readDueNotices } from '../schema/notice/notice.reads.js';
import { moveNotice, unschedule } from '../schema/notice/notice.writes.js';
import { numberOpenChanges } from '../schema/open-record/open-record.writes.js';
import { readDueBatches } from '../schema/publicity/publicity.reads.js';
import { moveList } from '../schema/publicity/publicity.writes.js';
import type { Vault } from '../schema/vault.js';
import { readWorkCalendar } from '../schema/work-calendar/work-calendar.reads.js';
import type pg from 'pg';

export interface DueDependencies {
  database: Database;
  vault: Vault;
  codes: CodeLists;
  now: Date;
  isDemo: boolean;
  log: ConnectorContext['log'];
}

const clock: Actor = { client: 'clock', parties: ['clock'] };
const mayKnow = () => true;

/** Returns how many moves were made. One that fails is tried again at the next turn and holds up no other. */
export async function moveDueNotices(dependencies: DueDependencies): Promise<number> {
  const { database, now, log } = dependencies;
  const moves = [
    ...(await readDueNotices(database.pool, now)).map(
      ({ id, move }) =>
        () =>
          moveOne(dependencies, id, move),
    ),
    ...(await readDueBatches(database.pool, now)).map((id) => () => takeDown(dependencies, id)),
  ];
  let made = 0;
  for (const move of moves) {
    try {
      await move();
      made++;
    } catch (error) {
      log('a due move failed', { kind: (error as Error).name });
    }
  }
  // Also what somebody appended and could not number.
  await numberOpenChanges(database.pool);
  return made;
}

async function moveOne({ database, codes, now, isDemo }: DueDependencies, id: string, move: 'publish' | 'close') {
  const command = { move, actor: clock, reason: null, input: noInput };
  const around = (client: pg.ClientBase, dossier: Dossier) =>
    readCircumstances(client, dossier, { now, codes, isDemo });
  const moved = await moveNotice(database.pool, { id, command, mayKnow, key: null }, around, wordsOf(codes));
  // What may no longer be published by itself goes back to the bureau, with the reason in its history.
  if (move === 'publish' && (moved.is === 'problems' || moved.is === 'illegal'))
    await unschedule(
      database.pool,
      id,
      moved.is === 'problems' ? moved.problems[0]!.text.zh : '公告已不再接受报名',
      now,
    );
}

async function takeDown({ database, vault, codes, now, isDemo }: DueDependencies, id: string): Promise<void> {
  const calendar = await readWorkCalendar(database.pool);
  const command = { move: 'end', actor: clock, reason: null, days: null, places: null } as const;
  await moveList(
    database.pool,
    vault,
    { id, command, mayKnow },
    async (client, dossier) => ({ ...(await readCircumstances(client, dossier, { now, codes, isDemo })), calendar }),
    wordsOf(codes),
  );
}

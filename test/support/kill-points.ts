/**
 * Named points in a sync at which a worker can be killed. A trigger of the test's own database stops the worker's statement there until
 * the test lets go: the program under test knows nothing of it.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Client } from 'pg';

export interface KillPoint {
  name: string;
  table: string;
  on: 'insert' | 'update' | 'delete';
  /** For which rows; without it, before the statement as a whole. */
  when?: string;
  /** While the transaction commits, and not before the statement: the commit goes through although nobody hears of it. */
  atCommit?: true;
}

const weighing = 'new.weighed is null and new.position is distinct from old.position and new.position is not null';
const loading = 'new.weighed is not null and new.position is distinct from old.position and new.position is not null';

/** In the order in which a night passes them. */
export const killPoints: readonly KillPoint[] = [
  { name: 'the run begins', table: 'sync_run', on: 'update', when: `old.state = 'queued' and new.state = 'running'` },
  { name: 'the fence is raised', table: 'source_state', on: 'update', when: 'new.fence > old.fence' },
  { name: 'a batch is weighed', table: 'sync_run', on: 'update', when: weighing },
  { name: 'a weighed batch commits', table: 'sync_run', on: 'update', when: weighing, atCommit: true },
  {
    name: 'the weight is settled',
    table: 'sync_run',
    on: 'update',
    when: 'old.weighed is null and new.weighed is not null',
  },
  {
    name: 'the weight commits',
    table: 'sync_run',
    on: 'update',
    when: 'old.weighed is null and new.weighed is not null',
    atCommit: true,
  },
  { name: 'a person is met for the first time', table: 'person_identifier', on: 'insert' },
  { name: 'a fact comes', table: 'fact', on: 'insert' },
  { name: 'a fact changes', table: 'fact', on: 'update', when: 'new.absent_since is null' },
  { name: 'what was said before is kept', table: 'fact_history', on: 'insert' },
  { name: 'persons are touched', table: 'touched_entity', on: 'insert' },
  { name: 'a phone is sealed', table: 'person_number', on: 'insert' },
  { name: 'a row is put aside', table: 'work_item', on: 'insert' },
  { name: 'rows are counted', table: 'source_state', on: 'update', when: 'new.live_rows <> old.live_rows' },
  { name: 'a batch is booked', table: 'sync_run', on: 'update', when: loading },
  { name: 'a batch commits', table: 'sync_run', on: 'update', when: loading, atCommit: true },
  { name: 'the run ends', table: 'sync_run', on: 'update', when: `new.state = 'done'` },
  {
    name: 'the high water rises',
    table: 'source_state',
    on: 'update',
    when: 'new.high_water is distinct from old.high_water',
  },
  {
    name: 'the end commits',
    table: 'source_state',
    on: 'update',
    when: 'new.high_water is distinct from old.high_water',
    atCommit: true,
  },
  { name: 'a fact is retired', table: 'fact', on: 'update', when: 'new.absent_since is not null' },
  { name: 'touched persons are taken', table: 'touched_entity', on: 'delete' },
  { name: 'a record comes', table: 'person_record', on: 'insert' },
  { name: 'decisions come', table: 'entitlement_sheet', on: 'insert' },
  { name: 'records commit', table: 'person_record', on: 'insert', when: 'true', atCommit: true },
];

const lock = 4711;

export async function layKillPoints(client: Client, points: readonly KillPoint[]): Promise<void> {
  await client.query(`create table armed (point text)`);
  await client.query(`create function stop_here() returns trigger language plpgsql as $$ begin
    if exists (select from armed where point = tg_argv[0]) then perform pg_advisory_xact_lock_shared(${lock}); end if;
    return case tg_op when 'DELETE' then old else new end; end $$`);
  for (const [n, { name, table, on, when, atCommit }] of points.entries()) {
    const what = atCommit
      ? `constraint trigger stop_${n} after ${on} on ${table} deferrable initially deferred for each row`
      : `trigger stop_${n} before ${on} on ${table} for each ${when ? 'row' : 'statement'}`;
    await client.query(`create ${what} ${when ? `when (${when})` : ''} execute function stop_here('${name}')`);
  }
}

/** Has `kill` called once a worker stands at the point, and lets its statement go on to nothing, or a commit to its end. */
export async function killAt(client: Client, point: KillPoint, kill: () => Promise<void>): Promise<void> {
  const waiting = async () =>
    (
      await client.query<{ pid: number }>(
        `select pid from pg_locks where locktype = 'advisory' and objid = ${lock} and not granted
           and database = (select oid from pg_database where datname = current_database())`,
      )
    ).rows.map(({ pid }) => pid);
  await client.query(`select pg_advisory_lock(${lock})`);
  await client.query('insert into armed values ($1)', [point.name]);
  try {
    for (let waited = 0; (await waiting()).length === 0; waited += 20) {
      if (waited > 60_000) throw new Error(`no worker came to: ${point.name}`);
      await sleep(20);
    }
    await kill();
    await client.query('delete from armed');
    if (!point.atCommit)
      for (const pid of await waiting()) await client.query('select pg_terminate_backend($1)', [pid]);
  } finally {
    await client.query(`select pg_advisory_unlock(${lock})`);
  }
  while ((await waiting()).length > 0) await sleep(20);
}

/** The access log: what it adds to a look-up at 2,000 a second while it is being sealed, what it can take, and how fast an export is verified. */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { gather } from '../../api/gather.js';
import { run } from '../../hub/audit-verify.js';
import { type AccessStamp, writeShown } from '../../schema/access-event/access-event.writes.js';
import { readLogState } from '../../schema/access-log/access-log.reads.js';
import type { Database } from '../../schema/database.js';
import { type PersonLookUp, readPersonDocuments } from '../../schema/person/person.reads.js';
import { nameKey } from '../../rules/names.js';
import type { Vault } from '../../schema/vault.js';
import { writeLargeExport } from '../support/access-log.js';
import { idNumberOf, rowsOf } from '../support/facts.js';
import { fill } from '../support/fill.js';
import { testSealing } from '../support/sealing.js';
import { benchKeys } from './on-postgres.js';
import type { OpenNew } from './on-postgres.js';
import { pair, type Pairing, withinBudget } from './pairs.js';
import type { Sentence } from './recruitment.bench.js';

const rate = 2000;
const seconds = Number(process.env['BENCH_SECONDS'] ?? 3);
const persons = 500;
const exportedEvents = 300_000;
const stamp: AccessStamp = {
  client: '民政局',
  audience: 'partner',
  purpose: 'social-assistance',
  basis: '《社会救助暂行办法》',
  agreementId: '01980000-0000-7000-8000-000000000000',
  operation: 'person#0123456789abcdef',
  fields: 'Person.birthDate,Person.employments,Person.name',
};

export async function benchAccessLog(
  openNew: OpenNew,
  vault: Vault,
  rounds: number,
): Promise<{ pairings: Pairing[]; sentences: Sentence[] }> {
  const { database, url } = await openNew('access_log');
  await fill(database, vault, (stream) => rowsOf(stream, persons));
  await database.pool.query('vacuum analyze');
  const sealing = testSealing();
  // Sealed as it is in a deployment, by another process than the one that answers.
  const sealer = fork('dist/test/support/seal-on.js', [url, sealing.keyFile, JSON.stringify(benchKeys)], {
    execArgv: [],
  });
  const ended = once(sealer, 'exit');
  await once(sealer, 'message');
  try {
    const { added, sentence } = await addedLatency(database, vault, rounds);
    const throughput = await pair(
      {
        name: 'access events, written while they are sealed',
        ours: 'batches of 50, each in the log, its queue, its index and the tree',
        rival: 'the same rows into one plain table with one index',
        unit: 'events/s',
      },
      rounds,
      () => writeMany(database, (ids) => writeShown(database.pool, stamp, ids)),
      await plainTable(database),
    );
    const atRate: Pairing = {
      name: 'access events, written while they are sealed, on two cores',
      ours: 'the same',
      rival: 'the goal',
      ratios: throughput.ratios.map(() => throughput.oursRate / rate),
      oursRate: throughput.oursRate,
      rivalRate: rate,
      unit: 'events/s',
    };
    return {
      pairings: [
        withinBudget(
          'access log, 99 % within, added at 2,000 look-ups a second',
          'with the event, sealed meanwhile',
          added,
          0.005,
        ),
        throughput,
        atRate,
        await verifying(sealing, rounds),
      ],
      sentences: [sentence],
    };
  } finally {
    sealer.disconnect();
    await ended;
    await database.close();
    sealing.remove();
  }
}

/** Seconds that the event adds to the slowest hundredth, round by round: the same look-ups at the same rate with and without it. */
async function addedLatency(database: Database, vault: Vault, rounds: number) {
  const asked: PersonLookUp[] = Array.from({ length: persons }, (_, n) => ({
    blindIndex: vault.blindIndex(idNumberOf(n)),
    nameKey: nameKey(`张${n}`),
    stamp,
    day: '2026-11-28',
  }));
  const withEvent = gather((some: readonly PersonLookUp[]) => readPersonDocuments(database.pool, some, 'any'));
  const text = `select document from unnest($1::bytea[], $2::text[]) with ordinality as asked (blind_index, name_key, place)
    left join (person_identifier join person_record using (person_id)) on person_identifier.blind_index = asked.blind_index and name_keys @> array[name_key] order by place`;
  const without = gather(async (some: readonly PersonLookUp[]) => {
    const values = [some.map((one) => one.blindIndex), some.map((one) => one.nameKey)];
    return (await database.pool.query<{ document: string }>({ name: 'plain', text, values })).rows;
  });
  await atFixedRate(asked, withEvent, 1);
  await atFixedRate(asked, without, 1);
  const added: number[] = [];
  const figures: [number, number, number, number][] = [];
  for (let round = 0; round < rounds; round++) {
    // In turns first: what grows meanwhile, and what the machine does beside it, hits both alike.
    const first = await atFixedRate(asked, round % 2 === 0 ? without : withEvent, seconds);
    const second = await atFixedRate(asked, round % 2 === 0 ? withEvent : without, seconds);
    const [plain, logged] = round % 2 === 0 ? [first, second] : [second, first];
    added.push(Math.max(0.000_1, logged.p99 - plain.p99));
    figures.push([plain.p50, plain.p99, logged.p50, logged.p99]);
  }
  const { waiting } = await settled(database);
  const ms = (place: number) =>
    (figures.map((row) => row[place]!).toSorted((a, b) => a - b)[figures.length >> 1]! * 1000).toFixed(2);
  const says = `look-ups without an event 50 % within ${ms(0)} ms and 99 % within ${ms(1)} ms, with it ${ms(2)} ms and ${ms(3)} ms; ${waiting} events waited for their seal two seconds later`;
  return { added, sentence: { name: 'access log at 2,000 look-ups a second', says } };
}

/** Whoever asks does not wait for the others: a slow answer delays no question. */
async function atFixedRate(
  asked: readonly PersonLookUp[],
  read: (one: PersonLookUp) => Promise<unknown>,
  time: number,
) {
  const took: number[] = [];
  const began = performance.now();
  const open: Promise<void>[] = [];
  async function timed(one: PersonLookUp, at: number): Promise<void> {
    await read(one);
    took.push(performance.now() - at);
  }
  for (let sent = 0; sent < rate * time;) {
    const due = Math.floor(((performance.now() - began) / 1000) * rate);
    for (; sent < Math.min(due, rate * time); sent++) {
      // When it should have been asked, so that a process that falls behind shows it.
      const at = began + (sent / rate) * 1000;
      open.push(timed(asked[sent % asked.length]!, at));
    }
    await sleep(1);
  }
  await Promise.all(open);
  took.sort((a, b) => a - b);
  const within = (share: number) => took[Math.floor(took.length * share)]! / 1000;
  return { p50: within(0.5), p99: within(0.99) };
}

async function settled(database: Database) {
  await sleep(2000);
  return readLogState(database.pool);
}

async function writeMany(database: Database, write: (personIds: string[]) => Promise<unknown>): Promise<number> {
  const found = await database.pool.query<{ id: string }>('select person_id as id from person_record limit 50');
  const ids = found.rows.map(({ id }) => id);
  let written = 0;
  const until = performance.now() + seconds * 1000;
  await Promise.all(
    [1, 2, 3, 4].map(async () => {
      while (performance.now() < until) {
        await write(ids);
        written += ids.length;
      }
    }),
  );
  return written / seconds;
}

async function plainTable(database: Database): Promise<() => Promise<number>> {
  await database.pool.query(
    `create table plain_event (event_id uuid primary key default uuidv7(), at timestamptz(3) not null default now(), client text, audience text, purpose text,
       basis text, agreement_id uuid, operation text, fields text, outcome text, person_id uuid)`,
  );
  const { client, audience, purpose, basis, agreementId, operation, fields } = stamp;
  const text = `insert into plain_event (client, audience, purpose, basis, agreement_id, operation, fields, outcome, person_id)
    select $1, $2, $3, $4, $5, $6, $7, 'shown', id from unnest($8::uuid[]) as id`;
  return () =>
    writeMany(database, (ids) =>
      database.pool.query(text, [client, audience, purpose, basis, agreementId, operation, fields, ids]),
    );
}

/** An export of events that no two are alike, written once, verified in each round. */
async function verifying(sealing: ReturnType<typeof testSealing>, rounds: number): Promise<Pairing> {
  const folder = mkdtempSync(join(tmpdir(), 'hub-bench-export-'));
  try {
    const file = join(folder, 'export.ndjson');
    await writeLargeExport(file, sealing.key, exportedEvents);
    const quiet = { write: () => true };
    return await pair(
      {
        name: 'hub audit verify, in CPU time',
        ours: `an export of ${exportedEvents.toLocaleString('en')} events in seals of 1,000: leaves, numbers, roots, signatures`,
        rival: 'the goal',
        unit: 'events/s',
      },
      rounds,
      async () => {
        const began = process.cpuUsage();
        const code = await run([file, '--keys', sealing.publicFile], { stdout: quiet, stderr: process.stderr });
        if (code !== 0) throw new Error(`the export of the bench does not fit: ${code}`);
        // Of processor time, which a busy machine does not change: one thread.
        const { user, system } = process.cpuUsage(began);
        return exportedEvents / ((user + system) / 1_000_000);
      },
      () => Promise.resolve(200_000),
    );
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** What every connector owes a run that is broken off, repeated, overtaken or fed with nothing. The numbers are those of CONFORMANCE.md. */
import { readdir } from 'node:fs/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Batch, Connector } from '../../connectors/connector.js';
import { importSource } from '../../jobs/import-source.job.js';
import { FencedError } from '../../schema/source-state/source-state.writes.js';
import { type FourSources, type Letter, many, openFourSources, streamOf } from '../support/four-sources.js';
import { drain } from '../support/source-context.js';
import { askForRun } from '../support/syncs.js';

let four: FourSources;
beforeAll(async () => void (four = await openFourSources()));
afterAll(() => four.close());
beforeEach(() => four.forget());

const letters: Letter[] = ['R', 'S', 'V', 'F'];
const none = new AbortController().signal;
const rowsOf = async (letter: Letter, what = 'fact.xmin, fact.*') =>
  (
    await four.database.pool.query(
      `select ${what} from fact join source_state using (stream_id) where stream = $1 order by record_key`,
      [streamOf[letter][1]],
    )
  ).rows;
const content = 'fact.content_hash, fact.version, fact.absent_since is null as live, fact.body';
const inBatchesOf = (batchSize: number) => ({ ...four.dependencies, batchSize });

/** Has `before` called before each batch leaves the connector, the first being number 1. */
function watched(connector: Connector, before: (number: number) => Promise<void> | void): Connector {
  return {
    ...connector,
    async *pull(request, context) {
      let number = 0;
      for await (const part of connector.pull(request, context)) {
        if (part.kind === 'batch') await before(++number);
        yield part;
      }
    },
  };
}

/** Sessions that the source still keeps open for the hub. */
const readers = async () =>
  (
    await four.database.pool.query('select from pg_stat_activity where datname = $1 and usename like $2', [
      four.register,
      '%_reader',
    ])
  ).rowCount;

describe.each(letters)('%s', (letter) => {
  const [source, stream] = streamOf[letter];
  const all = { kind: 'all' } as const;

  it('#1 a pull goes on behind any batch with what is left and nothing else', async () => {
    await four.say(letter, many(50));
    const connector = four.connector(letter);
    const whole = await drain(connector, { stream, batchSize: 7 }, four.context);
    expect(whole.batches).toHaveLength(8);
    for (const [at, { position }] of whole.batches.entries()) {
      const rest = await drain(connector, { stream, batchSize: 7, position }, four.context);
      expect(rest.rows).toEqual(whole.batches.slice(at + 1).flatMap(({ rows }) => rows));
      expect(rest.end).toEqual(whole.end);
    }
  });

  it('#2 any batch twice, and all of it again, changes nothing', async () => {
    await four.say(letter, many(40));
    expect(await four.sync(letter)).toMatchObject({ failure: null, state: 'done', rowsNew: 40 });
    const before = await rowsOf(letter);
    const connector = four.connector(letter);
    const twice = async function* (
      request: Parameters<Connector['pull']>[0],
      context: Parameters<Connector['pull']>[1],
    ) {
      for await (const part of connector.pull({ ...request, batchSize: 9 }, context)) {
        if (part.kind === 'batch') yield { ...part } satisfies Batch;
        yield part;
      }
    };
    four.replace(letter, { ...connector, pull: twice });
    const run = await four.sync(letter, { scope: 'ALL' });
    expect(run).toMatchObject({
      failure: null,
      state: 'done',
      rowsRead: 80,
      rowsNew: 0,
      rowsChanged: 0,
      rowsUnchanged: 80,
    });
    expect(await rowsOf(letter)).toEqual(before);
  });

  it('#37 cancelled at each batch edge in turn: nothing stays open, nothing is lost, and the tables are those of a calm run', async () => {
    await four.say(letter, many(30));
    expect(await four.sync(letter)).toMatchObject({ state: 'done' });
    const calm = await rowsOf(letter, content);
    await four.database.pool.query('truncate fact, fact_history');
    await four.database.pool.query('update source_state set high_water = null, live_rows = 0');
    const connector = four.connector(letter);
    const runId = await askForRun(four.database, source, stream);
    let [ended, stops] = ['', 0];
    while (ended !== 'done') {
      const stop = new AbortController();
      four.replace(
        letter,
        watched(connector, (number) => void (number === 2 && stop.abort())),
      );
      ended = await importSource(inBatchesOf(5), runId, stop.signal);
      if (ended === 'stopped') stops += 1;
      expect(await readers()).toBe(0);
    }
    expect(stops).toBeGreaterThan(3);
    const booked = await four.database.pool.query(
      'select rows_read::int, rows_new::int from sync_run where run_id = $1',
      [runId],
    );
    expect(booked.rows).toEqual([{ rows_read: 30, rows_new: 30 }]);
    expect(await rowsOf(letter, content)).toEqual(calm);
  });

  it('#38 of two workers on one run the overtaken one writes nothing more', async () => {
    await four.say(letter, many(30));
    const connector = four.connector(letter);
    const [reached, paused] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    four.replace(
      letter,
      watched(connector, async (number) => {
        if (number !== 3) return;
        reached.resolve();
        await paused.promise;
      }),
    );
    const runId = await askForRun(four.database, source, stream);
    const overtaken = importSource(inBatchesOf(5), runId, none);
    await reached.promise;
    four.replace(letter, connector);
    expect(await importSource(inBatchesOf(5), runId, none)).toBe('done');
    const after = await four.held(letter);
    paused.resolve();
    await expect(overtaken).rejects.toThrow(FencedError);
    expect(await four.held(letter)).toBe(after);
    const booked = await four.database.pool.query(
      'select attempt, state, rows_new::int from sync_run where run_id = $1',
      [runId],
    );
    expect(booked.rows).toEqual([{ attempt: 2, state: 'done', rows_new: 30 }]);
  });

  it('#33 a source that is empty after a first load takes nothing away', async () => {
    await four.say(letter, many(30));
    expect(await four.sync(letter)).toMatchObject({ state: 'done', rowsNew: 30 });
    const before = await rowsOf(letter);
    four.clock.now = new Date(four.clock.now.getTime() + 7 * 86_400_000);
    await four.say(letter, []);
    const night = await four.sync(letter, { scope: 'ALL' });
    expect(night).toMatchObject({
      failure: null,
      state: 'held',
      error: expect.stringContaining('0 rows, 30 are held'),
    });
    expect(await rowsOf(letter)).toEqual(before);
    const mark = 'select live_rows::int, high_water is not null as kept from source_state where stream = $1';
    expect((await four.database.pool.query(mark, [stream])).rows).toEqual([{ live_rows: 30, kept: true }]);
  });

  it('#34 a whole reading that lacks 30 %: what is new is loaded, nothing is deleted, the next night neither', async () => {
    await four.say(letter, many(300));
    await four.sync(letter);
    for (const [night, extra] of [300, 301].entries()) {
      four.clock.now = new Date(four.clock.now.getTime() + 7 * 86_400_000);
      const left = many(210);
      await four.say(letter, [...left, ...many(extra + 1).slice(300)]);
      const run = await four.sync(letter, { scope: 'ALL' });
      expect(run).toMatchObject({ failure: null, state: 'done', rowsNew: 1, rowsRetired: 0 });
      const live = await four.database.pool.query('select from fact where absent_since is null');
      expect(live.rowCount).toBe(301 + night);
    }
  });

  it('#40 the check consumes nothing and moves nothing', async () => {
    await four.say(letter, many(20));
    const state = () => four.held(letter);
    const before = await state();
    for (let i = 0; i < 3; i++)
      expect((await four.connector(letter).check(four.context)).every(({ ok }) => ok)).toBe(true);
    expect(await state()).toBe(before);
    expect(await readdir(four.inbox)).toEqual([]);
    expect((await drain(four.connector(letter), { stream, mode: all }, four.context)).rows).toHaveLength(20);
  });
});

it('#35 R: a record that is deleted and comes back opens a new version, and its history says both', async () => {
  const later = () => {
    four.clock.now = new Date(four.clock.now.getTime() + 60_000);
    return new Date(four.clock.now.getTime() - 1000).toISOString();
  };
  await four.say('R', many(30, { at: later() }));
  await four.sync('R');
  await four.say('R', [{ n: 7, at: later(), gone: true }]);
  expect(await four.sync('R')).toMatchObject({ state: 'done', rowsRetired: 1 });
  await four.say('R', [{ n: 7, at: later(), name: '又来' }]);
  expect(await four.sync('R')).toMatchObject({ state: 'done', rowsChanged: 1 });
  const live = await four.database.pool.query(`select from fact where absent_since is null`);
  expect(live.rowCount).toBe(30);
  const history = await four.database.pool.query(
    'select absent_since is null as live from fact_history order by superseded_at',
  );
  expect(history.rows).toEqual([{ live: true }, { live: false }]);
});

it('#34 R: of 30 % tombstones none is carried out, what is new is loaded, and the next night waits, too', async () => {
  const at = (minutes: number) => new Date(four.clock.now.getTime() - minutes * 60_000).toISOString();
  await four.say('R', many(300, { at: at(9) }));
  await four.sync('R');
  const gone = many(90, { at: at(5), gone: true });
  for (const n of [300, 301]) {
    await four.say('R', [...gone, ...many(n + 1, { at: at(4) }).slice(300)]);
    expect(await four.sync('R')).toMatchObject({ state: 'held', rowsRetired: 0, rowsWithheld: 90 });
    const live = await four.database.pool.query('select from fact where absent_since is null');
    expect(live.rowCount).toBe(n + 1);
  }
});

it('#40 F: the receipt is left after the commit alone, and the same one when all is read again', async () => {
  const inbox = () => readdir(four.inbox);
  const connector = four.connector('F');
  await four.say('F', many(20));
  four.replace(
    'F',
    watched(connector, (number) => {
      if (number === 2) throw new Error('the worker dies');
    }),
  );
  const runId = await askForRun(four.database, 'social-insurance', 'persons');
  await expect(importSource(inBatchesOf(5), runId, none)).rejects.toThrow('the worker dies');
  expect(await inbox()).toEqual([]);
  four.replace('F', connector);
  expect(await importSource(inBatchesOf(5), runId, none)).toBe('done');
  const [receipt, ...more] = await inbox();
  expect([receipt, more]).toEqual([expect.stringMatching(/^RECEIPT_PERSON_\d{8}\.txt$/), []]);
  await four.sync('F', { scope: 'ALL' });
  expect(await inbox()).toEqual([receipt]);
});

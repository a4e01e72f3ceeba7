/** The sealer: gap-free numbers after commit, one chain however many seal, a heartbeat when nothing happens. */
import { hash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import type pg from 'pg';
import { pino } from 'pino';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { watchAccessLog } from '../../api/watch-access-log.js';
import { anchorPlaceAt } from '../../jobs/anchor-access-log.js';
import { startSealer } from '../../jobs/seal-access-log.job.js';
import { writeRefusals } from '../../schema/access-event/access-event.writes.js';
import { readAnchorStates, readLogState } from '../../schema/access-log/access-log.reads.js';
import { rootOfProof } from '../../schema/access-log/merkle.js';
import { awaitForgotten, eraseOldMonths, sealSome } from '../../schema/access-log/seal.writes.js';
import { readProof } from '../../schema/access-log/tree.reads.js';
import { profileOf, standardProfile } from '../../schema/crypto-profile.js';
import { openDatabase } from '../../schema/database.js';
import type { Database } from '../../schema/database.js';
import { createVault } from '../../schema/vault.js';
import { exported, forged, sealAll, verdictOn } from '../support/access-log.js';
import { createTestDatabase } from '../support/database.js';
import { testSealing } from '../support/sealing.js';

const vault = createVault({ version: 1, keys: { 1: Buffer.alloc(32, 1).toString('base64') } });
const sealing = testSealing();
const opened: Database[] = [];
const stops: (() => Promise<unknown>)[] = [];

async function open(): Promise<Database> {
  const database = await openDatabase((await createTestDatabase()).url);
  opened.push(database);
  return database;
}

const stamp = {
  client: '民政局',
  audience: 'partner',
  purpose: 'none',
  basis: null,
  agreementId: null,
  operation: 'person#0',
  fields: 'Person.name',
};
const happen = async (pool: pg.Pool, times: number) => {
  for (let n = 0; n < times; n++) await writeRefusals(pool, stamp, []);
};
const numbers = async (pool: pg.Pool) =>
  (await pool.query<{ number: number }>('select number from access_leaf order by number')).rows.map(
    (row) => row.number,
  );

let database: Database;
beforeAll(async () => {
  database = await open();
});
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop();
});
afterAll(async () => {
  for (const one of opened) await one.close();
  sealing.remove();
});

describe('sealing', () => {
  it('F11: many sealers at once make one chain without a gap', async () => {
    const { pool } = database;
    const other = await openDatabase(String(pool.options.connectionString));
    opened.push(other);
    await Promise.all([
      happen(pool, 200),
      ...[pool, other.pool, pool, other.pool].map(async (mine) => {
        const sealer = { vault, key: sealing.key };
        for (let turn = 0; turn < 30; turn++) await sealSome(mine, sealer, 7);
      }),
    ]);
    await sealAll(pool, { vault, key: sealing.key });
    expect(await numbers(pool)).toEqual(Array.from({ length: 200 }, (_, n) => n));
    expect((await verdictOn(sealing.folder, await exported(pool, vault), sealing.publicFile)).code).toBe(0);
  });

  it('F11: a sealer that stands still with its turn in hand keeps the others waiting, and forks nothing', async () => {
    const { pool } = database;
    await happen(pool, 1);
    const still = await pool.connect();
    await still.query('begin');
    await still.query(`select pg_try_advisory_xact_lock(hashtext('puyang-hub/access-log'))`);
    expect(await sealSome(pool, { vault, key: sealing.key })).toBeNull();
    await still.query('rollback');
    still.release();
    expect(await sealSome(pool, { vault, key: sealing.key })).toMatchObject({ added: 1 });
  });

  it('F11: a sealer whose connection is cut before each of its statements loses its turn alone, and the next one goes on', async () => {
    const own = await open();
    const sealer = { vault, key: sealing.key };
    await happen(own.pool, 3);
    await sealAll(own.pool, sealer);
    /** Connections of the real pool, cut by the server before their statement of this number. */
    const cutBefore = (statement: number) =>
      Object.assign(Object.create(own.pool) as pg.Pool, {
        async connect() {
          const client = await own.pool.connect();
          const query = client.query.bind(client) as (...args: unknown[]) => Promise<unknown>;
          const { rows } = await client.query<{ pid: number }>('select pg_backend_pid() as pid');
          let count = 0;
          const cut = async (...args: unknown[]) => {
            if (++count === statement) await own.pool.query('select pg_terminate_backend($1)', [rows[0]!.pid]);
            return query(...args);
          };
          return Object.assign(Object.create(client) as pg.PoolClient, { query: cut });
        },
      });
    let statement = 1;
    for (; ; statement++) {
      await happen(own.pool, 2);
      const before = (await readLogState(own.pool)).seal;
      const sealed = await sealSome(cutBefore(statement), sealer).catch(() => 'cut');
      if (sealed !== 'cut') break;
      expect((await readLogState(own.pool)).seal).toBe(before);
      // The same sealer, and one that begins anew.
      expect(await sealSome(own.pool, statement % 2 === 0 ? sealer : { ...sealer })).toMatchObject({ added: 2 });
    }
    // begin, timeout, turn, newest seal, waiting, leaves, nodes, queue, seal, commit
    expect(statement).toBeGreaterThan(9);
    const { events, sealed, waiting } = await readLogState(own.pool);
    expect([events, sealed, waiting]).toEqual([3 + 2 * statement, 3 + 2 * statement, 0]);
    expect((await verdictOn(sealing.folder, await exported(own.pool, vault), sealing.publicFile)).code).toBe(0);
  });

  it('an event that commits after later ones were sealed is sealed next, whatever its time', async () => {
    const { pool } = database;
    const late = await pool.connect();
    await late.query('begin');
    await late.query(
      `insert into access_event (client, audience, purpose, operation, fields, outcome) values ('late', 'partner', 'x', 'x', '', 'miss')`,
    );
    await happen(pool, 3);
    expect((await sealAll(pool, { vault, key: sealing.key })).map(({ added }) => added)).toEqual([3]);
    await late.query('commit');
    late.release();
    expect((await sealAll(pool, { vault, key: sealing.key })).map(({ added }) => added)).toEqual([1]);
    const state = await readLogState(pool);
    expect([state.events - state.sealed, state.waiting, state.erased]).toEqual([0, 0, 0]);
  });

  it('an event whose place in the queue was lost is found by the set difference', async () => {
    const { pool } = database;
    await happen(pool, 2);
    await pool.query('delete from access_pending');
    expect(await sealAll(pool, { vault, key: sealing.key })).toEqual([]);
    expect(await awaitForgotten(pool, new Date(Date.now() - 60_000))).toBe(2);
    expect((await sealAll(pool, { vault, key: sealing.key })).map(({ added }) => added)).toEqual([2]);
  });

  it('every event has a proof, in trees of every size', async () => {
    const own = await open();
    const sealer = { vault, key: sealing.key };
    for (let n = 0; n < 9; n++) {
      await happen(own.pool, 70);
      await sealAll(own.pool, sealer, 41);
    }
    const { rows } = await own.pool.query<{ id: string }>('select event_id as id from access_leaf');
    expect(rows).toHaveLength(630);
    for (const { id } of rows.filter((_, i) => i % 7 === 0)) {
      const found = await readProof(own.pool, standardProfile, id);
      if (found?.is !== 'sealed') throw new Error('no proof');
      const { leaf, number, seal, path } = found.proof;
      expect(rootOfProof(standardProfile, leaf, number, seal.size, path)).toEqual(seal.root);
    }
    // A sealer that begins anew finds the same tree.
    await happen(own.pool, 1);
    await sealAll(own.pool, { vault, key: sealing.key });
    expect((await verdictOn(sealing.folder, await exported(own.pool, vault), sealing.publicFile)).code).toBe(0);
  });

  it('content goes after three years, a whole month at a time; numbers and leaves stay, and sooner nothing goes', async () => {
    const own = await open();
    const at = (day: string) => Date.parse(day).toString(16).padStart(12, '0');
    const idAt = (day: string) => `${at(day).slice(0, 8)}-${at(day).slice(8)}-7000-8000-000000000001`;
    const years = (n: number) => new Date(Date.now() - n * 365.25 * 86_400_000).toISOString();
    for (const when of [years(4), years(2)]) {
      await own.pool.query('select open_access_month($1::date)', [when.slice(0, 10)]);
      await own.pool.query(
        `insert into access_event (event_id, at, client, audience, purpose, operation, fields, outcome) values ($1, $2, 'old', 'partner', 'x', 'x', '', 'miss')`,
        [idAt(when), when],
      );
    }
    await happen(own.pool, 2);
    expect(await eraseOldMonths(own.pool)).toBe(0); // Not sealed yet.
    await sealAll(own.pool, { vault, key: sealing.key });
    expect(await eraseOldMonths(own.pool)).toBe(1);
    expect(await readLogState(own.pool)).toMatchObject({ events: 3, sealed: 4, erased: 1 });
    const lines = await exported(own.pool, vault);
    const { code, said } = await verdictOn(sealing.folder, lines, sealing.publicFile);
    expect([code, said]).toEqual([1, expect.stringContaining('1 of its events have lost their content') as string]);
    const old = forged(lines, sealing.key, { at: (seal) => new Date(seal.getTime() - 4 * 366 * 86_400_000) });
    expect(await verdictOn(sealing.folder, old, sealing.publicFile)).toMatchObject({
      code: 0,
      said: expect.stringContaining('of 1 events the content was erased; their hashes stand') as string,
    });
  });

  it('content that had no month of its own when it came goes after three years, too, and its guard stands again', async () => {
    const own = await open();
    const years = (n: number) => new Date(Date.now() - n * 365.25 * 86_400_000);
    for (const when of [years(4), years(2)]) {
      const ms = when.getTime().toString(16).padStart(12, '0');
      await own.pool.query(
        `insert into access_event (event_id, at, client, audience, purpose, operation, fields, outcome) values ($1, $2, 'old', 'partner', 'x', 'x', '', 'miss')`,
        [`${ms.slice(0, 8)}-${ms.slice(8)}-7000-8000-000000000001`, when],
      );
    }
    const others = async () => (await own.pool.query('select from access_month.other')).rowCount;
    expect([await others(), await eraseOldMonths(own.pool), await others()]).toEqual([2, 0, 2]);
    await sealAll(own.pool, { vault, key: sealing.key });
    expect([await eraseOldMonths(own.pool), await others(), await eraseOldMonths(own.pool)]).toEqual([1, 1, 0]);
    await expect(own.pool.query('delete from access_month.other')).rejects.toThrow(/append only/);
    expect(await readLogState(own.pool)).toMatchObject({ events: 1, sealed: 2, erased: 1 });
  });

  it('with SM3 and SM2 it is verified the same way; a log that was begun goes on with its own algorithms alone', async () => {
    const own = await open();
    const sm = testSealing(profileOf('sm'));
    await happen(own.pool, 20);
    await sealAll(own.pool, { vault, key: sm.key }, 6);
    const { code, said } = await verdictOn(sm.folder, await exported(own.pool, vault), sm.publicFile);
    expect([code, said]).toEqual([0, expect.stringMatching(/^20 events in 4 seals fit/) as string]);
    await happen(own.pool, 1);
    await expect(sealSome(own.pool, { vault, key: sealing.key })).rejects.toThrow(/was begun with the algorithms "sm"/);
    sm.remove();
  });
});

describe('the job', () => {
  it('seals within a second or two, anchors in two kinds of places, and keeps their receipts', async () => {
    const own = await open();
    const told: string[] = [];
    const partner = createServer((request, response) => {
      request.setEncoding('utf8').on('data', (text: string) => told.push(text));
      request.on('end', () => response.writeHead(201).end('{"receipt":"r-1"}'));
    });
    await new Promise<void>((listening) => partner.listen(0, '127.0.0.1', listening));
    stops.push(async () => partner.close());
    const { port } = partner.address() as AddressInfo;
    const [folder] = sealing.anchors as [string];
    const addresses = [
      pathToFileURL(folder),
      new URL(`http://127.0.0.1:${port}/anchors?key=secret`),
      new URL('http://127.0.0.1:9/'),
    ];
    const log = vi.fn<(message: string, details?: object) => void>();
    const stopping = new AbortController();
    await happen(own.pool, 5);
    const anchors = addresses.map(anchorPlaceAt);
    const sealer = startSealer({ database: own, vault, key: sealing.key, anchors, context: { log } }, stopping.signal);
    stops.unshift(async () => {
      stopping.abort();
      await sealer.close();
    });
    await vi.waitFor(async () => expect(await readAnchorStates(own.pool)).toHaveLength(3), 10_000);
    const states = await readAnchorStates(own.pool);
    expect(states.map(({ place, fault }) => [place, fault])).toEqual([
      [folder, null],
      [`http://127.0.0.1:${port}/anchors`, null],
      ['http://127.0.0.1:9/', 'ECONNREFUSED'],
    ]);
    await vi.waitFor(() =>
      expect(log).toHaveBeenCalledWith('the access log could not be anchored', { places: 'http://127.0.0.1:9/' }),
    );
    const files = readdirSync(folder);
    expect(readFileSync(`${folder}/${files[0]}`, 'utf8')).toBe(told.join(''));
    const receipts = await own.pool.query<{ receipt: string }>(
      `select receipt from access_anchor where place like '%/anchors'`,
    );
    expect(receipts.rows.map(({ receipt }) => receipt)).toContain('{"receipt":"r-1"}');

    await happen(own.pool, 3);
    // What each place answered is an event, too.
    await vi.waitFor(async () => expect((await readLogState(own.pool)).sealed).toBe(8 + 3), 5000);
    expect((await readLogState(own.pool)).waiting).toBe(0);
    const { code, said } = await verdictOn(sealing.folder, await exported(own.pool, vault), sealing.publicFile, folder);
    expect([code, said]).toEqual([0, expect.stringContaining('1 anchored roots agree') as string]);
  });

  it('places that hang, send without end, send ten megabytes, turn elsewhere or answer with anything keep nothing waiting and are cut short', async () => {
    const own = await open();
    const asked: string[] = [];
    const hostile = createServer((request, response) => {
      asked.push(request.url!);
      const answers: Record<string, () => void> = {
        '/hangs': () => undefined,
        '/endless': () => {
          const more = setInterval(() => response.write('x'.repeat(1000)), 1);
          response.on('close', () => clearInterval(more));
        },
        '/large': () => response.end('y'.repeat(10_000_000)),
        '/refuses': () => response.writeHead(503).end('z'.repeat(10_000)),
        '/elsewhere': () => response.writeHead(307, { location: '/large' }).end(),
        '/nul': () => response.end(Buffer.from('a\0b\r\nc\xff', 'latin1')),
        '/empty': () => response.writeHead(204).end(),
      };
      answers[request.url!]!();
    });
    await new Promise<void>((listening) => hostile.listen(0, '127.0.0.1', listening));
    const { port } = hostile.address() as AddressInfo;
    const ways = ['hangs', 'endless', 'large', 'refuses', 'elsewhere', 'nul', 'empty'];
    const anchors = ways.map((way) => anchorPlaceAt(new URL(`http://127.0.0.1:${port}/${way}`)));
    const stopping = new AbortController();
    const log = vi.fn<(message: string, details?: object) => void>();
    const sealer = startSealer({ database: own, vault, key: sealing.key, anchors, context: { log } }, stopping.signal);
    stops.push(async () => {
      stopping.abort();
      await sealer.close();
      hostile.closeAllConnections();
      hostile.close();
    });
    await vi.waitFor(() => expect(asked).toContain('/hangs'), 10_000);
    await happen(own.pool, 1);
    // Ten seconds are the time of the one that hangs.
    await vi.waitFor(
      () =>
        expect(log).toHaveBeenCalledWith('the access log could not be anchored', {
          places: ['hangs', 'refuses', 'elsewhere'].map((way) => `http://127.0.0.1:${port}/${way}`).join(', '),
        }),
      20_000,
    );
    const kept = await own.pool.query<{ place: string; outcome: string; receipt: string; digest: string; at: Date }>(
      `select split_part(place, '/', 4) as place, anchor.outcome, receipt, anchor.at, split_part(operation, '#', 2) as digest
       from access_anchor anchor join access_event event on target = anchor_id`,
    );
    const of = (way: string) => kept.rows.find(({ place }) => place === way);
    expect(of('hangs')?.outcome).toBe('failed');
    // What happened meanwhile was sealed before that.
    const { rows } = await own.pool.query<{ at: Date }>(
      `select seal.at from access_leaf join access_event using (event_id) join lateral (select at from access_seal where size > number order by size limit 1) seal on true
       where client = $1`,
      [stamp.client],
    );
    expect(rows.map(({ at }) => at < of('hangs')!.at)).toEqual([true]);
    expect(kept.rows.map(({ receipt, digest }) => hash('sha256', receipt) === digest)).not.toContain(false);
    expect([of('endless')?.outcome, of('endless')?.receipt]).toEqual(['kept', 'x'.repeat(4096)]);
    expect([of('large')?.outcome, of('large')?.receipt]).toEqual(['kept', 'y'.repeat(4096)]);
    expect([of('nul')?.outcome, of('nul')?.receipt]).toEqual(['kept', 'a\u{fffd}b\r\nc\u{fffd}']);
    expect([of('elsewhere')?.outcome, of('elsewhere')?.receipt]).toEqual(['failed', 'it answers 307']);
    expect([of('empty')?.outcome, of('empty')?.receipt]).toEqual(['kept', '']);
  }, 30_000);

  it('nothing happens for a minute, and an empty batch says that somebody is there', async () => {
    const own = await open();
    const sealer = { vault, key: sealing.key };
    expect(await sealSome(own.pool, sealer)).toMatchObject({ seal: 0, added: 0 });
    expect(await sealSome(own.pool, sealer)).toBeNull();
    // A minute passes: the last seal moves away into the past, or, with a clock set back, into the future.
    for (const [shift, seal] of [
      ['-61 seconds', 1],
      ['1 hour', 2],
    ] as const) {
      await own.pool.query('alter table access_seal disable trigger all');
      await own.pool.query(
        `update access_seal set at = at + $1::interval where seal = (select max(seal) from access_seal)`,
        [shift],
      );
      await own.pool.query('alter table access_seal enable trigger all');
      expect(await sealSome(own.pool, sealer)).toMatchObject({ seal, added: 0 });
      expect(await sealSome(own.pool, sealer)).toBeNull();
    }
  });

  it('L5: two minutes without a seal raise an alarm where requests are answered, once, and its end is told', async () => {
    const own = await open();
    await sealSome(own.pool, { vault, key: sealing.key });
    const lines: string[] = [];
    const log = pino({ level: 'info' }, { write: (line: string) => void lines.push(line) });
    const watch = watchAccessLog(own.pool, log, 20);
    stops.push(async () => watch.close());
    await sleep(150);
    expect(lines).toEqual([]);
    await own.pool.query('alter table access_seal disable trigger all');
    await own.pool.query(`update access_seal set at = at - interval '3 minutes'`);
    await vi.waitFor(() => expect(lines).toHaveLength(1), 5000);
    expect(JSON.parse(lines[0]!)).toMatchObject({ level: 50, alarm: 'access-log-silent' });
    await sleep(150);
    expect(lines).toHaveLength(1);
    await sealSome(own.pool, { vault, key: sealing.key });
    await vi.waitFor(() => expect(lines.at(-1)).toContain('being sealed again'), 5000);
  });
});

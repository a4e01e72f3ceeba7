/** Who tampers with the access log, against a running hub: what leaves, what is noticed, and where the verifier points. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import fc from 'fast-check';
import { Client } from 'pg';
import type pg from 'pg';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { anchorNewestSeal, anchorPlaceAt } from '../../jobs/anchor-access-log.js';
import { writeRefusals } from '../../schema/access-event/access-event.writes.js';
import { grantToApp } from '../../schema/access-log/app-role.writes.js';
import { claimedFields, leafOf } from '../../schema/access-log/leaf.js';
import type { ClaimedEvent } from '../../schema/access-log/leaf.js';
import { openMonths } from '../../schema/access-log/seal.writes.js';
import { standardProfile } from '../../schema/crypto-profile.js';
import { openDatabase } from '../../schema/database.js';
import { exported, forged, sealAll, verdictOn } from '../support/access-log.js';
import { createTestDatabase } from '../support/database.js';
import { codeOf, openTestApi } from '../support/api.js';
import type { TestApi } from '../support/api.js';
import { idNumberOf, rowsOf } from '../support/facts.js';
import { testSealing } from '../support/sealing.js';

const sealing = testSealing();
let api: TestApi;
let token: string;
const query = 'query ($idNumber: String!, $name: String!) { person(idNumber: $idNumber, name: $name) { name } }';
const look = (n: number, name = `张${n}`) => api.ask(query, { token, variables: { idNumber: idNumberOf(n), name } });
const sealer = () => ({ vault: api.vault, key: sealing.key });
const places = sealing.anchors.map((folder) => anchorPlaceAt(pathToFileURL(folder)));
const verdict = (content: readonly string[] | Buffer, anchors?: string) =>
  verdictOn(sealing.folder, content, sealing.publicFile, anchors);
const signal = new AbortController().signal;

beforeAll(async () => {
  api = await openTestApi();
  await api.fill((stream) => rowsOf(stream, 10));
  await api.agree('民政局', { fields: { 'Person.name': 'full' } });
  token = await api.token({ sub: '民政局', audience: 'partner' });
});
afterAll(async () => {
  await api.close();
  sealing.remove();
});

describe('F13: the event cannot be written', () => {
  const refuse = `create function refuse_event() returns trigger language plpgsql as $$ begin raise exception 'disk full'; end $$`;
  beforeAll(() => api.database.pool.query(refuse));

  async function withTrigger(trigger: string, table: string, work: () => Promise<void>): Promise<void> {
    await api.database.pool.query(`${trigger} on ${table} for each row execute function refuse_event()`);
    try {
      await work();
    } finally {
      await api.database.pool.query(`drop trigger f13 on ${table}`);
    }
  }

  it.each([
    ['the insert fails', 'access_event'],
    ['the queue to the sealer fails', 'access_pending'],
  ])('F13: %s, and no data leave', (_what, table) =>
    withTrigger('create trigger f13 before insert', table, async () => {
      const answer = await look(1);
      expect(codeOf(answer)).toBe('INTERNAL');
      expect(answer.data).toEqual({ person: null });
      expect(answer.text).not.toMatch(/张1|receipt|disk full|access_/);
    }),
  );

  it('F13: the act of an officer cannot be noted, and it does not begin', async () => {
    const officer = await api.token({ sub: '王科员', audience: 'staff', roles: ['operator'] });
    const input = '{ source: TAX, stream: "taxpayers", scope: ALL, reason: "F13", idempotencyKey: "f13" }';
    const ask = () => api.ask(`mutation { triggerResync(input: ${input}) { id } }`, { token: officer });
    const runs = async () =>
      (await api.database.pool.query(`select from sync_run where idempotency_key = 'f13'`)).rowCount;
    await withTrigger('create trigger f13 before insert', 'access_event', async () => {
      expect(codeOf(await ask())).toBe('INTERNAL');
      expect(await runs()).toBe(0);
    });
    expect((await ask()).errors).toEqual([]);
    expect(await runs()).toBe(1);
  });
});

describe('an export', () => {
  let lines: string[];
  let anchored: string;
  const at = (number: number) => lines.findIndex((line) => line.startsWith(`[${number},`));
  const fits = (said: string) => said.split(' does not fit')[0];

  beforeAll(async () => {
    for (let n = 0; n < 30; n++) await look(n % 10, n % 3 === 0 ? '错' : undefined);
    await sealAll(api.database.pool, sealer(), 7);
    await anchorNewestSeal(api.database.pool, places, signal);
    [anchored] = sealing.anchors as [string];
    lines = await exported(api.database.pool, api.vault);
    // What the places answered is sealed in time, too.
    await sealAll(api.database.pool, sealer());
  });

  it('that nobody touched fits, and names nobody', async () => {
    const { code, said } = await verdict(lines, anchored);
    expect(lines.length).toBeGreaterThan(36);
    expect(said).toMatch(/^\d+ events in \d+ seals fit[^]*\n1 anchored roots agree/);
    expect(code).toBe(0);
    expect(lines.join('')).not.toMatch(/张\d|4109\d{14}/);
  });

  it('L1: any byte flipped, whatever it belongs to, is named by its line', async () => {
    const bodies = lines.map((line) => Buffer.from(line));
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: lines.length - 1 }),
        fc.nat(),
        fc.integer({ min: 1, max: 255 }),
        async (place, where, mask) => {
          const flipped = Buffer.from(bodies[place]!);
          flipped[where % flipped.length]! ^= mask;
          const file = bodies.with(place, flipped).flatMap((body) => [body, Buffer.of(10)]);
          const { code, said } = await verdict(Buffer.concat(file));
          expect([code, fits(said)]).toEqual([1, `line ${place + 1}`]);
        },
      ),
      { numRuns: 400 },
    );
  });

  it('L1: a line deleted, inserted, swapped or repeated is named by its line', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: lines.length - 2 }),
        fc.constantFrom('delete', 'repeat', 'swap', 'insert'),
        async (place, how) => {
          const line = lines[place]!;
          const changed = {
            delete: lines.toSpliced(place, 1),
            repeat: lines.toSpliced(place, 0, line),
            swap: lines.toSpliced(place, 2, lines[place + 1]!, line),
            insert: lines.toSpliced(place, 0, lines[at(0)]!),
          }[how];
          const { code, said } = await verdict(changed);
          const named = Number(/^line (\d+)/.exec(said)?.[1]);
          expect(code).toBe(1);
          // The first place that does not fit is the changed line, or the one that now stands where another belongs: for a seal, the next.
          const isSealGone = how === 'delete' && line.startsWith('{');
          const next = changed.findIndex((other, i) => i >= place && other.startsWith('{'));
          expect(isSealGone ? [next + 1] : [place + 1, place + 2]).toContain(named);
        },
      ),
      { numRuns: 60 },
    );
  });

  it('L1: a field changed together with its leaf is named by the seal over it', async () => {
    const event = JSON.parse(lines[at(9)]!) as [number, string, ...(string | null)[]];
    const fields = event.slice(2) as (string | null)[];
    fields[claimedFields.indexOf('client')] = '残联';
    const claim = Object.fromEntries(claimedFields.map((name, i) => [name, fields[i]])) as ClaimedEvent;
    const leaf = leafOf(standardProfile, claim).toString('hex');
    const { code, said } = await verdict(lines.with(at(9), JSON.stringify([9, leaf, ...fields])));
    expect(code).toBe(1);
    expect(said).toMatch(/seal 1 of .+ has another root: events 7 to 13 were changed since/);
  });

  it('L2: the tail cut off with head and end made to match is shown by what was anchored', async () => {
    const end = lines.findIndex((line) => line.startsWith('{"seal":2'));
    const { size } = JSON.parse(lines[end]!) as { size: number };
    const head = JSON.stringify({ ...(JSON.parse(lines[0]!) as object), size, seals: 3 });
    const cut = [head, ...lines.slice(1, end + 1), JSON.stringify({ end: true, size, seals: 3 })];
    expect((await verdict(cut)).code).toBe(0);
    const { code, said } = await verdict(cut, anchored);
    expect([code, said]).toEqual([1, expect.stringMatching(/holds seal \d+ of .+: its tail is missing/) as string]);
    expect(await verdict(lines.slice(0, -1))).toMatchObject({
      code: 1,
      said: expect.stringContaining('breaks off') as string,
    });
  });

  it('L3: rewritten and sealed again with the stolen key, it fits by itself and not with the anchors', async () => {
    const rewritten = forged(lines, sealing.key, {
      event: (fields, number) => void (number === 3 && (fields[claimedFields.indexOf('client')] = '残联')),
    });
    expect((await verdict(rewritten)).code).toBe(0);
    const { code, said } = await verdict(rewritten, anchored);
    expect([code, said]).toEqual([1, expect.stringMatching(/is not the one that was anchored/) as string]);
  });

  it('L3: sealed again with another key, it is not believed', async () => {
    const other = testSealing();
    const { code, said } = await verdict(forged(lines, other.key, {}));
    other.remove();
    expect([code, said]).toEqual([1, expect.stringMatching(/which is not among the public keys/) as string]);
  });

  it('L4: two auditors who were shown two histories see it once one has the other’s last seal', async () => {
    const other = forged(lines, sealing.key, {
      event: (fields, number) => void (number === 20 && (fields[claimedFields.indexOf('outcome')] = 'refused')),
    });
    const { log } = JSON.parse(lines[0]!) as { log: string };
    const note = join(sealing.folder, 'other-auditor.ndjson');
    writeFileSync(note, JSON.stringify({ log, ...(JSON.parse(other.at(-2)!) as object) }));
    expect((await verdict(other)).code).toBe(0);
    expect(await verdict(lines, note)).toMatchObject({ code: 1 });
  });

  it('L5: a heartbeat that is missing for over two minutes is named, with an exit code of its own', async () => {
    const later = forged(lines, sealing.key, { at: (at, seal) => new Date(at.getTime() + (seal > 2 ? 130_000 : 0)) });
    const { code, said } = await verdict(later);
    expect(code).toBe(3);
    expect(said).toMatch(/silent for 1[34]\d s: no heartbeat between .+ and seal 3 of/);
  });

  it('F10: the clock set back by an hour changes no number, and is told', async () => {
    const { pool } = api.database;
    await sealAll(pool, sealer());
    for (const shift of ['-1 hour', '1 hour', '0 hours'])
      await pool.query(
        `insert into access_event (at, client, audience, purpose, operation, fields, outcome) values (now() + $1::interval, 'F10', 'partner', 'x', 'x', '', 'miss')`,
        [shift],
      );
    const seals = await sealAll(pool, sealer());
    expect(seals.map(({ added, late }) => [added, late])).toEqual([[3, 1]]);
    const { rows } = await pool.query<{ number: number }>(`select number from access_leaf order by number`);
    expect(rows.map(({ number }) => number)).toEqual(rows.map((_, i) => i));
    const { code, said } = await verdict(await exported(pool, api.vault));
    expect([code, said]).toEqual([
      0,
      expect.stringContaining('2 events were sealed more than 10 s before or after') as string,
    ]);
    const back = forged(lines, sealing.key, { at: (at, seal) => new Date(at.getTime() - (seal > 2 ? 3_600_000 : 0)) });
    expect(await verdict(back)).toMatchObject({
      code: 0,
      said: expect.stringContaining('the clock went back 1 times') as string,
    });
  });
});

async function onServer(statement: string): Promise<void> {
  const client = new Client({ connectionString: inject('postgresUrl') });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}

it('D15: line breaks in what somebody sends or is called stay within one line of the log, its export and the process’s own', async () => {
  const { pool } = api.database;
  const breaks = '\r\n[0,"forged"]\u2028{"level":60}\n';
  const officer = await api.token({ sub: `科员${breaks}`, audience: 'staff', roles: ['operator'] });
  const asked = [
    await api.ask(query, { token: officer, variables: { idNumber: idNumberOf(1), name: `张1${breaks}` } }),
    await api.ask(`query { person(idNumber: "${idNumberOf(1)}", name: "张1") { id } } # \r\n{"level":60}`, {
      token: officer,
    }),
    await api.ask(
      'mutation ($reason: String!) { proposeRetention(name: RAW_BYTES, days: 60, reason: $reason) { id } }',
      {
        token: officer,
        variables: { reason: breaks },
      },
    ),
    await api.ask(`{ ${breaks} }`, { token: officer }),
    await api.ask(query, {
      token,
      headers: { 'x-request-id': 'a%0d%0ab' },
      variables: { idNumber: breaks, name: breaks },
    }),
  ];
  expect(asked.map(({ status }) => status)).not.toContain(500);
  await sealAll(pool, sealer());
  const lines = await exported(pool, api.vault);
  const { rows } = await pool.query<{ events: number; seals: number }>(
    `select (select count(*)::int from access_leaf) as events, (select count(*)::int from access_seal) as seals`,
  );
  expect(lines).toHaveLength(rows[0]!.events + rows[0]!.seals + 2);
  expect(lines.filter((line) => /[\r\n]/.test(line))).toEqual([]);
  expect((await verdict(lines)).code).toBe(0);
  const own = api.logged().trimEnd().split('\n');
  expect(own.map((line) => (JSON.parse(line) as { level: number }).level)).not.toContain(60);
  expect(api.logged()).not.toMatch(/\r|\u2028/);
});

describe('the database', () => {
  it('L1: no role may change or remove an event, a leaf or a seal; who owns the tables and takes the wall down is found out', async () => {
    const { pool } = api.database;
    await look(2);
    await sealAll(pool, sealer());
    const { rows } = await pool.query<{ name: string }>(
      `select schemaname || '.' || tablename as name from pg_tables where schemaname = 'access_month'`,
    );
    const tables = [
      'access_event',
      'access_leaf',
      'access_node',
      'access_seal',
      'access_anchor',
      'access_log',
      ...rows.map(({ name }) => name),
    ];
    expect(tables.length).toBeGreaterThan(8);
    for (const table of tables) await expect(pool.query(`truncate ${table}`)).rejects.toThrow(/append only/);
    for (const table of ['access_event', 'access_leaf', 'access_seal', 'access_log'])
      await expect(pool.query(`delete from ${table}`)).rejects.toThrow(/append only/);
    await expect(pool.query(`update access_event set client = 'x'`)).rejects.toThrow(/append only/);
    await expect(pool.query(`delete from access_month.other where true`)).resolves.toMatchObject({ rowCount: 0 });

    await pool.query('alter table access_event disable trigger all');
    const changed = await pool.query<{ number: number }>(
      `update access_event event set person_id = uuidv7() from access_leaf leaf
       where leaf.event_id = event.event_id and number = (select max(number) from access_leaf) returning number`,
    );
    await pool.query('alter table access_event enable trigger all');
    const { code, said } = await verdict(await exported(pool, api.vault));
    expect(code).toBe(1);
    expect(said).toContain(`event ${changed.rows[0]!.number} (`);
  });

  it('Z18: the role of the API and the worker can add to the log and seal it, and change, remove or unguard nothing', async () => {
    const { pool } = api.database;
    const role = `app_${Date.now()}`;
    const owner = await pool.connect();
    const url = new URL(String(pool.options.connectionString));
    [url.username, url.password] = [role, 'app'];
    await grantToApp(owner, role, 'app');
    const app = await openDatabase(url.href);
    try {
      // What the role made itself is in nobody's way at the next migration.
      await app.pool.query('create sequence bullmq.of_a_queue');
      await grantToApp(owner, role, 'app');
      const events = async () => (await pool.query('select from access_event')).rowCount!;
      const before = await events();
      await writeRefusals(
        app.pool,
        {
          client: 'Z18',
          audience: 'partner',
          purpose: 'none',
          basis: null,
          agreementId: null,
          operation: 'x#0',
          fields: '',
        },
        [],
      );
      expect((await sealAll(app.pool, sealer())).map(({ added }) => added)).toEqual([1]);
      await openMonths(app.pool);
      for (const attempt of [
        `update access_event set client = 'x'`,
        'delete from access_event',
        'truncate access_event',
        'delete from access_month.other',
        `update access_leaf set number = number`,
        'delete from access_seal',
        'truncate access_anchor',
        `update access_log set log_id = gen_random_uuid()`,
        'alter table access_event disable trigger all',
        'drop table access_seal',
        'drop function refuse_change() cascade',
        `set session_replication_role = 'replica'`,
      ])
        await expect(app.pool.query(attempt)).rejects.toThrow(/permission denied|must be owner/);
      expect(await events()).toBe(before + 1);
    } finally {
      await app.close();
      await owner.query(`drop owned by ${role}`);
      await owner.query(`drop role ${role}`);
      owner.release();
    }
  });

  it('L2: yesterday’s backup put back is shown by what was anchored since, before and after it is gone on with', async () => {
    const { url } = await createTestDatabase();
    const name = new URL(url).pathname.slice(1);
    const own = testSealing();
    const [folder] = own.anchors as [string];
    const [place] = own.anchors.map((path) => anchorPlaceAt(pathToFileURL(path))) as [(typeof places)[0]];
    const stamp = { client: '民政局', audience: 'partner', purpose: 'none', basis: null, agreementId: null };
    async function within(work: (pool: pg.Pool) => Promise<void>): Promise<void> {
      const database = await openDatabase(url);
      try {
        await work(database.pool);
      } finally {
        await database.close();
      }
    }
    const oneDay = async (pool: pg.Pool) => {
      for (let n = 0; n < 5; n++) await writeRefusals(pool, { ...stamp, operation: 'x#0', fields: '' }, []);
      await sealAll(pool, { vault: api.vault, key: own.key });
      return anchorNewestSeal(pool, [place], signal);
    };
    const verdictWithin = async (pool: pg.Pool, anchors?: string) =>
      verdictOn(own.folder, await exported(pool, api.vault), own.publicFile, anchors);

    await within(async (pool) => expect(await oneDay(pool)).toEqual([]));
    // All of its files, as a backup of the night has them.
    await onServer(`create database ${name}_yesterday template ${name} strategy file_copy`);
    await within(async (pool) => {
      expect(await oneDay(pool)).toEqual([]);
      expect((await verdictWithin(pool, folder)).code).toBe(0);
    });
    await onServer(`drop database ${name}`);
    await onServer(`alter database ${name}_yesterday rename to ${name}`);

    await within(async (pool) => {
      expect((await verdictWithin(pool)).code).toBe(0);
      const { code, said } = await verdictWithin(pool, folder);
      expect([code, said]).toEqual([
        1,
        expect.stringMatching(
          /ends with 5 events at seal 0, and .+ holds seal 1 of .+ over 11: its tail is missing/,
        ) as string,
      ]);
      // Gone on with, it comes to the same number with another root.
      expect(await oneDay(pool)).toEqual([place.name]);
      const since = await verdictWithin(pool, folder);
      expect([since.code, since.said]).toEqual([
        1,
        expect.stringContaining('is not the one that was anchored') as string,
      ]);
      const { rows } = await pool.query<{ receipt: string }>(
        `select receipt from access_anchor where outcome = 'failed'`,
      );
      expect(rows).toEqual([{ receipt: 'it holds another root under this number' }]);
    });
    own.remove();
  });
});

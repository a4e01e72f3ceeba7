/** The commerce connector against a real PostgreSQL that shows the sandbox's view. */
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createCommerceConnector } from '../../connectors/commerce/commerce.connector.js';
import {
  type MarketEntityMemberWire,
  type MarketEntityWire,
  marketEntityMemberRow,
  marketEntityRow,
} from '../../connectors/commerce/commerce.records.js';
import { fenOfWan, translateMarketEntity, translateMember } from '../../connectors/commerce/commerce.translate.js';
import type { Connector, Json } from '../../connectors/connector.js';
import { createNodeTransport } from '../../connectors/node-transport.js';
import { memberRows } from '../../connectors/sandbox/commerce-member.picture.js';
import { commerceRows } from '../../connectors/sandbox/commerce.picture.js';
import { createPopulation } from '../../connectors/sandbox/population.js';
import { fillCommerceView } from '../../connectors/sandbox/sql-view.js';
import { SourceError } from '../../connectors/source-error.js';
import { creditCheckCharacter, idCheckCharacter } from '../../rules/identifiers.js';
import { type EmbeddedPostgres, startPostgres } from '../../schema/embedded-postgres.js';
import { drain, sourceContext } from '../support/source-context.js';

const stream = 'market-entities';
const password = 'canary-reader-71';
const population = createPopulation({ seed: 7, persons: 4_000, day0: '2026-03-02', months: 4 });
let folder: string;
let postgres: EmbeddedPostgres;
let connectionString: string;
let connector: Connector;
const transport = createNodeTransport();
const contextOf = () => sourceContext(transport, { now: new Date('2026-03-02T02:00:00Z') });

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'register-'));
  // PostgreSQL may run as another user than the test.
  await chmod(folder, 0o755);
  postgres = await startPostgres({
    folder: join(folder, 'data'),
    logFile: join(folder, 'log'),
    programsFolder: join(folder, 'programs'),
    password: 'canary-admin-71',
    durable: false,
  });
  await fill(commerceRows(population, 0));
  connector = createCommerceConnector({ connectionString });
}, 60_000);
afterAll(async () => {
  await transport.close();
  await postgres.stop();
  await rm(folder, { recursive: true });
});

type Filling = Parameters<typeof fillCommerceView>[0];

async function fill(entities: Filling['entities'], members: Filling['members'] = []) {
  const adminConnectionString = postgres.url('postgres');
  const filled = await fillCommerceView({ adminConnectionString, password, entities, members });
  connectionString = filled.connectionString;
  return filled.entities;
}

const creditCode = (n: number) => {
  const first17 = `91410902MA4${String(n).padStart(6, '0')}`;
  return first17 + creditCheckCharacter(first17);
};
const validId = `41090219800101001${idCheckCharacter('41090219800101001')}`;

function entity(n: number, changes: Partial<MarketEntityWire> = {}) {
  const row: MarketEntityWire = {
    credit_code: creditCode(n),
    registration_no: null,
    entity_name: `濮阳市${n}号店`,
    entity_kind: '个体工商户',
    ownership: '私营',
    state_level: null,
    investor: null,
    industry: 'F5211',
    region: '410902',
    address: '濮阳市华龙区"一"路, 1号',
    legal_rep_name: '王𠮷',
    legal_rep_id: validId,
    registered_capital: '10.500001',
    established_on: '2020-02-29',
    entity_state: '存续',
    last_modified: '2026-02-01 10:00:00',
    ...changes,
  };
  return { key: row.credit_code, changedAt: '', row };
}

function member(firm: number, no: number, changes: Partial<MarketEntityMemberWire> = {}) {
  const row: MarketEntityMemberWire = {
    credit_code: creditCode(firm),
    member_no: String(no),
    member_kind: '政府机构',
    member_name: '濮阳市财政局',
    member_code: null,
    share_percent: '51.00',
    last_modified: '2026-02-01 10:00:00',
    ...changes,
  };
  return { key: '', changedAt: '', row };
}

const asAdmin = async (statement: string) => {
  const client = new Client({ connectionString: postgres.url('sandbox_commerce') });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
};

/** The SourceError of a pull or its check; its message must hold no secret. */
async function failureOf(running: Promise<unknown>) {
  const error: unknown = await running.catch((caught: unknown) => caught);
  expect(error).toBeInstanceOf(SourceError);
  const { kind, message } = error as SourceError;
  expect(message).not.toMatch(/canary|\d{15}/);
  return kind;
}

describe('the whole register', () => {
  beforeEach(async () => void (await fill(commerceRows(population, 0))));

  it('arrives row for row; a wrong ID number of a legal representative is a reject that names no value', async () => {
    const { batches, rows, rejects, end } = await drain(connector, { stream, batchSize: 70 }, contextOf());
    const picture = [...commerceRows(population, 0)].map(({ row }) => row!);
    const valid = picture.flatMap((row) => marketEntityRow.safeParse(row).data ?? []);
    expect(rows.length).toBe(valid.length);
    const byKey = new Map(rows.map((row) => [row.key, row]));
    for (const row of valid) expect(byKey.get(row.credit_code)).toEqual(translateMarketEntity(row));
    expect(rejects.length).toBe(picture.length - valid.length);
    expect(rejects.length).toBeGreaterThan(0);
    for (const reject of rejects) {
      expect(reject).toMatchObject({ code: 'id-check-character', field: 'legal_rep_id' });
      expect(reject.reason).not.toMatch(/\d/);
    }
    expect(batches[0]?.expectedRows).toBe(picture.length);
    const newest = picture
      .map((row) => row.last_modified)
      .sort()
      .at(-1);
    expect(end).toEqual({
      kind: 'end',
      asOf: new Date(`${newest?.replace(' ', 'T')}+08:00`).toISOString(),
      highWater: { last_modified: newest },
      completeSnapshot: true,
    });
  });

  it('continues behind any batch', async () => {
    const request = { stream, batchSize: 60, mode: { kind: 'all' } } as const;
    const whole = await drain(connector, request, contextOf());
    for (const at of [0, 2, whole.batches.length - 1]) {
      const position = whole.batches[at]!.position;
      const rest = await drain(connector, { ...request, position }, contextOf());
      expect(rest.batches).toEqual(whole.batches.slice(at + 1));
      expect(rest.end).toEqual(whole.end);
    }
  });

  it('forty days later: changes come by themselves, vanished rows only show in a complete read', async () => {
    const first = await drain(connector, { stream }, contextOf());
    await fill(commerceRows(population, 40));
    const changes = { stream, mode: { kind: 'changes' }, highWater: first.end!.highWater } as const;
    const later = await drain(connector, changes, contextOf());
    const all = await drain(connector, { stream }, contextOf());
    expect(later.end).toMatchObject({ completeSnapshot: false, highWater: all.end!.highWater });
    expect(later.rows.length).toBeLessThan(all.rows.length);
    expect(all.rows.length).toBeLessThan(first.rows.length);
    const before = new Map(first.rows.map((row) => [row.key, JSON.stringify(row)]));
    const changed = all.rows.filter((row) => before.get(row.key) !== JSON.stringify(row));
    expect(changed.length).toBeGreaterThan(0);
    const seen = new Set(later.rows.map(({ key }) => key));
    expect(changed.filter(({ key }) => !seen.has(key))).toEqual([]);
  });

  it('filling again changes nothing', async () => {
    const before = await drain(connector, { stream }, contextOf());
    expect(await fill(commerceRows(population, 0))).toBe(before.rows.length + before.rejects.length);
    expect(await drain(connector, { stream }, contextOf())).toEqual(before);
  });
});

describe('rows and modes', () => {
  it('is exact in money, nulls and words', () => {
    expect(fenOfWan('10.500001')).toBe(10_500_001);
    expect(fenOfWan('0.1')).toBe(100_000);
    expect(fenOfWan('999999999.999999')).toBe(999_999_999_999_999);
    const row = marketEntityRow.parse(entity(1, { legal_rep_id: null, registered_capital: null }).row);
    const translated = translateMarketEntity(row);
    expect(translated).toMatchObject({
      subject: { creditCode: creditCode(1) },
      body: { registeredCapitalFen: null, entityKind: 'individual_business', state: 'open', stateLevel: null },
    });
    expect(translated).not.toHaveProperty('subject.legalRepresentativeIdNumber');
  });

  it('many rows of one moment over many pages, and each day again for a day of overlap', async () => {
    const day = '2026-02-10 00:00:00';
    const same = Array.from({ length: 1_000 }, (_, n) => entity(n, { last_modified: day }));
    await fill([...same, entity(5_000, { last_modified: '2026-02-08 23:59:59' })]);
    const all = await drain(connector, { stream, batchSize: 100 }, contextOf());
    expect(new Set(all.rows.map(({ key }) => key)).size).toBe(1_001);
    expect(all.rows.length).toBe(1_001);
    const changes = { stream, mode: { kind: 'changes' }, highWater: all.end!.highWater } as const;
    expect((await drain(connector, changes, contextOf())).rows.length).toBe(1_000);
    await fill([...same, entity(5_000, { last_modified: '2026-02-09 00:00:00' })]);
    expect((await drain(connector, changes, contextOf())).rows.length).toBe(1_001);
  });

  it('reads a view whose change time is the day alone', async () => {
    const rows = [1, 2, 3].map((n) => entity(n, { last_modified: `2026-02-0${n} 09:00:00` }));
    await fill(rows);
    await asAdmin(`DROP VIEW v_market_entity; CREATE VIEW v_market_entity AS SELECT credit_code, registration_no, entity_name,
      entity_kind, ownership, state_level, investor, industry, region, address, legal_rep_name, legal_rep_id, registered_capital,
      established_on, entity_state, last_modified::date AS last_modified FROM market_entity;
      GRANT SELECT ON v_market_entity TO sandbox_commerce_reader`);
    const all = await drain(connector, { stream, batchSize: 1 }, contextOf());
    expect(all.rows.map((row) => row.version)).toEqual(['2026-02-01', '2026-02-02', '2026-02-03']);
    expect(all.end).toMatchObject({ highWater: { last_modified: '2026-02-03' }, asOf: '2026-02-02T16:00:00.000Z' });
    const position = all.batches[0]!.position;
    expect((await drain(connector, { stream, position }, contextOf())).rows.length).toBe(2);
    const changes = { stream, mode: { kind: 'changes' }, highWater: all.end!.highWater } as const;
    expect((await drain(connector, changes, contextOf())).rows.length).toBe(2);
    await asAdmin('DROP VIEW v_market_entity');
  });

  it('RANGE and KEY give what was asked for and leave the high water alone', async () => {
    await fill([1, 2, 3, 4].map((n) => entity(n, { last_modified: `2026-02-0${n} 00:00:00` })));
    const highWater: Json = { last_modified: '2026-02-04 00:00:00' };
    // Shanghai midnight is 16:00 of the day before.
    const range = { kind: 'range', from: '2026-02-01T16:00:00.000Z', to: '2026-02-03T16:00:00.000Z' } as const;
    const some = await drain(connector, { stream, mode: range, highWater }, contextOf());
    expect(some.rows.map(({ key }) => key)).toEqual([creditCode(2), creditCode(3)]);
    expect(some.end).toMatchObject({ highWater, completeSnapshot: false });
    const mode = { kind: 'key', keys: [creditCode(4), creditCode(9), "x' OR true --"] } as const;
    const one = await drain(connector, { stream, mode, highWater }, contextOf());
    expect(one.rows.map(({ key }) => key)).toEqual([creditCode(4)]);
    expect(one.end).toMatchObject({ highWater, completeSnapshot: false });
  });

  it('a bad row is a reject with its place; the rest loads', async () => {
    await fill([
      entity(1),
      entity(2, { legal_rep_id: validId.slice(0, 17) + (validId.endsWith('1') ? '2' : '1') }),
      entity(3, { entity_kind: '网店' as '公司' }),
      entity(4, { credit_code: creditCode(4).replace(/.$/, (c) => (c === '1' ? '2' : '1')) }),
      entity(5, { entity_name: null as unknown as string }),
    ]);
    const { rows, rejects } = await drain(connector, { stream }, contextOf());
    expect(rows.map(({ key }) => key)).toEqual([creditCode(1)]);
    expect(rejects.map(({ code, field }) => `${code} ${field}`).sort()).toEqual([
      'credit-code-check-character credit_code',
      'id-check-character legal_rep_id',
      'unknown-code entity_kind',
      'wrong-type entity_name',
    ]);
    for (const { reason, raw, location } of rejects) {
      expect(reason).not.toMatch(/\d{6}|网店/);
      expect(JSON.parse(raw)).toHaveProperty('credit_code', location['key']);
    }
  });
});

describe('the members', () => {
  const members = { stream: 'market-entity-members' };

  it('arrive row for row, and of natural persons the share alone', async () => {
    await fill(commerceRows(population, 0), memberRows(population, 0));
    const picture = [...memberRows(population, 0)].map(({ row }) => row!);
    const persons = picture.filter((row) => row.member_kind === '自然人');
    const { rows, rejects, end } = await drain(connector, { ...members, batchSize: 70 }, contextOf());
    expect(rejects).toEqual([]);
    const byKey = new Map(rows.map((row) => [row.key, row]));
    expect(byKey.size).toBe(picture.length);
    for (const row of picture) {
      const hidden = row.member_kind === '自然人' ? { member_name: null, member_code: null } : {};
      const translated = translateMember(marketEntityMemberRow.parse({ ...row, ...hidden }));
      expect(byKey.get(translated.key)).toEqual(translated);
    }
    const told = JSON.stringify(rows);
    expect(persons.length).toBeGreaterThan(100);
    for (const row of persons)
      expect([told.includes(row.member_name!), told.includes(row.member_code!)]).toEqual([false, false]);
    expect(end).toMatchObject({ completeSnapshot: true });
  });

  it('continue behind any batch, also among many members of one firm and moment', async () => {
    await fill(
      [],
      Array.from({ length: 40 }, (_, n) => member(1 + (n % 3), 1 + Math.floor(n / 3), { share_percent: '2.50' })),
    );
    const request = { ...members, batchSize: 7, mode: { kind: 'all' } } as const;
    const whole = await drain(connector, request, contextOf());
    expect(new Set(whole.rows.map(({ key }) => key)).size).toBe(40);
    for (const [at, { position }] of whole.batches.entries()) {
      const rest = await drain(connector, { ...request, position }, contextOf());
      expect(rest.batches).toEqual(whole.batches.slice(at + 1));
    }
    // A position of the other view is none of this one.
    const position: Json = { last_modified: '2026-02-01 10:00:00', credit_code: creditCode(1) };
    expect(await failureOf(drain(connector, { ...request, position }, contextOf()))).toBe('defect');
  });

  it('come by change, and all of one firm by its credit code', async () => {
    await fill(
      [],
      [1, 2, 3].map((n) => member(n, 1, { last_modified: `2026-02-0${n * 2} 00:00:00` })),
    );
    const highWater: Json = { last_modified: '2026-02-06 00:00:00' };
    const changes = await drain(connector, { ...members, mode: { kind: 'changes' }, highWater }, contextOf());
    expect(changes.rows.map(({ key }) => key)).toEqual([`${creditCode(3)}/1`]);
    const mode = { kind: 'key', keys: [creditCode(2)] } as const;
    const one = await drain(connector, { ...members, mode, highWater }, contextOf());
    expect(one.rows.map(({ key }) => key)).toEqual([`${creditCode(2)}/1`]);
    expect(one.end).toMatchObject({ highWater, completeSnapshot: false });
  });

  it('keep shares exact, and a bad row is a reject that holds no person', async () => {
    await fill(
      [],
      [
        member(1, 1, { share_percent: '50.01' }),
        member(1, 2, { share_percent: '0.5' }),
        member(1, 3, { share_percent: '100' }),
        member(2, 1, { member_kind: '自然人', member_name: '王𠮷', member_code: validId, share_percent: '100.01' }),
        member(2, 2, { member_code: creditCode(2).replace(/.$/, (c) => (c === '1' ? '2' : '1')), member_kind: '法人' }),
        member(2, 3, { member_name: null }),
        member(2, 4, { member_kind: '合伙' as '法人' }),
      ],
    );
    const { rows, rejects } = await drain(connector, members, contextOf());
    expect(
      rows.map((row) => row.op === 'upsert' && row.body.kind === 'membership' && row.body.shareBasisPoints),
    ).toEqual([5001, 50, 10_000]);
    expect(rejects.map(({ key, code, field }) => `${key} ${code} ${field}`)).toEqual([
      `${creditCode(2)}/1 wrong-form share_percent`,
      `${creditCode(2)}/2 credit-code-check-character member_code`,
      `${creditCode(2)}/3 missing-name member_name`,
      `${creditCode(2)}/4 unknown-code member_kind`,
    ]);
    expect(JSON.stringify(rejects)).not.toMatch(/王𠮷|41090219800101/);
    expect(rejects[0]!.location).toEqual({
      view: 'v_market_entity_member',
      key: `${creditCode(2)}/1`,
      lastModified: '2026-02-01 10:00:00',
    });
  });

  it('are refused by name when their view is missing, while the firms are still read', async () => {
    await fill([entity(1)], [member(1, 1)]);
    await asAdmin('DROP VIEW v_market_entity_member');
    expect(await failureOf(drain(connector, members, contextOf()))).toBe('contract');
    expect((await drain(connector, { stream }, contextOf())).rows).toHaveLength(1);
    const said = await connector.check(contextOf());
    expect(said.at(-1)!.message).toContain('v_market_entity_member or one of its columns is missing');
  });
});

describe('the snapshot and the door', () => {
  it('sees one state while the table changes', async () => {
    const rows = Array.from({ length: 300 }, (_, n) => entity(n));
    await fill(rows);
    let touched = false;
    const seen: string[] = [];
    for await (const part of connector.pull(
      { stream, mode: { kind: 'all' }, highWater: null, position: null, batchSize: 50 },
      contextOf(),
    )) {
      if (part.kind === 'batch')
        seen.push(...part.rows.map((row) => (row.op === 'upsert' ? JSON.stringify(row.body) : '')));
      if (touched) continue;
      touched = true;
      await fill(
        rows
          .slice(100)
          .map(({ row }) => entity(0, { ...row, entity_name: '改名', last_modified: '2026-03-01 00:00:00' })),
      );
    }
    expect(seen.length).toBe(300);
    expect(seen.join()).not.toContain('改名');
    const after = await drain(connector, { stream }, contextOf());
    expect(after.rows.length).toBe(200);
  });

  it('can only read', async () => {
    await fill([entity(1)]);
    const session = await transport.sql(connectionString, new AbortController().signal);
    const refused = [
      'INSERT INTO v_market_entity (credit_code) VALUES (1)',
      'DELETE FROM v_market_entity',
      'SELECT * FROM market_entity',
      'SELECT * FROM market_entity_member',
      'DELETE FROM v_market_entity_member',
      'CREATE TABLE t (n int)',
    ];
    for (const statement of refused) await expect(session.query(statement, [])).rejects.toThrow(/read-only|permission/);
    // The grants hold by themselves, too, not only the session's setting.
    await session.query('SET SESSION CHARACTERISTICS AS TRANSACTION READ WRITE', []);
    for (const statement of refused)
      await expect(session.query(statement, [])).rejects.toMatchObject({ code: '42501' });
    await session.close();
    expect(await connector.check(contextOf())).toEqual(
      ['v_market_entity', 'v_market_entity_member'].flatMap((view) => [
        { what: 'sign-in', ok: true, message: 'connected' },
        { what: 'contract', ok: true, message: `${view} has the agreed columns` },
        { what: 'read-only', ok: true, message: `the role can only read ${view}` },
      ]),
    );
    const mayWrite = createCommerceConnector({ connectionString: postgres.url('sandbox_commerce') });
    expect((await mayWrite.check(contextOf())).at(-1)).toMatchObject({ what: 'read-only', ok: false });
  });

  it('says what is wrong with the source without a secret', async () => {
    await fill([entity(1)]);
    const pullFrom = (url: string) =>
      drain(createCommerceConnector({ connectionString: url }), { stream }, contextOf());
    expect(await failureOf(pullFrom(connectionString.replace(password, 'canary-wrong')))).toBe('auth');
    expect(await failureOf(pullFrom(connectionString.replace('/sandbox_commerce', '/nowhere')))).toBe('auth');
    expect(await failureOf(pullFrom(connectionString.replace(/:\d+\//, ':1/')))).toBe('unavailable');
    expect(await failureOf(pullFrom('postgresql://u:canary@[broken'))).toBe('defect');
    expect(await failureOf(drain(connector, { stream, highWater: { page: 1 } }, contextOf()))).toBe('defect');
    await asAdmin('REVOKE SELECT ON v_market_entity FROM sandbox_commerce_reader');
    expect(await failureOf(drain(connector, { stream }, contextOf()))).toBe('permission');
    await asAdmin('ALTER VIEW v_market_entity RENAME COLUMN investor TO owner');
    await asAdmin('GRANT SELECT ON v_market_entity TO sandbox_commerce_reader');
    expect(await failureOf(drain(connector, { stream }, contextOf()))).toBe('contract');
    expect((await connector.check(contextOf()))[1]).toMatchObject({ what: 'contract', ok: false });
    await asAdmin('DROP VIEW v_market_entity');
  });

  it('stops when cancelled, and when the connection is cut', async () => {
    await fill(Array.from({ length: 300 }, (_, n) => entity(n)));
    const cancelled = contextOf();
    const cancelling = drain(connector, { stream, batchSize: 10 }, cancelled, () => {
      cancelled.abort.abort();
      return false;
    });
    expect(await failureOf(cancelling)).toBe('cancelled');
    const cut = async () => {
      const request = { stream, mode: { kind: 'all' }, highWater: null, position: null, batchSize: 10 } as const;
      for await (const _ of connector.pull(request, contextOf()))
        await asAdmin(
          "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'sandbox_commerce_reader'",
        );
    };
    expect(await failureOf(cut())).toBe('unavailable');
  });

  it('an empty view says so once it was never read, and keeps the old age afterwards', async () => {
    await fill([]);
    expect(await failureOf(drain(connector, { stream }, contextOf()))).toBe('unavailable');
    const highWater: Json = { last_modified: '2026-02-04 00:00:00' };
    const { rows, end } = await drain(connector, { stream, highWater }, contextOf());
    expect(rows).toEqual([]);
    expect(end).toMatchObject({ highWater, asOf: '2026-02-03T16:00:00.000Z' });
  });
});

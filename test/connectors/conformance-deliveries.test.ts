/** F and V: deliveries that come late, twice or in pieces, and views that change their form. The numbers are those of CONFORMANCE.md. */
import { createHash } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Client } from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createNodeTransport } from '../../connectors/node-transport.js';
import { createSocialInsuranceConnector } from '../../connectors/social-insurance/social-insurance.connector.js';
import { contributionOf, csvOf, insuredPerson } from '../support/drops.js';
import { type FourSources, type Letter, many, openFourSources, streamOf } from '../support/four-sources.js';
import { startSlowSftp } from '../support/slow-sftp.js';
import { drain } from '../support/source-context.js';

let four: FourSources;
beforeAll(async () => void (four = await openFourSources()));
afterAll(() => four.close());
beforeEach(() => four.forget());

const factsOf = async (letter: Letter) =>
  (
    await four.database.pool.query(
      'select fact.xmin, fact.* from fact join source_state using (stream_id) where stream = $1 order by record_key',
      [streamOf[letter][1]],
    )
  ).rows;
const pass = (days: number) => void (four.clock.now = new Date(four.clock.now.getTime() + days * 86_400_000));
/** The folder that F delivers on the clock's day. */
const folder = () => new Date(four.clock.now.getTime() + 28_800_000).toISOString().slice(0, 10).replaceAll('-', '');

describe('F', () => {
  it('#22 a manifest that is late is waited for, one that is missing is said, and what is held keeps its age', async () => {
    await four.say('F', many(40));
    await four.sync('F');
    const before = await four.held('F');
    pass(7);
    await four.say('F', many(41));
    const path = (name: string) => join(four.outbox, folder(), name);
    await rm(path('READY'));
    expect(await four.sync('F')).toMatchObject({ failure: null, state: 'done', rowsRead: 0 });
    expect(await four.held('F')).toBe(before);
    expect(four.context.lines.join()).toContain(`folder is not READY yet {"folder":"${folder()}"}`);
    await four.say('F', many(41));
    await rm(path('MANIFEST.csv'));
    expect((await four.sync('F')).failure).toMatch(/^integrity: .*is READY but has no MANIFEST.csv/);
    expect(await four.held('F')).toBe(before);
    await four.say('F', many(41));
    expect(await four.sync('F')).toMatchObject({ failure: null, state: 'done', rowsNew: 1 });
  });

  it('#24 new content under an old name overwrites nothing by itself; that day asked for again, it is a new version', async () => {
    await four.deliver(folder(), 'contributions', [[contributionOf(1), contributionOf(2)]]);
    const sync = (more = {}) => four.syncOf('social-insurance', 'contributions', more);
    expect(await sync()).toMatchObject({ failure: null, state: 'done', rowsNew: 2 });
    await four.deliver(folder(), 'contributions', [[contributionOf(1, { own_fen: '9' }), contributionOf(2)]]);
    expect(await sync()).toMatchObject({ failure: null, state: 'done', rowsRead: 0 });
    expect((await four.database.pool.query('select from fact_history')).rowCount).toBe(0);
    const range = { from: four.clock.now.toISOString(), to: four.clock.now.toISOString() };
    expect(await sync({ scope: 'RANGE', range })).toMatchObject({ rowsRead: 2, rowsChanged: 1, rowsUnchanged: 1 });
    const was = await four.database.pool.query(`select body::jsonb ->> 'ownFen' as own from fact_history`);
    expect(was.rows).toEqual([{ own: '32000' }]);
  });

  it('#35 a month that is withdrawn and comes back opens a new version, and its history says both', async () => {
    const sync = async (more: Record<string, string>) => {
      pass(1);
      await four.deliver(folder(), 'contributions', [[contributionOf(9, more)]]);
      return four.syncOf('social-insurance', 'contributions');
    };
    expect(await sync({})).toMatchObject({ failure: null, state: 'done' });
    expect(await sync({ op: 'D' })).toMatchObject({ rowsRetired: 1 });
    expect(await sync({})).toMatchObject({ failure: null, rowsChanged: 1 });
    const history = 'select absent_since is null as live from fact_history order by superseded_at';
    expect((await four.database.pool.query(history)).rows).toEqual([{ live: true }, { live: false }]);
  });

  it.each([0, 1, 7, 20])(
    '#26 a transfer that is cut after %i pieces: nothing of it is taken, and read anew it is whole',
    async (pieces) => {
      const sftp = await startSlowSftp();
      const bytes = csvOf(
        'persons',
        many(200).map(({ n }) => insuredPerson(n)),
      );
      const file = 'SI_PERSON_20260301_001.csv';
      const sha256 = createHash('sha256').update(bytes).digest('hex');
      const manifest = `file,bytes,rows,sha256\r\n${file},${bytes.length},200,${sha256}\r\n`;
      sftp.files.set(`/outbox/20260301/${file}`, bytes);
      sftp.files.set('/outbox/20260301/MANIFEST.csv', Buffer.from(manifest));
      sftp.files.set('/outbox/20260301/READY', Buffer.alloc(0));
      sftp.files.set(`/inbox/none`, Buffer.alloc(0));
      sftp.bytesPerRead = 256;
      let given = 0;
      sftp.answers = (step, path) => {
        if (step !== 'READ' || !path.endsWith(file) || given++ < pieces) return true;
        sftp.hangUp('connections');
        return false;
      };
      const usual = four.connector('F');
      four.replace('F', createSocialInsuranceConnector(sftp.settings));
      expect((await four.sync('F')).failure).toMatch(/^unavailable: /);
      expect(await factsOf('F')).toEqual([]);
      sftp.answers = () => true;
      expect(await four.sync('F')).toMatchObject({ failure: null, state: 'done', rowsNew: 200 });
      four.replace('F', usual);
      await sftp.close();
    },
  );
});

describe('V', () => {
  const asAdmin = async <T>(use: (client: Client) => Promise<T>): Promise<T> => {
    const client = new Client({ connectionString: four.admin });
    await client.connect();
    try {
      return await use(client);
    } finally {
      await client.end();
    }
  };

  it('#17 a view that somebody locks is given up after a statement’s time, and read once it is free', async () => {
    await four.say('V', many(20));
    const transport = createNodeTransport({ sql: { statementMs: 300, silenceMs: 5000, goodbyeMs: 1000 } });
    const impatient = { ...four.context, transport };
    const read = () => drain(four.connector('V'), { stream: 'market-entities' }, impatient);
    await asAdmin(async (client) => {
      await client.query('begin; lock table market_entity in access exclusive mode');
      await expect(read()).rejects.toMatchObject({ kind: 'timeout' });
      await client.query('rollback');
    });
    expect((await read()).rows).toHaveLength(20);
    await transport.close();
  });

  it('#31 #32 columns in another order and one more are no matter; a renamed one stops the stream, and what is held stays', async () => {
    await four.say('V', many(20));
    await four.sync('V');
    const before = await factsOf('V');
    const redefine = (list: string) =>
      asAdmin((client) =>
        client.query(
          `drop view v_market_entity; create view v_market_entity as select ${list} from market_entity; grant select on v_market_entity to ${four.register}_reader`,
        ),
      );
    const agreed = (
      await asAdmin((client) =>
        client.query<{ name: string }>(
          `select column_name as name from information_schema.columns where table_name = 'market_entity' order by ordinal_position`,
        ),
      )
    ).rows.map(({ name }) => name);
    await redefine([...agreed.toReversed(), `'x' as note`].join(', '));
    expect(await four.sync('V', { scope: 'ALL' })).toMatchObject({ failure: null, state: 'done', rowsUnchanged: 20 });
    await redefine(agreed.map((name) => (name === 'industry' ? 'industry as trade' : name)).join(', '));
    expect((await four.sync('V', { scope: 'ALL' })).failure).toMatch(/^contract: .*missing or was renamed/);
    expect(await factsOf('V')).toEqual(before);
    await redefine(agreed.join(', '));
    expect(await four.sync('V', { scope: 'ALL' })).toMatchObject({ failure: null, state: 'done', rowsUnchanged: 20 });
  });
});

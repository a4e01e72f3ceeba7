/** The four sources side by side on their real servers, with rows and faults of a test's choice, and one import that reads them. */
import { randomBytes } from 'node:crypto';
import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { inject } from 'vitest';
import { createCommerceConnector } from '../../connectors/commerce/commerce.connector.js';
import type { Connector } from '../../connectors/connector.js';
import { createEmploymentConnector } from '../../connectors/employment/employment.connector.js';
import { createNodeTransport } from '../../connectors/node-transport.js';
import type { Faults } from '../../connectors/sandbox/http-server.js';
import type { PictureRow } from '../../connectors/sandbox/picture.js';
import { startRestServer } from '../../connectors/sandbox/rest-server.js';
import type { SoapRow } from '../../connectors/sandbox/soap-answer.js';
import { soapPath, startSoapServer } from '../../connectors/sandbox/soap-server.js';
import { fillCommerceView } from '../../connectors/sandbox/sql-view.js';
import type { SourceSettings } from '../../connectors/registry.js';
import { createSocialInsuranceConnector } from '../../connectors/social-insurance/social-insurance.connector.js';
import { createTaxConnector } from '../../connectors/tax/tax.connector.js';
import type { ImportDependencies } from '../../jobs/import-source.job.js';
import { type Source, streams } from '../../rules/vocabulary.js';
import { type Database, openDatabase } from '../../schema/database.js';
import { createVault } from '../../schema/vault.js';
import { createTestDatabase } from './database.js';
import { type Drops, insuredPerson, openDrops } from './drops.js';
import { creditCodeOf } from './facts.js';
import { listImport } from './list-connector.js';
import { type Clock, type SourceContext, sourceContext } from './source-context.js';
import { type AskFor, heldRows, syncOnce } from './syncs.js';

/** R REST, S SOAP, V view, F files: the letters of CONFORMANCE.md. */
export type Letter = 'R' | 'S' | 'V' | 'F';
export const streamOf = {
  R: ['employment', 'job-seekers'],
  S: ['tax', 'taxpayers'],
  V: ['commerce', 'market-entities'],
  F: ['social-insurance', 'persons'],
} as const;

/** A row of any of them: its number, when it changed (the day of the clock, if nothing is said), its name; gone is a tombstone, of R alone. */
export interface Said {
  n: number;
  at?: string;
  name?: string;
  gone?: true;
}

export interface FourSources {
  clock: Clock;
  context: SourceContext;
  database: Database;
  dependencies: ImportDependencies;
  settings: SourceSettings;
  /** Asked for each request to R and S. */
  faults: Faults;
  /** The rows that a source tells from now on, and no others; F delivers them as the snapshot of the clock's day. */
  say(letter: Letter, rows: readonly Said[]): Promise<void>;
  /** A day folder of F, byte by byte. */
  deliver: Drops['deliver'];
  sync(letter: Letter, more?: AskFor): ReturnType<typeof syncOnce>;
  syncOf(source: Source, stream: string, more?: AskFor): ReturnType<typeof syncOnce>;
  held(letter: Letter): Promise<string>;
  connector(letter: Letter): Connector;
  /** Has another connector read this source. */
  replace(letter: Letter, connector: Connector): void;
  /** All that the hub held goes, and faults, too. */
  forget(): Promise<void>;
  admin: string;
  register: string;
  outbox: string;
  inbox: string;
  close(): Promise<void>;
}

export const many = (count: number, more: Partial<Said> = {}): Said[] =>
  Array.from({ length: count }, (_, n) => ({ n, ...more }));
const nameOf = ({ n, name }: Said) => name ?? `濮阳${n}号`;
const wallTime = (at: string) => new Date(Date.parse(at) + 8 * 3_600_000).toISOString().slice(0, 23).replace('T', ' ');

const seeker = (said: Said, at: string): PictureRow<object> => {
  const { id_number: idNumber } = insuredPerson(said.n) as { id_number: string };
  const none = { sex: '0', birthDate: null, householdRegion: '410902', phone: null, education: null };
  const row = { key: idNumber, idNumber, name: nameOf(said), updatedAt: at.replace('Z', '+00:00'), ...none };
  return { key: idNumber, changedAt: at, row: said.gone ? null : row };
};
const taxpayer = (said: Said, at: string): PictureRow<SoapRow> => {
  const what = { RegistrationState: '01', VatKind: '2', Industry: 'F5211', AnnualRevenueFen: '1', Headcount: '2' };
  const row = { CreditCode: creditCodeOf(said.n), Name: nameOf(said), ...what, ModifiedAt: at };
  return { key: row.CreditCode, changedAt: at, row };
};
const entity = (said: Said, at: string) => ({
  key: creditCodeOf(said.n),
  changedAt: at,
  row: {
    credit_code: creditCodeOf(said.n),
    registration_no: null,
    entity_name: nameOf(said),
    entity_kind: '公司',
    ownership: '私营',
    state_level: null,
    investor: null,
    industry: 'F5211',
    region: '410902',
    address: '濮阳市华龙区',
    legal_rep_name: '张三',
    legal_rep_id: null,
    registered_capital: null,
    established_on: '2020-02-29',
    entity_state: '存续',
    last_modified: wallTime(at),
  } as const,
});

export async function openFourSources(): Promise<FourSources> {
  const clock: Clock = { now: new Date('2026-03-01T20:00:00.000Z') };
  const now = () => clock.now;
  const transport = createNodeTransport();
  const vault = createVault({ version: 1, keys: { 1: Buffer.alloc(32, 1).toString('base64') } });
  const database = await openDatabase((await createTestDatabase()).url);
  const drops = await openDrops(database, vault);
  let people: PictureRow<object>[] = [];
  let firms: PictureRow<SoapRow>[] = [];
  const faults: Faults = (request) => four.faults(request);
  const rest = await startRestServer({
    port: 0,
    appId: 'hub',
    secret: 'secret',
    now,
    faults,
    picture: {
      streams: streams.employment,
      rows: (stream) => (stream === 'job-seekers' ? people.slice() : []),
      row: (_stream, key) => people.find((row) => row.key === key) ?? null,
    },
  });
  const soap = await startSoapServer({
    port: 0,
    username: 'hub',
    password: 'secret',
    now,
    faults,
    picture: { rows: () => firms.slice(), row: (code) => firms.find((row) => row.key === code) ?? null },
  });
  const register = `register_${randomBytes(6).toString('hex')}`;
  const admin = new URL(inject('postgresUrl'));
  const fill = (rows: readonly Said[]) =>
    fillCommerceView({
      adminConnectionString: inject('postgresUrl'),
      password: 'secret',
      database: register,
      role: `${register}_reader`,
      entities: rows.map((row) => entity(row, row.at ?? today())),
      members: [],
    });
  admin.pathname = `/${register}`;
  /** The beginning of the clock's day in Shanghai. */
  const today = () =>
    new Date(Math.floor((clock.now.getTime() + 28_800_000) / 86_400_000) * 86_400_000 - 28_800_000).toISOString();
  const { connectionString } = await fill([]);
  const settings: SourceSettings = {
    employment: { url: rest.url, appId: 'hub', secret: 'secret' },
    tax: { url: soap.url + soapPath, username: 'hub', password: 'secret' },
    commerce: { connectionString },
    'social-insurance': {
      host: '127.0.0.1',
      port: Number(drops.env['SOCIAL_INSURANCE_PORT']),
      username: 'hub',
      password: 'drop-secret',
      hostKeySha256: drops.env['SOCIAL_INSURANCE_HOST_KEY']!,
    },
  };
  const context = sourceContext(transport, clock);
  const connectors = {
    employment: createEmploymentConnector(settings.employment),
    tax: createTaxConnector(settings.tax),
    commerce: createCommerceConnector(settings.commerce),
    'social-insurance': createSocialInsuranceConnector(settings['social-insurance']),
  };
  const dependencies: ImportDependencies = {
    ...listImport(database, vault, { rows: () => [] }, now),
    connectors,
    context,
    batchSize: 500,
  };
  const usual = { ...connectors };
  const four: FourSources = {
    clock,
    context,
    database,
    dependencies,
    settings,
    admin: admin.href,
    register,
    outbox: drops.outbox,
    inbox: join(drops.outbox, '..', 'inbox'),
    faults: () => undefined,
    async say(letter, rows) {
      if (letter === 'R') people = rows.map((row) => seeker(row, row.at ?? today()));
      if (letter === 'S') firms = rows.map((row) => taxpayer(row, row.at ?? today()));
      if (letter === 'V') await fill(rows);
      if (letter !== 'F') return;
      const folder = wallTime(clock.now.toISOString()).slice(0, 10).replaceAll('-', '');
      await drops.deliver(folder, 'persons', [rows.map((row) => insuredPerson(row.n, nameOf(row)))]);
    },
    deliver: (...delivery) => drops.deliver(...delivery),
    sync(letter, more) {
      const [source, stream] = streamOf[letter];
      return four.syncOf(source, stream, more);
    },
    syncOf: (source, stream, more) => syncOnce(dependencies, source, stream, more),
    held: (letter) => heldRows(database, streamOf[letter][1]),
    connector: (letter) => connectors[streamOf[letter][0]],
    replace: (letter, connector) => void (connectors[streamOf[letter][0]] = connector),
    async forget() {
      four.faults = () => undefined;
      for (const receipt of await readdir(four.inbox)) await rm(join(four.inbox, receipt));
      Object.assign(connectors, usual);
      clock.now = new Date(clock.now.getTime() + 7 * 86_400_000);
      await database.pool.query('truncate fact, fact_history, touched_entity, work_item, sync_run');
      await database.pool.query('update source_state set high_water = null, data_as_of = null, live_rows = 0');
    },
    async close() {
      await Promise.all([rest.close(), soap.close(), drops.close()]);
      await transport.close();
      await database.close();
    },
  };
  return four;
}

/** Spells of participation from the social-insurance office's drops; what all its files share stands in social-insurance.test.ts. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeEach, expect, it } from 'vitest';
import { createNodeTransport } from '../../connectors/node-transport.js';
import { type Drops, dropsOf } from '../../connectors/sandbox/drop-folder.js';
import { createPopulation } from '../../connectors/sandbox/population.js';
import { createHostKey, type SftpServer, startSftpServer } from '../../connectors/sandbox/sftp-server.js';
import { socialInsuranceRows as pictureOf } from '../../connectors/sandbox/social-insurance.picture.js';
import { createSocialInsuranceConnector } from '../../connectors/social-insurance/social-insurance.connector.js';
import { insurances, type SocialInsuranceWire } from '../../connectors/social-insurance/social-insurance.records.js';
import { idCheckCharacter } from '../../rules/identifiers.js';
import { drain, sourceContext } from '../support/source-context.js';

const stream = 'participation';
const signIn = { username: 'hub', password: 'a password' };
const population = createPopulation({ seed: 7, persons: 400, day0: '2026-03-02', months: 4 });
const transport = createNodeTransport();
let spool: string;
let server: SftpServer;
let drops: Drops;

beforeEach(async () => {
  spool = await mkdtemp(join(tmpdir(), 'drops-'));
  drops = dropsOf(population, () => 0);
  const current: Drops = { folders: () => drops.folders(), rows: (folder, of) => drops.rows(folder, of) };
  server = await startSftpServer({ port: 0, ...signIn, hostKey: createHostKey(), spoolFolder: spool, drops: current });
});
afterEach(async () => {
  await server.close();
  await rm(spool, { recursive: true });
});
afterAll(() => transport.close());

function pull() {
  const { port, hostKeySha256 } = server;
  const connector = createSocialInsuranceConnector({ host: '127.0.0.1', port, hostKeySha256, ...signIn });
  return drain(connector, { stream }, sourceContext(transport, { now: new Date('2026-03-02T02:00:00Z') }));
}

it('carries spells of participation exactly: the last day, the state, and 15 places come to 18', async () => {
  const { rows } = await pull();
  const wires = [...pictureOf(population, 'participation', 0)].map(({ row }) => row!);
  const old = wires.find(({ id_number }) => id_number.length === 15)!;
  const over = wires.find(({ to_date, employer_code }) => to_date !== '' && employer_code !== '')!;
  const of = ({ employer_code, insurance, from_date }: typeof over, id: string) =>
    rows.find(({ key }) => key === [id, employer_code || 'flexible', insurance, from_date].join('|'));
  const first17 = `${old.id_number.slice(0, 6)}19${old.id_number.slice(6)}`;
  const idNumber = first17 + idCheckCharacter(first17);
  expect(of(old, idNumber)).toMatchObject({ op: 'upsert', subject: { idNumber } });
  const iso = (text: string) => `${text.slice(0, 4)}-${text.slice(4, 6)}-${text.slice(6)}`;
  expect(of(over, over.id_number)).toEqual({
    op: 'upsert',
    key: [over.id_number, over.employer_code, over.insurance, over.from_date].join('|'),
    subject: { idNumber: over.id_number },
    body: {
      kind: 'participation',
      employerCode: over.employer_code,
      insurance: insurances[over.insurance],
      from: iso(over.from_date),
      to: iso(over.to_date),
      state: over.state === '2' ? 'suspended' : 'ended',
    },
    version: expect.stringMatching(/^20260302\.001\.\d{8}$/) as string,
  });
});

it('bad spells of participation are put aside by file, line and column, the others load', async () => {
  const good: SocialInsuranceWire<'participation'> = {
    op: 'U',
    id_number: population.personAt(1).idNumber,
    employer_code: '',
    insurance: '110',
    from_date: '20250101',
    to_date: '',
    state: '1',
  };
  const bad = [
    [{ id_number: '410902' }, 'id-form', 'id_number'],
    [{ employer_code: '410902' }, 'credit-code-form', 'employer_code'],
    [{ insurance: '999' }, 'unknown-code', 'insurance'],
    [{ from_date: '20250230' }, 'wrong-form', 'from_date'],
    [{ to_date: '99991231' }, 'date-out-of-range', 'to_date'],
    [{ state: '' }, 'unknown-code', 'state'],
    [{ op: 'X' }, 'unknown-code', 'op'],
  ] as const;
  const rows = [...bad.map(([more]) => ({ ...good, ...more })), good];
  drops = {
    folders: () => ['20260301'],
    rows: (_folder, stream) => (stream === 'participation' ? (rows as Iterable<never>) : null),
  };
  const pulled = await pull();
  expect(pulled.rows).toHaveLength(1);
  expect(pulled.rejects.map(({ code, field, location }) => [code, field, location])).toEqual(
    bad.map(([, code, field], n) => [code, field, { file: 'SI_PARTICIPATION_20260301_001.csv', line: n + 2 }]),
  );
});

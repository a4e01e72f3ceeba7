/** The social-insurance office on a real SFTP server whose deliveries a test writes byte by byte, and the import that reads them. */
import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import iconv from 'iconv-lite';
import { createNodeTransport } from '../../connectors/node-transport.js';
import { createHostKey, startSftpServer } from '../../connectors/sandbox/sftp-server.js';
import { createSocialInsuranceConnector } from '../../connectors/social-insurance/social-insurance.connector.js';
import { socialInsuranceRows } from '../../connectors/social-insurance/social-insurance.records.js';
import { fileStreams, type SocialInsuranceStream } from '../../connectors/social-insurance/social-insurance.records.js';
import type { ImportDependencies } from '../../jobs/import-source.job.js';
import { idCheckCharacter } from '../../rules/identifiers.js';
import type { Database } from '../../schema/database.js';
import type { Vault } from '../../schema/vault.js';
import { listImport } from './list-connector.js';
import { type AskFor, syncOnce } from './syncs.js';

/** A part of a delivery: rows, or bytes as they are. */
export type Part = Buffer | readonly Record<string, string>[];

export interface Drops {
  outbox: string;
  /** Writes a day folder as the office does: parts, then MANIFEST.csv, then READY. `line` may falsify a line of the manifest. */
  deliver(
    folder: string,
    stream: SocialInsuranceStream,
    parts: Part[],
    line?: (honest: string[]) => string[],
  ): Promise<void>;
  /** The path of a part that was delivered. */
  part(folder: string, stream: SocialInsuranceStream, part?: number): string;
  dependencies: ImportDependencies;
  /** What a worker process needs to find this office; the other sources are nowhere. */
  env: Record<string, string>;
  sync(stream: SocialInsuranceStream, more?: AskFor): ReturnType<typeof syncOnce>;
  close(): Promise<void>;
}

const columnsOf = (stream: SocialInsuranceStream) => Object.keys(socialInsuranceRows[stream].shape);

/** A file as the office writes it. */
export function csvOf(
  stream: SocialInsuranceStream,
  rows: readonly Record<string, string>[],
  encoding = 'gb18030',
): Buffer {
  const columns = columnsOf(stream);
  const lines = [columns, ...rows.map((row) => columns.map((column) => row[column] ?? ''))];
  return iconv.encode(lines.map((line) => `${line.join(',')}\r\n`).join(''), encoding);
}

/** The n-th invented person, 0 to 99,999, as the office knows them. */
export function insuredPerson(n: number, name = `张${n}`): Record<string, string> {
  const first17 = `410902198${Math.floor(n / 10_000)}${String((Math.floor(n / 1000) % 10) + 1).padStart(2, '0')}01${String(n % 1000).padStart(3, '0')}`;
  const id_number = first17 + idCheckCharacter(first17);
  return { id_number, name, sex: '1', birth_date: '', household_region: '410902', phone: '' };
}

/** A month of one person's pension insurance; `op` D withdraws it. */
export function contributionOf(n: number, more: Record<string, string> = {}): Record<string, string> {
  const money = { base_fen: '400000', employer_fen: '64000', own_fen: '32000' };
  const { id_number } = insuredPerson(n) as { id_number: string };
  return {
    op: 'U',
    id_number,
    employer_code: '',
    month: '202601',
    insurance: '110',
    ...money,
    paid_on: '20260120',
    ...more,
  };
}

export async function openDrops(database: Database, vault: Vault): Promise<Drops> {
  const spoolFolder = await mkdtemp(join(tmpdir(), 'drops-'));
  const outbox = join(spoolFolder, 'outbox');
  const folders = new Set<string>();
  const server = await startSftpServer({
    port: 0,
    username: 'hub',
    password: 'drop-secret',
    hostKey: createHostKey(),
    spoolFolder,
    drops: { folders: () => [...folders].sort(), rows: () => null },
  });
  const { port, hostKeySha256 } = server;
  const settings = { host: '127.0.0.1', port, hostKeySha256, username: 'hub', password: 'drop-secret' };
  const list = listImport(database, vault, { rows: () => [] });
  const dependencies: ImportDependencies = {
    ...list,
    connectors: { ...list.connectors, 'social-insurance': createSocialInsuranceConnector(settings) },
    context: { ...list.context, transport: createNodeTransport() },
    batchSize: 500,
  };
  const drops: Drops = {
    outbox,
    dependencies,
    env: {
      SOCIAL_INSURANCE_HOST: settings.host,
      SOCIAL_INSURANCE_PORT: String(port),
      SOCIAL_INSURANCE_USERNAME: settings.username,
      SOCIAL_INSURANCE_PASSWORD: settings.password,
      SOCIAL_INSURANCE_HOST_KEY: hostKeySha256,
      EMPLOYMENT_URL: 'http://127.0.0.1:1',
      EMPLOYMENT_APP_ID: 'hub',
      EMPLOYMENT_SECRET: 'secret',
      TAX_URL: 'http://127.0.0.1:1',
      TAX_USERNAME: 'hub',
      TAX_PASSWORD: 'secret',
      COMMERCE_URL: 'postgresql://nobody@127.0.0.1:1/none',
    },
    part: (folder, stream, part = 1) =>
      join(outbox, folder, `SI_${fileStreams[stream]}_${folder}_${String(part).padStart(3, '0')}.csv`),
    async deliver(folder, stream, parts, line = (honest) => honest) {
      folders.add(folder);
      await mkdir(join(outbox, folder), { recursive: true });
      let manifest = 'file,bytes,rows,sha256\r\n';
      for (const [index, part] of parts.entries()) {
        const path = drops.part(folder, stream, index + 1);
        const bytes = Buffer.isBuffer(part) ? part : csvOf(stream, part);
        await writeFile(path, bytes);
        const rows = bytes.filter((byte) => byte === 0x0a).length - 1;
        const sha256 = createHash('sha256').update(bytes).digest('hex');
        const honest = [path.slice(path.lastIndexOf('/') + 1), String(bytes.length), String(rows), sha256];
        manifest += `${line(honest).join(',')}\r\n`;
      }
      await writeFile(join(outbox, folder, 'MANIFEST.csv'), manifest);
      await writeFile(join(outbox, folder, 'READY'), '');
    },
    sync: (stream, more) => syncOnce(dependencies, 'social-insurance', stream, more),
    async close() {
      await server.close();
      await rm(spoolFolder, { recursive: true });
    },
  };
  return drops;
}

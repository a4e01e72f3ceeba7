/** Writes what the social-insurance office drops in a night: GB18030 files, then the manifest, then READY. */
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, open, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { stringify } from 'csv-stringify/sync';
import iconv from 'iconv-lite';
import {
  fileStreams,
  type SocialInsuranceStream,
  type SocialInsuranceWire,
  socialInsuranceRows as schemas,
} from '../social-insurance/social-insurance.records.js';
import { dayText } from './calendar.js';
import { changedRows } from './changed-rows.js';
import type { Population } from './population.js';
import { socialInsuranceRows } from './social-insurance.picture.js';

/** What the office has to deliver. */
export interface Drops {
  /** Day folders that exist by now, `20261122`, oldest first. */
  folders(): string[];
  /** Rows of a stream in a folder; null when it delivers no such file there. */
  rows<S extends SocialInsuranceStream>(folder: string, stream: S): Iterable<SocialInsuranceWire<S>> | null;
}

const streamNames = Object.keys(fileStreams) as SocialInsuranceStream[];
const rowsPerPart = 50_000;
const rowsPerBlock = 1_000;

/** The population's drops: everything on day 0, then each day's changes, with a snapshot of the insured on Sundays. */
export function dropsOf(population: Population, offsetDays: () => number): Drops {
  const { today } = population.world;
  const day = (offset: number) => dayText(today + offset);
  const folderOf = (offset: number) => day(offset).replaceAll('-', '');
  const offsetOf = (folder: string) => {
    const offset = Array.from({ length: offsetDays() + 1 }, (_, n) => n).find((n) => folderOf(n) === folder);
    if (offset === undefined) throw new RangeError(`no drop on ${folder}`);
    return offset;
  };
  return {
    folders: () => Array.from({ length: offsetDays() + 1 }, (_, offset) => folderOf(offset)),
    rows(folder, stream) {
      const offset = offsetOf(folder);
      const sunday = new Date(day(offset)).getUTCDay() === 0;
      if (offset > 0 && stream === 'persons' && !sunday) return null;
      const rows = socialInsuranceRows(population, stream, offset);
      if (offset === 0 || stream === 'persons') return wiresOf(rows);
      const before = socialInsuranceRows(population, stream, offset - 1);
      return changedRows(before, rows, (row) => ({ ...row, op: 'D' }));
    },
  };
}

function* wiresOf<Row>(rows: Iterable<{ row: Row | null }>): Generator<Row> {
  for (const { row } of rows) if (row !== null) yield row;
}

/** Writes one day folder below `outbox` unless it stands there. READY is last, and the folder appears as a whole. */
export async function writeDropFolder(outbox: string, folder: string, drops: Drops): Promise<void> {
  if (existsSync(join(outbox, folder))) return;
  const unfinished = join(outbox, `.${folder}`);
  await rm(unfinished, { recursive: true, force: true });
  await mkdir(unfinished, { recursive: true });
  const manifest = [['file', 'bytes', 'rows', 'sha256']];
  for (const stream of streamNames) {
    const rows = drops.rows(folder, stream);
    if (rows !== null) manifest.push(...(await writeParts(unfinished, folder, stream, rows)));
  }
  await writeFile(join(unfinished, 'MANIFEST.csv'), stringify(manifest, { record_delimiter: 'windows' }));
  await writeFile(join(unfinished, 'READY'), '');
  await rename(unfinished, join(outbox, folder));
}

async function writeParts(
  folderPath: string,
  folder: string,
  stream: SocialInsuranceStream,
  rows: Iterable<Record<string, string>>,
): Promise<string[][]> {
  const columns = Object.keys(schemas[stream].shape);
  const entries: string[][] = [];
  const iterator = rows[Symbol.iterator]();
  for (let next = iterator.next(); !next.done || entries.length === 0;) {
    const file = `SI_${fileStreams[stream]}_${folder}_${String(entries.length + 1).padStart(3, '0')}.csv`;
    const digest = createHash('sha256');
    const handle = await open(join(folderPath, file), 'w');
    let [bytes, count] = [0, 0];
    const write = async (block: string[][], quoted: boolean) => {
      const encoded = iconv.encode(stringify(block, { record_delimiter: 'windows', quoted }), 'gb18030');
      digest.update(encoded);
      bytes += encoded.length;
      await handle.write(encoded);
    };
    await write([columns], false);
    while (!next.done && count < rowsPerPart) {
      const block: string[][] = [];
      for (; !next.done && block.length < rowsPerBlock; next = iterator.next())
        block.push(columns.map((column) => next.value[column] ?? ''));
      // Some of the office's programs quote everything.
      await write(block, (count / rowsPerBlock) % 10 === 3);
      count += block.length;
    }
    await handle.close();
    entries.push([file, String(bytes), String(count), digest.digest('hex')]);
  }
  return entries;
}

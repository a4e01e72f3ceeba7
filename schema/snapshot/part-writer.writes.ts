/** A snapshot's file on its way into the database: compressed as it comes and kept part by part, so that memory stays flat. */
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createGzip } from 'node:zlib';
import type pg from 'pg';
import type { Day } from '../../rules/vocabulary.js';
import type { SnapshotFileEntry } from './snapshot.reads.js';

const partBytes = 1024 * 1024;

export interface PartWriter {
  write(text: string, rows: number): Promise<void>;
  end(): Promise<SnapshotFileEntry>;
}

export function openPartWriter(client: pg.ClientBase, day: Day, name: string): PartWriter {
  const digest = createHash('sha256');
  const gzip = createGzip();
  const entry = { name, rows: 0, bytes: 0, gzipBytes: 0, parts: 0 };
  let waiting: Buffer[] = [];
  let size = 0;
  gzip.on('data', (chunk: Buffer) => {
    waiting.push(chunk);
    size += chunk.length;
  });

  async function keepPart(): Promise<void> {
    await client.query(`insert into open_snapshot_part (day, file, part, bytes) values ($1, $2, $3, $4)`, [
      day,
      name,
      entry.parts,
      Buffer.concat(waiting),
    ]);
    entry.parts += 1;
    entry.gzipBytes += size;
    waiting = [];
    size = 0;
  }

  return {
    async write(text, rows) {
      const bytes = Buffer.from(text);
      digest.update(bytes);
      entry.bytes += bytes.length;
      entry.rows += rows;
      await new Promise<void>((done, failed) => gzip.write(bytes, (error) => (error ? failed(error) : done())));
      if (size >= partBytes) await keepPart();
    },
    async end() {
      gzip.end();
      await once(gzip, 'end');
      await keepPart();
      return { ...entry, sha256: digest.digest('hex') };
    },
  };
}

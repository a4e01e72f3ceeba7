/** Once a minute the newest signed root goes to places that are not the database's: whoever rewrites the log cannot rewrite theirs. */
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type pg from 'pg';
import { request } from 'undici';
import { readLastAnchored, writeAnchor } from '../schema/access-log/anchor.writes.js';
import { sealLine } from '../schema/access-log/export.reads.js';
import { readLogId, readNewestSeal, type SealRow } from '../schema/access-log/tree.reads.js';

export interface AnchorPlace {
  /** As it is set: an address or a folder, without anything secret in it. */
  name: string;
  /** Hands over one line of JSON; resolves with what the place answered, throws when it does not hold the line now. */
  keep(seal: number, line: string, signal: AbortSignal): Promise<string>;
}

const patienceMs = 10_000;
const longestReceipt = 4096;

/** `https://…`: somebody else's endpoint. `file:///folder/`: a folder, best on a write-once share, a file a root that is never written again. */
export function anchorPlaceAt(address: URL): AnchorPlace {
  return address.protocol === 'file:' ? folder(fileURLToPath(address)) : endpoint(address);
}

function folder(path: string): AnchorPlace {
  return {
    name: path,
    async keep(seal, line) {
      await mkdir(path, { recursive: true });
      const file = join(path, `seal-${String(seal).padStart(12, '0')}.json`);
      try {
        await writeFile(file, line, { flag: 'wx', mode: 0o444 });
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'EEXIST') {
          // A disk that was full keeps half a line, and whoever verifies would stumble over it.
          await rm(file, { force: true });
          throw error;
        }
        if ((await readFile(file, 'utf8')) !== line)
          throw new Error('it holds another root under this number', { cause: error });
      }
      return file;
    },
  };
}

function endpoint(address: URL): AnchorPlace {
  return {
    name: `${address.origin}${address.pathname}`,
    async keep(seal, line, signal) {
      const limits = AbortSignal.any([signal, AbortSignal.timeout(patienceMs)]);
      const headers = { 'content-type': 'application/json', 'idempotency-key': String(seal) };
      const { statusCode, body } = await request(address, { method: 'POST', headers, body: line, signal: limits });
      const answer = await beginningOf(body);
      if (statusCode < 200 || statusCode > 299) throw new Error(`it answers ${statusCode}`);
      return answer;
    },
  };
}

/** Whatever a place sends, and for however long. */
async function beginningOf(body: AsyncIterable<Buffer>): Promise<string> {
  const parts: Buffer[] = [];
  let bytes = 0;
  for await (const part of body) {
    parts.push(part.subarray(0, longestReceipt - bytes));
    bytes += part.length;
    if (bytes >= longestReceipt) break;
  }
  // PostgreSQL's text has no place for a NUL.
  return Buffer.concat(parts).toString().replaceAll('\0', '\u{fffd}');
}

/** A signed root as outside places keep it, and the verifier reads it: one line. */
export function anchorLine(log: string, seal: SealRow): string {
  return `${JSON.stringify({ log, ...sealLine(seal) })}\n`;
}

/** Asks all places at once: a slow one keeps nobody waiting. Returns the names of those that do not hold it; they get the next one in a minute. */
export async function anchorNewestSeal(
  pool: pg.Pool,
  places: readonly AnchorPlace[],
  signal: AbortSignal,
): Promise<string[]> {
  const newest = await readNewestSeal(pool);
  if (!newest) return [];
  const line = anchorLine(await readLogId(pool), newest);
  const { seal, size } = newest;
  async function keptAt(place: AnchorPlace): Promise<boolean> {
    // Another worker may have been here in this minute.
    if ((await readLastAnchored(pool, place.name)) === seal) return true;
    const anchor = await place.keep(seal, line, signal).then(
      (receipt) => ({ outcome: 'kept' as const, receipt }),
      (error: NodeJS.ErrnoException) => ({
        outcome: 'failed' as const,
        // Of a time-out the code is a number.
        receipt: typeof error.code === 'string' ? error.code : error.message,
      }),
    );
    await writeAnchor(pool, { seal, size, place: place.name, ...anchor });
    return anchor.outcome === 'kept';
  }
  const kept = await Promise.all(places.map(keptAt));
  return places.filter((_, i) => !kept[i]).map(({ name }) => name);
}

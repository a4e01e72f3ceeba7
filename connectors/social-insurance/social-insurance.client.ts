/** Reads the drop folders: only finished ones, and of a file only bytes that the manifest vouches for. */
import { createHash } from 'node:crypto';
import { parse } from 'csv-parse/sync';
import { z } from 'zod';
import type { ConnectorContext } from '../connector.js';
import type { SourceSettings } from '../source-settings.js';
import { SourceError, type SourceErrorKind } from '../source-error.js';
import type { SftpSession } from '../transport.js';
import { holdsUtf8, linesOf } from './gb18030-lines.js';

/** A part is read whole, so that its digest is known before its first row is believed and nothing is read twice or spooled. */
const maxPartBytes = 64 * 1024 * 1024;
const maxManifestBytes = 4 * 1024 * 1024;

const manifestEntry = z.strictObject({
  file: z.string().regex(/^SI_[A-Z_]+_\d{8}_\d{3,6}\.csv$/),
  bytes: z.coerce.number().int().nonnegative(),
  rows: z.coerce.number().int().nonnegative(),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
});
export type ManifestEntry = z.infer<typeof manifestEntry>;

/** The files of one stream in one finished folder, in the order of their parts. */
export interface Delivery {
  folder: string;
  entries: ManifestEntry[];
}

/** Opens a session, hands it over, and closes it whatever happens. Throws SourceError alone. */
export async function* withSession<T>(
  settings: SourceSettings['social-insurance'],
  context: ConnectorContext,
  use: (session: SftpSession) => AsyncIterable<T>,
): AsyncGenerator<T> {
  let session: SftpSession | undefined;
  try {
    session = await context.transport.sftp(settings, context.signal);
    yield* use(session);
  } catch (error) {
    throw sourceErrorOf(error, context.signal);
  } finally {
    // A session that is already lost cannot be closed once more; what happened to it was said above.
    await session?.close().catch(() => undefined);
  }
}

/** Names of the day folders, oldest first. */
export async function dayFolders(session: SftpSession): Promise<string[]> {
  return (await session.list('/outbox')).filter((name) => /^\d{8}$/.test(name)).sort();
}

/** What a folder delivers of a file stream, or null while the other side has not finished it. */
export async function deliveryOf(session: SftpSession, folder: string, fileStream: string): Promise<Delivery | null> {
  const names = await session.list(`/outbox/${folder}`);
  if (!names.includes('READY') || !(await isEmpty(session, `/outbox/${folder}/READY`))) return null;
  if (!names.includes('MANIFEST.csv')) throw broken(`/outbox/${folder} is READY but has no MANIFEST.csv`);
  const manifest = manifestOf(await bytesOf(session, `/outbox/${folder}/MANIFEST.csv`, maxManifestBytes), folder);
  const ours = new RegExp(`^SI_${fileStream}_${folder}_\\d+\\.csv$`);
  const entries = manifest.filter((entry) => ours.test(entry.file)).sort((a, b) => (a.file < b.file ? -1 : 1));
  for (const name of names)
    if (ours.test(name) && !entries.some((entry) => entry.file === name))
      throw broken(`/outbox/${folder}/${name} is not in its MANIFEST.csv`);
  for (const { file } of entries)
    if (!names.includes(file)) throw broken(`/outbox/${folder}/${file} stands in MANIFEST.csv but is missing`);
  return { folder, entries };
}

/** The bytes of a file, only when size, SHA-256 and number of rows are those of the manifest. */
export async function verifiedFile(session: SftpSession, folder: string, entry: ManifestEntry): Promise<Buffer> {
  const path = `/outbox/${folder}/${entry.file}`;
  if (entry.bytes > maxPartBytes)
    throw new SourceError('social-insurance', 'contract', `${path} is longer than 64 MiB: it must come in parts`);
  const bytes = await bytesOf(session, path, entry.bytes);
  if (bytes.length !== entry.bytes) throw broken(`${path} is shorter than MANIFEST.csv says`);
  if (createHash('sha256').update(bytes).digest('hex') !== entry.sha256)
    throw broken(`${path} has another SHA-256 than MANIFEST.csv says`);
  let rows = -1; // the header is no row
  for (const _ of linesOf(bytes)) rows++;
  if (rows !== entry.rows) throw broken(`${path} has ${rows} rows, MANIFEST.csv says ${entry.rows}`);
  if (holdsUtf8(linesOf(bytes))) throw broken(`${path} is written in UTF-8, wholly or in part; GB18030 is agreed`);
  return bytes;
}

function manifestOf(bytes: Buffer, folder: string): ManifestEntry[] {
  try {
    const entries = z.array(manifestEntry).parse(parse(bytes, { columns: true, bom: true }));
    if (entries.every((entry) => entry.file.includes(`_${folder}_`))) return entries;
  } catch {
    // Said below: whatever is wrong with it, the way out is the same.
  }
  throw broken(`/outbox/${folder}/MANIFEST.csv is damaged or belongs to another day`);
}

async function isEmpty(session: SftpSession, path: string): Promise<boolean> {
  return (await session.read(path, 1)).length === 0;
}

/** A whole file; one that has more than `limit` bytes is not read further. */
async function bytesOf(session: SftpSession, path: string, limit: number): Promise<Buffer> {
  const bytes = await session.read(path, limit + 1);
  if (bytes.length > limit) throw broken(`${path} is longer than agreed (${limit} bytes)`);
  return bytes;
}

function broken(what: string): SourceError {
  return new SourceError(
    'social-insurance',
    'integrity',
    `${what}; nothing of it was taken, ask the bureau to deliver it again`,
  );
}

const kinds: Record<string, readonly [SourceErrorKind, string]> = {
  HOST_KEY_CHANGED: ['auth', 'the server shows another host key than the pinned one; nothing was sent to it'],
  SIGN_IN_REFUSED: ['auth', 'the sign-in was refused: check user name and password'],
  EACCES: ['permission', 'a folder or file may not be read: ask the bureau for the right'],
  ENOENT: ['protocol', 'a folder or file vanished while it was read'],
};

/** A driver's message may name users and addresses, so it does not go on. */
function sourceErrorOf(error: unknown, signal: AbortSignal): SourceError {
  if (error instanceof SourceError) return error;
  if (signal.aborted)
    return new SourceError('social-insurance', 'cancelled', 'social-insurance: reading was cancelled');
  const { code, message } = error as { code?: unknown; message: string };
  // This message is the door's own: a path that was checked, and the limit.
  if (code === 'TIMEOUT') return new SourceError('social-insurance', 'timeout', `social-insurance: ${message}`);
  const found = typeof code === 'string' ? kinds[code] : undefined;
  if (found) return new SourceError('social-insurance', found[0], `social-insurance: ${found[1]}`);
  if (code !== undefined)
    return new SourceError(
      'social-insurance',
      'unavailable',
      'social-insurance: the server cannot be reached or hung up',
    );
  return new SourceError('social-insurance', 'defect', `social-insurance: reading failed (${(error as Error).name})`);
}

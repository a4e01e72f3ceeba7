/** Reads one of the register's views: one snapshot, a server cursor, and the driver's errors in the hub's closed set. */
import type { ConnectorContext } from '../connector.js';
import { SourceError, type SourceErrorKind } from '../source-error.js';
import type { SqlSession } from '../transport.js';
import type { RawRow, View } from './views.js';

/** A part of the view: a condition over $1, $2 … */
export interface Selection {
  where: string;
  values: readonly unknown[];
}

/** Opens a session, hands it over, and closes it whatever happens. Throws SourceError alone. */
export async function* withSession<T>(
  connectionString: string,
  context: ConnectorContext,
  view: View,
  use: (session: SqlSession) => AsyncIterable<T>,
): AsyncGenerator<T> {
  let session: SqlSession | undefined;
  try {
    session = await context.transport.sql(connectionString, context.signal);
    yield* use(session);
  } catch (error) {
    throw sourceErrorOf(error, context.signal, view.name);
  } finally {
    // A session that is already lost cannot be closed once more; what happened to it was said above.
    await session?.close().catch(() => undefined);
  }
}

/** Starts the one snapshot in which everything else is read. */
export async function beginSnapshot(session: SqlSession): Promise<void> {
  await session.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY', []);
}

/** The newest change in the view up to a moment (wall time), as the view writes it; null when there is none. */
export async function newestChange(session: SqlSession, view: View, upTo: string): Promise<string | null> {
  const part = 'last_modified <= $1::timestamp';
  const [row] = await session.query(`SELECT max(last_modified)::text AS newest FROM ${view.name} WHERE ${part}`, [
    upTo,
  ]);
  return row?.['newest'] ?? null;
}

export async function countRows(session: SqlSession, view: View, part: Selection): Promise<number> {
  const [row] = await session.query(`SELECT count(*) AS n FROM ${view.name} WHERE ${part.where}`, part.values);
  return Number(row?.['n']);
}

/** Pages of at most `size` rows in the view's order; the next page is fetched when it is asked for. */
export async function* pages(session: SqlSession, view: View, part: Selection, size: number): AsyncGenerator<RawRow[]> {
  const order = view.order.map((column) => `v.${column}`).join(', ');
  await session.query(
    `DECLARE register NO SCROLL CURSOR FOR
     SELECT ${view.select} FROM ${view.name} v WHERE ${part.where} ORDER BY ${order}`,
    part.values,
  );
  for (;;) {
    const rows = await session.query(`FETCH FORWARD ${Math.max(1, Math.trunc(size))} FROM register`, []);
    if (rows.length > 0) yield rows;
    if (rows.length < size) return;
  }
}

/** What may be done about an SQLSTATE (its first places decide) or a socket's error code. */
const kinds: readonly (readonly [RegExp, SourceErrorKind, string])[] = [
  [/^(28|3D000)/, 'auth', 'the sign-in was refused: check user, password and database name'],
  [/^42501/, 'permission', 'the role may not read VIEW: ask the bureau for SELECT on it'],
  [/^(42P01|42703|42883)/, 'contract', 'VIEW or one of its columns is missing or was renamed'],
  [/^57014/, 'timeout', 'the statement took too long and was ended'],
  [/^(53|57|58|40|08|25P0|XX)/, 'unavailable', 'the database cannot answer at the moment'],
  [/^ERR_INVALID/, 'defect', 'its address cannot be read: check COMMERCE_URL'],
  [/^E[A-Z]/, 'unavailable', 'the database cannot be reached: check address and port'],
];

/** The driver's message may quote values and the address, so the code alone goes on. */
function sourceErrorOf(error: unknown, signal: AbortSignal, view: string): SourceError {
  if (error instanceof SourceError) return error;
  if (signal.aborted) return new SourceError('commerce', 'cancelled', 'commerce: reading was cancelled');
  const code = (error as { code?: unknown }).code;
  if (typeof code === 'string') {
    const found = kinds.find(([pattern]) => pattern.test(code));
    if (found) return new SourceError('commerce', found[1], `commerce: ${found[2].replace('VIEW', view)} (${code})`);
    return new SourceError('commerce', 'defect', `commerce: the database refused the statement (${code})`);
  }
  // The driver gives no code when a connection is cut, falls silent or does not come about in time.
  if (error instanceof Error && error.message === 'Query read timeout')
    return new SourceError('commerce', 'timeout', `commerce: ${view} was given up: the database fell silent`);
  if (error instanceof Error && /connection|timeout/i.test(error.message))
    return new SourceError('commerce', 'unavailable', 'commerce: the connection to the database was lost');
  return new SourceError(
    'commerce',
    'defect',
    `commerce: reading failed (${error instanceof Error ? error.name : ''})`,
  );
}

/** `commerce`: the register of market entities and their members, read from two SQL views. */
import { z } from 'zod';
import type {
  Batch,
  CheckFinding,
  Connector,
  ConnectorContext,
  End,
  Json,
  PullRequest,
  Reject,
  SourceRow,
} from '../connector.js';
import type { SourceSettings } from '../source-settings.js';
import { rejectOf } from '../reject.js';
import { SourceError } from '../source-error.js';
import { refuseFuture, saved } from '../window.js';
import { beginSnapshot, countRows, newestChange, pages, type Selection, withSession } from './commerce.client.js';
import { overlapMs, type RawRow, type View, views } from './views.js';

const highWaterShape = z.strictObject({ last_modified: z.string() });
/** The last row's values of the columns by which a view is read. */
type Position = Record<string, string>;
const positionShape = ({ order }: View) =>
  z.strictObject(Object.fromEntries(order.map((column) => [column, z.string()])));

/** The business register behind `settings`. */
export function createCommerceConnector(settings: SourceSettings['commerce']): Connector {
  return {
    descriptor: { source: 'commerce', title: '市场主体登记', streams: views.map(({ stream }) => stream) },
    async check(context) {
      const findings: CheckFinding[] = [];
      for (const view of views) findings.push(...(await check(settings.connectionString, view, context)));
      return findings;
    },
    readAgain: (stream, { raw }) => readOne(viewOf(stream), JSON.parse(raw) as RawRow),
    async *pull(request, context) {
      const view = viewOf(request.stream);
      yield* withSession(settings.connectionString, context, view, async function* (session) {
        const position: Position | null = stored(positionShape(view), request.position);
        const highWater = stored(highWaterShape, request.highWater);
        const now = context.now().getTime();
        if (request.mode.kind === 'changes' && highWater !== null) {
          const since = Date.parse(shanghaiInstant(highWater.last_modified)) - overlapMs;
          refuseFuture('commerce', view.stream.stream, new Date(since).toISOString(), new Date(now).toISOString());
        }
        await beginSnapshot(session);
        // A slip of the pen far in the future must not become the mark from which later nights read: it would hide all before it.
        const upTo = shanghaiWallTime(now + overlapMs);
        const newest = (await newestChange(session, view, upTo)) ?? highWater?.last_modified;
        if (newest === undefined)
          throw new SourceError(
            'commerce',
            'unavailable',
            `commerce: ${view.name} is empty, nothing was ever read from it`,
          );
        const whole = selectionOf(request.mode, highWater?.last_modified ?? null);
        const expectedRows = await countRows(session, view, whole);
        for await (const page of pages(session, view, behind(whole, view, position), request.batchSize))
          yield batchOf(view, page, expectedRows);
        const moves = request.mode.kind === 'all' || request.mode.kind === 'changes';
        yield {
          kind: 'end',
          asOf: shanghaiInstant(newest),
          highWater: moves ? { last_modified: newest } : request.highWater,
          // The order is by change time: a row that changes between a break and its resumption moves ahead, it is not lost.
          completeSnapshot: request.mode.kind === 'all' || (request.mode.kind === 'changes' && highWater === null),
        } satisfies End;
      });
    },
  };
}

/** The rows that a mode asks for. */
function selectionOf(mode: PullRequest['mode'], highWater: string | null): Selection {
  if (mode.kind === 'key') return { where: 'credit_code = ANY($1::text[])', values: [mode.keys] };
  if (mode.kind === 'range') {
    const values = [shanghaiWallTime(Date.parse(mode.from)), shanghaiWallTime(Date.parse(mode.to))];
    return { where: 'last_modified >= $1::timestamp AND last_modified < $2::timestamp', values };
  }
  if (mode.kind === 'all' || highWater === null) return { where: 'true', values: [] };
  const from = Date.parse(shanghaiInstant(highWater)) - overlapMs;
  return { where: 'last_modified >= $1::timestamp', values: [shanghaiWallTime(from)] };
}

function behind(part: Selection, { order }: View, position: Position | null): Selection {
  if (position === null) return part;
  const places = order.map(
    (column, i) => `$${part.values.length + i + 1}${column === 'last_modified' ? '::timestamp' : ''}`,
  );
  return {
    where: `${part.where} AND (${order.join(', ')}) > (${places.join(', ')})`,
    values: [...part.values, ...order.map((column) => position[column])],
  };
}

function batchOf(view: View, page: RawRow[], expectedRows: number): Batch {
  const rows: SourceRow[] = [];
  const rejects: Reject[] = [];
  for (const row of page) {
    const read = readOne(view, row);
    if ('op' in read) rows.push(read);
    else rejects.push(read);
  }
  // A missing time breaks the contract (the row is a reject); such rows come last, so nothing stands behind them.
  const absent = (column: string) => (column === 'last_modified' ? 'infinity' : '');
  const last = page.at(-1);
  const position = Object.fromEntries(view.order.map((column) => [column, last?.[column] ?? absent(column)]));
  return { kind: 'batch', rows, rejects, position, expectedRows };
}

function viewOf(name: string): View {
  const view = views.find(({ stream }) => stream.stream === name);
  if (view) return view;
  throw new SourceError('commerce', 'defect', `commerce has no stream ${name}`);
}

function readOne(view: View, row: RawRow): SourceRow | Reject {
  const read = view.read(row);
  if ('op' in read) return read;
  const [changed, ...names] = view.order.map((column) => row[column] ?? '');
  const key = names.every((name) => name !== '') ? names.join('/') : null;
  const location = { view: view.name, key: key ?? '', lastModified: changed ?? '' };
  return rejectOf(read, row, { key, location, raw: JSON.stringify(row) });
}

async function check(connectionString: string, view: View, context: ConnectorContext): Promise<CheckFinding[]> {
  const findings: CheckFinding[] = [];
  try {
    const probe = withSession(connectionString, context, view, async function* (session) {
      findings.push({ what: 'sign-in', ok: true, message: 'connected' });
      await beginSnapshot(session);
      for await (const _ of pages(session, view, { where: 'false', values: [] }, 1));
      findings.push({ what: 'contract', ok: true, message: `${view.name} has the agreed columns` });
      const [row] = await session.query(
        `SELECT has_table_privilege(current_user, '${view.name}', 'INSERT, UPDATE, DELETE, TRUNCATE') AS may_write`,
        [],
      );
      yield row?.['may_write'] === 'f';
    });
    for await (const ok of probe)
      findings.push({
        what: 'read-only',
        ok,
        message: ok
          ? `the role can only read ${view.name}`
          : `the role may write ${view.name}: ask for a read-only one`,
      });
  } catch (error) {
    if (!(error instanceof SourceError)) throw error;
    findings.push({ what: error.kind, ok: false, message: error.message });
  }
  return findings;
}

function stored<T>(shape: z.ZodType<T>, value: Json): T | null {
  return value === null ? null : saved('commerce', shape, value);
}

/** `2026-11-20 13:45:12` or `2026-11-20`, Shanghai wall time, as an instant. */
function shanghaiInstant(wallTime: string): string {
  const [day, time = '00:00:00'] = wallTime.split(' ');
  return new Date(`${day}T${time}+08:00`).toISOString();
}

function shanghaiWallTime(ms: number): string {
  return new Date(ms + 8 * 3_600_000).toISOString().slice(0, 23).replace('T', ' ');
}

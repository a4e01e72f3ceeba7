/** `commerce`: the register of market entities, read from a SQL view. */
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
import { saved } from '../window.js';
import {
  beginSnapshot,
  countRows,
  newestChange,
  pages,
  type RawRow,
  type Selection,
  view,
  withSession,
} from './commerce.client.js';
import { marketEntityRow } from './commerce.records.js';
import { translateMarketEntity } from './commerce.translate.js';

const stream = 'market-entities';
/** `last_modified` may be the day alone: a row changed later on the same day keeps its value. */
const overlapMs = 24 * 3_600_000;

const positionShape = z.strictObject({ last_modified: z.string(), credit_code: z.string() });
const highWaterShape = z.strictObject({ last_modified: z.string() });

/** The business register behind `settings`. */
export function createCommerceConnector(settings: SourceSettings['commerce']): Connector {
  return {
    descriptor: {
      source: 'commerce',
      title: '市场主体登记',
      streams: [{ stream, title: '市场主体', overlapMs, canLookUp: true }],
    },
    check: (context) => check(settings.connectionString, context),
    pull: (request, context) =>
      withSession(settings.connectionString, context, async function* (session) {
        if (request.stream !== stream)
          throw new SourceError('commerce', 'defect', `commerce has no stream ${request.stream}`);
        const position = stored(positionShape, request.position);
        const highWater = stored(highWaterShape, request.highWater);
        await beginSnapshot(session);
        const newest = (await newestChange(session)) ?? highWater?.last_modified;
        if (newest === undefined)
          throw new SourceError('commerce', 'unavailable', `commerce: ${view} is empty, nothing was ever read from it`);
        const whole = selectionOf(request.mode, highWater?.last_modified ?? null);
        const expectedRows = await countRows(session, whole);
        for await (const page of pages(session, behind(whole, position), request.batchSize))
          yield batchOf(page, expectedRows);
        const moves = request.mode.kind === 'all' || request.mode.kind === 'changes';
        yield {
          kind: 'end',
          asOf: shanghaiInstant(newest),
          highWater: moves ? { last_modified: newest } : request.highWater,
          // The order is by change time: a row that changes between a break and its resumption moves ahead, it is not lost.
          completeSnapshot: request.mode.kind === 'all' || (request.mode.kind === 'changes' && highWater === null),
        } satisfies End;
      }),
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

function behind(part: Selection, position: z.infer<typeof positionShape> | null): Selection {
  if (position === null) return part;
  const n = part.values.length;
  return {
    where: `${part.where} AND (last_modified, credit_code) > ($${n + 1}::timestamp, $${n + 2})`,
    values: [...part.values, position.last_modified, position.credit_code],
  };
}

function batchOf(page: RawRow[], expectedRows: number): Batch {
  const rows: SourceRow[] = [];
  const rejects: Reject[] = [];
  for (const row of page) {
    const parsed = marketEntityRow.safeParse(row);
    if (parsed.success) rows.push(translateMarketEntity(parsed.data));
    else {
      const key = row['credit_code'] ?? null;
      const location = { view, key: key ?? '', lastModified: row['last_modified'] ?? '' };
      rejects.push(rejectOf(parsed.error, row, { key, location, raw: JSON.stringify(row) }));
    }
  }
  const last = page.at(-1);
  // A missing time breaks the contract (the row is a reject); such rows come last, so nothing stands behind them.
  const position = { last_modified: last?.['last_modified'] ?? 'infinity', credit_code: last?.['credit_code'] ?? '' };
  return { kind: 'batch', rows, rejects, position, expectedRows };
}

async function check(connectionString: string, context: ConnectorContext): Promise<CheckFinding[]> {
  const findings: CheckFinding[] = [];
  try {
    const probe = withSession(connectionString, context, async function* (session) {
      findings.push({ what: 'sign-in', ok: true, message: 'connected' });
      await beginSnapshot(session);
      for await (const _ of pages(session, { where: 'false', values: [] }, 1));
      findings.push({ what: 'contract', ok: true, message: `${view} has the agreed columns` });
      const [row] = await session.query(
        `SELECT has_table_privilege(current_user, '${view}', 'INSERT, UPDATE, DELETE, TRUNCATE') AS may_write`,
        [],
      );
      yield row?.['may_write'] === 'f';
    });
    for await (const ok of probe)
      findings.push({
        what: 'read-only',
        ok,
        message: ok ? 'the role can only read' : 'the role may write: ask for a read-only one',
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

/** The provincial employment management system as a connector: windows of change time, pages by token, tombstones, look-up by key. */
import { z } from 'zod';
import type {
  Batch,
  Connector,
  ConnectorContext,
  End,
  Location,
  PullRequest,
  Reject,
  SourceRow,
} from '../connector.js';
import type { SourceSettings } from '../source-settings.js';
import { rejectOf } from '../reject.js';
import { SourceError } from '../source-error.js';
import { checkStream, earlier, epoch, instant, refuseFuture, saved, sinceOf } from '../window.js';
import {
  createEmploymentClient,
  type EmploymentClient,
  lookUpLimit,
  type Page,
  pageLimit,
} from './employment.client.js';
import { type EmploymentStream, employmentRows, tombstone } from './employment.records.js';
import { instantOf, translateEmployment } from './employment.translate.js';

/** Rows may be committed at the source this long after their change time. */
const overlapMs = 10 * 60_000;

const titles: Record<EmploymentStream, string> = {
  'job-seekers': '求职人员',
  registrations: '就业失业登记',
  hardship: '就业困难人员认定',
  'benefit-grants': '补贴发放记录',
  certificates: '就业创业证',
  trainings: '职业培训',
  'startup-loans': '创业担保贷款',
  internships: '就业见习',
  'rural-labour': '农村劳动力',
  households: '零就业和低保家庭成员',
  'internship-units': '就业见习单位',
  parks: '创业园区',
  'park-residents': '园区入驻企业',
  communities: '社区',
  'welfare-posts': '公益性岗位',
  'training-bodies': '培训机构',
};
const streamNames = Object.keys(employmentRows) as EmploymentStream[];

/** `page` is the token of the next page; null when every page of the window has been read. */
const windowPosition = z.object({ since: instant, until: instant, page: z.string().nullable() });
const keyPosition = z.object({ keysDone: z.int().nonnegative(), asOf: instant });

export function createEmploymentConnector(settings: SourceSettings['employment']): Connector {
  return {
    descriptor: {
      source: 'employment',
      title: '就业管理信息系统',
      streams: streamNames.map((stream) => ({ stream, title: titles[stream], overlapMs, canLookUp: true })),
    },
    async check(context) {
      const client = createEmploymentClient(settings, context);
      const since = context.now().toISOString();
      const ask = async (stream: string) =>
        (await client.page(stream, { since, until: null, page: null, size: 1 })).asOf;
      return Promise.all(streamNames.map((stream) => checkStream(`employment/${stream}`, () => ask(stream), context)));
    },
    pull(request, context) {
      const client = createEmploymentClient(settings, context);
      const stream = knownStream(request.stream);
      return request.mode.kind === 'key'
        ? pullKeys(client, stream, request.mode.keys, request)
        : pullWindow(client, stream, request, context);
    },
    readAgain: (stream, { raw, location }) => readOne(knownStream(stream), JSON.parse(raw), location),
  };
}

async function* pullWindow(
  client: EmploymentClient,
  stream: EmploymentStream,
  request: PullRequest,
  context: ConnectorContext,
): AsyncGenerator<Batch | End> {
  const size = Math.min(request.batchSize, pageLimit);
  let position = request.position === null ? null : saved('employment', windowPosition, request.position);
  const since = position?.since ?? sinceOf('employment', request, overlapMs);
  let until = position?.until ?? (request.mode.kind === 'range' ? request.mode.to : null);
  let asOf = context.now().toISOString();
  let restarted = false;
  const seen = new Set<string>();
  for (let number = 1; position === null || position.page !== null; number++) {
    let page: Page;
    try {
      page = await client.page(stream, { since, until, page: position?.page ?? null, size });
    } catch (error) {
      // Tokens live ten minutes: a run that slept longer reads its window again, unchanged rows fall out by their hash.
      if (!(error instanceof SourceError) || error.kind !== 'position-expired' || restarted) throw error;
      restarted = true;
      position = null;
      seen.clear();
      context.log('page token expired, the window is read again', { source: 'employment', stream });
      continue;
    }
    asOf = page.asOf;
    until ??= asOf;
    refuseFuture('employment', stream, since, asOf);
    if (page.next !== null && page.next === position?.page)
      throw new SourceError('employment', 'protocol', `employment/${stream}: the source repeats a page token`);
    // A cursor without end would hold the worker for ever: under another token no page is the same twice.
    if (seen.size === seen.add(page.digest).size)
      throw new SourceError('employment', 'protocol', `employment/${stream}: the source gives the same page again`);
    position = { since, until, page: page.next };
    yield { ...readRows(stream, page.rows, { page: number }), position, expectedRows: null };
  }
  const whole = since === epoch && request.mode.kind !== 'range';
  const highWater = request.mode.kind === 'range' ? request.highWater : position.until;
  yield { kind: 'end', asOf: earlier(position.until, asOf), highWater, completeSnapshot: whole };
}

async function* pullKeys(
  client: EmploymentClient,
  stream: EmploymentStream,
  keys: readonly string[],
  request: PullRequest,
): AsyncGenerator<Batch | End> {
  let position = request.position === null ? null : saved('employment', keyPosition, request.position);
  for (let done = position?.keysDone ?? 0; done < keys.length || position === null; done += lookUpLimit) {
    const page = await client.lookUp(stream, keys.slice(done, done + lookUpLimit));
    position = { keysDone: Math.min(done + lookUpLimit, keys.length), asOf: page.asOf };
    yield { ...readRows(stream, page.rows, { lookup: done / lookUpLimit + 1 }), position, expectedRows: keys.length };
  }
  yield { kind: 'end', asOf: position.asOf, highWater: request.highWater, completeSnapshot: false };
}

function readRows(
  stream: EmploymentStream,
  values: unknown[],
  place: Location,
): Pick<Batch, 'kind' | 'rows' | 'rejects'> {
  const rows: SourceRow[] = [];
  const rejects: Reject[] = [];
  for (const [index, value] of values.entries()) {
    const row = readOne(stream, value, { ...place, index });
    if ('op' in row) rows.push(row);
    else rejects.push(row);
  }
  return { kind: 'batch', rows, rejects };
}

function readOne(stream: EmploymentStream, value: unknown, location: Location): SourceRow | Reject {
  const row = readRow(stream, value);
  if (!(row instanceof z.ZodError)) return row;
  return rejectOf(row, value, { key: keyOf(value), location, raw: JSON.stringify(value) });
}

function readRow(stream: EmploymentStream, value: unknown): SourceRow | z.ZodError {
  if (typeof value === 'object' && value !== null && 'deletedAt' in value) {
    const { data, error } = tombstone.safeParse(value);
    return error ?? { op: 'tombstone', key: data.key, version: instantOf(data.deletedAt) };
  }
  const { data, error } = employmentRows[stream].safeParse(value);
  return error ?? { op: 'upsert', ...translateEmployment(stream, data) };
}

function keyOf(value: unknown): string | null {
  const key = (value as { key?: unknown } | null)?.key;
  return typeof key === 'string' ? key : null;
}

function knownStream(stream: string): EmploymentStream {
  const known = streamNames.find((name) => name === stream);
  if (known) return known;
  throw new SourceError('employment', 'defect', `employment has no such stream; it has ${streamNames.join(', ')}`);
}

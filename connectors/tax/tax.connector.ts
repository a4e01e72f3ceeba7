/** The tax bureau's taxpayer register as a connector: windows of change time, numbered pages, look-up by credit code. */
import { hash } from 'node:crypto';
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
import { type Answer, createTaxClient, lookUpLimit, pageLimit, type TaxClient } from './tax.client.js';
import { taxpayerRow } from './tax.records.js';
import { translateTaxpayer } from './tax.translate.js';

/** Rows may be committed at the source this long after their change time. */
const overlapMs = 10 * 60_000;
/** How often a window is begun again because rows left it while it was read. */
const restarts = 3;
const stream = 'taxpayers';

/** `pageNo` is the next page; null when every page has been read. `pageSize` and `total` are those of page 1. */
const windowPosition = z.object({
  from: instant,
  to: instant,
  pageNo: z.int().positive().nullable(),
  pageSize: z.int().positive(),
  total: z.int().nonnegative(),
});
const keyPosition = z.object({ keysDone: z.int().nonnegative(), asOf: instant });

export function createTaxConnector(settings: SourceSettings['tax']): Connector {
  return {
    descriptor: {
      source: 'tax',
      title: '税务登记查询服务',
      streams: [{ stream, title: '纳税人登记', overlapMs, canLookUp: true }],
    },
    async check(context) {
      const client = createTaxClient(settings, context);
      const from = context.now().toISOString();
      const ask = async () => (await client.page({ from, to: null, pageNo: 1, pageSize: 1 })).asOf;
      return [await checkStream(`tax/${stream}`, ask, context)];
    },
    pull(request, context) {
      if (request.stream !== stream) throw new SourceError('tax', 'defect', `tax has no such stream; it has ${stream}`);
      const client = createTaxClient(settings, context);
      return request.mode.kind === 'key'
        ? pullKeys(client, request.mode.keys, request)
        : pullWindow(client, request, context);
    },
  };
}

async function* pullWindow(
  client: TaxClient,
  request: PullRequest,
  context: ConnectorContext,
): AsyncGenerator<Batch | End> {
  let position = request.position === null ? null : saved('tax', windowPosition, request.position);
  const from = position?.from ?? sinceOf('tax', request, overlapMs);
  const pageSize = position?.pageSize ?? Math.min(request.batchSize, pageLimit);
  let to = position?.to ?? (request.mode.kind === 'range' ? request.mode.to : null);
  let asOf = context.now().toISOString();
  let restarted = 0;
  const seen = new Set<string>();
  while (position === null || position.pageNo !== null) {
    const pageNo: number = position?.pageNo ?? 1;
    const page = await client.page({ from, to, pageNo, pageSize });
    asOf = page.asOf;
    to ??= asOf;
    refuseFuture('tax', stream, from, asOf);
    const total = totalOf(page);
    if (position !== null && position.total !== total) {
      // A row that changes leaves the window and all later rows move up one page: reading on would skip one.
      if (restarted === restarts) throw unsettled();
      restarted += 1;
      position = null;
      seen.clear();
      context.log('the window changed while it was read and is read again', { source: 'tax', stream });
      continue;
    }
    const expected = Math.max(0, Math.min(pageSize, total - (pageNo - 1) * pageSize));
    if (page.rows.length !== expected)
      throw new SourceError(
        'tax',
        'integrity',
        `tax/${stream}: page ${pageNo} holds ${page.rows.length} rows where the total asks for ${expected}`,
      );
    // The numbers would add up, and the rows of the page that was asked for would be missing.
    const digest = hash('sha256', page.rows.map(({ raw }) => raw).join());
    if (expected > 0 && seen.size === seen.add(digest).size)
      throw new SourceError('tax', 'integrity', `tax/${stream}: page ${pageNo} is the same as a page before it`);
    position = { from, to, pageNo: pageNo * pageSize < total ? pageNo + 1 : null, pageSize, total };
    yield { ...readRows(page, { page: pageNo }), position, expectedRows: total };
  }
  const range = request.mode.kind === 'range';
  const highWater = range ? request.highWater : position.to;
  yield { kind: 'end', asOf: earlier(position.to, asOf), highWater, completeSnapshot: from === epoch && !range };
}

async function* pullKeys(
  client: TaxClient,
  keys: readonly string[],
  request: PullRequest,
): AsyncGenerator<Batch | End> {
  let position = request.position === null ? null : saved('tax', keyPosition, request.position);
  for (let done = position?.keysDone ?? 0; done < keys.length || position === null; done += lookUpLimit) {
    const answer = await client.lookUp(keys.slice(done, done + lookUpLimit));
    position = { keysDone: Math.min(done + lookUpLimit, keys.length), asOf: answer.asOf };
    yield { ...readRows(answer, { lookup: done / lookUpLimit + 1 }), position, expectedRows: keys.length };
  }
  yield { kind: 'end', asOf: position.asOf, highWater: request.highWater, completeSnapshot: false };
}

function readRows(answer: Answer, place: Location): Pick<Batch, 'kind' | 'rows' | 'rejects'> {
  const rows: SourceRow[] = [];
  const rejects: Reject[] = [];
  for (const [index, { value, raw }] of answer.rows.entries()) {
    const { data, error } = taxpayerRow.safeParse(value);
    const code = value['CreditCode'];
    const key = typeof code === 'string' ? code : null;
    if (error) rejects.push(rejectOf(error, value, { key, location: { ...place, index }, raw }));
    else rows.push({ op: 'upsert', ...translateTaxpayer(data) });
  }
  return { kind: 'batch', rows, rejects };
}

function totalOf(page: Answer): number {
  if (page.total !== null) return page.total;
  throw new SourceError('tax', 'contract', `tax/${stream}: a page came without Total`);
}

function unsettled(): SourceError {
  return new SourceError(
    'tax',
    'unavailable',
    `tax/${stream} changes faster than it can be read; read it at a quieter hour`,
  );
}

/** The tax bureau's registers as a connector: windows of change time, numbered pages, look-up of taxpayers by credit code. */
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
import { XmlError } from '../xml.js';
import { checkStream, earlier, epoch, instant, refuseFuture, saved, sinceOf } from '../window.js';
import {
  type Answer,
  createTaxClient,
  lookUpLimit,
  pageLimit,
  readQuoted,
  type TaxClient,
  type Told,
} from './tax.client.js';
import { type TaxRow, type TaxStream, taxRows } from './tax.records.js';
import { translations } from './tax.translate.js';

/** Rows may be committed at the source this long after their change time. */
const overlapMs = 10 * 60_000;
/** How often a window is begun again because rows left it while it was read. */
const restarts = 3;
const titles: Record<TaxStream, string> = { taxpayers: '纳税人登记', withholding: '个人所得税扣缴申报' };
const streamNames = Object.keys(taxRows) as TaxStream[];
/** The elements that make a row's key. */
const keyElements: Record<TaxStream, readonly string[]> = {
  taxpayers: ['CreditCode'],
  withholding: ['IdNumber', 'CreditCode', 'Month'],
};

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
      streams: streamNames.map((stream) => ({
        stream,
        title: titles[stream],
        overlapMs,
        canLookUp: stream === 'taxpayers',
      })),
    },
    async check(context) {
      const client = createTaxClient(settings, context);
      const from = context.now().toISOString();
      const ask = async (stream: TaxStream) =>
        (await client.page(stream, { from, to: null, pageNo: 1, pageSize: 1 })).asOf;
      return Promise.all(streamNames.map((stream) => checkStream(`tax/${stream}`, () => ask(stream), context)));
    },
    readAgain(stream, { raw, location }) {
      try {
        return readOne(knownStream(stream), readQuoted(raw), location);
      } catch (error) {
        if (!(error instanceof XmlError)) throw error;
        return { key: null, location, code: 'wrong-form', field: null, reason: error.message, raw };
      }
    },
    pull(request, context) {
      const stream = knownStream(request.stream);
      const client = createTaxClient(settings, context);
      return request.mode.kind === 'key' && stream === 'taxpayers'
        ? pullKeys(client, request.mode.keys, request)
        : pullWindow(client, stream, request, context);
    },
  };
}

/** What has no look-up is looked for in all that the source keeps. */
async function* pullWindow(
  client: TaxClient,
  stream: TaxStream,
  request: PullRequest,
  context: ConnectorContext,
): AsyncGenerator<Batch | End> {
  let position = request.position === null ? null : saved('tax', windowPosition, request.position);
  const keys = request.mode.kind === 'key' ? new Set(request.mode.keys) : null;
  const from = position?.from ?? (keys ? epoch : sinceOf('tax', request, overlapMs));
  const pageSize = position?.pageSize ?? Math.min(request.batchSize, pageLimit);
  let to = position?.to ?? (request.mode.kind === 'range' ? request.mode.to : null);
  let asOf = context.now().toISOString();
  let restarted = 0;
  const seen = new Set<string>();
  while (position === null || position.pageNo !== null) {
    const pageNo: number = position?.pageNo ?? 1;
    const page = await client.page(stream, { from, to, pageNo, pageSize });
    asOf = page.asOf;
    to ??= asOf;
    refuseFuture('tax', stream, from, asOf);
    const total = totalOf(stream, page);
    if (position !== null && position.total !== total) {
      // A row that changes leaves the window and all later rows move up one page: reading on would skip one.
      if (restarted === restarts) throw unsettled(stream);
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
    yield { ...readRows(stream, page, { page: pageNo }, keys), position, expectedRows: total };
  }
  const moves = request.mode.kind === 'all' || request.mode.kind === 'changes';
  const highWater = moves ? position.to : request.highWater;
  yield { kind: 'end', asOf: earlier(position.to, asOf), highWater, completeSnapshot: from === epoch && moves };
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
    yield {
      ...readRows('taxpayers', answer, { lookup: done / lookUpLimit + 1 }, null),
      position,
      expectedRows: keys.length,
    };
  }
  yield { kind: 'end', asOf: position.asOf, highWater: request.highWater, completeSnapshot: false };
}

/** With `keys` only rows under these keys; whether a row that cannot be read is one of them nobody knows. */
function readRows(
  stream: TaxStream,
  answer: Answer,
  place: Location,
  keys: ReadonlySet<string> | null,
): Pick<Batch, 'kind' | 'rows' | 'rejects'> {
  const rows: SourceRow[] = [];
  const rejects: Reject[] = [];
  for (const [index, told] of answer.rows.entries()) {
    const row = readOne(stream, told, { ...place, index });
    if ('op' in row) {
      if (keys === null || keys.has(row.key)) rows.push(row);
    } else if (keys === null) rejects.push(row);
  }
  return { kind: 'batch', rows, rejects };
}

function readOne(stream: TaxStream, { value, raw }: Told, location: Location): SourceRow | Reject {
  // One table holds each stream's own schema and another its translation, so the pair always fits.
  const translate = translations[stream] as (row: TaxRow) => SourceRow;
  const { data, error } = taxRows[stream].safeParse(value);
  return error ? rejectOf(error, value, { key: keyOf(stream, value), location, raw }) : translate(data);
}

/** The key as it was sent; null where a part of it is no text. */
function keyOf(stream: TaxStream, value: Record<string, unknown>): string | null {
  const parts = keyElements[stream].map((name) => value[name]);
  return parts.every((part) => typeof part === 'string') ? parts.join('|') : null;
}

function knownStream(name: string): TaxStream {
  const stream = streamNames.find((known) => known === name);
  if (stream) return stream;
  throw new SourceError('tax', 'defect', `tax has no such stream; it has ${streamNames.join(', ')}`);
}

function totalOf(stream: TaxStream, page: Answer): number {
  if (page.total !== null) return page.total;
  throw new SourceError('tax', 'contract', `tax/${stream}: a page came without Total`);
}

function unsettled(stream: TaxStream): SourceError {
  return new SourceError(
    'tax',
    'unavailable',
    `tax/${stream} changes faster than it can be read; read it at a quieter hour`,
  );
}

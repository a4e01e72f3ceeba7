/**
 * One question to a source over HTTP, asked again while its failure is a passing one. Written here and not taken from a
 * library because a wait that the source asks for must be obeyed even when it is long, and SOAP reads are POSTs.
 */
import type { ConnectorContext } from './connector.js';
import { SourceError, type SourceErrorKind } from './source-error.js';
import { type HttpRequest, type HttpResponse, ExchangeError, type ExchangeFault } from './transport.js';
import type { Source } from '../rules/vocabulary.js';

const attempts = 5;
/** A longer wait is given back to the queue instead of holding a worker. */
const longestWaitMs = 30_000;
/** When a source says "too many requests" but not until when. */
const unsaidWaitMs = 60_000;

const passing: ReadonlySet<SourceErrorKind> = new Set(['rate-limited', 'unavailable', 'timeout']);

/**
 * `prepare` builds the request anew for each attempt (a nonce is good for one), `read` turns the answer into the wanted
 * value or throws a SourceError. Rejects with a SourceError and nothing else.
 */
export async function exchange<T>(
  source: Source,
  context: ConnectorContext,
  prepare: () => HttpRequest,
  read: (response: HttpResponse) => T,
): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return read(await context.transport.http(prepare(), context.signal));
    } catch (cause) {
      const error = sourceErrorOf(source, cause, context);
      const wait = error.retryAt
        ? Math.max(0, error.retryAt.getTime() - context.now().getTime())
        : backoff(attempt, context);
      if (!passing.has(error.kind) || attempt === attempts || wait > longestWaitMs) throw dated(error, context);
      context.log('source asked again', { source, kind: error.kind, attempt, waitMs: Math.round(wait) });
      await context.sleep(wait, context.signal).catch((reason: unknown) => {
        throw sourceErrorOf(source, reason, context);
      });
    }
  }
}

/** What an answer outside the agreed ones means. For `rate-limited` and 503 the source's own waiting time is kept. */
export function refusal(source: Source, response: HttpResponse, context: ConnectorContext): SourceError {
  const { status } = response;
  const answered = `${source} answered HTTP ${status}`;
  const retryAt = retryAtOf(response, context);
  if (status === 401)
    return new SourceError(source, 'auth', `${answered}: check the credentials and this machine's clock`);
  if (status === 403) return new SourceError(source, 'permission', `${answered}: ask the source to permit this stream`);
  if (status === 429) return new SourceError(source, 'rate-limited', `${answered}: too many requests`, retryAt);
  if (status === 408) return new SourceError(source, 'timeout', answered);
  if (status === 410) return new SourceError(source, 'position-expired', `${answered}: the page token has expired`);
  if (status >= 500) return new SourceError(source, 'unavailable', answered, retryAt);
  if (status >= 400) return new SourceError(source, 'contract', `${answered}: it does not accept the request`);
  return new SourceError(source, 'protocol', `${answered}: check the address, no redirect is followed`);
}

/** Retry-After in seconds, or as a date, which is read against the source's own clock. */
function retryAtOf(response: HttpResponse, context: ConnectorContext): Date | null {
  const said = response.headers['retry-after']?.trim();
  if (!said) return null;
  const now = context.now().getTime();
  if (/^\d{1,9}$/.test(said)) return new Date(now + Number(said) * 1000);
  const until = Date.parse(said);
  if (Number.isNaN(until)) return null;
  const sourceNow = Date.parse(response.headers['date'] ?? '');
  return new Date(now + Math.max(0, until - (Number.isNaN(sourceNow) ? now : sourceNow)));
}

/** 0.5, 1, 2, 4 s, each shortened by up to half at random so that many workers do not come back together. */
function backoff(attempt: number, context: ConnectorContext): number {
  const share = Number.parseInt(context.randomHex(2), 16) / 0xffff;
  return 500 * 2 ** (attempt - 1) * (1 - share / 2);
}

function dated(error: SourceError, context: ConnectorContext): SourceError {
  if (error.kind !== 'rate-limited' || error.retryAt) return error;
  return new SourceError(error.source, error.kind, error.message, new Date(context.now().getTime() + unsaidWaitMs));
}

const kinds: Record<ExchangeFault, SourceErrorKind> = {
  timeout: 'timeout',
  unreachable: 'unavailable',
  'too-large': 'protocol',
  untrusted: 'auth',
};

function sourceErrorOf(source: Source, cause: unknown, context: ConnectorContext): SourceError {
  if (cause instanceof SourceError) return cause;
  if (context.signal.aborted) return new SourceError(source, 'cancelled', `the question to ${source} was cancelled`);
  if (cause instanceof ExchangeError) return new SourceError(source, kinds[cause.fault], `${source}: ${cause.message}`);
  return new SourceError(source, 'defect', `${source}: the answer could not be handled`, null, { cause });
}

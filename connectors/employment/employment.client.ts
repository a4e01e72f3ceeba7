/** Speaks with the employment system: signs each request, reads the envelope, leaves the rows as they are. NOTES.md has the protocol. */
import { createHash, createHmac, hash } from 'node:crypto';
import { z } from 'zod';
import type { Instant } from '../../rules/vocabulary.js';
import type { ConnectorContext } from '../connector.js';
import { exchange, refusal } from '../http.js';
import type { SourceSettings } from '../source-settings.js';
import { SourceError, type SourceErrorKind } from '../source-error.js';
import type { HttpRequest, HttpResponse } from '../transport.js';

export interface Page {
  rows: unknown[];
  next: string | null;
  asOf: Instant;
  /** Of the rows, to know them again. */
  digest: string;
}

export interface EmploymentClient {
  /** One page of a window of change times, `since` ≤ t < `until`. Without `until` the window ends at the answer's `asOf`. */
  page(
    stream: string,
    window: { since: Instant; until: Instant | null; page: string | null; size: number },
  ): Promise<Page>;
  /** At most {@link lookUpLimit} keys; a key that the source does not know has no row. */
  lookUp(stream: string, keys: readonly string[]): Promise<Page>;
}

export const pageLimit = 1000;
export const lookUpLimit = 100;

const timeoutMs = 30_000;
const maxBytes = 32 * 1024 * 1024;

const envelope = z.object({
  data: z.array(z.unknown()),
  next: z.string().min(1).max(4096).nullable(),
  asOf: z.iso.datetime({ offset: true }),
});
const refusalBody = z.object({ code: z.int() });

export function createEmploymentClient(
  settings: SourceSettings['employment'],
  context: ConnectorContext,
): EmploymentClient {
  const base = settings.url.replace(/\/+$/, '');
  const ask = (prepare: () => HttpRequest) =>
    exchange('employment', context, prepare, (answer) => read(answer, context));
  return {
    page(stream, { since, until, page, size }) {
      const query: Record<string, string> = { since, size: String(Math.min(size, pageLimit)) };
      if (until !== null) query['until'] = until;
      if (page !== null) query['page'] = page;
      const url = new URL(`${base}/api/v1/${stream}?${new URLSearchParams(query).toString()}`);
      return ask(() => signed('GET', url, undefined, settings, context));
    },
    lookUp(stream, keys) {
      const url = new URL(`${base}/api/v1/lookup`);
      return ask(() => signed('POST', url, JSON.stringify({ stream, keys }), settings, context));
    },
  };
}

/** The canonical text and the headers of NOTES.md; time and nonce are taken anew for each attempt. */
function signed(
  method: 'GET' | 'POST',
  url: URL,
  body: string | undefined,
  { appId, secret }: SourceSettings['employment'],
  context: ConnectorContext,
): HttpRequest {
  const timestamp = String(Math.floor(context.now().getTime() / 1000));
  const nonce = context.randomHex(16);
  const query = [...url.searchParams].map(([name, value]) => `${percent(name)}=${percent(value)}`).sort();
  const digest = createHash('sha256')
    .update(body ?? '')
    .digest('hex');
  const canonical = [method, url.pathname, query.join('&'), digest, timestamp, nonce].join('\n');
  const signature = createHmac('sha256', secret).update(canonical).digest('hex');
  return {
    method,
    url: url.href,
    headers: {
      accept: 'application/json',
      'x-app-id': appId,
      'x-timestamp': timestamp,
      'x-nonce': nonce,
      'x-signature': signature,
      ...(body === undefined ? {} : { 'content-type': 'application/json; charset=utf-8' }),
    },
    ...(body === undefined ? {} : { body }),
    timeoutMs,
    maxBytes,
  };
}

/** RFC 3986: encodeURIComponent leaves five characters that the standard reserves. */
function percent(text: string): string {
  return encodeURIComponent(text).replace(/[!'()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`);
}

function read(response: HttpResponse, context: ConnectorContext): Page {
  if (response.status !== 200) throw refusal('employment', response, context);
  const body = parse(response.body);
  const refused = refusalBody.safeParse(body);
  if (refused.success && refused.data.code !== 0) {
    const kind = kindOf(refused.data.code);
    throw new SourceError('employment', kind, `employment answered 200 with error code ${refused.data.code}`);
  }
  const page = envelope.safeParse(body);
  if (!page.success)
    throw new SourceError('employment', 'contract', 'employment answered 200 without data, next and asOf as agreed');
  const { data, next, asOf } = page.data;
  return { rows: data, next, asOf: new Date(asOf).toISOString(), digest: hash('sha256', JSON.stringify(data)) };
}

function parse(body: Buffer): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body));
  } catch {
    // The parser's own message would quote the answer.
    throw new SourceError(
      'employment',
      'protocol',
      'employment answered 200 without whole JSON in UTF-8 (a sign-in page?)',
    );
  }
}

/** The error codes begin with the HTTP status that fits. */
function kindOf(code: number): SourceErrorKind {
  const status = Number(String(code).slice(0, 3));
  if (status === 401) return 'auth';
  if (status === 403) return 'permission';
  if (status === 410) return 'position-expired';
  if (status === 429) return 'rate-limited';
  return status >= 500 && status <= 599 ? 'unavailable' : 'contract';
}

/** The employment system, simulated: the signed REST interface of employment/NOTES.md, written from that page and not from the client. */
import { shanghaiText } from './calendar.js';
import {
  type Faults,
  listen,
  type SandboxAnswer,
  type SandboxRequest,
  type SandboxServer,
  shanghaiMillis,
} from './http-server.js';
import { SeenNonces } from './once.js';
import { OpenReads, Read } from './open-reads.js';
import { PageTokens } from './page-tokens.js';
import type { PictureRow } from './picture.js';
import { signatureFault } from './request-signature.js';

/** The rows that the server serves; asked anew for each read, so the picture may move on between reads. */
export interface RestPicture {
  streams: readonly string[];
  rows(stream: string): Iterable<PictureRow<object>>;
  row(stream: string, key: string): PictureRow<object> | null;
}

export interface RestServerOptions {
  port: number;
  /** Loopback unless said otherwise. */
  host?: string;
  appId: string;
  secret: string;
  picture: RestPicture;
  now: () => Date;
  faults?: Faults;
}

const largestPage = 1000;
const mostKeys = 100;

/** A refusal: its code begins with the status. */
class Refusal extends Error {
  constructor(
    readonly code: number,
    message: string,
  ) {
    super(message);
  }
}

export async function startRestServer(options: RestServerOptions): Promise<SandboxServer> {
  const { now, picture } = options;
  const nonces = new SeenNonces(now);
  const reads = new OpenReads<Read<object>>();
  const tokens = new PageTokens(options.secret);

  const page = async (stream: string, query: URLSearchParams) => {
    const asOf = now();
    const text = query.get('page');
    const token = text === null ? null : tokens.open(text, asOf);
    if (token === 'expired') throw new Refusal(41001, 'page has expired');
    const since = token?.since ?? instantOf(query.get('since'), 'since');
    const until = token?.until ?? (query.has('until') ? instantOf(query.get('until'), 'until') : asOf.toISOString());
    const size = Number(query.get('size') ?? largestPage);
    if (!Number.isInteger(size) || size < 1 || size > largestPage) throw new Refusal(40003, 'size must be 1 to 1000');
    if (token && token.stream !== stream) throw new Refusal(40004, 'page belongs to another stream');
    let read = text === null ? undefined : reads.take(text);
    if (!read) {
      read = new Read(picture.rows(stream), since, until);
      if (token && !(await read.skipBehind(token.behind))) throw new Refusal(41002, 'page is gone');
    }
    const rows = since < until ? await read.take(size) : [];
    let next: string | null = null;
    const last = rows.at(-1);
    if (last && (await read.peek())) {
      next = tokens.seal({ stream, since, until, behind: last.key, issuedAt: asOf.getTime() });
      reads.put(next, read);
    }
    return { data: rows.map(wireRow), next, asOf: shanghaiMillis(asOf) };
  };

  const lookUp = (body: string) => {
    const { stream, keys } = parseLookUp(body, picture.streams);
    const rows = keys.map((key) => picture.row(stream, key)).filter((row) => row !== null);
    return { data: rows.map(wireRow), next: null, asOf: shanghaiMillis(now()) };
  };

  const route = async ({ method, path, query, body }: SandboxRequest) => {
    const stream = /^\/api\/v1\/([a-z-]+)$/.exec(path)?.[1];
    if (method === 'POST' && stream === 'lookup') return lookUp(body);
    if (method === 'GET' && stream && picture.streams.includes(stream)) return page(stream, query);
    throw new Refusal(40401, 'no such stream');
  };

  return listen({
    ...options,
    async answer(request) {
      try {
        const fault = signatureFault(request, options, nonces);
        if (fault) throw new Refusal(...fault);
        return json(200, await route(request));
      } catch (error) {
        if (!(error instanceof Refusal)) throw error;
        return json(Math.floor(error.code / 100), { code: error.code, message: error.message });
      }
    },
  });
}

function json(status: number, body: unknown): SandboxAnswer {
  return { status, headers: { 'content-type': 'application/json; charset=utf-8' }, body: JSON.stringify(body) };
}

function instantOf(text: string | null, name: string): string {
  const time = /^\d{4}-\d\d-\d\dT.+(Z|[+-]\d\d:\d\d)$/.test(text ?? '') ? Date.parse(text!) : Number.NaN;
  if (Number.isNaN(time)) throw new Refusal(40002, `${name} must be a time with offset`);
  return new Date(time).toISOString();
}

function parseLookUp(body: string, streams: readonly string[]): { stream: string; keys: string[] } {
  let asked: { stream?: unknown; keys?: unknown } | null;
  try {
    asked = JSON.parse(body) as typeof asked;
  } catch {
    throw new Refusal(40005, 'the body is not JSON');
  }
  const { stream, keys } = asked ?? {};
  if (typeof stream !== 'string' || !streams.includes(stream)) throw new Refusal(40401, 'no such stream');
  if (!Array.isArray(keys) || keys.length > mostKeys || !keys.every((key) => typeof key === 'string'))
    throw new Refusal(40006, 'keys must be a list of at most 100 texts');
  return { stream, keys };
}

function wireRow({ key, changedAt, row }: PictureRow<object>): object {
  return row ?? { key, deletedAt: shanghaiText(changedAt) };
}

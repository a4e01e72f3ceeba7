/** The HTTP door of the real transport: undici with one pool per origin and a limit on time and size. */
import { Agent, request } from 'undici';
import { type HttpRequest, type HttpResponse, ExchangeError } from './transport.js';

export interface HttpDoor {
  http(request: HttpRequest, signal: AbortSignal): Promise<HttpResponse>;
  close(): Promise<void>;
}

/** `ca` (PEM) is trusted instead of the public authorities, for a bureau with its own. */
export function openHttpDoor(options: { ca?: string } = {}): HttpDoor {
  const agent = new Agent({ connections: 8, ...(options.ca ? { connect: { ca: options.ca } } : {}) });
  return { http: (wanted, signal) => exchange(agent, wanted, signal), close: () => agent.close() };
}

async function exchange(agent: Agent, wanted: HttpRequest, signal: AbortSignal): Promise<HttpResponse> {
  const timeout = AbortSignal.timeout(wanted.timeoutMs);
  try {
    const { statusCode, headers, body } = await request(wanted.url, {
      dispatcher: agent,
      method: wanted.method,
      headers: wanted.headers,
      body: wanted.body ?? null,
      signal: AbortSignal.any([signal, timeout]),
    });
    const chunks: Buffer[] = [];
    let size = 0;
    for await (const chunk of body as AsyncIterable<Buffer>) {
      size += chunk.length;
      if (size > wanted.maxBytes)
        throw new ExchangeError('too-large', `the answer is longer than ${wanted.maxBytes} bytes`);
      chunks.push(chunk);
    }
    return { status: statusCode, headers: single(headers), body: Buffer.concat(chunks) };
  } catch (error) {
    signal.throwIfAborted();
    throw error instanceof ExchangeError ? error : faultOf(error, timeout.aborted, wanted.timeoutMs);
  }
}

function single(headers: Record<string, string | string[] | undefined>): Record<string, string | undefined> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value ?? '')]));
}

/** Only the library's code is passed on: its messages can quote the address or the answer. */
function faultOf(error: unknown, timedOut: boolean, timeoutMs: number): ExchangeError {
  const code = (error as { code?: unknown }).code;
  const name = typeof code === 'string' ? code : 'no answer';
  if (timedOut || /TIMEOUT|ETIMEDOUT/.test(name))
    return new ExchangeError('timeout', `no whole answer within ${timeoutMs} ms`);
  if (/CERT|TLS|SELF_SIGNED|UNABLE_TO_VERIFY|UND_ERR_PRX_TLS/.test(name))
    return new ExchangeError('untrusted', `the server's certificate is not trusted (${name})`);
  return new ExchangeError('unreachable', `the connection failed (${name})`);
}

/** One GET of a public page: to checked addresses alone, a few redirects, an end to patience and to reading. */
import { request } from 'undici';
import type { WebhookFault } from '../schema/webhook/webhook.reads.js';
import { agentTo } from './agent-to.js';
import type { CheckTarget } from './webhook-target.js';

export interface Page {
  body: Buffer;
  contentType: string;
}
/** Why there is no page. */
export type PageFault = WebhookFault | 'too-large' | 'encoding';
export interface FetchLimits {
  timeoutMs: number;
  mostBytes: number;
}

const usual: FetchLimits = { timeoutMs: 15_000, mostBytes: 2 * 1024 * 1024 };
const mostRedirects = 3;

/** Throws only when `stopping` says so. */
export async function fetchPage(
  address: string,
  checkTarget: CheckTarget,
  stopping: AbortSignal,
  { timeoutMs, mostBytes }: FetchLimits = usual,
): Promise<Page | { fault: PageFault }> {
  const inTime = AbortSignal.timeout(timeoutMs);
  const signal = AbortSignal.any([stopping, inTime]);
  let next = address;
  for (let hop = 0; hop <= mostRedirects; hop++) {
    const answer = await fetchOnce(next, checkTarget, signal, mostBytes).catch(() => {
      stopping.throwIfAborted();
      return { fault: inTime.aborted ? ('timeout' as const) : ('connection' as const) };
    });
    if (!('location' in answer)) return answer;
    // Where it cannot be read, the look at the target says so.
    next = URL.canParse(answer.location, next) ? new URL(answer.location, next).href : answer.location;
  }
  return { fault: 'redirect' };
}

async function fetchOnce(
  address: string,
  checkTarget: CheckTarget,
  signal: AbortSignal,
  mostBytes: number,
): Promise<Page | { fault: PageFault } | { location: string }> {
  const target = await checkTarget(address);
  if ('fault' in target) return target;
  const agent = agentTo(target.addresses);
  try {
    const headers = { accept: 'text/html', 'accept-encoding': 'identity', 'user-agent': 'puyang-job-market-hub' };
    const answer = await request(target.url, { headers, dispatcher: agent, signal });
    const { statusCode: status, body } = answer;
    const { location, 'content-type': contentType, 'content-encoding': encoding } = answer.headers;
    if (status >= 300 && status < 400 && typeof location === 'string') return { location };
    if (status !== 200) return { fault: 'status' };
    if (encoding !== undefined && encoding !== 'identity') return { fault: 'encoding' };
    const read = await readUpTo(body, mostBytes);
    return read === null ? { fault: 'too-large' } : { body: read, contentType: String(contentType ?? '') };
  } finally {
    await agent.destroy();
  }
}

async function readUpTo(body: AsyncIterable<Buffer>, mostBytes: number): Promise<Buffer | null> {
  const parts: Buffer[] = [];
  let bytes = 0;
  for await (const part of body) {
    parts.push(part);
    bytes += part.length;
    if (bytes > mostBytes) return null;
  }
  return Buffer.concat(parts);
}

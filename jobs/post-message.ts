/** One POST to a checked address: no redirect, no proxy, no second look-up of the name, and an end to patience and to reading. */
import { errors, request } from 'undici';
import type { WebhookFault } from '../schema/webhook/webhook.reads.js';
import { agentTo } from './agent-to.js';
import type { Target } from './webhook-target.js';

export interface Reply {
  status: number | null;
  /** Null: a 2xx. */
  fault: WebhookFault | null;
  retryAfter: string | null;
  /** At most 64 kB of it, and only where it was asked for. */
  body: string;
}

export type Patience = { timeoutMs: number };
const patient: Patience = { timeoutMs: 20_000 };
const mostBytes = 64 * 1024;

/** Throws only when `stopping` says so. */
export async function postMessage(
  { url, addresses }: Exclude<Target, { fault: WebhookFault }>,
  message: { headers: Record<string, string>; body: string; readsAnswer: boolean },
  stopping: AbortSignal,
  { timeoutMs }: Patience = patient,
): Promise<Reply> {
  const agent = agentTo(addresses);
  const inTime = AbortSignal.timeout(timeoutMs);
  const signal = AbortSignal.any([stopping, inTime]);
  try {
    const { headers, body } = message;
    const answer = await request(url, { method: 'POST', headers, body, dispatcher: agent, signal });
    const status = answer.statusCode;
    const retryAfter = answer.headers['retry-after'];
    const reply = { status, fault: faultOf(status), retryAfter: typeof retryAfter === 'string' ? retryAfter : null };
    return { ...reply, body: message.readsAnswer && reply.fault === null ? await readSome(answer.body) : '' };
  } catch (error) {
    stopping.throwIfAborted();
    const slow = inTime.aborted || error instanceof errors.ConnectTimeoutError;
    return { status: null, fault: slow ? 'timeout' : 'connection', retryAfter: null, body: '' };
  } finally {
    await agent.destroy();
  }
}

function faultOf(status: number): WebhookFault | null {
  if (status >= 200 && status < 300) return null;
  return status >= 300 && status < 400 ? 'redirect' : 'status';
}

async function readSome(body: AsyncIterable<Buffer>): Promise<string> {
  const parts: Buffer[] = [];
  let bytes = 0;
  for await (const part of body) {
    parts.push(part.subarray(0, mostBytes - bytes));
    bytes += part.length;
    if (bytes >= mostBytes) break;
  }
  return Buffer.concat(parts).toString();
}

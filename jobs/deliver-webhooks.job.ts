/** Delivers to one webhook, message by message in the order of changes, until nothing is due. */
import type { ConnectorContext } from '../connectors/connector.js';
import type { Database } from '../schema/database.js';
import { readLastNumber } from '../schema/open-record/open-record.reads.js';
import type { Vault } from '../schema/vault.js';
import { readThinChanges, secretsIn } from '../schema/webhook/webhook.reads.js';
import {
  abandonAttempt,
  beginAttempt,
  passChanges,
  settleAttempt,
  takeWebhook,
} from '../schema/webhook/webhook-delivery.writes.js';
import type { TakenWebhook, Verdict } from '../schema/webhook/webhook-delivery.writes.js';
import { postMessage } from './post-message.js';
import type { Patience, Reply } from './post-message.js';
import { batchOf, signed, verification } from './webhook-message.js';
import type { CheckTarget } from './webhook-target.js';
import { judgeReply } from './webhook-verdict.js';

export interface DeliverDependencies {
  database: Database;
  vault: Vault;
  context: Pick<ConnectorContext, 'now' | 'randomHex' | 'log'>;
  /** Where the links of a message lead. */
  publicUrl: string;
  checkTarget: CheckTarget;
  patience?: Patience;
}

/** Longer than an attempt may take, 25 seconds, and the database keep it waiting before: within it nobody else sends. */
const leaseMs = 60_000;
const readAtOnce = 200;
/** After so long others have their turn. */
const turnMs = 5000;

/** When to come again; null: when something changes. */
export async function deliverWebhook(
  dependencies: DeliverDependencies,
  id: string,
  stopping: AbortSignal,
): Promise<Date | null> {
  const { database, context } = dependencies;
  const turnEnds = context.now().getTime() + turnMs;
  while (!stopping.aborted) {
    const now = context.now();
    if (now.getTime() > turnEnds) return now;
    const webhook = await takeWebhook(database.pool, id, now, new Date(now.getTime() + leaseMs));
    if (webhook === null) return null;
    const message = webhook.isVerified
      ? await nextChanges(dependencies, webhook)
      : verificationOf(dependencies.vault, webhook);
    if ('passed' in message) {
      await passChanges(database.pool, webhook, message.passed);
      if (message.passed === webhook.cursor) return null;
      continue;
    }
    if (!(await beginAttempt(database.pool, webhook, message, now))) continue;
    const verdict = await attempt(dependencies, webhook, message, stopping);
    if (verdict?.is === 'again') return verdict.at;
    if (verdict?.is !== 'acknowledged') return null;
  }
  return null;
}

interface Message {
  messageId: string;
  body: string;
  /** The changes that it tells; null for a verification. */
  changes: { after: number; to: number } | null;
  /** What a verification has to bring back. */
  challenge: string | null;
}

function verificationOf(vault: Vault, { id, round, registeredAt }: TakenWebhook): Message {
  const challenge = vault.recordKey('webhook challenge', `${id} ${round}`);
  const body = verification(challenge, registeredAt);
  return { messageId: `msg_${id}_${round}_verify`, body, changes: null, challenge };
}

/** The message begun before, as it was; else what came since. `passed`: nothing to tell up to this number. */
async function nextChanges(
  { database, publicUrl }: DeliverDependencies,
  webhook: TakenWebhook,
): Promise<Message | { passed: number }> {
  const { id, round, cursor, pendingTo } = webhook;
  const upTo = pendingTo ?? (await readLastNumber(database.pool));
  const changes = await readThinChanges(database.pool, cursor, upTo, readAtOnce);
  const complete = changes.length === readAtOnce ? changes.at(-1)!.number : upTo;
  const { to, body } = batchOf(webhook, changes, complete, publicUrl);
  if (body === null) return { passed: to };
  return { messageId: `msg_${id}_${round}_${cursor}_${to}`, body, changes: { after: cursor, to }, challenge: null };
}

/** Null: this worker ends; the attempt counts as none, and the next worker sends the same message. */
async function attempt(
  { database, vault, context, checkTarget, patience }: DeliverDependencies,
  webhook: TakenWebhook,
  { messageId, body, challenge }: Message,
  stopping: AbortSignal,
): Promise<Verdict | null> {
  const began = context.now();
  const secrets = [webhook.sealedSecret, webhook.sealedOldSecret]
    .filter((sealed) => sealed !== null)
    .flatMap((sealed) => secretsIn(vault, sealed));
  const headers = signed(messageId, body, secrets, began);
  let reply: Reply;
  try {
    const target = await checkTarget(webhook.url);
    reply =
      'fault' in target
        ? { status: null, fault: target.fault, retryAfter: null, body: '' }
        : await postMessage(target, { headers, body, readsAnswer: challenge !== null }, stopping, patience);
  } catch (error) {
    if (!stopping.aborted) throw error;
    await abandonAttempt(database.pool, webhook);
    return null;
  }
  if (reply.fault === null && challenge !== null && challengeIn(reply.body) !== challenge) reply.fault = 'challenge';
  const now = context.now();
  const chance = Number.parseInt(context.randomHex(2), 16) / 0xffff;
  const verdict = judgeReply(reply, webhook.attempts, now, chance);
  const { status, fault } = reply;
  const durationMs = now.getTime() - began.getTime();
  await settleAttempt(database.pool, webhook, { durationMs, status, fault, verdict }, now);
  if (verdict.is === 'failed' || verdict.is === 'gone')
    context.log('webhook given up', {
      webhookId: webhook.id,
      ...(status !== null && { status }),
      fault: String(fault),
    });
  return verdict;
}

function challengeIn(body: string): unknown {
  try {
    return (JSON.parse(body) as { challenge?: unknown } | null)?.challenge;
  } catch {
    return undefined;
  }
}

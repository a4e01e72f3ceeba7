import { defineEntity, p } from '@mikro-orm/core';
import { bytes, instant, uuidKey } from '../columns.js';

/** Where a platform wants changes delivered, and how far they are. */
export const WebhookEntity = defineEntity({
  name: 'Webhook',
  uniques: [{ name: 'webhook_idempotency_key_unique', properties: ['platformId', 'idempotencyKey'] }],
  properties: {
    webhookId: uuidKey(),
    platformId: p.uuid(),
    url: p.text(),
    filter: p.json().nullable(),
    kinds: p.array().nullable(),
    state: p.text().default('active'),
    /** Rises whenever the owner changes what is sent, so that no message id ever means two things. */
    round: p.integer().default(1),
    /** When the endpoint proved that it wants these messages; null: it still has to. */
    verifiedAt: instant().nullable(),
    sealedSecret: bytes().nullable(),
    sealedOldSecret: bytes().nullable(),
    oldSecretUntil: instant().nullable(),
    /** Number of the last change that was acknowledged. */
    cursor: p.bigint('number'),
    /** Number of the last change of the message that is being delivered. */
    pendingTo: p.bigint('number').nullable(),
    /** Failed attempts at this message. */
    attempts: p.integer().default(0),
    nextAttemptAt: instant().nullable(),
    /** The attempt under way, and until when its worker has to settle it. */
    attemptId: p.uuid().nullable(),
    leasedUntil: instant().nullable(),
    registeredAt: instant(),
    removedAt: instant().nullable(),
    idempotencyKey: p.text(),
    requestHash: p.text(),
  },
});

/** One attempt to deliver one message. */
export const WebhookAttemptEntity = defineEntity({
  name: 'WebhookAttempt',
  properties: {
    attemptId: p.uuid().primary(),
    webhookId: p.uuid(),
    messageId: p.text(),
    /** The message is about changes after this number … */
    afterNumber: p.bigint('number').nullable(),
    /** … up to this one; null for a verification. */
    toNumber: p.bigint('number').nullable(),
    startedAt: instant(),
    durationMs: p.integer().nullable(),
    status: p.integer().nullable(),
    fault: p.text().nullable(),
    nextAttemptAt: instant().nullable(),
  },
});

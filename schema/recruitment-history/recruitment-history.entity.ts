import { defineEntity, p } from '@mikro-orm/core';
import { instant } from '../columns.js';

/** Who moved what, when and why; each entry holds the hash of the one before it. */
export const RecruitmentHistoryEntity = defineEntity({
  name: 'RecruitmentHistory',
  properties: {
    aggregate: p.text().primary(),
    aggregateId: p.uuid().primary(),
    seq: p.integer().primary(),
    at: instant(),
    move: p.text(),
    fromState: p.text(),
    toState: p.text(),
    version: p.integer().nullable(),
    actor: p.text(),
    party: p.text(),
    reason: p.text().nullable(),
    detail: p.json().nullable(),
    previousHash: p.text(),
    hash: p.text(),
  },
});

/** The last number given in a series without gaps. */
export const NumberSeriesEntity = defineEntity({
  name: 'NumberSeries',
  properties: { series: p.text().primary(), last: p.integer() },
});

/** What an idempotency key was used for. */
export const UsedKeyEntity = defineEntity({
  name: 'UsedKey',
  properties: {
    client: p.text().primary(),
    key: p.text().primary(),
    requestHash: p.text(),
    resultId: p.uuid(),
    usedAt: instant(),
  },
});

import { defineEntity, p } from '@mikro-orm/core';
import { bytes, instant, uuidKey } from '../columns.js';

/** Events that are committed and not sealed yet. */
export const AccessPendingEntity = defineEntity({
  name: 'AccessPending',
  properties: { eventId: p.uuid().primary() },
});

/** The log itself, one row. Whoever seals holds it. */
export const AccessLogEntity = defineEntity({
  name: 'AccessLog',
  properties: { single: p.boolean().primary().default(true), logId: p.uuid().defaultRaw('gen_random_uuid()') },
});

/** An event's number, without gaps, and its leaf in the tree; both outlive the event's content. */
export const AccessLeafEntity = defineEntity({
  name: 'AccessLeaf',
  properties: {
    number: p.bigint('number').primary().autoincrement(false),
    eventId: p.uuid().unique('access_leaf_event_id_unique'),
    leaf: bytes(),
    /** Keyed hash of the person or organization. */
    subject: p.text().nullable(),
  },
});

/** The root of a whole subtree of 2^level leaves. */
export const AccessNodeEntity = defineEntity({
  name: 'AccessNode',
  properties: { level: p.smallint().primary(), place: p.bigint('number').primary(), hash: bytes() },
});

/** A signed root. */
export const AccessSealEntity = defineEntity({
  name: 'AccessSeal',
  indexes: [{ name: 'access_seal_size_seal_index', properties: ['size', 'seal'] }],
  properties: {
    seal: p.bigint('number').primary().autoincrement(false),
    at: instant(),
    size: p.bigint('number'),
    root: bytes(),
    previousRoot: bytes(),
    profile: p.text(),
    keyId: p.text(),
    signature: bytes(),
  },
});

/** What an outside place answered when it was given a signed root. */
export const AccessAnchorEntity = defineEntity({
  name: 'AccessAnchor',
  indexes: [{ name: 'access_anchor_place_at_index', properties: ['place', 'at'] }],
  properties: {
    anchorId: uuidKey(),
    at: instant().defaultRaw('now()'),
    seal: p.bigint('number'),
    size: p.bigint('number'),
    place: p.text(),
    outcome: p.text(),
    receipt: p.text(),
  },
});

/** Looks of one agency for one purpose that their persons see after a day alone. */
export const AccessHoldEntity = defineEntity({
  name: 'AccessHold',
  indexes: [{ name: 'access_hold_client_purpose_index', properties: ['client', 'purpose'] }],
  properties: {
    /** The approved proposal. */
    holdId: p.uuid().primary(),
    client: p.text(),
    purpose: p.text(),
    caseNumber: p.text(),
    beginsAt: instant().defaultRaw('now()'),
    until: instant(),
  },
});

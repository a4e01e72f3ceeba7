import { defineEntity, p } from '@mikro-orm/core';
import { bytes, instant, uuidKey } from '../columns.js';

/** A job platform that registered itself. */
export const PlatformEntity = defineEntity({
  name: 'Platform',
  uniques: [{ name: 'platform_key_hash_unique', properties: ['keyHash'] }],
  properties: {
    platformId: uuidKey(),
    name: p.text(),
    sealedContact: bytes(),
    /** SHA-256 of the key. */
    keyHash: bytes(),
    registeredAt: instant(),
    /** Keyed hash of the address it was registered from; forgotten after a day. */
    fromAddress: bytes().nullable(),
    /** Turned away by the bureau. */
    revokedAt: instant().nullable(),
  },
});

import { defineEntity, p } from '@mikro-orm/core';
import { bytes, instant } from '../columns.js';

/** Wrong attempts, by the hash of what was tried from where, whether there is such a login or client or not. */
export const SignInFailureEntity = defineEntity({
  name: 'SignInFailure',
  properties: { loginHash: bytes().primary(), failures: p.integer(), lastAt: instant() },
});

/** Something that the authorization server keeps for a while. */
export const SignInItemEntity = defineEntity({
  name: 'SignInItem',
  indexes: [{ name: 'sign_in_item_ends_at_index', properties: ['endsAt'] }],
  properties: {
    /** Hash of what it is and of its id. */
    itemHash: bytes().primary(),
    kind: p.text(),
    sealed: bytes(),
    grantHash: bytes().nullable(),
    uidHash: bytes().nullable(),
    consumedAt: instant().nullable(),
    endsAt: instant(),
  },
});

/** Somebody who signed in at the hub's own pages; of the cookie only its hash. */
export const WebSessionEntity = defineEntity({
  name: 'WebSession',
  properties: {
    sessionHash: bytes().primary(),
    accountId: p.uuid(),
    signedInAt: instant(),
    usedAt: instant(),
    endsAt: instant(),
  },
});

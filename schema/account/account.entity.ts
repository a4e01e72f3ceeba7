import { defineEntity, p } from '@mikro-orm/core';
import { bytes, instant, uuidKey } from '../columns.js';

/** A person who works with the hub: of the bureau, or of a firm that recruits. */
export const AccountEntity = defineEntity({
  name: 'Account',
  uniques: [
    { name: 'account_login_unique', properties: ['login'] },
    { name: 'account_subject_unique', properties: ['subject'] },
  ],
  properties: {
    accountId: uuidKey(),
    login: p.text(),
    /** As access events and histories write it. */
    name: p.text(),
    audience: p.text(),
    roles: p.array(),
    /** Of an officer. */
    region: p.text().nullable(),
    /** Of a firm's person. */
    creditCode: p.text().nullable(),
    /** Who it is for an outside issuer; null: signs in here. */
    subject: p.text().nullable(),
    /** scrypt, with its salt and cost. */
    passphrase: p.text().nullable(),
    /** Secret of the one-time codes. */
    sealedTotp: bytes().nullable(),
    /** The time step of the last code that was used: none counts twice. */
    lastTotpStep: p.bigint('number').nullable(),
    /** Hash of the code by which the person sets both, once. */
    enrolHash: bytes().nullable(),
    enrolUntil: instant().nullable(),
    addedAt: instant(),
    addedBy: p.text(),
    dismissedAt: instant().nullable(),
    dismissedBy: p.text().nullable(),
  },
});

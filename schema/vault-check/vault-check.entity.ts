import { defineEntity, p } from '@mikro-orm/core';

/** One row: a keyed hash of a fixed word, by which a database knows its key file again. */
export const VaultCheckEntity = defineEntity({
  name: 'VaultCheck',
  properties: { single: p.boolean().primary().default(true), hash: p.text() },
});

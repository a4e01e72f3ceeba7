/** Where the authorization server keeps what it must remember: PostgreSQL, so that every node knows it. */
import type { Adapter, AdapterPayload } from 'oidc-provider';
import type pg from 'pg';
import { readClient } from '../../schema/client/client.reads.js';
import { readItem, readItemByUid } from '../../schema/sign-in/sign-in.reads.js';
import {
  consumeItem,
  dropItem,
  dropItemsOfGrant,
  keepItem,
  keepItemOnce,
} from '../../schema/sign-in/sign-in.writes.js';
import type { Vault } from '../../schema/vault.js';
import { keysSinceClaim } from './believe-token.js';
import type { ClientGuesses } from './client-guesses.js';

/** Of what the server asks for under the kind `Client`. */
const machineClient = { grant_types: ['client_credentials'], response_types: [], redirect_uris: [] };

export function keepItemsIn(
  pool: pg.Pool,
  vault: Pick<Vault, 'seal' | 'open'>,
  { mayBe }: Pick<ClientGuesses, 'mayBe'>,
): (kind: string) => Adapter {
  return (kind) => ({
    async upsert(id, payload, expiresIn) {
      const { grantId = null, uid = null } = payload;
      // An item without an end of its own is a grant; none is needed beyond a day.
      const endsAt = new Date(Date.now() + (expiresIn || 86_400) * 1000);
      const item = { kind, id, payload: { ...payload }, grantId, uid, endsAt };
      if (kind !== 'ReplayDetection') return keepItem(pool, vault, item);
      // Of two at once both were told that it is new: the second one stops here.
      if (!(await keepItemOnce(pool, vault, item, new Date()))) throw new Error('an assertion came twice at once');
    },
    async find(id) {
      if (kind === 'Client') return (await mayBe(id)) ? clientOf(pool, id) : undefined;
      return readItem(pool, vault, { kind, id }, new Date());
    },
    async findByUid(uid) {
      return readItemByUid(pool, vault, { kind, uid }, new Date());
    },
    findByUserCode: () => Promise.resolve(undefined),
    consume: (id) => consumeItem(pool, { kind, id }, new Date()),
    destroy: (id) => dropItem(pool, { kind, id }),
    revokeByGrantId: (grantId) => dropItemsOfGrant(pool, grantId),
  });
}

/** Read anew for each token, so that a revoked client gets none. */
async function clientOf(pool: pg.Pool, id: string): Promise<AdapterPayload | undefined> {
  const client = await readClient(pool, id);
  if (!client) return undefined;
  return {
    ...machineClient,
    client_id: client.id,
    token_endpoint_auth_method: 'private_key_jwt',
    jwks: { keys: client.keys },
    dpop_bound_access_tokens: true,
    [keysSinceClaim]: client.keysSince.getTime(),
  };
}

/** Out of whose budget a request is paid: a client's own, a platform's, or for the public that of the address it comes from. */
import type { Vault } from '../schema/vault.js';
import type { Audience, Viewer } from './authenticate.js';
import { networkOf } from './network-of.js';

export interface Purse {
  /** Of an address only its keyed hash: the table in which processes tell of costs holds no address. */
  name: string;
  perMinute: number;
  /** Out of which the same is paid as well: keys are free, so that one address could have as many budgets as it likes. */
  within?: Purse;
}

/** Cost a minute; see `costs.ts` for what 1 is. 100,000 are some half a second of the process. */
export const costPerMinute = {
  public: 100_000,
  platform: 250_000,
  subject: 50_000,
  employer: 150_000,
  partner: 300_000,
  staff: 300_000,
} satisfies Record<Audience | 'platform', number>;

export type CostPerMinute = Readonly<Record<keyof typeof costPerMinute, number>>;

/** All keys that are used from one address have as much together as two. */
const keysOfAddress = 2;

const remembered = 10_000;

export type PurseOf = (viewer: Viewer, address: string) => Purse;

export function pursesOf(vault: Vault, perMinute: CostPerMinute): PurseOf {
  const known = new Map<string, Purse>();
  function kept(key: string, make: () => Purse): Purse {
    const found = known.get(key);
    if (found) return found;
    const purse = make();
    if (known.size >= remembered) known.delete(known.keys().next().value!);
    known.set(key, purse);
    return purse;
  }
  return ({ audience, client, platform }, address) => {
    if (platform !== undefined) {
      const network = networkOf(address);
      return kept(`platform ${platform} ${network}`, () => ({
        name: `platform ${platform}`,
        perMinute: perMinute.platform,
        within: {
          name: `keys of ${vault.recordKey('cost of an address', network)}`,
          perMinute: keysOfAddress * perMinute.platform,
        },
      }));
    }
    if (audience !== 'public')
      return kept(`${audience} ${client}`, () => ({ name: `${audience} ${client}`, perMinute: perMinute[audience] }));
    const network = networkOf(address);
    return kept(`address ${network}`, () => ({
      name: `address ${vault.recordKey('cost of an address', network)}`,
      perMinute: perMinute.public,
    }));
  };
}

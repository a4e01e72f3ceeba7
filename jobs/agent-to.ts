/** A connection to addresses that were checked, and to no others: the name is not looked up a second time. */
import { Agent } from 'undici';
import type { Address } from './webhook-target.js';

export function agentTo(addresses: Address[]): Agent {
  return new Agent({
    connect: {
      lookup: (_name, { all }, done) =>
        all ? done(null, addresses) : done(null, addresses[0]!.address, addresses[0]!.family),
    },
  });
}

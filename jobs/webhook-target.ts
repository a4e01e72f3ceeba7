/** Where a webhook may point, and which addresses it is then connected to: those that were checked, and no others. */
import { lookup, Resolver } from 'node:dns/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import ipaddr from 'ipaddr.js';
import type { WebhookFault } from '../schema/webhook/webhook.reads.js';

export interface Address {
  address: string;
  family: number;
}
/** Every address of a name; throws when it has none. */
export type Resolve = (name: string) => Promise<Address[]>;

export type Target = { url: URL; addresses: Address[] } | { fault: WebhookFault };
export type CheckTarget = (url: string) => Promise<Target>;

const resolveMs = 5000;
const longest = 2000;
const publicSix = ipaddr.parseCIDR('2000::/3');
/** Of this machine or its network. Link-local addresses are not among them: a cloud's metadata lives there. */
const near = ['loopback', 'private', 'uniqueLocal'];

const lookUpAsThisMachine: Resolve = (name) => lookup(name, { all: true });

/**
 * Asks name servers, by default those of the machine, and no file of it. Its own look-up would hold one of two threads of the
 * process until there is an answer: names whose servers never give one would keep the hub from finding its own database.
 */
export function askNameServers(servers?: readonly string[]): Resolve {
  const resolver = new Resolver({ timeout: 1500, tries: 3 });
  if (servers) resolver.setServers(servers);
  return async (name) => {
    const asked = await Promise.allSettled([resolver.resolve4(name), resolver.resolve6(name)]);
    return asked.flatMap((found, i) =>
      found.status === 'fulfilled' ? found.value.map((address) => ({ address, family: i === 0 ? 4 : 6 })) : [],
    );
  };
}

/** `embedded`: a demo on one machine, whose receivers stand beside it and speak plain HTTP. */
export function targetsOf(
  embedded: boolean,
  resolve: Resolve = embedded ? lookUpAsThisMachine : askNameServers(),
): CheckTarget {
  const schemes = embedded ? ['https:', 'http:'] : ['https:'];
  return async (text) => {
    // The parser passes over control characters; the database takes none.
    if (text.length > longest || /\p{Cc}/u.test(text) || !URL.canParse(text)) return { fault: 'address' };
    const url = new URL(text);
    if (!schemes.includes(url.protocol)) return { fault: 'scheme' };
    if (url.username !== '' || url.password !== '') return { fault: 'credentials' };
    // The parser has put numbers of every spelling into one form: 0x7f.1 is 127.0.0.1 by now.
    const name = url.hostname.replace(/^\[(.*)\]$/, '$1');
    const addresses = await addressesOf(name, resolve);
    if (addresses.length === 0) return { fault: 'unresolved' };
    if (!addresses.every(({ address }) => mayBeReached(address, embedded))) return { fault: 'private' };
    return { url, addresses };
  };
}

/** The fault alone, for whoever only registers an address. */
export function faultsOf(check: CheckTarget): (url: string) => Promise<WebhookFault | null> {
  return async (url) => {
    const target = await check(url);
    return 'fault' in target ? target.fault : null;
  };
}

async function addressesOf(name: string, resolve: Resolve): Promise<Address[]> {
  if (ipaddr.isValid(name)) return [{ address: name, family: ipaddr.parse(name).kind() === 'ipv4' ? 4 : 6 }];
  const given = new AbortController();
  const tooLate = sleep(resolveMs, [], { signal: given.signal }).catch(() => []);
  const found = await Promise.race([resolve(name).catch(() => []), tooLate]);
  given.abort();
  return found;
}

function mayBeReached(text: string, embedded: boolean): boolean {
  if (!ipaddr.isValid(text)) return false;
  // An IPv4 address in the clothes of an IPv6 one counts as what it is.
  const address = ipaddr.process(text);
  const range = address.range();
  if (embedded && near.includes(range)) return true;
  return range === 'unicast' && (address.kind() === 'ipv4' || address.match(publicSix));
}

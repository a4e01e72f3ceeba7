/** Who counts as one asker where something is limited: an IPv4 address, or the network of an IPv6 one, whose holder has 2^64 of them. */
import { isIPv6 } from 'node:net';

export function networkOf(address: string): string {
  const four = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1];
  if (four !== undefined || !isIPv6(address)) return four ?? address;
  const [left = [], right] = address.split('::').map((half) => half.split(':').filter(Boolean));
  const between = right ? Array<string>(8 - left.length - right.length).fill('0') : [];
  const parts = [...left, ...between, ...(right ?? [])].map((part) => Number.parseInt(part, 16).toString(16));
  return `${parts.slice(0, 4).join(':')}::/64`;
}

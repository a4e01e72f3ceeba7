/** Checks the signature of a request to the simulated employment system. */
import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import type { SandboxRequest } from './http-server.js';
import { type SeenNonces, toleranceMs } from './once.js';

/** What is wrong with a request's signature, as code and message; undefined when it is in order. */
export function signatureFault(
  request: SandboxRequest,
  { appId, secret, now }: { appId: string; secret: string; now: () => Date },
  nonces: SeenNonces,
): [number, string] | undefined {
  const header = (name: string) => request.headers[name] ?? '';
  if (header('x-app-id') !== appId) return [40101, 'unknown app'];
  const timestamp = header('x-timestamp');
  if (!/^\d{1,12}$/.test(timestamp) || Math.abs(Number(timestamp) * 1000 - now().getTime()) > toleranceMs)
    return [40102, 'X-Timestamp is more than 5 minutes off'];
  const nonce = header('x-nonce');
  if (!/^[0-9a-f]{32}$/.test(nonce)) return [40103, 'X-Nonce is not 32 hex digits'];
  const sorted = [...request.query.entries()].map((pair) => pair.map(rfc3986).join('=')).toSorted();
  const bodyDigest = createHash('sha256').update(request.body, 'utf8').digest('hex');
  const lines = [request.method, request.path, sorted.join('&'), bodyDigest, timestamp, nonce];
  const expected = createHmac('sha256', secret).update(lines.join('\n')).digest();
  const given = Buffer.from(header('x-signature'), 'hex');
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) return [40104, 'X-Signature does not fit'];
  return nonces.use(nonce) ? undefined : [40105, 'X-Nonce was used before'];
}

function rfc3986(text: string): string {
  const unreserved = /[A-Za-z0-9\-._~]/;
  return [...Buffer.from(text)]
    .map((byte) => {
      const character = String.fromCharCode(byte);
      return unreserved.test(character) ? character : `%${byte.toString(16).toUpperCase().padStart(2, '0')}`;
    })
    .join('');
}

/** Whether a request comes from whoever sits at this machine, and from the hub's own page. */
import type { FastifyRequest } from 'fastify';

const loopbackHosts = new Set(['127.0.0.1', 'localhost', '[::1]']);
const loopbackAddresses = new Set(['127.0.0.1', '::1', '::ffff:127.0.0.1']);

/** False for other machines, for requests through a proxy, and for a foreign name that was bent to this address (DNS rebinding). */
export function isAtThisMachine(request: FastifyRequest): boolean {
  const host = (request.headers.host ?? '').replace(/:\d+$/, '');
  const forwarded = request.headers['x-forwarded-for'] ?? request.headers.forwarded;
  return (
    loopbackHosts.has(host) && loopbackAddresses.has(request.socket.remoteAddress ?? '') && forwarded === undefined
  );
}

/** True when a form of our own page sent it: another site's form says so in these headers. `publicUrl`: by which the page may have been reached. */
export function isFromOwnPage(request: Pick<FastifyRequest, 'headers'>, publicUrl?: string): boolean {
  const { 'sec-fetch-site': site, origin, host } = request.headers;
  if (site !== undefined) return site === 'same-origin';
  return origin === `http://${host}` || (publicUrl !== undefined && origin === new URL(publicUrl).origin);
}

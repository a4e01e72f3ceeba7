/** How many connections an address may have, and how many requests may wait on each. */
import { BlockList, isIPv6 } from 'node:net';
import type { Socket } from 'node:net';
import type { IncomingMessage, RequestListener, Server, ServerResponse } from 'node:http';
import { requestLimits } from './guard-requests.js';
import { networkOf } from './network-of.js';
import { openTurns } from './turns.js';

/** Beyond the limits a connection is closed before a word is said on it. A trusted proxy has as many as it likes. */
export function guardConnections(server: Server, trustedProxies: readonly string[]): void {
  const isTrusted = trustedAmong(trustedProxies);
  const open = new Map<string, number>();
  const flooding = new Map<string, NodeJS.Timeout>();
  let held = 0;

  /** Held for a moment like other refusals; beyond all measure it is not worth a moment. */
  function refuse(socket: Socket): void {
    if (held >= requestLimits.heldConnections) return void socket.destroy();
    held++;
    silence(socket);
    socket.on('error', () => undefined);
    socket.once('close', () => held--);
    setTimeout(() => socket.destroy(), requestLimits.refusedMs).unref();
  }

  server.on('connection', (socket) => {
    const address = socket.remoteAddress ?? '';
    if (isTrusted(address)) return;
    const network = networkOf(address);
    const count = (open.get(network) ?? 0) + 1;
    if (count > requestLimits.connections || flooding.has(network)) return refuse(socket);
    open.set(network, count);
    socket.once('close', () => {
      const left = open.get(network)! - 1;
      if (left === 0) open.delete(network);
      else open.set(network, left);
    });
  });
  guardPipelines(server, (socket) => {
    const network = networkOf(socket.remoteAddress ?? '');
    clearTimeout(flooding.get(network));
    flooding.set(network, setTimeout(() => flooding.delete(network), requestLimits.floodedMs).unref());
  });
}

function trustedAmong(proxies: readonly string[]): (address: string) => boolean {
  const trusted = new BlockList();
  for (const proxy of proxies) {
    const [address = '', prefix] = proxy.split('/');
    const family = isIPv6(address) ? 'ipv6' : 'ipv4';
    if (prefix === undefined) trusted.addAddress(address, family);
    else trusted.addSubnet(address, Number(prefix), family);
  }
  return (address) => trusted.check(address, isIPv6(address) ? 'ipv6' : 'ipv4');
}

/** What Node keeps at a socket and does not document: called for each request whose headers are read. */
interface Parsed extends Socket {
  parser?: { onIncoming: () => number };
}
/** By which Node's parser is told that another protocol begins: it reads no further. */
const anotherProtocol = 2;

/** Nothing that comes on it, or was read already, becomes a request. */
function silence(socket: Parsed): void {
  socket.pause();
  if (socket.parser) socket.parser.onIncoming = () => anotherProtocol;
}

type Exchange = [IncomingMessage, ServerResponse];

/** Requests of one connection are begun one after the other. Beyond the limit it is closed: whoever does not wait for answers would get around all that holds them back. */
function guardPipelines(server: Server, onFlood: (socket: Socket) => void): void {
  const waiting = new WeakMap<Socket, Exchange[]>();
  const takeTurn = openTurns();
  const [handle] = server.listeners('request') as [RequestListener];
  server.removeListener('request', handle);

  function begin([request, response]: Exchange, next: Exchange[]): void {
    response.once('close', () => {
      const following = request.socket.destroyed ? undefined : next.shift();
      if (following) begin(following, next);
      else waiting.delete(request.socket);
    });
    const turn = takeTurn(networkOf(request.socket.remoteAddress ?? ''));
    if (turn) void turn.then(() => request.socket.destroyed || handle(request, response));
    else handle(request, response);
  }

  server.on('request', (request, response) => {
    const { socket } = request;
    const next = waiting.get(socket);
    if (!next) {
      const none: Exchange[] = [];
      waiting.set(socket, none);
      begin([request, response], none);
    } else if (next.length < requestLimits.unanswered - 1) next.push([request, response]);
    else {
      onFlood(socket);
      silence(socket);
      next.length = 0;
      setTimeout(() => socket.destroy(), requestLimits.floodedMs).unref();
    }
  });
}

/** How many websockets, how much on each, and for how long. */
import type { WebSocket } from 'ws';

export const socketLimits = {
  /** Of one address, and of one client. */
  connections: 20,
  messageBytes: 16 * 1024,
  /** Within ten seconds on one connection. */
  messages: 100,
  /** So long a connection waits to hear who it is. */
  initMs: 3000,
  /** Who does not answer one ping until the next is gone. */
  pingMs: 15_000,
  /** After that a connection is made anew: looking whether a session still holds must not keep it alive for ever. */
  lifeMs: 15 * 60_000,
  /** So long a stop waits for farewells. */
  farewellMs: 1000,
};
const messagesWithinMs = 10_000;

/** So many of each name at once; null for one more, else how it leaves. */
export function openCounts(most: number): { enter(name: string): (() => void) | null } {
  const counts = new Map<string, number>();
  return {
    enter(name) {
      const count = (counts.get(name) ?? 0) + 1;
      if (count > most) return null;
      counts.set(name, count);
      let isIn = true;
      return () => {
        if (!isIn) return;
        isIn = false;
        const left = counts.get(name)! - 1;
        if (left === 0) counts.delete(name);
        else counts.set(name, left);
      };
    },
  };
}

/** True once there are too many. */
export function countMessages(): () => boolean {
  let since = performance.now();
  let count = 0;
  return () => {
    if (performance.now() - since > messagesWithinMs) {
      since = performance.now();
      count = 0;
    }
    return ++count > socketLimits.messages;
  };
}

export function keepAlive(socket: WebSocket): NodeJS.Timeout {
  let answered = true;
  socket.on('pong', () => (answered = true));
  return setInterval(() => {
    if (!answered) return socket.terminate();
    answered = false;
    socket.ping();
  }, socketLimits.pingMs);
}

/** A process of its own that sends the same bytes on many connections: again when it hears something, anew when it is cut off. */
import { connect, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { answerBy } from './asking-process.js';

export interface Sending {
  origin: string;
  /** What each connection sends, in turns; of `dripped` one byte at a time. */
  texts: readonly string[];
  connections: number;
  seconds: number;
  dripped?: boolean;
  /** Of this machine, where not the usual one: limits count by address. */
  localAddress?: string;
}

export interface Sent {
  times: number;
}

async function send({ origin, texts, connections, seconds, dripped = false, localAddress }: Sending): Promise<Sent> {
  const { hostname, port } = new URL(origin);
  const end = performance.now() + seconds * 1000;
  const open = new Set<Socket>();
  let times = 0;

  async function sendOn(number: number): Promise<void> {
    const text = texts[number % texts.length]!;
    while (performance.now() < end) {
      const socket = connect({ port: Number(port), host: hostname, ...(localAddress && { localAddress }) });
      open.add(socket);
      const closed = new Promise<void>((done) => socket.once('close', () => done()));
      // Whoever is cut off while still sending sees a reset.
      socket.on('error', () => undefined);
      while (performance.now() < end && !socket.destroyed) {
        const heard = new Promise<void>((done) => socket.once('data', () => done()));
        if (dripped) await drip(socket, text);
        else socket.write(text);
        times++;
        await Promise.race([heard, closed, sleep(end - performance.now())]);
      }
      socket.destroy();
      open.delete(socket);
    }
  }
  async function drip(socket: Socket, text: string): Promise<void> {
    for (const byte of text) {
      if (socket.destroyed || performance.now() >= end) return;
      socket.write(byte);
      await sleep(100);
    }
  }

  const all = Promise.all(Array.from({ length: connections }, (_, n) => sendOn(n)));
  await Promise.race([all, sleep(seconds * 1000 + 100)]);
  for (const socket of open) socket.destroy();
  await all;
  return { times };
}

answerBy(send);

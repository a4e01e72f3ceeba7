/** A line to a port of this machine that a test can cut, also at a certain word, or let go dead. */
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

export interface Line {
  port: number;
  /** Where new connections go from now on. */
  leadTo(port: number): void;
  /** From now on nothing comes and nothing goes, and nobody hangs up. */
  goDead(): void;
  /** Cuts every connection. */
  cut(): void;
  /**
   * Cuts the connection that carries this word for the nth time from now on: before it arrives, or after the server has answered
   * and before the answer arrives. Resolves when that has happened.
   */
  cutAt(word: string, when: 'before' | 'after', nth?: number): Promise<void>;
  close(): Promise<void>;
}

export async function openLine(target: number): Promise<Line> {
  let to = target;
  let dead = false;
  let trap: { word: string; when: 'before' | 'after'; left: number; sprung: () => void } | null = null;
  const sockets = new Set<Socket>();
  const server = createServer({ allowHalfOpen: true }, (near) => {
    const far = connect({ port: to, host: '127.0.0.1', allowHalfOpen: true });
    /** What is told to the one end when the next answer of the server is held back. */
    let held: (() => void) | null = null;
    const hangUp = (sprung: () => void) => {
      near.destroy();
      far.destroy();
      sprung();
    };
    near.on('data', (bytes) => {
      if (dead) return;
      if (trap && bytes.includes(trap.word) && --trap.left === 0) {
        const { when, sprung } = trap;
        trap = null;
        if (when === 'before') return hangUp(sprung);
        held = sprung;
      }
      far.write(bytes);
    });
    far.on('data', (bytes) => {
      if (held) hangUp(held);
      else if (!dead) near.write(bytes);
    });
    for (const [one, other] of [
      [near, far],
      [far, near],
    ] as const) {
      sockets.add(one);
      one.on('end', () => void (dead || other.end()));
      one.on('error', () => other.destroy());
      one.on('close', () => {
        sockets.delete(one);
        if (!dead) other.destroy();
      });
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const cut = () => {
    for (const socket of sockets) socket.destroy();
  };
  return {
    port: (server.address() as AddressInfo).port,
    leadTo: (port) => void (to = port),
    goDead: () => void (dead = true),
    cut,
    cutAt: (word, when, left = 1) => new Promise((sprung) => (trap = { word, when, left, sprung })),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        cut();
      }),
  };
}

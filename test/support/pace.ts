/**
 * What another client feels of an attack. It asks at a fixed rate, in short slices of which one is calm and one attacked, in turns,
 * so that whatever else the machine does hits both alike. Each attacked slice has an attacker of its own, with its whole budget.
 */
import { setTimeout as sleep } from 'node:timers/promises';

/** The p99 of two slices that lie beside each other. */
export interface Pair {
  calmMs: number;
  attackedMs: number;
}

interface Measured {
  /** Asks for so many seconds and says how long each answer took. */
  ask: (seconds: number) => Promise<number[]>;
  /** The n-th attacker. */
  attack: (n: number, seconds: number) => Promise<unknown>;
  seconds: number;
  pairs: number;
}

export async function paceUnder({ ask, attack, seconds, pairs: wanted }: Measured): Promise<Pair[]> {
  const pairs: Pair[] = [];
  const calmly = async () => p99(await ask(seconds));
  const attacked = async () => {
    const attacking = attack(pairs.length, seconds);
    const felt = p99(await ask(seconds));
    await attacking;
    await sleep(50);
    return felt;
  };
  while (pairs.length < wanted) {
    if (pairs.length % 2 === 0) pairs.push({ calmMs: await calmly(), attackedMs: await attacked() });
    else {
      const attackedMs = await attacked();
      pairs.push({ calmMs: await calmly(), attackedMs });
    }
  }
  return pairs;
}

function p99(times: readonly number[]): number {
  const sorted = times.toSorted((a, b) => a - b);
  return sorted[Math.ceil(sorted.length * 0.99) - 1]!;
}

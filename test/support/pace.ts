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

export interface Measured {
  /** Asks for so many seconds and says how long each answer took. */
  ask: (seconds: number) => Promise<number[]>;
  /** The n-th attacker. */
  attack: (n: number, seconds: number) => Promise<unknown>;
  seconds: number;
  /** So many, or where that leaves it open until it is decided. */
  pairs: number;
  mostPairs?: number;
}

/**
 * Pairs until those within twice are four ahead of those beyond, or the other way round: where the machine alone puts one of five
 * beyond, that is wrong once in 256 times, and once in as many where an attack keeps one of five within.
 */
export async function paceUnder({
  ask,
  attack,
  seconds,
  pairs: fewest,
  mostPairs = fewest,
}: Measured): Promise<Pair[]> {
  const pairs: Pair[] = [];
  const calmly = async () => p99(await ask(seconds));
  const attacked = async () => {
    const attacking = attack(pairs.length, seconds);
    const felt = p99(await ask(seconds));
    await attacking;
    await sleep(50);
    return felt;
  };
  while (pairs.length < fewest || (pairs.length < mostPairs && Math.abs(ahead(pairs)) < 4)) {
    if (pairs.length % 2 === 0) pairs.push({ calmMs: await calmly(), attackedMs: await attacked() });
    else {
      const attackedMs = await attacked();
      pairs.push({ calmMs: await calmly(), attackedMs });
    }
  }
  return pairs;
}

export const isWithinTwice = (pairs: readonly Pair[]): boolean => ahead(pairs) > 0;

function ahead(pairs: readonly Pair[]): number {
  return pairs.reduce((sum, { calmMs, attackedMs }) => sum + (attackedMs <= 2 * calmMs ? 1 : -1), 0);
}

export function p99(times: readonly number[]): number {
  const sorted = times.toSorted((a, b) => a - b);
  return sorted[Math.ceil(sorted.length * 0.99) - 1]!;
}

/** Seeded randomness that needs no state: every draw is a function of (seed, kind, index), so any person can be asked for alone. */

function mix(x: number): number {
  let h = x | 0;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}

/** A 32-bit hash of (seed, kind, index). */
export function hash(seed: number, kind: string, index: number): number {
  let h = mix(seed ^ 0x9e3779b9);
  for (let i = 0; i < kind.length; i++) h = Math.imul(h ^ kind.charCodeAt(i), 0x01000193);
  return mix(mix(h) ^ mix(index + 0x7f4a7c15));
}

/** A short stream of random numbers (mulberry32) that begins at a hash. */
export class Draw {
  private state: number;
  constructor(seed: number, kind: string, index: number) {
    this.state = hash(seed, kind, index);
  }
  /** 0 ≤ x < 1 */
  next(): number {
    this.state = (this.state + 0x6d2b79f5) | 0;
    let t = Math.imul(this.state ^ (this.state >>> 15), 1 | this.state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  }
  /** An integer, both ends included. */
  between(low: number, high: number): number {
    return low + Math.floor(this.next() * (high - low + 1));
  }
  chance(probability: number): boolean {
    return this.next() < probability;
  }
  pick<T>(list: readonly T[]): T {
    return list[Math.floor(this.next() * list.length)]!;
  }
}

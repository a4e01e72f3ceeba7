/** The tree of RFC 9162: leaves H(0x00 || bytes), nodes H(0x01 || left || right); it grows on the right alone. */
import type { CryptoProfile } from '../crypto-profile.js';

export interface Subtree {
  level: number;
  /** Counted from the left among the whole subtrees of its level. */
  place: number;
  hash: Buffer;
}

/** Whole subtrees of these levels are stored. */
export const storedEvery = 8;

const nodePrefix = Buffer.of(1);
export const nodeOf = (profile: CryptoProfile, left: Buffer, right: Buffer) =>
  profile.hash(Buffer.concat([nodePrefix, left, right]));

/** The whole subtrees that a tree of `size` consists of, largest first. */
export function peaksOf(size: number): Pick<Subtree, 'level' | 'place'>[] {
  const peaks = [];
  let begin = 0;
  for (let level = 52; level >= 0; level--) {
    const width = 2 ** level;
    if (begin + width > size) continue;
    peaks.push({ level, place: begin / width });
    begin += width;
  }
  return peaks;
}

/** Hangs leaves on; `peaks` changes. Returns the subtrees that became whole and are to be stored. */
export function append(profile: CryptoProfile, peaks: Subtree[], leaves: readonly Buffer[]): Subtree[] {
  const whole: Subtree[] = [];
  const last = peaks.at(-1);
  let place = last ? (last.place + 1) * 2 ** last.level : 0;
  for (const hash of leaves) {
    peaks.push({ level: 0, place: place++, hash });
    for (;;) {
      const [left, right] = [peaks.at(-2), peaks.at(-1)!];
      if (!left || left.level !== right.level) break;
      const node = { level: right.level + 1, place: left.place / 2, hash: nodeOf(profile, left.hash, right.hash) };
      peaks.splice(-2, 2, node);
      if (node.level % storedEvery === 0) whole.push(node);
    }
  }
  return whole;
}

/** The root over all peaks; of no leaves, the hash of nothing. */
export function rootOf(profile: CryptoProfile, peaks: readonly Pick<Subtree, 'hash'>[]): Buffer {
  return peaks.length === 0
    ? profile.hash(Buffer.alloc(0))
    : peaks.map(({ hash }) => hash).reduceRight((right, left) => nodeOf(profile, left, right));
}

/** What a step of a proof takes: one hash, or several that are first folded from the right. */
export type Sibling = Pick<Subtree, 'level' | 'place'>[];

/** The subtrees beside the way from leaf `number` to the root of a tree of `size`, from below. */
export function siblingsOf(number: number, size: number): Sibling[] {
  const siblings: Sibling[] = [];
  let [begin, end] = [0, size];
  while (end - begin > 1) {
    const split = begin + 2 ** Math.ceil(Math.log2(end - begin) - 1);
    if (number < split) {
      siblings.push(subtreesOf(split, end));
      end = split;
    } else {
      siblings.push(subtreesOf(begin, split));
      begin = split;
    }
  }
  return siblings.toReversed();
}

/** A range of leaves that begins where its largest subtree may. */
function subtreesOf(begin: number, end: number): Sibling {
  return peaksOf(end - begin).map(({ level, place }) => ({ level, place: begin / 2 ** level + place }));
}

/** RFC 9162, 2.1.3.2: the root to which a leaf and its proof lead, or null when the proof has the wrong length. */
export function rootOfProof(
  profile: CryptoProfile,
  leaf: Buffer,
  number: number,
  size: number,
  proof: readonly Buffer[],
): Buffer | null {
  if (number >= size) return null;
  let [at, last, hash] = [number, size - 1, leaf];
  for (const sibling of proof) {
    if (last === 0) return null;
    if (at % 2 === 1 || at === last) {
      hash = nodeOf(profile, sibling, hash);
      while (at % 2 === 0 && at !== 0) [at, last] = [Math.floor(at / 2), Math.floor(last / 2)];
    } else hash = nodeOf(profile, hash, sibling);
    [at, last] = [Math.floor(at / 2), Math.floor(last / 2)];
  }
  return last === 0 ? hash : null;
}

/** The tree of RFC 9162: published roots, proofs of every leaf of every size, and the same whatever way it grew. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { append, nodeOf, peaksOf, rootOf, rootOfProof, siblingsOf } from '../../schema/access-log/merkle.js';
import type { Subtree } from '../../schema/access-log/merkle.js';
import { profileOf, standardProfile } from '../../schema/crypto-profile.js';

const leafOfHex = (hex: string) => standardProfile.hash(Buffer.concat([Buffer.of(0), Buffer.from(hex, 'hex')]));
/** The leaves and roots by which Certificate Transparency's own programs are tested. */
const published = ['', '00', '10', '2021', '3031', '40414243', '5051525354555657', '606162636465666768696a6b6c6d6e6f'];
const leaves = Array.from({ length: 300 }, (_, n) => standardProfile.hash(Buffer.from(`leaf ${n}`)));

function grown(hashes: readonly Buffer[]): Subtree[] {
  const peaks: Subtree[] = [];
  append(standardProfile, peaks, hashes);
  return peaks;
}

/** As the RFC writes it: the slow, obvious way. */
function slowRoot(hashes: readonly Buffer[]): Buffer {
  if (hashes.length === 0) return standardProfile.hash(Buffer.alloc(0));
  if (hashes.length === 1) return hashes[0]!;
  let split = 1;
  while (split * 2 < hashes.length) split *= 2;
  return nodeOf(standardProfile, slowRoot(hashes.slice(0, split)), slowRoot(hashes.slice(split)));
}

describe('the tree', () => {
  it('has the published roots', () => {
    const roots = [0, 1, 2, 8].map((size) =>
      rootOf(standardProfile, grown(published.slice(0, size).map(leafOfHex))).toString('hex'),
    );
    expect(roots).toEqual([
      'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
      '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
      'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
      '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
    ]);
  });

  it('comes to the same root however it grew, and to the whole subtrees of its size', () =>
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 60 }), { maxLength: 6 }), (batches) => {
        const peaks: Subtree[] = [];
        let size = 0;
        for (const batch of batches) append(standardProfile, peaks, leaves.slice(size, (size += batch)));
        expect(peaks.map(({ level, place }) => ({ level, place }))).toEqual(peaksOf(Math.min(size, leaves.length)));
        expect(rootOf(standardProfile, peaks)).toEqual(slowRoot(leaves.slice(0, size)));
      }),
    ));

  it('proves each leaf, and no other', () =>
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 300 }), fc.nat(), (size, some) => {
        const number = some % size;
        const hashOf = ({ level, place }: Pick<Subtree, 'level' | 'place'>) =>
          slowRoot(leaves.slice(place * 2 ** level, (place + 1) * 2 ** level));
        const proof = siblingsOf(number, size).map((parts) =>
          rootOf(
            standardProfile,
            parts.map((part) => ({ hash: hashOf(part) })),
          ),
        );
        const root = slowRoot(leaves.slice(0, size));
        expect(rootOfProof(standardProfile, leaves[number]!, number, size, proof)).toEqual(root);
        if (size === 1) return;
        expect(rootOfProof(standardProfile, leaves[(number + 1) % size]!, number, size, proof)).not.toEqual(root);
        expect(rootOfProof(standardProfile, leaves[number]!, (number + 1) % size, size, proof)).not.toEqual(root);
        expect(rootOfProof(standardProfile, leaves[number]!, number, size, proof.slice(1))).not.toEqual(root);
      }),
    ));

  it('uses the hash of its profile', () => {
    const sm = profileOf('sm');
    const peaks: Subtree[] = [];
    append(sm, peaks, [sm.hash(Buffer.of(0))]);
    // SM3 of one zero byte.
    expect(rootOf(sm, peaks)).toEqual(sm.hash(Buffer.of(0)));
    expect(rootOf(sm, [])).not.toEqual(rootOf(standardProfile, []));
  });
});

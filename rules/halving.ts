/** Where an answer turns, between two numbers where it differs. */

/** By halving: the first number after `from`, up to `to`, where the answer is not that of `from`; null when `to` has the same. */
export function firstDifferent(at: (point: number) => unknown, from: number, to: number): number | null {
  const before = at(from);
  if (at(to) === before) return null;
  let same = from;
  let different = Math.min(to, 2 ** 46);
  while (different - same > 1) {
    const middle = Math.floor((same + different) / 2);
    if (at(middle) === before) same = middle;
    else different = middle;
  }
  return different;
}

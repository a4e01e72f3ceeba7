/** Every choice of one value from each list. */
export function forEachCombination<T>(lists: readonly (readonly T[])[], visit: (values: readonly T[]) => void): void {
  const values: T[] = [];
  const fill = (place: number): void => {
    const list = lists[place];
    if (!list) return visit([...values]);
    for (const value of list) {
      values[place] = value;
      fill(place + 1);
    }
  };
  fill(0);
}

/** One facet of many records as a column of small numbers: every distinct list of values has one number, so a row has one cell. */

export interface FacetColumn {
  put(row: number, values: readonly string[]): void;
  /** The number of a list, also of one that no row has yet. */
  numberOf(values: readonly string[]): number;
  /** One cell a row; replaced when it grows, so ask anew for each pass. */
  cells(): Uint16Array | Uint32Array;
  /** The values behind each number. */
  lists: readonly (readonly string[])[];
  /** By number: 1 where one of the values is wanted. */
  accepting(wanted: readonly string[]): Uint8Array;
}

const mostInTwoBytes = 65_536;

export function openFacetColumn(): FacetColumn {
  const lists: (readonly string[])[] = [];
  const numbers = new Map<string, number>();
  let cells: Uint16Array | Uint32Array = new Uint16Array(1024);

  function numberOf(values: readonly string[]): number {
    const key = values.length === 1 ? values[0]! : values.join('\n');
    const known = numbers.get(key);
    if (known !== undefined) return known;
    const number = lists.length;
    numbers.set(key, number);
    lists.push([...new Set(values)]);
    return number;
  }

  return {
    lists,
    numberOf,
    cells: () => cells,
    put(row, values) {
      const number = numberOf(values);
      const isWide = cells instanceof Uint32Array || number >= mostInTwoBytes;
      if (row >= cells.length || isWide !== cells instanceof Uint32Array) {
        const old = cells;
        cells = new (isWide ? Uint32Array : Uint16Array)(grown(old.length, row));
        cells.set(old);
      }
      cells[row] = number;
    },
    accepting: (wanted) => Uint8Array.from(lists, (values) => Number(wanted.some((value) => values.includes(value)))),
  };
}

/** Room for a row: half as much again, so that a million rows leave little unused. */
export function grown(length: number, row: number): number {
  return row < length ? length : Math.max(row + 1, Math.ceil(length * 1.5));
}

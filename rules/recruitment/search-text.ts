/** How Chinese text is searched: without blanks and widths, by characters and pairs of characters, so that words of two are found. */

/** What is compared: full-width forms narrowed, letters lowered, every blank removed. */
export function searchable(...parts: readonly (string | null | undefined)[]): string {
  // A line break keeps the end of one part from joining the beginning of the next.
  return parts.map((part) => compact(part ?? '')).join('\n');
}

/** Bytes of characters and pairs that one entry of the database's index holds; of more it would find nothing at all, and not say so. */
const mostBytes = 1_000_000;

/** As much of a text as can be found: all of it, but for a notice of some hundred thousand characters with hardly a word twice. */
export function findablePart(text: string): string {
  // A character of three bytes brings one pair of six.
  if (text.length * 9 <= mostBytes) return text;
  const grams = new Set<string>();
  let [bytes, at, before] = [0, 0, ''];
  for (const character of text) {
    for (const gram of [character, before + character]) {
      if (grams.has(gram)) continue;
      grams.add(gram);
      bytes += bytesOf(gram);
    }
    if (bytes > mostBytes) return text.slice(0, at);
    [at, before] = [at + character.length, character];
  }
  return text;
}

/** The words of a question; each must be found, wherever. At most eight: more say nothing. */
export function searchTerms(question: string): string[] {
  const words = question.normalize('NFKC').toLowerCase().trim().split(/\s+/u);
  return [...new Set(words.map(compact).filter((word) => word !== ''))].slice(0, 8);
}

/** Characters and pairs of a text, by code point: what an index holds of it. */
export function gramsOf(text: string): string[] {
  const grams = new Set<string>();
  for (const part of text.split('\n')) {
    const characters = Array.from(part);
    for (const [i, character] of characters.entries()) {
      grams.add(character);
      const next = characters[i + 1];
      if (next !== undefined) grams.add(character + next);
    }
  }
  return [...grams];
}

/** The pairs that a term must have; a single character stands for itself. */
export function gramsOfTerm(term: string): string[] {
  const characters = Array.from(term);
  if (characters.length === 1) return characters;
  return [...new Set(characters.slice(1).map((character, i) => characters[i]! + character))];
}

/** In UTF-8. */
function bytesOf(text: string): number {
  let bytes = 0;
  for (const character of text) {
    const point = character.codePointAt(0)!;
    bytes += point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x1_0000 ? 3 : 4;
  }
  return bytes;
}

const compact = (text: string) =>
  text
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll(/[\s\p{Cc}\p{Cf}]+/gu, '');

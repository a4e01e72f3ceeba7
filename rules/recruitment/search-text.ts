/** How Chinese text is searched: without blanks and widths, by characters and pairs of characters, so that words of two are found. */

/** What is compared: full-width forms narrowed, letters lowered, every blank removed. */
export function searchable(...parts: readonly (string | null | undefined)[]): string {
  // A line break keeps the end of one part from joining the beginning of the next.
  return parts.map((part) => compact(part ?? '')).join('\n');
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

const compact = (text: string) =>
  text
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll(/[\s\p{Cc}\p{Cf}]+/gu, '');

/** The database cuts a text as the rules say: by code point, within a line, each part once. */
import { expect, test } from 'vitest';
import { findablePart, gramsOf } from '../../rules/recruitment/search-text.js';
import { openDatabase } from '../../schema/database.js';
import { createTestDatabase } from '../support/database.js';

test.each([
  ['nothing', ''],
  ['one character', '会'],
  ['two lines that do not join', '财务\n会计'],
  ['empty lines', '\n\n岗\n'],
  ['the same again', '会计会计'],
  ['characters beyond the first plane', '𠮷野家𠮷'],
  ['signs that mean something elsewhere', `a'b\\c%_"&|`],
])('%s', async (_, text) => {
  const database = await openDatabase((await createTestDatabase()).url);
  const found = await database.pool.query<{ grams: string[] }>('select search_grams($1) as grams', [text]);
  expect(found.rows[0]!.grams.toSorted()).toEqual(gramsOf(text).sort());
  await database.close();
});

test('of a text without measure the part that is indexed is found, to its end', async () => {
  // Each pair of characters stands once.
  const words = Array.from({ length: 400_000 }, (_, i) =>
    String.fromCodePoint(0x4e00 + (i % 2000), 0x6000 + Math.floor(i / 2000)),
  );
  const whole = words.join('');
  const text = findablePart(whole);
  expect([text.length > 100_000, whole.startsWith(text)]).toEqual([true, true]);
  expect(findablePart('会计'.repeat(400_000))).toHaveLength(800_000);
  const database = await openDatabase((await createTestDatabase()).url);
  const sought = [text.slice(0, 2), text.slice(50_000, 50_002), text.slice(-2)];
  const found = await database.pool.query<{ hits: boolean[] }>(
    `select array(select words @@ quote_literal(word)::tsquery from unnest($2::text[]) with ordinality one(word, n) order by n) as hits
     from array_to_tsvector(search_grams($1)) words`,
    [text, sought],
  );
  expect(found.rows[0]!.hits).toEqual([true, true, true]);
  await database.close();
});

/** The database cuts a text as the rules say: by code point, within a line, each part once. */
import { expect, test } from 'vitest';
import { gramsOf } from '../../rules/recruitment/search-text.js';
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

/** `npm run schema:print`: the schema of each audience as `schema/<audience>.graphql`, which is also the API's reference. */
import { writeFileSync } from 'node:fs';
import { lexicographicSortSchema, printSchema } from 'graphql';
import { type SchemaName, schemaNames } from './authenticate.js';
import { schemaFor } from './graphql.js';

/** Sorted, so that moving a class moves no line of the contract. */
export function schemaText(audience: SchemaName): string {
  return `${printSchema(lexicographicSortSchema(schemaFor(audience)))}\n`;
}

if (process.argv[1] === import.meta.filename) {
  for (const audience of schemaNames)
    writeFileSync(new URL(`../../schema/${audience}.graphql`, import.meta.url), schemaText(audience));
}

/** `npm run schema:print`: the schema of each audience as `schema/<audience>.graphql`, which is also the API's reference. */
import { writeFileSync } from 'node:fs';
import { type SchemaName, schemaNames } from './authenticate.js';
import { printContract } from './cost-directives.js';
import { schemaFor } from './graphql.js';

export function schemaText(audience: SchemaName): string {
  return printContract(schemaFor(audience));
}

if (process.argv[1] === import.meta.filename) {
  for (const audience of schemaNames)
    writeFileSync(new URL(`../../schema/${audience}.graphql`, import.meta.url), schemaText(audience));
}

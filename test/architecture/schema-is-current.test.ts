/** Every contract is committed as text, one file per audience and one for our own pages. After a wanted change: `npx vitest run -u test/architecture`. */
import { expect, test } from 'vitest';
import { schemaNames } from '../../api/authenticate.js';
import { printContract } from '../../api/cost-directives.js';
import { listsWithoutSize } from '../../api/costs.js';
import { schemaFor } from '../../api/graphql.js';

test.each(schemaNames)('schema/%s.graphql is what that audience is served', async (audience) => {
  await expect(printContract(schemaFor(audience))).toMatchFileSnapshot(`../../schema/${audience}.graphql`);
});

test.each(schemaNames)('every type, field, argument and value that %s is shown says what it is', (audience) => {
  const types = Object.values(schemaFor(audience).getTypeMap()).filter(({ name }) => !name.startsWith('__'));
  const builtIn = new Set(['String', 'Int', 'Float', 'Boolean', 'ID', 'Query', 'Mutation', 'Subscription']);
  const silent = types.flatMap((type) => {
    const parts: [string, string | null | undefined][] = [];
    if (!builtIn.has(type.name)) parts.push([type.name, type.description]);
    if ('getValues' in type)
      for (const value of type.getValues()) parts.push([`${type.name}.${value.name}`, value.description]);
    if ('getFields' in type) {
      for (const field of Object.values(type.getFields())) {
        parts.push([`${type.name}.${field.name}`, field.description]);
        const args = 'args' in field ? field.args : [];
        for (const { name, description } of args) parts.push([`${type.name}.${field.name}(${name})`, description]);
      }
    }
    return parts.filter(([, description]) => !description).map(([name]) => name);
  });
  expect(silent).toEqual([]);
});

test.each(schemaNames)('of every list of objects that %s is shown something says how long it is', (audience) => {
  expect(listsWithoutSize(schemaFor(audience))).toEqual([]);
});

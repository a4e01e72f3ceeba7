/** Records longer than any life: what they cost stays within the estimate, and what is beyond all measure is not told by halves. */
import type { GraphQLObjectType } from 'graphql';
import { getNamedType, isObjectType } from 'graphql';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { compilerFor } from '../../api/compile-document.js';
import { schemaFor } from '../../api/graphql.js';
import { rulesOfOrganizations } from '../../rules/index.js';
import { type Answer, codeOf, openTestApi, type TestApi } from '../support/api.js';
import { idNumberOf } from '../support/facts.js';
import { employer, largeRows, type Sizes } from '../support/large-records.js';

const schema = schemaFor('staff');
const compile = compilerFor(schema);
/** As many as `costs.ts` takes them to be at most, and of what comes in pages more. */
const sizes: Sizes = {
  registrations: 200,
  hardships: 200,
  grants: 600,
  benefits: 200,
  contributions: 1500,
  firms: 5,
  employees: 400,
};
let api: TestApi;
let staff: string;

beforeAll(async () => {
  api = await openTestApi();
  await api.fill((stream) => largeRows(stream, sizes));
  staff = await api.token({ sub: '王科员', audience: 'staff', roles: ['operator'] });
});
afterAll(() => api.close());

/** Every field of a type and of all beneath it; of pages the longest. */
function everything(type: GraphQLObjectType, but: readonly string[] = []): string {
  const selections = Object.values(type.getFields()).flatMap((field) => {
    if (but.includes(field.name)) return [];
    const inner = getNamedType(field.type);
    const first = field.args.some(({ name }) => name === 'first') ? '(first: 100)' : '';
    return `${field.name}${first}${isObjectType(inner) ? ` ${everything(inner, but)}` : ''}`;
  });
  return `{ ${selections.join(' ')} }`;
}
const all = (name: string, but: string[] = []) => everything(schema.getType(name) as GraphQLObjectType, but);
const costOf = ({ text }: Answer) =>
  (JSON.parse(text) as { extensions: { budget: { cost: number } } }).extensions.budget.cost;
const person = (selection: string) => `{ person(idNumber: "${idNumberOf(1)}", name: "张1") ${selection} }`;
const organization = (selection: string) => `{ organization(creditCode: "${employer}") { ${selection} } }`;

async function askWithinEstimate(query: string): Promise<Answer> {
  const answer = await api.ask(query, { token: staff });
  expect(answer.errors).toEqual([]);
  // The text itself is billed where it is new, and the whole is rounded up.
  expect(costOf(answer)).toBeLessThanOrEqual(compile(query, undefined)!.cost.estimate({}) + query.length / 4 + 1);
  expect(api.logged()).not.toContain('cost beyond its estimate');
  return answer;
}

describe('the estimate holds', () => {
  test('for all of a record that is as long as it may be', async () => {
    const answer = await askWithinEstimate(person(all('Person', ['entitlements'])));
    const told = (answer.data as { person: Record<string, unknown[]> }).person;
    expect([told['hardships'], told['benefitGrants'], told['enterprises']].map((list) => list!.length)).toEqual([
      sizes.hardships,
      sizes.grants,
      sizes.firms,
    ]);
  });

  test('for all decisions about it, with every condition, reason and other reading', async () => {
    const answer = await askWithinEstimate(person(`{ entitlements ${all('EntitlementDecision')} }`));
    const { entitlements } = (answer.data as { person: { entitlements: { conditions: unknown[] }[] } }).person;
    expect(Math.max(...entitlements.map(({ conditions }) => conditions.length))).toBeGreaterThan(20);
  });

  test('for a firm with hundreds of groups of employees, also where one rule alone is asked for', async () => {
    const conditions = 'conditions { level kind chinese facts { fact { name } value } } missing missingFacts { name }';
    let longest = 0;
    for (const rules of [null, ...rulesOfOrganizations.map(({ id }) => [id])]) {
      const asked = rules === null ? '' : `(rules: ${JSON.stringify(rules)})`;
      const answer = await askWithinEstimate(organization(`entitlements${asked} { rule ${conditions} }`));
      const { entitlements } = (answer.data as { organization: { entitlements: { conditions: unknown[] }[] } })
        .organization;
      longest = Math.max(longest, ...entitlements.map((decision) => decision.conditions.length));
    }
    expect(longest).toBeGreaterThan(500);
  });
});

describe('beyond all measure', () => {
  beforeAll(() => api.fill((stream) => largeRows(stream, { ...sizes, grants: 601, firms: 400, employees: 990 })));

  test('a list is refused by name and not cut; the rest of the record is told', async () => {
    const refused = await api.ask(person('{ name benefitGrants { fund } }'), { token: staff });
    expect([codeOf(refused), refused.errors[0]!.extensions['limit']]).toEqual(['LIMIT_EXCEEDED', 600]);
    expect(refused.errors[0]!.message).toMatch(/Person.benefitGrants has more than 600 items/);
    await askWithinEstimate(person('{ name hardships { category } }'));
  });

  test('deciding ends at its effort, is billed, and says what to leave out', async () => {
    const query = person('{ entitlements { rule otherReadings { outcome } } }');
    const answer = await api.ask(query, { token: staff });
    expect(codeOf(answer)).toBe('LIMIT_EXCEEDED');
    expect(answer.errors[0]!.message).toMatch(/too much deciding: ask for fewer rules/);
    expect(costOf(answer)).toBeGreaterThan(5000);
    expect(costOf(answer)).toBeLessThanOrEqual(compile(query, undefined)!.cost.estimate({}) + query.length / 4 + 1);
  });
});

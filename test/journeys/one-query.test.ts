/** Journey two: from a partner's request to a committed access event and an answer that says why. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { idNumberOf, rowsOf } from '../support/facts.js';
import { openTestApi } from '../support/api.js';
import type { TestApi } from '../support/api.js';

let api: TestApi;
beforeAll(async () => {
  api = await openTestApi();
});
afterAll(() => api.close());

test('a partner asks for one person and learns what is due, from where it is known, and leaves one trace', async () => {
  // What the night brought.
  await api.fill((stream) => rowsOf(stream, 3));
  // What was agreed with the partner.
  const open = ['name', 'birthDate', 'education', 'employments', 'enterprises', 'contributions', 'benefitGrants'];
  const fields = [...open, 'hardships', 'unemploymentBenefits', 'sex', 'entitlements'];
  await api.agree('民政局', {
    purposes: ['social-assistance'],
    fields: Object.fromEntries(fields.map((field) => [`Person.${field}`, 'full' as const])),
    dailyLimit: 100,
  });
  const token = await api.token({ sub: '民政局', audience: 'partner' });

  const answer = await api.ask(
    `query ($idNumber: String!, $name: String!) {
      person(idNumber: $idNumber, name: $name) {
        id name birthDate
        employments(first: 1) { edges { node { form from to source } } }
        entitlements(assessOn: "2026-03-01") { rule outcome amountFen reasons missing }
        provenance { field source }
      }
      myAgreement { left }
    }`,
    { token, variables: { idNumber: idNumberOf(1), name: '张１' } },
  );

  expect(answer.errors).toEqual([]);
  const { person, myAgreement } = answer.data as {
    person: { id: string; entitlements: { rule: string }[]; provenance: object[] };
    myAgreement: { left: number };
  };
  expect(person).toMatchObject({
    name: '张1',
    birthDate: '1990-01-01',
    employments: { edges: [{ node: { form: 'EMPLOYEE', from: '2025-01-01', to: null, source: 'EMPLOYMENT' } }] },
  });
  expect(person.entitlements.find(({ rule }) => rule === 'art05.opening-subsidy')).toEqual({
    rule: 'art05.opening-subsidy',
    outcome: 'ELIGIBLE',
    amountFen: 500_000,
    reasons: ['符合条件: 一次性开业补贴, 5000元', 'Eligible: one-off opening subsidy, 5000 yuan'],
    missing: [],
  });
  expect(person.provenance).toContainEqual({ field: 'enterprises', source: 'COMMERCE' });
  expect(myAgreement.left).toBe(99);

  const events = await api.events();
  expect(events).toHaveLength(1);
  expect(events[0]).toMatchObject({
    client: '民政局',
    purpose: 'social-assistance',
    outcome: 'shown',
    person_id: person.id,
  });
  expect(events[0]!['fields']).toContain('Person.entitlements');
  for (const text of [answer.text, JSON.stringify(events), api.logged()]) expect(text).not.toContain(idNumberOf(1));
});

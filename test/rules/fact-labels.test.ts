import { expect, it } from 'vitest';
import { factLabel } from '../../rules/fact-labels.js';
import { factKinds, objectsOfFacts } from '../../rules/fact-names.js';
import { parameterKinds } from '../../rules/parameter-names.js';

const parameters = Object.keys(parameterKinds).map((name) => `parameter:${name}`);
const lists = Object.keys(factKinds).flatMap((path) =>
  path.includes('[]') ? [path.slice(0, path.indexOf('[]'))] : [],
);

it('every fact has words in both languages, and so has every object and list that can be missing as a whole', () => {
  const paths = [...new Set([...Object.keys(factKinds), ...objectsOfFacts, ...lists, ...parameters])];
  expect(paths.length).toBeGreaterThan(150);
  expect(paths.filter((path) => factLabel(path) === null)).toEqual([]);
  for (const path of paths) {
    const { zh, en } = factLabel(path)!;
    expect(zh).toMatch(/^\p{Script=Han}/u);
    expect(en).toMatch(/^[a-z]/);
  }
});

it('an element of a list is told by its number, and a name that no fact has gets no words', () => {
  expect(factLabel('hires[1].contractMonths')).toEqual({
    zh: '招用人员劳动合同月数（第2项）',
    en: 'hire: months of the contract (no. 2)',
  });
  expect(factLabel('person.shoeSize')).toBeNull();
});

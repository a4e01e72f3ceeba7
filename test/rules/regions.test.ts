/** A region holds what its code is the beginning of, and nothing beside it. */
import { describe, expect, it } from 'vitest';
import { beginningOf, covers, isRegion, reachOf } from '../../rules/regions.js';

it.each([
  ['410900', '4109'],
  ['410922', '410922'],
  ['410922000', '410922'],
  ['410922101', '410922101'],
  ['410922101000', '410922101'],
  ['410922100', '410922100'],
  ['410922101203', '410922101203'],
])('the codes in %s begin with %s', (region, beginning) => {
  expect(beginningOf(region)).toBe(beginning);
});

it.each(['410900', '410922', '410922101', '410922101203'])('%s is a region of an officer', (code) => {
  expect(isRegion(code)).toBe(true);
});

it.each(['', '41', '4109', '41092', '4109221', '010900', '４１０９００', '410922 ', '4109221010', '41092a'])(
  '%j is none',
  (code) => {
    expect(isRegion(code)).toBe(false);
  },
);

it.each([
  ['410900', '410900', true],
  ['410900', '410922', true],
  ['410900', '410922101', true],
  ['410900', '410100', false],
  ['410922', '410922', true],
  ['410922', '410922101', true],
  ['410922', '410900', false],
  ['410922', '410923', false],
  ['410922101', '410922101', true],
  ['410922101', '410922', false],
  ['410922101', '410922102', false],
  [null, '410900', false],
  ['', '410900', false],
])('%s covers %s: %s', (own, region, is) => {
  expect(covers(own, region)).toBe(is);
});

describe('a list', () => {
  it.each([
    ['410900', null, ''],
    ['410900', '410900', '4109'],
    ['410900', '410922', '410922'],
    ['410900', '4101', '4101'],
    ['410922', null, '410922'],
    ['410922', '410900', '410922'],
    ['410922', '41', '410922'],
    ['410922', '410922101', '410922101'],
    ['410922', '410923', null],
    ['410922', '410100', null],
    ['410922101', '410922', '410922101'],
    ['410922101', null, '410922101'],
    [null, null, null],
    ['', '410922', null],
  ])('of %s asked for %s reaches %j', (own, asked, reach) => {
    expect(reachOf(own, asked)).toBe(reach);
  });
});

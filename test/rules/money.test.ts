/** Money is whole fen and shares are exact: no decimal costs anybody a fen. */
import { expect, it, test } from 'vitest';
import { floorShare, fractionOf, parseYuan, plusFraction, yuan } from '../../rules/money.js';

const twoThirds = { numerator: 2, denominator: 3 };

it.each<[number | string, number | null]>([
  [0, 0],
  [0.07, 7],
  [0.29, 29],
  ['1.1', 110],
  ['12.34', 1234],
  ['007', 700],
  [999_999_999_999.99, 99_999_999_999_999],
  ['1000000000000', null],
  ['1.234', null],
  ['.5', null],
  ['1.', null],
  ['-1', null],
  [-1, null],
  ['', null],
  [Number.NaN, null],
  [Infinity, null],
])('%j yuan are %j fen', (given, fen) => {
  expect(parseYuan(given)).toBe(fen);
});

test('fen are shown as yuan', () => {
  expect([yuan(0), yuan(7), yuan(1234)]).toEqual([0, 0.07, 12.34]);
});

it.each([
  [100, 66],
  [3, 2],
  [2, 1],
  [1, 0],
  [0, 0],
  [Infinity, Infinity],
  [9_007_199_254_740_991, 6_004_799_503_160_660],
])('two thirds of %s are %s, rounded down', (fen, share) => {
  expect(floorShare(fen, twoThirds)).toBe(share);
});

test('a share without end is without end, and no share of it is nothing', () => {
  expect(floorShare(5, { numerator: Infinity, denominator: 1 })).toBe(Infinity);
  expect(floorShare(0, { numerator: Infinity, denominator: 1 })).toBe(0);
  expect(floorShare(Infinity, { numerator: 0, denominator: 1 })).toBe(0);
});

it.each([
  [0, 0, 1],
  [1, 1, 1],
  [0.07, 7, 100],
  [0.005, 5, 1000],
  [0.000_000_1, 1, 10_000_000],
  [0.000_000_15, 15, 100_000_000],
  [12.5, 125, 10],
  [Infinity, Infinity, 1],
])('the rate %s is %s of %s', (rate, numerator, denominator) => {
  expect(fractionOf(rate)).toEqual({ numerator, denominator });
});

test('shares are added exactly, in the greater of their denominators where one holds the other', () => {
  const tenth = { numerator: 1, denominator: 10 };
  expect(plusFraction(tenth, { numerator: 7, denominator: 100 })).toEqual({ numerator: 17, denominator: 100 });
  expect(plusFraction({ numerator: 7, denominator: 100 }, tenth)).toEqual({ numerator: 17, denominator: 100 });
  expect(plusFraction(tenth, tenth)).toEqual({ numerator: 2, denominator: 10 });
  expect(plusFraction(tenth, twoThirds)).toEqual({ numerator: 23, denominator: 30 });
  expect(plusFraction(twoThirds, tenth)).toEqual({ numerator: 23, denominator: 30 });
});

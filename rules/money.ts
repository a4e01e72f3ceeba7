/** Money is a whole number of fen. Infinity is allowed inside a bound: "no upper limit is known". */
export type Fen = number;

/** At most 999,999,999,999.99 yuan, so that sums stay exact integers. */
const YUAN = /^(\d{1,12})(?:\.(\d{1,2}))?$/;

/** Yuan, as number or decimal string, to fen without rounding; null when it is not an amount in whole fen. */
export function parseYuan(yuan: number | string): Fen | null {
  const parts = YUAN.exec(typeof yuan === 'number' ? String(yuan) : yuan);
  if (!parts) return null;
  return Number(parts[1]) * 100 + Number((parts[2] ?? '').padEnd(2, '0'));
}

export function yuan(fen: Fen): number {
  return fen / 100;
}

/** An exact share. 2/3 stays 2/3: as a decimal it would cost somebody a fen. */
export interface Fraction {
  readonly numerator: number;
  readonly denominator: number;
}

/** A share of an amount, rounded down to the fen: for limits that the text words as "not more than". */
export function floorShare(fen: Fen, share: Fraction): Fen {
  // No share of "without end" is nothing, so that an open rate still decides beside an open amount.
  if (share.numerator === 0 || fen === 0) return 0;
  if (!Number.isFinite(fen) || !Number.isFinite(share.numerator)) return Infinity;
  return Number((BigInt(fen) * BigInt(share.numerator)) / BigInt(share.denominator));
}

/** A rate such as 0.07 as the exact fraction that its decimals write: 7/100. */
export function fractionOf(rate: number): Fraction {
  if (!Number.isFinite(rate)) return { numerator: rate, denominator: 1 };
  const [, whole = '0', decimals = '', exponent = '0'] = /^(\d+)(?:\.(\d+))?(?:e(-?\d+))?$/.exec(String(rate)) ?? [];
  const places = decimals.length - Number(exponent);
  return { numerator: Number(whole + decimals), denominator: 10 ** Math.max(places, 0) };
}

/** The exact sum of two shares. */
export function plusFraction(a: Fraction, b: Fraction): Fraction {
  const denominator = Math.max(a.denominator, b.denominator);
  const whole = denominator % a.denominator === 0 && denominator % b.denominator === 0;
  return whole
    ? {
        numerator: a.numerator * (denominator / a.denominator) + b.numerator * (denominator / b.denominator),
        denominator,
      }
    : {
        numerator: a.numerator * b.denominator + b.numerator * a.denominator,
        denominator: a.denominator * b.denominator,
      };
}

/** 公民身份号码 and 统一社会信用代码: normal forms and check characters. */
import type { Day, Sex } from './vocabulary.js';

export type Identifier = { ok: true; value: string } | { ok: false; reason: 'form' | 'birth-date' | 'check-character' };

const idWeights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
const idCheckCharacters = '10X98765432';
const creditAlphabet = '0123456789ABCDEFGHJKLMNPQRTUWXY';

/** Check character of the first 17 places of a resident ID number (GB 11643-1999, mod 11-2). */
export function idCheckCharacter(first17: string): string {
  let sum = 0;
  for (let i = 0; i < 17; i++) sum += (first17.charCodeAt(i) - 48) * idWeights[i]!;
  return idCheckCharacters[sum % 11]!;
}

/** The 18-place normal form of a resident ID number: trimmed, `x` raised, the old 15-place form upgraded (its century is 19). */
export function normalizeIdNumber(text: string): Identifier {
  let value = text.trim().normalize('NFKC').toUpperCase();
  if (/^\d{15}$/.test(value)) {
    value = `${value.slice(0, 6)}19${value.slice(6)}`;
    value += idCheckCharacter(value);
  }
  if (!/^\d{17}[\dX]$/.test(value)) return { ok: false, reason: 'form' };
  if (!isDay(value.slice(6, 10), value.slice(10, 12), value.slice(12, 14))) return { ok: false, reason: 'birth-date' };
  if (idCheckCharacter(value) !== value[17]) return { ok: false, reason: 'check-character' };
  return { ok: true, value };
}

/** Whether a text holds something that is a resident ID number, also in groups or behind other digits: free text for the log must not. */
export function holdsIdNumber(text: string): boolean {
  const joined = text.normalize('NFKC').replace(/(?<=\d)[\s.·_\p{Pd}]+(?=[\dXx])/gu, '');
  return [...joined.matchAll(/(?=(\d{17}[\dXx]))/g)].some(([, candidate = '']) => normalizeIdNumber(candidate).ok);
}

/** Birth date and sex as a valid 18-place ID number states them. */
export function readIdNumber(idNumber: string): { birthDate: Day; sex: Sex } {
  const birthDate = `${idNumber.slice(6, 10)}-${idNumber.slice(10, 12)}-${idNumber.slice(12, 14)}`;
  return { birthDate, sex: Number(idNumber[16]) % 2 === 1 ? 'male' : 'female' };
}

/** Check character of the first 17 places of a unified social credit code (GB 32100-2015, mod 31). */
export function creditCheckCharacter(first17: string): string {
  let sum = 0;
  let weight = 1;
  for (const character of first17) {
    sum += creditAlphabet.indexOf(character) * weight;
    weight = (weight * 3) % 31;
  }
  return creditAlphabet[(31 - (sum % 31)) % 31]!;
}

/** The normal form of a unified social credit code: trimmed, narrow, upper case. */
export function normalizeCreditCode(text: string): Identifier {
  const value = text.trim().normalize('NFKC').toUpperCase();
  if (!/^[0-9A-HJ-NPQRTUWXY]{18}$/.test(value)) return { ok: false, reason: 'form' };
  if (creditCheckCharacter(value.slice(0, 17)) !== value[17]) return { ok: false, reason: 'check-character' };
  return { ok: true, value };
}

function isDay(year: string, month: string, day: string): boolean {
  const [y, m, d] = [Number(year), Number(month), Number(day)];
  if (y < 1850 || m < 1 || m > 12 || d < 1) return false;
  const leap = (y % 4 === 0 && y % 100 !== 0) || y % 400 === 0;
  return d <= [31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][m - 1]!;
}

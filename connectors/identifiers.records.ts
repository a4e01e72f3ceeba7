/** ID numbers and credit codes as parts of a row's schema: text in, normal form out, a wrong check character is a fault of the row. */
import { z } from 'zod';
import { type Identifier, normalizeCreditCode, normalizeIdNumber } from '../rules/identifiers.js';

/** Resident ID number; faults are `id-form`, `id-birth-date`, `id-check-character`. */
export const idNumber = identifier('id', normalizeIdNumber);
/** Unified social credit code; faults are `credit-code-form`, `credit-code-check-character`. */
export const creditCode = identifier('credit-code', normalizeCreditCode);

const reasons = {
  form: 'the number has not the prescribed places and characters',
  'birth-date': 'the number names a birth date that cannot be',
  'check-character': 'the last place does not agree with the others',
};

/** Nobody who was born before 1900 seeks work: the year is a slip of the pen. */
const isTooOld = (prefix: string, number: string) => prefix === 'id' && number.slice(6, 10) < '1900';

function identifier(prefix: string, normalize: (text: string) => Identifier) {
  return z.string().transform((text, context) => {
    const given = normalize(text);
    const result = given.ok && isTooOld(prefix, given.value) ? ({ ok: false, reason: 'birth-date' } as const) : given;
    if (result.ok) return result.value;
    context.addIssue({
      code: 'custom',
      message: reasons[result.reason],
      params: { code: `${prefix}-${result.reason}` },
    });
    return z.NEVER;
  });
}

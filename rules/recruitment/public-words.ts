/** What officers and firms write freely and the public may read, for good: reasons and findings. Nobody stands in it by number or by name. */
import { refuse } from './effects.js';
import { lintText } from './lint-text.js';
import type { Problem } from './problems.js';

const numbers: ReadonlySet<string> = new Set(['lint.id-number', 'lint.mobile', 'lint.account']);

/** Numbers of identity cards, mobile phones and bank accounts in such words. */
export function personalNumbers(path: string, text: string | null): Problem[] {
  if (text === null) return [];
  return lintText({ path, text, address: false }).filter(({ rule }) => numbers.has(rule));
}

interface Listed {
  name: string;
  admissionNo: string | null;
}

/** Nor does it name who stands in the list that it is about; a name is found with blanks between its letters, too. */
export function personalWords(path: string, text: string | null, listed: readonly Listed[]): Problem[] {
  const plain = withoutBlanks(text ?? '');
  // A draft may hold less; one letter or a few digits stand in any text.
  const holds = (said: string | null, least: number) =>
    said !== null && Array.from(said).length >= least && plain.includes(withoutBlanks(said));
  if (!listed.some(({ name, admissionNo }) => holds(name, 2) || holds(admissionNo, 4)))
    return personalNumbers(path, text);
  return refuse(
    path,
    'lint.listed',
    '不得出现名单上的姓名或准考证号，请改写序号',
    'it must not hold a name or number of the list: say the place in the list instead',
  ).problems;
}

const withoutBlanks = (text: string) => text.normalize('NFKC').replaceAll(/[\s\p{Cf}]/gu, '');

/** A code list as a CSV file: strict, because a wrong row would refuse or let through notices for years. */
import { readFile, stat } from 'node:fs/promises';
import { parse } from 'csv-parse/sync';
import type { CsvError } from 'csv-parse/sync';
import { codeKinds, isCodeForm } from '../rules/recruitment/codes.js';
import type { Code, CodeListName } from '../rules/recruitment/codes.js';
import { Refusal } from './command.js';

export const mostCodes = 50_000;
const mostBytes = 16 * 1024 * 1024;
const longestName = 200;
const mostLevels = 10;

/** The codes of one file in its order, and the bytes that they were read from. */
export async function readCodeFile(
  file: string,
  list: CodeListName,
): Promise<{ bytes: Buffer; codes: Map<string, Code> }> {
  const size = await stat(file).then(
    (found) => (found.isFile() ? found.size : null),
    () => null,
  );
  if (size === null) throw new Refusal(`${file}: there is no such file`);
  if (size > mostBytes) throw new Refusal(`${file}: has more than ${mostBytes} bytes; is it a code list?`);
  const bytes = await readFile(file);
  return { bytes, codes: codesOf(rowsOf(decode(bytes, file), file), file, list) };
}

/** UTF-8 or GB18030: hardly any Chinese text in one of them is valid in the other, and UTF-8 is the stricter one. */
function decode(bytes: Buffer, file: string): string {
  for (const encoding of ['utf-8', 'gb18030'])
    try {
      return new TextDecoder(encoding, { fatal: true }).decode(bytes).replace(/^\uFEFF/, '');
    } catch {
      // the next one
    }
  throw new Refusal(`${file}: is neither UTF-8 nor GB18030 text`);
}

interface Row {
  line: number;
  values: readonly string[];
}

function rowsOf(text: string, file: string): Row[] {
  try {
    const records = parse(text, { info: true, relax_column_count: true, skip_empty_lines: true });
    return (records as unknown as { record: string[]; info: { lines: number } }[]).map(({ record, info }) => {
      return { line: info.lines, values: record.map((value) => value.trim()) };
    });
  } catch (error) {
    const { lines } = error as CsvError & { lines?: number };
    throw new Refusal(`${file}:${lines ?? 1}: a quote does not open or close a value`);
  }
}

function codesOf([header, ...rows]: Row[], file: string, list: CodeListName): Map<string, Code> {
  const columns = header?.values.join(',');
  if (columns !== 'code,name' && columns !== 'code,name,parent')
    throw new Refusal(`${file}:1: the header must be code,name or code,name,parent`);
  if (rows.length === 0) throw new Refusal(`${file}: has no codes`);
  if (rows.length > mostCodes) throw new Refusal(`${file}: has ${rows.length} codes; at most ${mostCodes} are taken`);
  const codes = new Map<string, Code>();
  const lines = new Map<string, number>();
  for (const { line, values } of rows) {
    const wrong = (column: string, why: string) => new Refusal(`${file}:${line}, ${column}: ${why}`);
    const [code = '', name = '', parent = ''] = values;
    if (values.length !== header!.values.length)
      throw new Refusal(`${file}:${line}: has ${values.length} values instead of ${header!.values.length}`);
    if (!isCodeForm(list, code))
      throw wrong('code', `is not of the form of ${list} codes, such as ${codeKinds[list].example}`);
    if (codes.has(code)) throw wrong('code', `${code} stands already in line ${lines.get(code)}`);
    if (name === '') throw wrong('name', 'is empty');
    if (Array.from(name).length > longestName || /\p{Cc}/u.test(name))
      throw wrong('name', `must have at most ${longestName} characters and none of control`);
    codes.set(code, { code, name, parent: parent === '' ? null : parent });
    lines.set(code, line);
  }
  for (const { code, parent } of codes.values()) {
    const wrong = (why: string) => new Refusal(`${file}:${lines.get(code)}, parent: ${why}`);
    if (parent !== null && !codes.has(parent)) throw wrong('stands nowhere in the file');
    if (isTooDeep(codes, code)) throw wrong(`${code} would stand below itself, or more than ${mostLevels} levels deep`);
  }
  return codes;
}

function isTooDeep(codes: ReadonlyMap<string, Code>, code: string): boolean {
  let up: string | null = code;
  for (let level = 0; up !== null && level < mostLevels; level++) up = codes.get(up)?.parent ?? null;
  return up !== null;
}

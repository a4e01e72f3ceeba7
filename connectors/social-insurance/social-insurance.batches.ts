/** Cuts one verified file into batches of checked, translated rows; a bad line costs that line alone. */
import type { Batch, Location, PutAside, Reject, SourceRow } from '../connector.js';
import { rejectOf } from '../reject.js';
import { SourceError } from '../source-error.js';
import { fieldsOf, fieldsOfRaw, type FramedLine, type LineFields, linesOf } from './gb18030-lines.js';
import { type SocialInsuranceStream, socialInsuranceRows } from './social-insurance.records.js';
import { type Translate, translations } from './social-insurance.translate.js';

/** A file whose digest was verified, and the last line that was already committed (1: the header alone). */
export interface VerifiedFile {
  folder: string;
  file: string;
  bytes: Buffer;
  behindLine: number;
}

const lineFaults = {
  encoding: 'the line is not valid GB18030',
  quotes: 'the line has a quote that does not open or close a value',
  columns: 'the line has another number of values than the header',
};

/** Batches of at most `size` rows and rejects; with `keys` only rows under these keys. */
export function* batchesOf(
  stream: SocialInsuranceStream,
  source: VerifiedFile,
  keys: ReadonlySet<string> | null,
  size: number,
  expectedRows: number,
): Generator<Batch> {
  const lines = linesOf(source.bytes);
  const read = rowReader(stream, source, lines.next().value as FramedLine | undefined);
  let rows: SourceRow[] = [];
  let rejects: Reject[] = [];
  let line = source.behindLine;
  const batch = (): Batch => {
    const position = { folder: source.folder, file: source.file, line };
    const full: Batch = { kind: 'batch', rows, rejects, position, expectedRows };
    [rows, rejects] = [[], []];
    return full;
  };
  for (const framed of lines) {
    if (framed.number <= source.behindLine) continue;
    const result = read(framed);
    if (keys === null) {
      if ('op' in result) rows.push(result);
      else rejects.push(result);
    } else if ('op' in result && keys.has(result.key)) rows.push(result);
    line = framed.number;
    if (rows.length + rejects.length >= size) yield batch();
  }
  if (rows.length + rejects.length > 0) yield batch();
}

/** Reads lines by the names in the header: the order of columns is the bureau's, their set is agreed. */
function rowReader(stream: SocialInsuranceStream, { folder, file }: VerifiedFile, header: FramedLine | undefined) {
  const agreed = Object.keys(socialInsuranceRows[stream].shape);
  const columns = headerOf(agreed, file, header);
  const order = columns.join(',') === agreed.join(',') ? {} : { columns: columns.join(',') };
  const read = lineReader(stream, columns);
  return ({ number, bytes }: FramedLine) => read(fieldsOf(bytes), folder, { file, line: number, ...order });
}

/** A line that was put aside: the folder bears the day that its file's name bears. */
export function readAgain(stream: SocialInsuranceStream, { raw, location }: PutAside): SourceRow | Reject {
  const columns =
    typeof location['columns'] === 'string'
      ? location['columns'].split(',')
      : Object.keys(socialInsuranceRows[stream].shape);
  const folder = /_(\d{8})_\d+\.csv$/.exec(String(location['file']))?.[1] ?? '';
  return lineReader(stream, columns)(fieldsOfRaw(raw), folder, location);
}

function lineReader(stream: SocialInsuranceStream, columns: readonly string[]) {
  const schema = socialInsuranceRows[stream];
  // One table holds each stream's own schema and translation, so the pair always fits.
  const translate = translations[stream] as Translate<SocialInsuranceStream>;
  return (fields: LineFields, folder: string, location: Location): SourceRow | Reject => {
    const fault = fields.ok ? (fields.values.length === columns.length ? null : 'columns') : fields.code;
    if (!fields.ok || fault !== null) {
      const code = fault ?? 'columns';
      return { key: null, location, code, field: null, reason: lineFaults[code], raw: fields.raw };
    }
    const row: Record<string, string> = {};
    for (let i = 0; i < columns.length; i++) row[columns[i]!] = fields.values[i]!;
    const parsed = schema.safeParse(row);
    if (!parsed.success) return rejectOf(parsed.error, row, { key: null, location, raw: fields.raw });
    const part = /(\d+)\.csv$/.exec(String(location['file']))?.[1] ?? '';
    return translate(parsed.data, `${folder}.${part}.${String(location['line']).padStart(8, '0')}`);
  };
}

function headerOf(agreed: string[], file: string, header: FramedLine | undefined): string[] {
  const fields = header && fieldsOf(header.bytes);
  const columns = fields?.ok ? fields.values : [];
  const missing = agreed.filter((name) => !columns.includes(name));
  if (missing.length === 0 && columns.length === agreed.length) return columns;
  const what = missing.length > 0 ? `misses ${missing.join(', ')}` : 'has columns that were not agreed';
  throw new SourceError('social-insurance', 'contract', `${file}: the header ${what}; nothing of it was taken`);
}

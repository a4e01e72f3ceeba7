/** GB18030 text in CRLF lines and comma-separated values: a damaged line costs that line alone. */
import { isAscii, isUtf8 } from 'node:buffer';
import { parse } from 'csv-parse/sync';

/** One framed line: its number in the file (the header is 1) and its bytes without the line end. */
export interface FramedLine {
  number: number;
  bytes: Buffer;
}

/** A line's values, or why they cannot be had. `raw` is the line's own text. */
export type LineFields =
  | { ok: true; values: string[]; raw: string }
  | { ok: false; code: 'encoding' | 'quotes'; raw: string };

const lineFeed = 0x0a;
const carriageReturn = 0x0d;
/** One decoder for all: with `fatal` and no streaming it keeps nothing between two calls. */
const decoder = new TextDecoder('gb18030', { fatal: true });
/** UTF-8 and GB18030 byte order marks that some writers leave at the start. */
const byteOrderMarks = [Buffer.from([0xef, 0xbb, 0xbf]), Buffer.from([0x84, 0x31, 0x95, 0x33])];

/**
 * Cuts a file at LF: in GB18030 that byte never stands inside a character. Blank lines are left out but counted,
 * so that numbers stay those of an editor.
 */
export function* linesOf(file: Buffer): Generator<FramedLine> {
  let start = byteOrderMarks.find((mark) => file.subarray(0, mark.length).equals(mark))?.length ?? 0;
  for (let number = 1; start < file.length; number++) {
    const feed = file.indexOf(lineFeed, start);
    const next = feed < 0 ? file.length : feed + 1;
    let end = feed < 0 ? file.length : feed;
    if (end > start && file[end - 1] === carriageReturn) end--;
    if (end > start) yield { number, bytes: file.subarray(start, end) };
    start = next;
  }
}

/**
 * Whether somebody wrote UTF-8 where GB18030 was agreed, wholly or in part: most names would be read as other, valid characters.
 * A line that is UTF-8 and no GB18030 proves it. One that is both proves nothing alone, for about one name in a hundred thousand is so.
 */
export function holdsUtf8(lines: Iterable<FramedLine>): boolean {
  let [foreign, either] = [0, 0];
  for (const { bytes } of lines) {
    if (isAscii(bytes)) continue;
    foreign++;
    if (!isUtf8(bytes)) continue;
    const fields = fieldsOf(bytes);
    if (!fields.ok && fields.code === 'encoding') return true;
    if (!/[^\p{ASCII}\p{Script=Han}]/u.test(bytes.toString('utf8'))) either++;
  }
  return either > foreign / 100;
}

/** Decodes and splits one line. */
export function fieldsOf(line: Buffer): LineFields {
  let text: string;
  try {
    text = decoder.decode(line);
  } catch {
    // The bytes are kept exactly, for the bureau that has to find the fault.
    return { ok: false, code: 'encoding', raw: `base64:${line.toString('base64')}` };
  }
  return fieldsOfText(text);
}

/** Of a line that was decoded, or kept as it was. */
export function fieldsOfRaw(raw: string): LineFields {
  const kept = /^base64:(.*)$/.exec(raw)?.[1];
  return kept === undefined ? fieldsOfText(raw) : fieldsOf(Buffer.from(kept, 'base64'));
}

function fieldsOfText(text: string): LineFields {
  // Without a quote a comma always separates: no parser is needed, and most lines are so.
  if (!text.includes('"')) return { ok: true, values: text.split(','), raw: text };
  try {
    const [values] = parse(text);
    return { ok: true, values: values ?? [], raw: text };
  } catch {
    return { ok: false, code: 'quotes', raw: text };
  }
}

/** What a workbook says beside the cells: its sheets, the strings that cells share, which of its styles are dates. */
import { posix } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { SaxesParser } from 'saxes';
import { type Archive, damaged } from './unpack-workbook.js';

export type Attributes = Readonly<Record<string, string>>;
interface Visit {
  open?: (name: string, attributes: Attributes) => void;
  text?: (text: string) => void;
  close?: (name: string) => void;
}
/** Other requests have their turn after so many characters. */
const slice = 65_536;

/** Where the parts of the book lie, by the ids under which it speaks of them. */
export async function readParts(archive: Archive): Promise<Map<string, { type: string; path: string }>> {
  const parts = new Map<string, { type: string; path: string }>();
  await walk(archive, 'xl/_rels/workbook.xml.rels', {
    open(name, { Id, Type, Target }) {
      if (name !== 'Relationship' || Id === undefined || Type === undefined || Target === undefined) return;
      const path = Target.startsWith('/') ? Target.slice(1) : posix.join('xl', Target);
      // The transitional and the strict form of the standard differ in all but the last word.
      parts.set(Id, { type: Type.slice(Type.lastIndexOf('/') + 1), path });
    },
  });
  return parts;
}

export async function readBook(archive: Archive, wanted: string): Promise<{ relation: string; epoch: number }> {
  const sheets: { name: string; relation: string; isHidden: boolean }[] = [];
  let epoch = Date.UTC(1899, 11, 30);
  await walk(archive, 'xl/workbook.xml', {
    open(name, attributes) {
      if (name === 'workbookPr' && /^(1|true)$/.test(attributes['date1904'] ?? '')) epoch = Date.UTC(1904, 0, 1);
      if (name !== 'sheet') return;
      const relation = Object.entries(attributes).find(([key]) => local(key) === 'id')?.[1] ?? '';
      const isHidden = (attributes['state'] ?? 'visible') !== 'visible';
      sheets.push({ name: unescape(attributes['name'] ?? '').trim(), relation, isHidden });
    },
  });
  const sheet = sheets.find(({ name }) => name === wanted) ?? sheets.find(({ isHidden }) => !isHidden);
  if (!sheet) throw damaged();
  return { relation: sheet.relation, epoch };
}

export async function readStrings(archive: Archive, path: string): Promise<string[]> {
  const strings: string[] = [];
  let text = '';
  let [isTaken, isPhonetic] = [false, false];
  await walk(archive, path, {
    open(name) {
      if (name === 'si') text = '';
      else if (name === 'rPh') isPhonetic = true;
      else if (name === 't') isTaken = !isPhonetic;
    },
    text(more) {
      if (isTaken) text += more;
    },
    close(name) {
      if (name === 't') isTaken = false;
      else if (name === 'rPh') isPhonetic = false;
      else if (name === 'si') strings.push(unescape(text));
    },
  });
  return strings;
}

/** The styles under which a number is a day, by their place in the list of cell formats. */
export async function readDateStyles(archive: Archive, path: string): Promise<ReadonlySet<string | undefined>> {
  const dates = new Set<string | undefined>();
  const own = new Map<string, boolean>();
  let count = -1;
  await walk(archive, path, {
    open(name, { numFmtId = '0', formatCode = '' }) {
      if (name === 'numFmt') own.set(numFmtId, saysDay(formatCode));
      else if (name === 'cellXfs') count = 0;
      else if (name === 'xf' && count >= 0) {
        if (own.get(numFmtId) ?? builtIn(Number(numFmtId))) dates.add(String(count));
        count += 1;
      }
    },
    close(name) {
      if (name === 'cellXfs') count = -1;
    },
  });
  return dates;
}

/** Formats that every program knows without being told, those of Chinese editions included. */
const builtIn = (id: number): boolean =>
  (id >= 14 && id <= 17) || id === 22 || (id >= 27 && id <= 36) || (id >= 50 && id <= 58);
/** Years or days outside of quoted words, colours and escaped characters. */
const saysDay = (format: string): boolean => /[yd]/i.test(format.replace(/"[^"]*"|\[[^\]]*\]|[\\_*]./g, ''));

/** `_x000D_` and its like stand for characters that XML cannot hold. */
export const unescape = (text: string): string =>
  text.replace(/_x([\dA-Fa-f]{4})_/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));

const local = (name: string): string => name.slice(name.indexOf(':') + 1);

export async function walk(archive: Archive, path: string, { open, text, close }: Visit): Promise<void> {
  const bytes = await archive.read(path);
  if (!bytes) return;
  const source = decode(bytes);
  const parser = new SaxesParser();
  const refuse = () => {
    throw damaged();
  };
  parser.on('error', refuse);
  parser.on('doctype', refuse);
  parser.on('opentag', ({ name, attributes }) => open?.(local(name), attributes));
  parser.on('closetag', ({ name }) => close?.(local(name)));
  parser.on('text', (more) => text?.(more));
  parser.on('cdata', (more) => text?.(more));
  for (let at = 0; at < source.length; at += slice) {
    parser.write(source.slice(at, at + slice));
    await setImmediate();
  }
  parser.close();
}

function decode(bytes: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw damaged();
  }
}

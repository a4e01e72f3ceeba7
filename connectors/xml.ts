/** One XML answer as a tree, read strictly: namespaces resolved, no DOCTYPE, limited depth, a cut-off document is an error. */
import { SaxesParser } from 'saxes';

export interface XmlElement {
  /** Namespace, empty for none: the prefix is the writer's choice and means nothing. */
  uri: string;
  name: string;
  attributes: { uri: string; name: string; value: string }[];
  children: XmlElement[];
  /** Character data directly inside, unchanged. */
  text: string;
  /** Where the element stands in the document, for quoting it as it came. */
  start: number;
  end: number;
}

/** The document is not what it should be. The message holds no character of it. */
export class XmlError extends Error {
  override readonly name = 'XmlError';
}

const deepest = 32;

/** Reads UTF-8 bytes; other encodings are refused even if the declaration names them. */
export function parseXml(bytes: Uint8Array): { root: XmlElement; source: string } {
  const source = decode(bytes);
  const parser = new SaxesParser({ xmlns: true, position: true });
  const open: XmlElement[] = [];
  let root: XmlElement | undefined;
  parser.on('xmldecl', ({ encoding }) => {
    if (encoding !== undefined && !/^utf-?8$/i.test(encoding)) throw new XmlError('the encoding is not UTF-8');
  });
  parser.on('doctype', () => {
    throw new XmlError('a DOCTYPE is not accepted');
  });
  parser.on('error', () => {
    throw new XmlError(`not well-formed in line ${parser.line}`);
  });
  parser.on('opentagstart', () => {
    if (open.length >= deepest) throw new XmlError(`elements are nested deeper than ${deepest}`);
  });
  parser.on('opentag', (tag) => {
    const attributes = Object.values(tag.attributes).map(({ uri, local, value }) => ({ uri, name: local, value }));
    // A raw "<" cannot stand inside a tag, so the last one before here opens it.
    const start = source.lastIndexOf('<', parser.position - 1);
    const element = { uri: tag.uri, name: tag.local, attributes, children: [], text: '', start, end: start };
    open.at(-1)?.children.push(element);
    root ??= element;
    open.push(element);
  });
  parser.on('closetag', () => {
    const element = open.pop();
    if (element) element.end = parser.position;
  });
  const addText = (text: string) => {
    const element = open.at(-1);
    if (element) element.text += text;
  };
  parser.on('text', addText);
  parser.on('cdata', addText);
  parser.write(source).close();
  if (!root) throw new XmlError('there is no element');
  return { root, source };
}

/** The child elements of that name. */
export function childrenOf(element: XmlElement, uri: string, name: string): XmlElement[] {
  return element.children.filter((child) => child.uri === uri && child.name === name);
}

/** The first child element of that name. */
export function childOf(element: XmlElement | undefined, uri: string, name: string): XmlElement | undefined {
  return element?.children.find((child) => child.uri === uri && child.name === name);
}

/** Whether `xsi:nil` is set. */
export function isNil(element: XmlElement): boolean {
  return element.attributes.some(
    ({ uri, name, value }) =>
      uri === 'http://www.w3.org/2001/XMLSchema-instance' && name === 'nil' && /^\s*(true|1)\s*$/.test(value),
  );
}

/** Text for inside an element or a quoted attribute. */
export function escapeXml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}

function decode(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new XmlError('the document is not UTF-8');
  }
}

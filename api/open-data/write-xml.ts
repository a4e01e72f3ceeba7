/** XML, written element by element; a renderer of HTML would drop attributes that HTML has another use for, such as `ref`. */

/** Text that is XML already. */
export interface Xml {
  readonly xml: string;
}

export function element(name: string, attributes: Readonly<Record<string, string>>, ...inside: (Xml | string)[]): Xml {
  const said = Object.entries(attributes).map(([key, value]) => ` ${key}="${escape(value)}"`);
  const content = inside.map((one) => (typeof one === 'string' ? escape(one) : one.xml)).join('');
  return { xml: `<${name}${said.join('')}${content === '' ? '/>' : `>${content}</${name}>`}` };
}

export const document = ({ xml }: Xml): string => `<?xml version="1.0" encoding="UTF-8"?>\n${xml}\n`;

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  '\r': '&#13;',
};
// What is no character of XML cannot stand in it in any way; a carriage return would be read as another end of line.
const escape = (text: string) =>
  text
    .replaceAll(/[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/gu, '\u{FFFD}')
    .replaceAll(/[&<>"\r]/g, (character) => entities[character]!);

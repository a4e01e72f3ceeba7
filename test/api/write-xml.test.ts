/** Whatever a text holds comes out of XML as it went in; what XML has no character for is shown as missing. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { document, element } from '../../api/open-data/write-xml.js';
import { parseXml } from '../../connectors/xml.js';

const read = (text: string) => parseXml(Buffer.from(document(element('a', { ref: text }, text)))).root;

test('a text is the same behind it, as content and as attribute', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      const sayable = text.replaceAll(/[\p{Cc}\uFFFE\uFFFF]/gu, '');
      expect(read(sayable).text).toBe(sayable);
      expect(read(sayable).attributes[0]!.value).toBe(sayable);
    }),
  );
  expect(read('一\n二\r\n三\t&lt;"\'<b>]]>𠮷').text).toBe('一\n二\r\n三\t&lt;"\'<b>]]>𠮷');
});

test.each(['\0', '\b', '\u001F', '\uFFFE', '\uD800'])('%j is shown as missing', (character) => {
  expect(read(`甲${character}乙`).text).toBe('甲\uFFFD乙');
});

test('an element without content closes itself, and names keep their prefix', () => {
  expect(element('at:deleted-entry', { ref: '"a"' }).xml).toBe('<at:deleted-entry ref="&quot;a&quot;"/>');
  expect(element('a', {}, element('b', {}), '<').xml).toBe('<a><b/>&lt;</a>');
});

/** What a web page says to whoever reads it, without menus' markup, scripts and white space: what two texts are compared by. */
import { Tokenizer, TokenizerMode } from 'parse5';
import type { Token } from 'parse5';
import type { Page } from './fetch-page.js';

/** Elements whose text nobody sees, and how it is read past. */
const unseen: ReadonlyMap<string, (typeof TokenizerMode)['RCDATA' | 'RAWTEXT' | 'SCRIPT_DATA']> = new Map([
  ['title', TokenizerMode.RCDATA],
  ['script', TokenizerMode.SCRIPT_DATA],
  ...['style', 'noscript', 'iframe', 'noembed', 'noframes'].map((name) => [name, TokenizerMode.RAWTEXT] as const),
]);

/** The visible text. No tree is built: it takes time that grows with the square of how deep a page is nested. */
export function visibleText(html: string): string {
  let text = '';
  let within: string | null = null;
  let templates = 0;
  const nothing = () => {};
  const tokenizer = new Tokenizer(
    {},
    {
      onStartTag({ tagName }: Token.TagToken) {
        const mode = unseen.get(tagName);
        if (mode !== undefined) [tokenizer.state, within] = [mode, tagName];
        else if (tagName === 'template') templates++;
      },
      onEndTag({ tagName }: Token.TagToken) {
        if (tagName === within) within = null;
        else if (tagName === 'template' && templates > 0) templates--;
      },
      onCharacter({ chars }: Token.CharacterToken) {
        if (within === null && templates === 0) text += chars;
      },
      onWhitespaceCharacter: nothing,
      onNullCharacter: nothing,
      onComment: nothing,
      onDoctype: nothing,
      onEof: nothing,
    },
  );
  tokenizer.write(html, true);
  return text;
}

/** Two texts say the same when this is the same of both: layout, width of characters and invisible marks do not count. */
export function stripped(text: string): string {
  return text.normalize('NFKC').replaceAll(/[\s\p{Cf}]/gu, '');
}

/** By its byte order mark, the header, the page's own word, and without any of them as UTF-8 if it is that. */
export function decodePage({ body, contentType }: Page): string {
  const head = body.subarray(0, 1024).toString('latin1');
  const charset = /charset\s*=\s*["']?([\w:.-]+)/i;
  const declared = markOf(body) ?? charset.exec(contentType)?.[1] ?? charset.exec(head)?.[1];
  const decoder = declared === undefined ? null : decoderOf(declared);
  if (decoder) return decoder.decode(body);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(body);
  } catch {
    return new TextDecoder('gb18030').decode(body);
  }
}

function markOf(body: Buffer): string | undefined {
  const marks = { efbbbf: 'utf-8', fffe: 'utf-16le', feff: 'utf-16be' };
  return Object.entries(marks).find(([mark]) => body.subarray(0, mark.length / 2).toString('hex') === mark)?.[1];
}

/** Null: no decoder has this name. */
function decoderOf(label: string): TextDecoder | null {
  try {
    return new TextDecoder(label);
  } catch {
    return null;
  }
}

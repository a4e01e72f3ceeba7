/** What the database takes in no text, and no eye sees: all control characters but line breaks and tabs, and halves of characters. */
export const unwritable = /[^\P{Cc}\n\r\t]|\p{Cs}/u;

/** Whether a text of a client's own may be kept: not blank, not too long, and no control characters but line breaks and tabs. */
export function isText(text: string, most: number): boolean {
  const length = Array.from(text).length;
  return text.trim() !== '' && length <= most && !unwritable.test(text);
}

/** The code of a fault for which a row is put aside, such as `unknown-code`. */
export const isFaultCode = (code: string): boolean => /^[a-z][a-z0-9-]{0,39}$/.test(code);

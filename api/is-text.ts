/** Whether a text of a client's own may be kept: not blank, not too long, and no control characters but line breaks and tabs. */
export function isText(text: string, most: number): boolean {
  const length = Array.from(text).length;
  return text.trim() !== '' && length <= most && !/[^\P{Cc}\n\r\t]|\p{Cs}/u.test(text);
}

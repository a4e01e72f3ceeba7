/** Addresses of pages that the public is sent to. */

/** An https address without user or blank; a demonstration on one machine may name that machine's own pages. */
export function isPageUrl(text: string | null, isDemo = false): text is string {
  if (text === null || text.length > 500) return false;
  const own = isDemo ? '|http://(?:127\\.0\\.0\\.1|localhost|\\[::1\\])(?::\\d{1,5})?' : '';
  return new RegExp(`^(?:https://[^\\s/?#@"'<>\\p{C}]+${own})(?:[/?#][^\\s"'<>\\p{C}]*)?$`, 'u').test(text);
}

/** Names of clients and people, as agreements, histories and logs write them. */

/** In one line, without what cannot be seen, and in the one way of writing it: rare characters have codes that look alike. */
export function isName(text: string): boolean {
  return (
    /^[\p{L}\p{N}]([\p{L}\p{N} ()（）·_-]{0,78}[\p{L}\p{N}()（）])?$/u.test(text) && text === text.normalize('NFC')
  );
}

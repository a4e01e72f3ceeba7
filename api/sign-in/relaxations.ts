/** What the embedded demo is let off, by name. Elsewhere each of them is refused at the start. */
export const relaxations = [
  /** Tokens that last longer than ten minutes. */
  'long-tokens',
  /** Tokens of machine clients that whoever has them may use. */
  'unbound-tokens',
  /** Tokens of people that do not tell of a second factor. */
  'single-factor',
  /** Tokens of people that do not tell when they signed in, for what takes a sign-in of late. */
  'undated-sign-in',
] as const;
export type Relaxation = (typeof relaxations)[number];

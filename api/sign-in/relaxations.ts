/** What the embedded demo is let off, by name. Elsewhere each of them is refused at the start. */
import type { AgreementRelaxation } from '../../rules/agreement.js';

export const relaxations = [
  /** Tokens that last longer than ten minutes. */
  'long-tokens',
  /** Tokens of machine clients that whoever has them may use. */
  'unbound-tokens',
  /** Tokens of people that do not tell of a second factor. */
  'single-factor',
  /** Tokens of people that do not tell when they signed in, for what takes a sign-in of late. */
  'undated-sign-in',
  /** Officers who look at records at any hour, and as many as they like, without a case number. */
  'no-case',
  /** Agreements under which any document may be asked. */
  'any-document',
  /** Agreements under which a token counts without the client's own key. */
  'any-token',
  /** Agreements with a purpose for requests that name none. */
  'default-purpose',
  /** Agreements without a last day. */
  'no-end',
] as const satisfies readonly (ViewerRelaxation | AgreementRelaxation)[];
type ViewerRelaxation = 'long-tokens' | 'unbound-tokens' | 'single-factor' | 'undated-sign-in' | 'no-case';
export type Relaxation = (typeof relaxations)[number];

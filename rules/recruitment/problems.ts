/** What is wrong with a notice, a post, a table or a move: where, why, by which rule, and what to do. */
import type { Text } from '../condition.js';

export interface Problem {
  /** Where in the content: `application.closesAt`, `posts[2].pay.minFen`; empty for the whole. */
  path: string;
  /** Stable id of the check, such as `required`, `lint.gender`. */
  rule: string;
  text: Text;
  /** Law or source of the check, in our words. */
  basis: Text | null;
  /** An error stops the filing; a warning must be justified by whoever files. */
  severity: 'error' | 'warning';
}

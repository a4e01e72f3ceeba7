/** Everything that can go wrong with a source, as a closed set; `jobs/retry.ts` decides by kind. */
import type { Source } from '../rules/vocabulary.js';

export type SourceErrorKind =
  | 'auth'
  | 'permission'
  | 'rate-limited'
  | 'timeout'
  | 'unavailable'
  | 'position-expired'
  | 'protocol'
  | 'contract'
  | 'integrity'
  | 'cancelled'
  | 'defect';

export class SourceError extends Error {
  override readonly name = 'SourceError';
  constructor(
    readonly source: Source,
    readonly kind: SourceErrorKind,
    /** One clear line: what, where, and the way out; no personal data, no secret. */
    message: string,
    /** For `rate-limited`: when to come back. */
    readonly retryAt: Date | null = null,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

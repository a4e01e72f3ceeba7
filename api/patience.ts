/** How long somebody may wait for an answer: until they hang up, or may not ask any more. */
import { type Authentication, refusedToken } from './authenticate.js';
import type { Viewer } from './viewer.js';

export interface Patience {
  /** Aborted when the asker hangs up, or may not ask any more. */
  gone: () => AbortSignal;
  /** To be called after a wait: whoever was turned away meanwhile is told nothing. */
  assertWelcome: () => void;
}

export function patienceOf(
  viewer: Viewer,
  hangsUp: () => AbortSignal,
  dismissed: Authentication['dismissed'],
): Patience {
  let end: AbortSignal | undefined;
  return {
    gone() {
      const gone = hangsUp();
      end = dismissed(viewer, gone);
      return AbortSignal.any([gone, end]);
    },
    assertWelcome() {
      if (end?.aborted) throw refusedToken();
    },
  };
}

/** The two answers that most decisions give. */
import type { Dossier, Effect, Version } from './dossier.js';
import type { Problem } from './problems.js';

export function refuse(path: string, rule: string, zh: string, en: string): { is: 'problems'; problems: Problem[] } {
  return { is: 'problems', problems: [{ path, rule, text: { zh, en }, basis: null, severity: 'error' }] };
}

/** A move of the text on its way: the notice goes with it until it is first published. */
export function textMoved(
  dossier: Dossier,
  pending: Partial<Version> & Pick<Version, 'state'>,
  more: Partial<Effect> = {},
): Effect {
  const to = dossier.version === 0 ? pending.state : dossier.state;
  return { is: 'done', from: dossier.state, to, pending, notice: { state: to }, ...more };
}

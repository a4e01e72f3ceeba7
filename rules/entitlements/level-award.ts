/** A one-off award by level of recognition: each level pays once, and nothing is set off against a lower one. */
import { numberOf } from '../amount.js';
import { all, every, requires } from '../condition.js';
import type { Cite, Text } from '../condition.js';
import type { Entitlement } from '../entitlement.js';
import type { Fen } from '../money.js';
import { askTheBureau } from './policy.js';

/** Fen by level. */
export interface Awards {
  readonly national: Fen;
  readonly provincial: Fen;
  readonly city: Fen;
}

export const upgradeInFull = askTheBureau(
  '升级后按全额计，是否只补差额原文未载明',
  'a higher level pays in full; whether only the difference is due is not said',
);

export function levelAward(
  of: 'park' | 'unit' | 'community',
  recognised: Text,
  cite: Cite,
  awards: Awards,
): Pick<Entitlement, 'conditions' | 'amount' | 'readings'> {
  const level = `${of}.recognisedLevel` as const;
  const notPaid = { zh: '该级别的奖励未领取过', en: 'the award of this level was not paid before' };
  return {
    conditions: all(
      null,
      requires(recognised, cite, [level], (it) => it !== null),
      every(`${of}.awardsAlreadyPaid`, notPaid, cite, (at) =>
        requires(notPaid, cite, [at(''), level], (paid, it) => it === null || paid !== it, ['R-11']),
      ),
    ),
    amount: {
      is: 'once',
      of: numberOf({ zh: '按级别', en: 'by level' }, 'fen', [level], (it) => (it === null ? 0 : awards[it])),
    },
    readings: ['R-11', 'R-20'],
  };
}

/** “最高”“不超过”: paid at the ceiling; under the other reading of R-33 the text gives a limit, and somebody sets the amount. */
import { amountIfRead, atMost, numberOf } from '../amount.js';
import type { Amount } from '../amount.js';
import { ELSEWHERE } from '../condition.js';

const setByTheBureau = numberOf({ zh: '由经办机构核定', en: 'set by the bureau' }, 'fen', [ELSEWHERE], (all) =>
  all ? Infinity : 0,
);

export const paidAtTheCeiling = (ceiling: Amount): Amount =>
  amountIfRead('R-33', 'ceiling-is-a-limit', atMost(ceiling, setByTheBureau), ceiling);

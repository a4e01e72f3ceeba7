/** Item 23: commendation. */
import { decidedElsewhere } from '../condition.js';
import { rule } from '../entitlement.js';
import { fundNotStated, inForce } from './policy.js';

const commended = { item: 23, sentence: 2 };

export const commendation = rule({
  id: 'art23.commendation',
  name: { zh: '就业创业工作表彰奖励', en: 'commendation for work on employment' },
  cites: [commended],
  subject: 'unit',
  inForce,
  conditions: decidedElsewhere(
    {
      zh: '在就业创业工作中取得显著成绩，被评选为表彰对象',
      en: 'chosen for outstanding results in work on employment',
    },
    commended,
  ),
  fund: fundNotStated,
  papers: [{ zh: '国家和省有关表彰奖励的规定', en: 'the rules of nation and province on commendation' }],
  readings: ['R-20', 'R-26'],
  remarks: [{ zh: '单位和个人均可受表彰', en: 'for units and for persons alike' }],
});

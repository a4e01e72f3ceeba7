/** Item 18: vocational training. */
import { numberOf } from '../amount.js';
import { all, decidedElsewhere, isTrue } from '../condition.js';
import { rule } from '../entitlement.js';
import { fundNotStated, inForce, noPapersListed } from './policy.js';

const courses = { item: 18, sentence: 2 };
const apprentices = { item: 18, sentence: 6 };
const results = { item: 18, sentence: 14 };

export const vocationalTrainingSubsidy = rule({
  id: 'art18.vocational-training-subsidy',
  name: { zh: '职业培训补贴', en: 'vocational training subsidy' },
  cites: [courses, results],
  subject: 'provider',
  inForce,
  conditions: all(
    null,
    isTrue({ zh: '已完成培训', en: 'the course is completed' }, results, 'course.completed'),
    decidedElsewhere(
      { zh: '定点培训机构，培训成果经核定', en: 'a recognised training body, and its result is accepted' },
      results,
    ),
  ),
  amount: {
    is: 'once',
    of: numberOf(
      { zh: '每人标准', en: 'a person' },
      'fen',
      ['parameter:vocationalTrainingStandard'],
      (standard) => standard,
    ),
  },
  fund: fundNotStated,
  papers: [
    { zh: '培训补贴范围、标准和申领办法', en: 'the rules on which training is paid, how much and how to apply' },
    { zh: '定点培训机构名单和培训工种目录', en: 'the lists of recognised training bodies and of trades' },
  ],
  readings: ['R-20', 'R-26'],
  remarks: [
    {
      zh: '城乡劳动力引导性培训和新成长劳动力职业素质培训也在补贴范围内',
      en: 'guidance courses, and courses for who is new to working life, are in scope as well',
    },
    noPapersListed,
  ],
});

export const apprenticeshipSupport = rule({
  id: 'art18.apprenticeship-support',
  name: { zh: '企业新型学徒制', en: 'new apprenticeships in enterprises' },
  cites: [apprentices],
  subject: 'enterprise',
  inForce,
  conditions: decidedElsewhere(
    {
      zh: '对新招用青年劳动者或新转岗人员开展学徒制培训，并列入试点',
      en: 'trains young people newly hired, or staff moved to new work, and was chosen for it',
    },
    apprentices,
  ),
  fund: fundNotStated,
  papers: [{ zh: '企业新型学徒制试点办法', en: 'the rules on new apprenticeships' }],
  readings: ['R-20', 'R-26'],
});

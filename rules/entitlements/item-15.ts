/** Item 15: public employment services. */
import { numberOf, times } from '../amount.js';
import { decidedElsewhere } from '../condition.js';
import { rule } from '../entitlement.js';
import { askTheBureau, fundNotStated, inForce, noPapersListed } from './policy.js';

const service = { item: 15, sentence: 5 };

/** The sentence merges two older subsidies and says no more: who gets it for what is in the papers on it. */
export const employmentServiceSubsidy = rule({
  id: 'art15.employment-service-subsidy',
  name: { zh: '就业创业服务补贴', en: 'subsidy for employment and start-up services' },
  cites: [service],
  subject: 'provider',
  inForce,
  conditions: decidedElsewhere(
    { zh: '符合就业创业服务补贴的规定', en: 'meets the rules on the subsidy for employment services' },
    service,
  ),
  amount: {
    is: 'for_the_people_named',
    of: times(
      numberOf({ zh: '服务人数', en: 'people served' }, 'persons', ['clients[]'], (people) => people),
      numberOf(
        { zh: '每人标准', en: 'a person' },
        'fen',
        ['parameter:employmentServiceSubsidy'],
        (standard) => standard,
      ),
    ),
  },
  fund: fundNotStated,
  papers: [{ zh: '就业创业服务补贴办法', en: 'the rules on the subsidy for employment and start-up services' }],
  readings: ['R-20', 'R-26'],
  remarks: [
    {
      zh: '由职业介绍补贴和扶持公共就业服务补助合并而来',
      en: 'made of two older ones: for job placement and in aid of public employment services',
    },
    noPapersListed,
    askTheBureau('是否按服务人数计算，原文未载明', 'the text does not say whether it goes by people served'),
  ],
});

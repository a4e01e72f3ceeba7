/** Item 4: a lower threshold for start-ups. */
import { numberOf } from '../amount.js';
import { monthsBegunBetween } from '../civil-date.js';
import { all, decidedElsewhere, ifGiven, isTrue, requires } from '../condition.js';
import type { Cite, Condition } from '../condition.js';
import { rule } from '../entitlement.js';
import { askTheBureau, inForce, noMoney } from './policy.js';

const fees = { item: 4, sentence: 2 };
const taxes = { item: 4, sentence: 3 };
const kindsOfFee: readonly (string | null)[] = ['registration', 'licence', 'management'];

/** What was found of the firm decides; left out, its age against the limit, which the text does not give. */
function isStartup(cite: Cite): Condition {
  const found = isTrue({ zh: '属于初创企业', en: 'the business is a start-up' }, cite, 'enterprise.isStartup');
  const byAge = requires(
    { zh: '登记未超过初创企业的月数', en: 'registered within the months of a start-up' },
    cite,
    ['enterprise.registeredOn', 'assessOn', 'parameter:startupAgeMonths'],
    (registeredOn, assessOn, months) => registeredOn !== null && monthsBegunBetween(registeredOn, assessOn) <= months,
    ['R-01'],
  );
  return ifGiven('enterprise.isStartup', found, ifGiven('enterprise.registeredOn', byAge, found));
}

export const startupFeeExemption = rule({
  id: 'art04.startup-fee-exemption',
  name: { zh: '初创企业行政事业性收费免收', en: 'exemption of start-ups from administrative fees' },
  cites: [fees],
  subject: 'enterprise',
  inForce,
  conditions: all(
    null,
    isStartup(fees),
    requires(
      { zh: '属于登记类、证照类或管理类', en: 'a fee for registration, licence or management' },
      fees,
      ['fee.kind'],
      (kind) => kindsOfFee.includes(kind),
    ),
    isTrue({ zh: '属于行政事业性收费', en: 'an administrative fee' }, fees, 'fee.administrative'),
  ),
  amount: {
    is: 'once',
    of: numberOf({ zh: '免收金额', en: 'fee waived' }, 'fen', ['fee.amount'], (amount) => amount ?? 0),
  },
  fund: noMoney,
  papers: [{ zh: '行政事业性收费目录', en: 'the catalogue of administrative fees' }],
  readings: ['R-20'],
  remarks: [
    { zh: '金额是不收取的费用，不另行支付', en: 'the amount is a fee that is not charged, nothing is paid out' },
    askTheBureau('初创企业的年限原文未规定', 'the text does not say how old a start-up may be'),
  ],
});

export const startupTaxRelief = rule({
  id: 'art04.startup-tax-relief',
  name: { zh: '促进创业税收扶持', en: 'tax relief for start-ups' },
  cites: [taxes],
  subject: 'enterprise',
  inForce,
  conditions: all(
    null,
    isStartup(taxes),
    decidedElsewhere({ zh: '符合国家税收扶持政策', en: 'meets the national policy on tax relief' }, taxes),
  ),
  fund: noMoney,
  papers: [{ zh: '国家促进创业的税收扶持政策', en: 'the national tax policy for start-ups' }],
  readings: ['R-20'],
});

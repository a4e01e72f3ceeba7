/** Item 10: services for founders. */
import { atMost, each, fixed, less, numberOf, shareOf, when } from '../amount.js';
import { all, decidedElsewhere, isNotTrue, nothing, reaches, requires, some } from '../condition.js';
import type { Element } from '../condition.js';
import { rule } from '../entitlement.js';
import { fundNotStated, inForce, noPapersListed } from './policy.js';

const PER_CLIENT = 40_000;
const LEAST_SESSIONS = 3;
const MOST_PER_PROJECT = 500_000;
const HALF_PERCENT = { numerator: 5, denominator: 1000 };
const priority = { item: 10, sentence: 2 };
const collection = { item: 10, sentence: 3 };
const purchase = { item: 10, sentence: 4 };

const isProvider = requires(
  { zh: '创业孵化平台或创业服务机构', en: 'incubation platform or start-up service institution' },
  purchase,
  ['provider.kind'],
  (kind) => kind !== null,
);
const isNotInPublicBudget = isNotTrue(
  { zh: '未纳入财政预算', en: 'not in the public budget' },
  purchase,
  'provider.inPublicBudget',
);

const wasCounselled = (client: Element<'clients'>) =>
  requires(
    { zh: '本年辅导三次以上', en: 'three sessions or more this year' },
    purchase,
    [client('sessionsThisYear')],
    (sessions) => (sessions ?? 0) >= LEAST_SESSIONS,
    ['R-01', 'R-28'],
  );

export const counsellingPurchase = rule({
  id: 'art10.counselling-purchase',
  name: { zh: '创业辅导服务购买', en: 'purchase of counselling for founders' },
  cites: [purchase],
  subject: 'provider',
  inForce,
  conditions: all(
    null,
    isProvider,
    isNotInPublicBudget,
    some(
      'clients',
      { zh: '有本年辅导三次以上的创业人员', en: 'a founder got three sessions or more this year' },
      purchase,
      wasCounselled,
    ),
  ),
  amount: {
    is: 'for_the_year',
    of: each('clients', (client) =>
      when(wasCounselled(client), fixed(PER_CLIENT, { zh: '每人每年', en: 'per person and year' })),
    ),
  },
  fund: fundNotStated,
  readings: ['R-20', 'R-26', 'R-28'],
  remarks: [
    {
      zh: '同一人每年只购买一家，先满三次者得；各家次数不相加',
      en: 'one provider per client and year, the first to reach three sessions; sessions are not added up',
    },
    noPapersListed,
  ],
});

/** Loans do not count: the sentence names angel and venture money. */
const isEquity = (financing: Element<'project.financing'>) =>
  requires(
    { zh: '天使或创投方式', en: 'angel or venture money' },
    purchase,
    [financing('kind')],
    (kind) => kind === 'angel' || kind === 'venture',
  );
const financed = each('project.financing', (financing) =>
  when(
    isEquity(financing),
    numberOf({ zh: '实际融资额', en: 'money received' }, 'fen', [financing('amount')], (amount) => amount ?? 0),
  ),
);
const left = less(
  fixed(MOST_PER_PROJECT, { zh: '每个项目最高额', en: 'the most per project' }),
  numberOf(
    { zh: '该项目已购买', en: 'already paid for the project' },
    'fen',
    ['project.purchasesAlreadyPaid'],
    (paid) => paid ?? 0,
  ),
);

export const financingMatchingPurchase = rule({
  id: 'art10.financing-matching-purchase',
  name: { zh: '融资对接服务购买', en: 'purchase of matching projects with money' },
  cites: [purchase],
  subject: 'provider',
  inForce,
  conditions: all(
    null,
    isProvider,
    isNotInPublicBudget,
    reaches({ zh: '有天使或创投实际融资', en: 'angel or venture money was received' }, purchase, financed, 1),
    reaches({ zh: '该项目5000元未用完', en: 'of the 5,000 for the project something is left' }, purchase, left, 1, [
      'R-13',
    ]),
  ),
  amount: { is: 'once', of: atMost(shareOf(financed, HALF_PERCENT), left) },
  fund: fundNotStated,
  readings: ['R-05', 'R-13', 'R-20', 'R-26'],
  remarks: [noPapersListed],
});

export const projectCollectionSubsidy = rule({
  id: 'art10.project-collection-subsidy',
  name: { zh: '创业导师和创业项目征集补贴', en: 'subsidy for mentors and collected projects' },
  cites: [collection],
  subject: 'provider',
  inForce,
  conditions: decidedElsewhere(
    { zh: '符合创业导师、创业项目库的补贴规定', en: 'meets the rule on mentors and the pool of projects' },
    collection,
  ),
  fund: fundNotStated,
  papers: [{ zh: '创业导师队伍和创业项目库的补贴规定', en: 'the rule on subsidies for mentors and projects' }],
  readings: ['R-20'],
});

export const serviceIndustryPriority = rule({
  id: 'art10.service-industry-priority',
  name: { zh: '创业服务业优先扶持', en: 'start-up services go first' },
  cites: [priority],
  subject: 'provider',
  inForce,
  conditions: requires(
    { zh: '创业服务企业', en: 'start-up service enterprise' },
    priority,
    ['provider.kind'],
    (kind) => kind === 'startup_service_institution',
  ),
  priority: nothing,
  fund: fundNotStated,
  papers: [{ zh: '生产性服务业扶持政策', en: 'the policy on services for production' }],
  readings: ['R-20'],
});

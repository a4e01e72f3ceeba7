/** Item 11, sentences 1 and 3: graduates who go to work at the grass roots. */
import { atMost, numberOf, times } from '../amount.js';
import { all, decidedElsewhere, ifRead, isTrue, requires } from '../condition.js';
import type { Condition } from '../condition.js';
import { lasts } from '../definitions/hire.js';
import { rule } from '../entitlement.js';
import { isUniversityGraduate } from './item-11-graduate.js';
import { fundNotStated, inForce, noMoney, noPapersListed } from './policy.js';

const posts = { item: 11, sentence: 1 };
const service = { item: 11, sentence: 3 };
const THREE_YEARS = 36;
const keyCounties = { zh: '扶贫开发工作重点县名单', en: 'the list of key counties of poverty relief' };

export const grassrootsPublicPost = rule({
  id: 'art11.grassroots-public-post',
  name: { zh: '基层公共管理和社会服务岗位吸纳高校毕业生', en: 'public posts at the grass roots for graduates' },
  subject: 'person',
  cites: [posts],
  inForce,
  conditions: all(
    null,
    isUniversityGraduate(posts),
    decidedElsewhere({ zh: '被当年购买的岗位录用', en: 'is chosen for one of the posts bought in the year' }, posts),
  ),
  fund: fundNotStated,
  papers: [{ zh: '当年的岗位购买计划', en: "the year's plan of posts to be bought" }],
  readings: ['R-20'],
});

/** Below county level: the county itself does not count. */
const worksBelowTheCounty: readonly Condition[] = [
  isUniversityGraduate(service),
  requires(
    { zh: '县级以下（不含县级）基层单位', en: 'the unit is below county level' },
    service,
    ['post.unitLevel'],
    (level) => level === 'township' || level === 'village',
  ),
  isTrue({ zh: '在扶贫开发工作重点县', en: 'in a key county of poverty relief' }, service, 'post.inKeyPovertyCounty'),
];

/** Service that is still to come is not served yet. */
const hasServed: readonly Condition[] = [
  requires(
    { zh: '服务满3年', en: 'three years were served' },
    service,
    ['post.serviceFrom', 'post.serviceTo', 'assessOn'],
    (from, to, assessOn) => lasts(from, Math.min(to ?? assessOn, assessOn), THREE_YEARS),
    ['R-01'],
  ),
  isTrue({ zh: '服务期满考核合格', en: 'the assessment was passed' }, service, 'post.assessmentPassed'),
];

export const tuitionCompensation = rule({
  id: 'art11.tuition-compensation',
  name: { zh: '基层就业学费补偿和国家助学贷款代偿', en: 'tuition or student loan paid back after service' },
  subject: 'person',
  cites: [service],
  inForce,
  conditions: all(null, ...worksBelowTheCounty, ...hasServed),
  amount: {
    is: 'once',
    of: times(
      numberOf({ zh: '学年数', en: 'years of study' }, 'years', ['tuition.years'], (years) => years ?? 0),
      atMost(
        numberOf(
          { zh: '每年实缴学费或所借贷款', en: 'paid or borrowed a year' },
          'fen',
          ['tuition.paidPerYear'],
          (paid) => paid ?? 0,
        ),
        numberOf(
          { zh: '年度上限', en: 'yearly cap' },
          'fen',
          ['parameter:tuitionCompensationCapPerYear'],
          (cap) => cap,
        ),
      ),
    ),
  },
  fund: fundNotStated,
  papers: [{ zh: '学费补偿和助学贷款代偿的规定', en: 'the rules on tuition compensation' }, keyCounties],
  readings: ['R-14', 'R-20'],
  remarks: [noPapersListed],
});

export const titleLanguageExamExemption = rule({
  id: 'art11.title-language-exam-exemption',
  name: { zh: '申报职称免外语考试', en: 'professional title without a language examination' },
  subject: 'person',
  cites: [service],
  inForce,
  conditions: all(
    null,
    ...worksBelowTheCounty,
    ifRead('R-39', 'post-is-enough', all(null), all(null, ...hasServed)),
    isTrue(
      { zh: '从事专业技术工作', en: 'does professional technical work' },
      service,
      'person.inProfessionalTechnicalWork',
    ),
  ),
  fund: noMoney,
  papers: [keyCounties],
  readings: ['R-20', 'R-39'],
  remarks: [noPapersListed],
});

/** What each parameter means, and in which unit its value stands: for whoever enters one, and for whoever reads an answer. */
import type { Text } from '../condition.js';
import type { PaperName } from '../parameter-papers.js';

export interface Meaning extends Text {
  readonly unit: Text;
}

const perMonth = { zh: '元/月', en: 'yuan a month' };
const perYear = { zh: '元/年', en: 'yuan a year' };
const perPerson = { zh: '元/人', en: 'yuan a person' };
const share = { zh: '比例（0至1）', en: 'share from 0 to 1' };
const months = { zh: '月', en: 'months' };
const list = { zh: '名单', en: 'list' };

const meaning = (zh: string, en: string, unit: Text): Meaning => ({ zh, en, unit });

export const parameterMeanings: Readonly<Record<PaperName, Meaning>> = {
  employerRates: meaning('单位缴费比例（按险种）', 'employer contribution rates by insurance', share),
  personalRates: meaning('个人缴费比例（按险种）', 'personal contribution rates by insurance', share),
  minimumContributionBasePerMonth: meaning('社会保险最低缴费基数', 'minimum contribution base', perMonth),
  flexibleMinimumContributionPerMonth: meaning(
    '灵活就业人员应缴社会保险费最低标准之和',
    'least contribution due from a flexible worker',
    perMonth,
  ),
  unemploymentBenefitStandardPerMonth: meaning('失业保险金标准', 'unemployment benefit standard', perMonth),
  placementSubsidyMonthsByContractLength: meaning(
    '就业安置补助月数（按合同期限）',
    'months of placement subsidy by contract length',
    months,
  ),
  stabilisationRefundRate: meaning('稳岗补贴返还比例', 'share of premiums refunded for stable jobs', share),
  stabilisationLayoffRateLimit: meaning(
    '稳岗补贴裁员率上限',
    'highest layoff rate for the stabilisation subsidy',
    share,
  ),
  startupTrainingStandard: meaning('创业培训补贴标准（按课程）', 'start-up training subsidy by course', perPerson),
  jobSeekingStartupSubsidy: meaning('求职创业补贴标准', 'job-seeking and start-up subsidy', perPerson),
  workCostDeduction: meaning(
    '核算家庭收入时扣减的就业成本',
    'cost of working deducted from household income',
    perMonth,
  ),
  tuitionCompensationCapPerYear: meaning('学费补偿年度上限', 'yearly cap of tuition compensation', perYear),
  startupAgeMonths: meaning(
    '初创企业登记后的最长月数',
    'months since registration within which a firm is a start-up',
    months,
  ),
  olderWorkerYearsBeforeRetirement: meaning(
    '大龄人员距法定退休年龄的年数',
    'years before retirement from which a worker is older',
    { zh: '年', en: 'years' },
  ),
  internshipMonths: meaning('就业见习最长期限', 'longest internship', months),
  internshipMinimumMonths: meaning('就业见习最短期限', 'shortest internship', months),
  unemploymentPremiumRate: meaning('失业保险费率', 'unemployment insurance rate', share),
  disabilityQuotaRate: meaning('安排残疾人就业比例', 'legal share of disabled staff', share),
  disabilityQuotaLevyPerYear: meaning('残疾人就业保障金（每少安排1人）', 'levy for each place left unfilled', perYear),
  disabilityHiringSubsidy: meaning('超比例安排残疾人就业奖励', 'award for staff above the disability quota', perPerson),
  stateFirmReserveRate: meaning(
    '国有企业预留退役士兵岗位比例',
    'share of posts that state firms reserve for veterans',
    share,
  ),
  employmentServiceSubsidy: meaning('就业创业服务补贴标准', 'employment service subsidy', perPerson),
  vocationalTrainingStandard: meaning('职业培训补贴标准', 'vocational training subsidy', perPerson),
  insurancesCounted: meaning('计入补贴的险种', 'insurances that count', list),
  hardToEmployCategories: meaning(
    '就业困难人员认定类别（省）',
    'recognised categories of hard-to-employ persons',
    list,
  ),
  enterpriseSizeStandard: meaning('企业划型标准（按行业）', 'size standard of enterprises by industry', list),
  retirementTable: meaning('法定退休年龄表', 'table of retirement ages', list),
  landExpropriatedConditions: meaning('被征地人员应符合的条件', 'conditions of persons who lost land', list),
  jobSeekingSubsidyGroups: meaning('求职创业补贴原有对象', 'older groups of the job-seeking subsidy', list),
  keyPovertyCounties: meaning('扶贫开发工作重点县名单', 'key counties of poverty relief', list),
  feeCatalogue: meaning('行政事业性收费目录', 'catalogue of administrative fees', list),
  totalBudgets: meaning('资金年度总额', 'yearly budgets by fund', list),
  paymentCalendar: meaning('补贴发放日程', 'payment calendar', list),
  workingDayCalendar: meaning('工作日历（调休）', 'working-day calendar', list),
  recognisedPlaces: meaning('认定的园区、基地和社区', 'recognised parks, bases and communities', list),
};

/** What holds for every rule of the policy, 濮政〔2016〕1号. */
import { dayOf } from '../civil-date.js';

export const DOCUMENT = '濮政〔2016〕1号';

/** No day of commencement is written: in force from the day of signature, until a later rule repeals it. */
export const inForce = { from: dayOf(2016, 1, 6), to: null };

export const employmentSpecialFund = { zh: '就业专项资金', en: 'employment special fund' };
export const unemploymentInsuranceFund = { zh: '失业保险基金', en: 'unemployment insurance fund' };
export const cityFinance = { zh: '市财政', en: 'city finance' };
export const startupLoanGuaranteeFund = { zh: '创业贷款担保基金', en: 'start-up loan guarantee fund' };
/** A fund that the text does not name is never guessed. */
export const fundNotStated = { zh: '原文未载明', en: 'not stated' };

export const noMoney = { zh: '不涉及资金', en: 'no money is paid' };

export const businessLicence = { zh: '工商营业执照', en: 'business licence' };
export const askTheBureau = (zh: string, en: string) => ({ zh: `${zh}，请询问经办机构`, en: `${en}: ask the bureau` });
export const noPapersListed = askTheBureau('所需材料原文未列明', 'the text lists no papers');

/** The rules that the hub decides, in the order of the policy. */
import { definitions } from '../definitions/index.js';
import type { Entitlement } from '../entitlement.js';
import {
  employerSubsidyForExpropriated,
  employerSubsidyForGraduates,
  employerSubsidyForHardToEmploy,
} from './item-02-employers.js';
import {
  flexibleEmploymentSubsidyForGraduates,
  flexibleEmploymentSubsidyForHardToEmploy,
  smallBusinessBaseSupport,
} from './item-02.js';
import { jobStabilisationSubsidy, resettlementMoneyPriority, unemploymentPremiumRate } from './item-03.js';
import { startupFeeExemption, startupTaxRelief } from './item-04.js';
import { openingSubsidy } from './item-05.js';
import { jobCreationSubsidy, startupSocialInsuranceSubsidy } from './item-05-jobs.js';
import { leaveToStartBusiness } from './item-05-leave.js';
import { selectedStartupSupport, startupProjectFunding } from './item-05-selected.js';
import { unemployedStartupGrant, unemploymentBenefitLumpSum } from './item-05-unemployed.js';
import { incubationOperatingSubsidy } from './item-06-operating.js';
import { incubationParkRecognitionAward, incubationSuccessAward, parkGuaranteePurchase } from './item-06-parks.js';
import { startupTrainingSubsidy, studentStartupTrainingSubsidy } from './item-07.js';
import { startupGuaranteedLoan, studentLoanFastLane } from './item-08.js';
import { migrantCreditLoan } from './item-09.js';
import {
  counsellingPurchase,
  financingMatchingPurchase,
  projectCollectionSubsidy,
  serviceIndustryPriority,
} from './item-10.js';
import { modernAgricultureHiringSubsidy } from './item-11-agriculture.js';
import { grassrootsPublicPost, titleLanguageExamExemption, tuitionCompensation } from './item-11-grassroots.js';
import { internshipBaseAward, internshipSubsidy, internshipUnitRectification } from './item-11-internship.js';
import { jobSeekingStartupSubsidy } from './item-11-job-seeking.js';
import {
  disabilityConcentratedEmployerSupport,
  disabilityHiringSubsidy,
  fullEmploymentCommunityAward,
  householdEmploymentGuarantee,
  publicWelfarePost,
} from './item-12.js';

/** 58 entitlements. */
export const entitlements: readonly Entitlement[] = [
  employerSubsidyForGraduates,
  employerSubsidyForHardToEmploy,
  employerSubsidyForExpropriated,
  flexibleEmploymentSubsidyForHardToEmploy,
  flexibleEmploymentSubsidyForGraduates,
  smallBusinessBaseSupport,
  unemploymentPremiumRate,
  jobStabilisationSubsidy,
  resettlementMoneyPriority,
  startupFeeExemption,
  startupTaxRelief,
  openingSubsidy,
  unemployedStartupGrant,
  unemploymentBenefitLumpSum,
  leaveToStartBusiness,
  startupSocialInsuranceSubsidy,
  jobCreationSubsidy,
  selectedStartupSupport,
  startupProjectFunding,
  incubationOperatingSubsidy,
  parkGuaranteePurchase,
  incubationParkRecognitionAward,
  incubationSuccessAward,
  studentStartupTrainingSubsidy,
  startupTrainingSubsidy,
  startupGuaranteedLoan,
  studentLoanFastLane,
  migrantCreditLoan,
  serviceIndustryPriority,
  projectCollectionSubsidy,
  counsellingPurchase,
  financingMatchingPurchase,
  grassrootsPublicPost,
  tuitionCompensation,
  titleLanguageExamExemption,
  modernAgricultureHiringSubsidy,
  internshipBaseAward,
  internshipSubsidy,
  internshipUnitRectification,
  jobSeekingStartupSubsidy,
  publicWelfarePost,
  disabilityHiringSubsidy,
  disabilityConcentratedEmployerSupport,
  householdEmploymentGuarantee,
  fullEmploymentCommunityAward,
];

export { definitions };

export const rules: readonly Entitlement[] = [...entitlements, ...definitions];

const byId = new Map(rules.map((rule) => [rule.id, rule]));

export function ruleById(id: string): Entitlement | undefined {
  return byId.get(id);
}

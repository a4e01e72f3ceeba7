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
import { migrantOneStopService } from './item-13.js';
import {
  graduateSoldierPoliceRecruitment,
  militaryFamilyPlacement,
  serviceCountsAsExperience,
  veteranPlacement,
} from './item-14.js';
import { employmentServiceSubsidy } from './item-15.js';
import { apprenticeshipSupport, vocationalTrainingSubsidy } from './item-18.js';
import { placementSubsidy, workCostDeduction } from './item-19.js';
import { certificateAsKey } from './item-20.js';
import { commendation } from './item-23.js';
import { activityCostFunding } from './item-24.js';

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
  migrantOneStopService,
  veteranPlacement,
  graduateSoldierPoliceRecruitment,
  serviceCountsAsExperience,
  militaryFamilyPlacement,
  employmentServiceSubsidy,
  vocationalTrainingSubsidy,
  apprenticeshipSupport,
  placementSubsidy,
  workCostDeduction,
  certificateAsKey,
  commendation,
  activityCostFunding,
];

export { definitions };

export const rules: readonly Entitlement[] = [...entitlements, ...definitions];

const byId = new Map(rules.map((rule) => [rule.id, rule]));

export function ruleById(id: string): Entitlement | undefined {
  return byId.get(id);
}

/** The rules that the hub decides, in the order of the policy. */
import { definitions } from '../definitions/index.js';
import type { Entitlement } from '../entitlement.js';
import { flexibleEmploymentSubsidyForHardToEmploy } from './item-02.js';
import { openingSubsidy, unemployedStartupGrant } from './item-05.js';

/** 58 entitlements. */
export const entitlements: readonly Entitlement[] = [
  flexibleEmploymentSubsidyForHardToEmploy,
  openingSubsidy,
  unemployedStartupGrant,
];

export { definitions };

export const rules: readonly Entitlement[] = [...entitlements, ...definitions];

const byId = new Map(rules.map((rule) => [rule.id, rule]));

export function ruleById(id: string): Entitlement | undefined {
  return byId.get(id);
}

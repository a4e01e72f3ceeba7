/** The entitlements that the hub decides, in the order of the policy. */
import type { Entitlement } from '../entitlement.js';
import { flexibleEmploymentSubsidyForHardToEmploy } from './item-02.js';
import { openingSubsidy, unemployedStartupGrant } from './item-05.js';

export const entitlements: readonly Entitlement[] = [
  flexibleEmploymentSubsidyForHardToEmploy,
  openingSubsidy,
  unemployedStartupGrant,
];

export function entitlementById(id: string): Entitlement | undefined {
  return entitlements.find((entitlement) => entitlement.id === id);
}

/** Who may ask what: the resolvers of each audience. What is not in its list does not exist for it. */
import type { Audience } from '../authenticate.js';
import { AgreementResolver } from './agreement.resolver.js';
import { CandidateResolver } from './candidate.resolver.js';
import { CodeListResolver } from './code-list.resolver.js';
import { EntitlementResolver } from './entitlement.resolver.js';
import { NoticeFilingResolver, NoticePublishingResolver, NoticeResolver } from './notice.resolver.js';
import { OrganizationResolver } from './organization.resolver.js';
import { ParameterResolver } from './parameter.resolver.js';
import { PersonResolver } from './person.resolver.js';
import { ProposalResolver } from './proposal.resolver.js';
import {
  BureauResolver,
  OwnStateFirmResolver,
  StateFirmRegisterResolver,
  StateFirmResolver,
} from './state-firm.resolver.js';
import { SyncRunResolver } from './sync-run.resolver.js';

type ResolverClass = new () => object;

export const resolvers: Record<Audience, readonly [ResolverClass, ...ResolverClass[]]> = {
  public: [NoticeResolver, CodeListResolver, EntitlementResolver, StateFirmResolver, BureauResolver],
  partner: [
    NoticeResolver,
    CodeListResolver,
    EntitlementResolver,
    PersonResolver,
    OrganizationResolver,
    AgreementResolver,
    StateFirmResolver,
    BureauResolver,
  ],
  employer: [
    NoticeResolver,
    CodeListResolver,
    EntitlementResolver,
    OrganizationResolver,
    NoticeFilingResolver,
    StateFirmResolver,
    BureauResolver,
    OwnStateFirmResolver,
  ],
  staff: [
    NoticeResolver,
    CodeListResolver,
    EntitlementResolver,
    PersonResolver,
    OrganizationResolver,
    SyncRunResolver,
    CandidateResolver,
    NoticePublishingResolver,
    ParameterResolver,
    ProposalResolver,
    StateFirmRegisterResolver,
    BureauResolver,
  ],
};

/** Who may ask what: the resolvers of each audience, and of the hub's own pages. What is not in its list does not exist for it. */
import type { SchemaName } from '../authenticate.js';
import { AccessAuditResolver } from './access-audit.resolver.js';
import { AccessHoldResolver } from './access-hold.resolver.js';
import { AccessHistoryResolver } from './access-history.resolver.js';
import { AccessReceiptResolver } from './access-receipt.resolver.js';
import { AgreementResolver, OwnAgreementResolver } from './agreement.resolver.js';
import { AlarmResolver } from './alarm.resolver.js';
import { QuarantineResolver } from './quarantine.resolver.js';
import { CandidateResolver } from './candidate.resolver.js';
import { CodeListResolver } from './code-list.resolver.js';
import { CorrectionResolver } from './correction.resolver.js';
import { EntitlementResolver } from './entitlement.resolver.js';
import { ExemptionResolver } from './exemption.resolver.js';
import { FilingResolver } from './filing.resolver.js';
import { ObjectionResolver } from './objection.resolver.js';
import { OpenChangeResolver } from './open-change.resolver.js';
import {
  NoticeFieldResolver,
  NoticeListResolver,
  PostFieldResolver,
  PostListResolver,
  VersionFieldResolver,
} from './open-record-fields.resolver.js';
import { OpenRecordResolver } from './open-record.resolver.js';
import { OrganizationResolver } from './organization.resolver.js';
import { ParameterResolver } from './parameter.resolver.js';
import { PersonResolver } from './person.resolver.js';
import { ProposalResolver } from './proposal.resolver.js';
import { PlatformResolver } from './platform.resolver.js';
import { PublicityPageResolver } from './publicity-page.resolver.js';
import { PublicityResolver } from './publicity.resolver.js';
import { RetentionResolver } from './retention.resolver.js';
import {
  BureauResolver,
  OwnStateFirmResolver,
  StateFirmRegisterResolver,
  StateFirmResolver,
} from './state-firm.resolver.js';
import { RunProgressResolver } from './run-progress.resolver.js';
import { SyncActResolver } from './sync-act.resolver.js';
import { SyncRunResolver } from './sync-run.resolver.js';
import { WebhookResolver } from './webhook.resolver.js';

type ResolverClass = new () => object;

/** The public records, which everybody reads. */
const openData = [
  OpenRecordResolver,
  OpenChangeResolver,
  CorrectionResolver,
  NoticeListResolver,
  PostListResolver,
  NoticeFieldResolver,
  PostFieldResolver,
  VersionFieldResolver,
] as const;

export const resolvers: Record<SchemaName, readonly [ResolverClass, ...ResolverClass[]]> = {
  public: [
    ...openData,
    CodeListResolver,
    EntitlementResolver,
    StateFirmResolver,
    BureauResolver,
    PlatformResolver,
    WebhookResolver,
  ],
  partner: [
    ...openData,
    CodeListResolver,
    EntitlementResolver,
    PersonResolver,
    OrganizationResolver,
    OwnAgreementResolver,
    AccessReceiptResolver,
    StateFirmResolver,
    BureauResolver,
  ],
  employer: [
    ...openData,
    CodeListResolver,
    EntitlementResolver,
    OrganizationResolver,
    FilingResolver,
    PublicityResolver,
    StateFirmResolver,
    BureauResolver,
    OwnStateFirmResolver,
    AccessReceiptResolver,
  ],
  staff: [
    ...openData,
    CodeListResolver,
    EntitlementResolver,
    PersonResolver,
    OrganizationResolver,
    SyncActResolver,
    RunProgressResolver,
    SyncRunResolver,
    CandidateResolver,
    FilingResolver,
    PublicityResolver,
    ObjectionResolver,
    ExemptionResolver,
    ParameterResolver,
    AgreementResolver,
    ProposalResolver,
    RetentionResolver,
    StateFirmRegisterResolver,
    BureauResolver,
    AccessAuditResolver,
    AccessHoldResolver,
    AccessReceiptResolver,
    AlarmResolver,
    QuarantineResolver,
  ],
  subject: [AccessHistoryResolver, AccessReceiptResolver],
  page: [PublicityPageResolver],
};

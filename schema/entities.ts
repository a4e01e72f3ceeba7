/** Every table, in one list. */
import { LookUpLotEntity } from './access-event/look-up-lot.entity.js';
import { GuardedPersonEntity } from './guarded-person/guarded-person.entity.js';
import { AccessEventEntity } from './access-event/access-event.entity.js';
import { AccountEntity } from './account/account.entity.js';
import {
  AccessAnchorEntity,
  AccessHoldEntity,
  AccessLeafEntity,
  AccessLogEntity,
  AccessNodeEntity,
  AccessPendingEntity,
  AccessSealEntity,
} from './access-log/access-log.entity.js';
import { AgreementEntity } from './agreement/agreement.entity.js';
import { ClientEntity } from './client/client.entity.js';
import { CodeEntity, CodeListEntity } from './code-list/code-list.entity.js';
import { CostSpentEntity } from './cost-spent/cost-spent.entity.js';
import {
  EntitlementBasisEntity,
  EntitlementCandidateEntity,
  EntitlementChangeEntity,
  EntitlementSheetEntity,
} from './entitlement/entitlement.entity.js';
import { ExemptionEntity } from './exemption/exemption.entity.js';
import { FactEntity, FactHistoryEntity, TouchedEntityEntity } from './fact/fact.entity.js';
import { NoticeEntity, NoticeVersionEntity } from './notice/notice.entity.js';
import { ObjectionEntity } from './objection/objection.entity.js';
import { OrganizationRecordEntity } from './organization/organization.entity.js';
import { ParameterVersionEntity } from './parameter/parameter.entity.js';
import { PersonIdentifierEntity, PersonNumberEntity, PersonRecordEntity } from './person/person.entity.js';
import { PlatformEntity } from './platform/platform.entity.js';
import { ProposalEntity } from './proposal/proposal.entity.js';
import { PublicityBatchEntity, PublicityCandidateEntity } from './publicity/publicity.entity.js';
import {
  NumberSeriesEntity,
  RecruitmentHistoryEntity,
  UsedKeyEntity,
} from './recruitment-history/recruitment-history.entity.js';
import { OpenSnapshotEntity, OpenSnapshotPartEntity } from './snapshot/snapshot.entity.js';
import { SignInFailureEntity, SignInItemEntity, WebSessionEntity } from './sign-in/sign-in.entity.js';
import { SettingEntity } from './setting/setting.entity.js';
import { SourceStateEntity } from './source-state/source-state.entity.js';
import { BureauEntity, StateFirmEntity } from './state-firm/state-firm.entity.js';
import { SyncActEntity } from './sync-act/sync-act.entity.js';
import { SyncRunEntity } from './sync-run/sync-run.entity.js';
import { OpenChangeEntity, OpenDayEntity, OpenLogEntity, OpenRecordEntity } from './open-record/open-record.entity.js';
import { ErasureEntity } from './retention/erasure.entity.js';
import { KeyReaderEntity, KeyVersionEntity, ResealEntity, VaultCheckEntity } from './vault-check/vault-check.entity.js';
import { UsedProofEntity, UsedProofMemoryEntity } from './used-proof/used-proof.entity.js';
import { TrustedDocumentEntity } from './trusted-document/trusted-document.entity.js';
import { WebhookAttemptEntity, WebhookEntity } from './webhook/webhook.entity.js';
import { WorkCalendarYearEntity } from './work-calendar/work-calendar.entity.js';
import { WorkItemEntity } from './work-item/work-item.entity.js';

export const entities = [
  PersonIdentifierEntity,
  PersonNumberEntity,
  PersonRecordEntity,
  OrganizationRecordEntity,
  SourceStateEntity,
  FactEntity,
  FactHistoryEntity,
  TouchedEntityEntity,
  SyncRunEntity,
  SyncActEntity,
  WorkItemEntity,
  EntitlementBasisEntity,
  EntitlementSheetEntity,
  EntitlementCandidateEntity,
  EntitlementChangeEntity,
  AgreementEntity,
  AccessEventEntity,
  AccessPendingEntity,
  AccessLogEntity,
  AccessLeafEntity,
  AccessNodeEntity,
  AccessSealEntity,
  AccessAnchorEntity,
  AccessHoldEntity,
  NoticeEntity,
  NoticeVersionEntity,
  PublicityBatchEntity,
  PublicityCandidateEntity,
  ObjectionEntity,
  ExemptionEntity,
  RecruitmentHistoryEntity,
  NumberSeriesEntity,
  UsedKeyEntity,
  SettingEntity,
  ProposalEntity,
  ParameterVersionEntity,
  OpenChangeEntity,
  OpenLogEntity,
  OpenRecordEntity,
  OpenDayEntity,
  OpenSnapshotEntity,
  OpenSnapshotPartEntity,
  StateFirmEntity,
  BureauEntity,
  VaultCheckEntity,
  KeyVersionEntity,
  KeyReaderEntity,
  ResealEntity,
  ErasureEntity,
  PlatformEntity,
  WebhookEntity,
  WebhookAttemptEntity,
  WorkCalendarYearEntity,
  CodeListEntity,
  CodeEntity,
  ClientEntity,
  AccountEntity,
  SignInFailureEntity,
  SignInItemEntity,
  WebSessionEntity,
  UsedProofEntity,
  UsedProofMemoryEntity,
  CostSpentEntity,
  TrustedDocumentEntity,
  GuardedPersonEntity,
  LookUpLotEntity,
];

/** The one door to records: who may see and compare by which field, why, and within what budget. Decided once per operation, before anything runs. */
import type pg from 'pg';
import { normalizeCreditCode, normalizeIdNumber } from '../rules/identifiers.js';
import type { Accesses, Field } from '../rules/visibility.js';
import { type AccessStamp, type AskedAbout, writeRefusals } from '../schema/access-event/access-event.writes.js';
import type { AgreementRow } from '../schema/agreement/agreement.reads.js';
import type { Vault } from '../schema/vault.js';
import type { AskedNumber, Variables } from './asked-places.js';
import type { Viewer } from './authenticate.js';
import type { Budget } from './budget.js';
import type { CompiledOperation } from './compile-document.js';
import { HubError } from './errors.js';
import type { Misses } from './misses.js';
import { caseNumberOf, type OfficerLooks } from './officer-looks.js';
import { staffRoles, type Terms, type TermsOf } from './terms.js';

/** What an operation may see; handed to the reads, which write the stamp into the access log. */
export interface Grant {
  accesses: Accesses;
  stamp: AccessStamp;
  /** To be called for each look-up, before it: takes one of the day's, and refuses when the agreement has changed meanwhile, or a case is missing. */
  spend: (about: AskedAbout | null) => Promise<void>;
  /** An officer said for which case it looks. */
  hasCase: boolean;
  /** To be called when somebody was asked for who is guarded: throws unless there is a case. */
  guarded: () => Promise<void>;
  /** To be called for each look-up that showed nothing. */
  missed: () => Promise<void>;
}

export interface Rights {
  /** Throws FORBIDDEN, after noting the refusal, when one place of the operation is closed to the viewer. */
  decide(viewer: Viewer, operation: CompiledOperation, asked: AskedFor): Promise<Grant>;
  agreementOf(client: string): Promise<AgreementRow | null>;
  /** An agreement was added or ended in this process. */
  renew(): void;
  close(): Promise<void>;
}

export interface AskedFor {
  purpose: string | undefined;
  /** The header x-case of an officer. */
  caseNumber: string | undefined;
  variables: Variables;
  /** The document came off the client's own list. */
  isTrusted: boolean;
}

const staffBasis = '《中华人民共和国就业促进法》、濮政〔2016〕1号';

interface Parts {
  terms: TermsOf;
  budget: Budget;
  misses: Misses;
  looks: OfficerLooks;
  /** While keys change it indexes by both. */
  vault: Pick<Vault, 'blindIndex' | 'otherIndex'>;
}

export function openRights(db: pg.Pool, { terms: termsOf, budget, misses, looks, vault }: Parts): Rights {
  return {
    agreementOf: async (client) => (await termsOf.partner(client)).terms?.agreement ?? null,
    renew: () => termsOf.renew(),
    close: () => termsOf.close(),

    async decide(viewer, operation, asked) {
      const terms = await termsOf.of(viewer);
      const caseNumber = viewer.audience === 'staff' ? caseNumberOf(asked.caseNumber) : null;
      const purpose = asked.purpose ?? terms?.defaultPurpose ?? null;
      const isAgreed = purpose !== null && terms?.purposes.includes(purpose) === true;
      const named = operation.byVariables(asked.variables);
      const shown = [...operation.fields, ...named.fields];
      const compared = [...operation.compared, ...named.compared];
      const stamp: AccessStamp = {
        client: viewer.client,
        audience: viewer.audience,
        // Only a purpose that somebody agreed on is written down: a header is the client's own text.
        purpose: isAgreed ? purpose : asked.purpose === undefined ? 'none' : 'not-agreed',
        basis: isAgreed ? basisOf(terms, viewer, { purpose, caseNumber }) : null,
        agreementId: terms?.agreement?.id ?? (await newestOf(termsOf, viewer))?.id ?? null,
        operation: operation.name,
        fields: codesOf(operation, named, terms?.accesses ?? null),
      };
      const refusal = terms
        ? (mannerRefused(terms, viewer, asked) ??
          (isAgreed ? null : purposeRefused(terms)) ??
          refusalOf(terms, { shown, compared }))
        : await noTerms(termsOf, viewer);
      if (refusal) {
        await writeRefusals(
          db,
          stamp,
          operation.about(asked.variables).flatMap((number) => aboutWhom(vault, number)),
        );
        throw refusal;
      }
      const { agreement, accesses } = terms!;
      const spend = async (about: AskedAbout | null) => {
        if (!agreement && viewer.audience !== 'staff') return;
        try {
          if (!agreement) return await looks.take(viewer.client, caseNumber);
          await budget.take(viewer.client, agreement.dailyLimit);
          const now = (await termsOf.partner(viewer.client)).terms?.agreement;
          if (now?.id !== agreement.id) throw now ? changed(now) : await noTerms(termsOf, viewer);
        } catch (error) {
          await writeRefusals(db, stamp, about ? [about] : []);
          throw error;
        }
      };
      return {
        accesses,
        stamp,
        spend,
        hasCase: caseNumber !== null,
        guarded: () => looks.guarded(viewer.client, caseNumber),
        missed: () => misses.note(viewer.client),
      };
    },
  };
}

/** What is no number by its form is the client's own text: it names nobody and is not written down. */
function aboutWhom(vault: Parts['vault'], { is, written }: AskedNumber): AskedAbout[] {
  const number = is === 'idNumber' ? normalizeIdNumber(written) : normalizeCreditCode(written);
  if (!number.ok) return [];
  if (is === 'creditCode') return [{ creditCode: number.value }];
  return [{ blindIndex: vault.blindIndex(number.value), otherIndex: vault.otherIndex(number.value) }];
}

/** The verdict over all places: what is absent is never named, what is not full is never compared by. */
export function refusalOf(
  { accesses, name }: Pick<Terms, 'accesses' | 'name'>,
  { shown, compared }: { shown: readonly Field[]; compared: readonly Field[] },
): HubError | null {
  const closed = unique([...shown, ...compared].filter((field) => accesses[field] === 'absent'));
  if (closed.length > 0)
    return new HubError(
      'FORBIDDEN',
      `${name} 不含字段 ${closed.join('、')}`,
      `${name} does not cover ${closed.join(', ')}`,
      { fields: closed },
    );
  const masked = unique(compared.filter((field) => accesses[field] !== 'full'));
  if (masked.length === 0) return null;
  return new HubError(
    'FORBIDDEN',
    `${name} 遮盖字段 ${masked.join('、')}，不能据以筛选、排序或统计`,
    `${name} masks ${masked.join(', ')}: nothing is filtered, sorted or counted by it`,
    { fields: masked },
  );
}

/** An agreement may be about how one asks, too. */
function mannerRefused({ agreement, name }: Terms, viewer: Viewer, { isTrusted }: AskedFor): HubError | null {
  if (agreement?.tokenBinding && viewer.isBound !== true)
    return new HubError(
      'FORBIDDEN',
      `${name} 只允许使用绑定客户端密钥的令牌`,
      `${name} allows only tokens that are bound to the client’s key`,
    );
  if (agreement?.trustedDocuments && !isTrusted)
    return new HubError(
      'FORBIDDEN',
      `${name} 只允许以 documentId 查询已登记的文档`,
      `${name} allows only documents of your list, asked by their documentId`,
    );
  return null;
}

function purposeRefused({ name, purposes }: Terms): HubError {
  const allowed = purposes.join(', ');
  return new HubError(
    'FORBIDDEN',
    `查询目的未列入${name}，请在请求头 x-purpose 中指明其一：${allowed}`,
    `the purpose is not in ${name}; name one of these in the header x-purpose: ${allowed}`,
  );
}

function changed({ client, version }: AgreementRow): HubError {
  return new HubError(
    'FORBIDDEN',
    `${client} 的协议刚更新为 v${version}，请重新查询`,
    `the agreement of ${client} has just become v${version}: ask again`,
  );
}

async function newestOf(termsOf: TermsOf, viewer: Viewer): Promise<AgreementRow | null> {
  return viewer.audience === 'partner' ? (await termsOf.partner(viewer.client)).newest : null;
}

async function noTerms(termsOf: TermsOf, viewer: Viewer): Promise<HubError> {
  if (viewer.audience === 'staff')
    return new HubError(
      'FORBIDDEN',
      '没有可查询档案的角色',
      `reading records takes the role ${staffRoles.join(' or ')}`,
    );
  const { relaxed } = await termsOf.partner(viewer.client);
  if (relaxed.length > 0)
    return new HubError(
      'FORBIDDEN',
      `${viewer.client} 的协议含仅供演示的值（${relaxed.join('、')}），须由两人批准新版本`,
      `the agreement of ${viewer.client} has values for a demonstration alone (${relaxed.join(', ')}): two officers must approve a new version`,
    );
  return new HubError(
    'FORBIDDEN',
    `${viewer.client} 没有现行的数据共享协议`,
    `${viewer.client} has no sharing agreement in force`,
  );
}

/** The fields of an operation as the log names them. */
function codesOf(
  operation: CompiledOperation,
  named: { fields: readonly Field[]; compared: readonly Field[] },
  granted: Accesses | null,
): string {
  const isMasked = (field: Field) => granted?.[field] === 'masked';
  const more = named.fields.length + named.compared.length > 0;
  if (!more && !operation.fields.some(isMasked)) return operation.fieldCodes;
  const all = unique([...operation.fields, ...operation.compared, ...named.fields, ...named.compared]);
  return all.map((field) => (isMasked(field) ? `${field}:masked` : field)).join(',');
}

const unique = (values: readonly Field[]): Field[] => [...new Set<Field>(values)].sort();

/** The law behind a purpose that was agreed on, or behind the bureau's own work. An employer needs none to look at itself. */
function basisOf(
  { agreement }: Terms,
  { audience }: Viewer,
  { purpose, caseNumber }: { purpose: string; caseNumber: string | null },
): string | null {
  if (agreement) return agreement.purposes.find(({ code }) => code === purpose)?.basis ?? null;
  if (audience !== 'staff') return null;
  return caseNumber === null ? staffBasis : `${staffBasis}；案件 ${caseNumber}`;
}

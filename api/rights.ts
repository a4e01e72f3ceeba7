/** The one door to personal data: who may see which field, why, and within what budget. Decided once per operation, before anything runs. */
import type pg from 'pg';
import { type Accesses, accesses, employerAccesses, type Field, staffAccesses } from '../rules/visibility.js';
import { type AccessStamp, writeRefusal } from '../schema/access-event/access-event.writes.js';
import { type AgreementRow, readAgreement } from '../schema/agreement/agreement.reads.js';
import type { Viewer } from './authenticate.js';
import type { Budget } from './budget.js';
import { civilDay } from '../rules/shanghai-time.js';
import type { CompiledOperation } from './compile-document.js';
import { HubError } from './errors.js';

/** What an operation may see; handed to the reads, which write the stamp into the access log. */
export interface Grant {
  accesses: Accesses;
  stamp: AccessStamp;
  /** To be called for each look-up, before it. */
  spend: () => Promise<void>;
}

export interface Rights {
  /** Throws FORBIDDEN, after noting the refusal, when one selected field is closed to the viewer. */
  decide(viewer: Viewer, operation: CompiledOperation, purpose: string | undefined): Promise<Grant>;
  agreementOf(client: string): Promise<AgreementRow | null>;
}

interface Terms {
  accesses: Accesses;
  agreement: AgreementRow | null;
  name: string;
  purposes: readonly string[] | null;
  defaultPurpose: string | null;
}

// An ended or changed agreement works at most this long.
const agreementFreshMs = 10_000;
const staffRoles = ['viewer', 'operator', 'administrator'];
const staffPurpose = 'public-employment-service';
const employerPurpose = 'own-record';
const staffBasis = '《中华人民共和国就业促进法》、濮政〔2016〕1号';

export function openRights(db: pg.Pool, budget: Budget, clock: () => Date): Rights {
  const cache = new Map<string, { terms: Terms | null; agreement: AgreementRow | null; until: number; day: string }>();

  async function partner(client: string) {
    const now = clock();
    const day = civilDay(now);
    const known = cache.get(client);
    if (known && known.until > now.getTime() && known.day === day) return known;
    const agreement = await readAgreement(db, client, day);
    const entry = { agreement, terms: agreement && termsOf(agreement), until: now.getTime() + agreementFreshMs, day };
    cache.set(client, entry);
    return entry;
  }

  async function termsFor(viewer: Viewer): Promise<Terms | null> {
    if (viewer.audience === 'partner') return (await partner(viewer.client)).terms;
    const own = { agreement: null, purposes: null };
    if (viewer.audience === 'staff' && viewer.roles.some((role) => staffRoles.includes(role)))
      return {
        ...own,
        accesses: staffAccesses(viewer.roles),
        name: viewer.roles.join(',') || 'viewer',
        defaultPurpose: staffPurpose,
      };
    if (viewer.audience === 'employer')
      return { ...own, accesses: employerAccesses(), name: 'employer', defaultPurpose: employerPurpose };
    return null;
  }

  return {
    agreementOf: async (client) => (await partner(client)).agreement,

    async decide(viewer, operation, wanted) {
      const terms = await termsFor(viewer);
      const purpose = wanted ?? terms?.defaultPurpose ?? null;
      const stamp: AccessStamp = {
        client: viewer.client,
        audience: viewer.audience,
        // Only a purpose that somebody agreed on is written down: a header is the client's own text.
        purpose: purpose !== null && isAgreed(terms, purpose) ? purpose : 'none',
        basis: basisOf(terms, purpose),
        agreementId: terms?.agreement?.id ?? null,
        operation: operation.name,
        fields: terms ? shownAs(operation, terms.accesses) : operation.fieldCodes,
      };
      const refusal = refuse(viewer, terms, operation.fields, purpose);
      if (refusal) {
        await writeRefusal(db, stamp);
        throw refusal;
      }
      const { agreement, accesses } = terms!;
      const spend = async () => {
        if (!agreement) return;
        try {
          await budget.take(viewer.client, agreement.dailyLimit);
        } catch (error) {
          await writeRefusal(db, stamp);
          throw error;
        }
      };
      return { accesses, stamp, spend };
    },
  };
}

function refuse(
  viewer: Viewer,
  terms: Terms | null,
  fields: readonly Field[],
  purpose: string | null,
): HubError | null {
  if (!terms && viewer.audience === 'staff')
    return new HubError(
      'FORBIDDEN',
      '没有可查询档案的角色',
      `reading records takes the role ${staffRoles.join(' or ')}`,
    );
  if (!terms)
    return new HubError(
      'FORBIDDEN',
      `${viewer.client} 没有现行的数据共享协议`,
      `${viewer.client} has no sharing agreement in force`,
    );
  if (purpose === null || !isAgreed(terms, purpose)) {
    const allowed = terms.purposes?.join(', ') ?? terms.defaultPurpose;
    return new HubError(
      'FORBIDDEN',
      `查询目的未列入${terms.name}，请在请求头 x-purpose 中指明其一：${allowed}`,
      `the purpose is not in ${terms.name}; name one of these in the header x-purpose: ${allowed}`,
    );
  }
  const closed = fields.filter((field) => terms.accesses[field] === 'absent');
  if (closed.length === 0) return null;
  return new HubError(
    'FORBIDDEN',
    `${terms.name} 不含字段 ${closed.join('、')}`,
    `${terms.name} does not cover ${closed.join(', ')}`,
    { fields: closed },
  );
}

function isAgreed(terms: Terms | null, purpose: string): boolean {
  if (!terms) return false;
  return terms.purposes ? terms.purposes.includes(purpose) : purpose === terms.defaultPurpose;
}

/** The law behind a purpose that was agreed on, or behind the bureau's own work. An employer needs none to look at itself. */
function basisOf(terms: Terms | null, purpose: string | null): string | null {
  if (terms?.agreement) return terms.agreement.purposes.find(({ code }) => code === purpose)?.basis ?? null;
  return terms && purpose === staffPurpose ? staffBasis : null;
}

/** The fields of an operation as the log names them. */
function shownAs({ fields, fieldCodes }: CompiledOperation, granted: Accesses): string {
  if (!fields.some((field) => granted[field] === 'masked')) return fieldCodes;
  return fields.map((field) => (granted[field] === 'masked' ? `${field}:masked` : field)).join(',');
}

function termsOf(agreement: AgreementRow): Terms {
  return {
    accesses: accesses(agreement.fields),
    agreement,
    name: `${agreement.client} v${agreement.version}`,
    purposes: agreement.purposes.map((purpose) => purpose.code),
    defaultPurpose: agreement.defaultPurpose,
  };
}

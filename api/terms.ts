/** On whose word somebody reads records: a partner by the agreement in force, the bureau's own by their roles, a firm by being the firm. */
import type { Logger } from 'pino';
import type pg from 'pg';
import { type LetOff, relaxedIn } from '../rules/agreement.js';
import { civilDay } from '../rules/shanghai-time.js';
import { type Accesses, accesses, employerAccesses, staffAccesses } from '../rules/visibility.js';
import { agreementChannel, type AgreementRow, isInForce, readAgreement } from '../schema/agreement/agreement.reads.js';
import { listenTo } from '../schema/listen.js';
import type { Viewer } from './authenticate.js';

export interface Terms {
  accesses: Accesses;
  agreement: AgreementRow | null;
  name: string;
  purposes: readonly string[];
  defaultPurpose: string | null;
}

export interface PartnerTerms {
  /** The newest agreement that has begun, also when it has ended. */
  newest: AgreementRow | null;
  /** Null unless that one is in force and good for this hub. */
  terms: Terms | null;
  /** Its values that are good for a demonstration alone and not let off here. */
  relaxed: readonly string[];
}

export interface TermsOf {
  partner(client: string): Promise<PartnerTerms>;
  of(viewer: Viewer): Promise<Terms | null>;
  /** What is known of agreements is forgotten. */
  renew(): void;
  close(): Promise<void>;
}

// The database tells at once of an agreement that was added or ended; while it cannot be heard, one works at most this long.
const freshMs = 10_000;
export const staffRoles = ['viewer', 'operator', 'administrator'];
const staffPurpose = 'public-employment-service';
const employerPurpose = 'own-record';

export function openTerms(
  db: pg.Pool,
  { clock, letOff, log }: { clock: () => Date; letOff: LetOff; log: Logger },
): TermsOf {
  const cache = new Map<string, PartnerTerms & { until: number; day: string }>();
  let told = 0;
  const renew = () => {
    told++;
    cache.clear();
  };
  const listening = listenTo(db, agreementChannel, renew);

  async function partner(client: string): Promise<PartnerTerms> {
    const now = clock();
    const day = civilDay(now);
    const known = cache.get(client);
    if (known && known.until > now.getTime() && known.day === day) return known;
    const toldBefore = told;
    const newest = await readAgreement(db, client, day);
    const relaxed = newest ? relaxedIn(newest, letOff) : [];
    if (relaxed.length > 0) log.warn({ client, relaxed }, 'an agreement for demonstrations is not honoured here');
    const holds = newest !== null && isInForce(newest, day) && relaxed.length === 0;
    const found = { newest, terms: holds ? termsOf(newest) : null, relaxed };
    // What was told meanwhile may not be in it.
    if (told === toldBefore) cache.set(client, { ...found, until: now.getTime() + freshMs, day });
    return found;
  }

  return {
    partner,
    renew,
    close: () => listening.close(),
    async of({ audience, client, roles }) {
      if (audience === 'partner') return (await partner(client)).terms;
      const own = (purpose: string) => ({ agreement: null, purposes: [purpose], defaultPurpose: purpose });
      if (audience === 'staff' && roles.some((role) => staffRoles.includes(role)))
        return { ...own(staffPurpose), accesses: staffAccesses(roles), name: roles.join(',') };
      if (audience === 'employer') return { ...own(employerPurpose), accesses: employerAccesses(), name: 'employer' };
      return null;
    },
  };
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

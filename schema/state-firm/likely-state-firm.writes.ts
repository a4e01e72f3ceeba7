/** The hub itself proposes what the business register makes likely; a person confirms or rejects it. */
import type pg from 'pg';
import { proposeStateFirm } from '../../rules/recruitment/state-firms.js';
import { civilDay } from '../../rules/shanghai-time.js';
import { transact } from '../database.js';
import { jsonHash } from '../json-hash.js';
import { expiryOf } from '../proposal/proposal.writes.js';
import { readFirmsOfRecord, readRegister } from './likely-state-firm.reads.js';
import type { StateFirmPayload } from './state-firm.writes.js';

/** Who proposes them: no person, so that whoever confirms is a second one. */
export const commerceRecord = 'commerce record';
const reason = '市场主体登记表明其为国有企业。The business register makes it a state firm.';

/**
 * Proposes every likely state firm that is not on the register, not proposed already, and was not decided on the same evidence
 * before: what somebody rejected comes back only when the record says something else. Returns how many.
 */
export function proposeLikelyStateFirms(pool: pg.Pool, now: Date): Promise<number> {
  return transact(pool, async (client) => {
    // The night and a clerk may ask at once.
    await client.query(`select pg_advisory_xact_lock(hashtext('puyang-hub/likely-state-firms'))`);
    const today = civilDay(now);
    const { daysOf, holders } = await readRegister(client, today);
    const payloads: StateFirmPayload[] = [];
    for (const { creditCode, organization, members } of await readFirmsOfRecord(client)) {
      if (holders.has(creditCode)) continue;
      const likely = proposeStateFirm(organization, members, (code) => holders.get(code));
      const restsOn = daysOf.get(creditCode) ?? [];
      if (likely) payloads.push({ creditCode, name: organization.name, from: today, to: null, ...likely, restsOn });
    }
    const made = await client.query(
      `insert into proposal (kind, payload, payload_hash, reason, proposed_by, proposed_at, expires_at)
       select 'state-firm', payload, hash, $3, $4, $5, $6
       from unnest($1::jsonb[], $2::text[]) with ordinality as likely(payload, hash, place)
       where not exists (select from state_firm firm
           where firm.credit_code = payload ->> 'creditCode' and (upper_inf(valid) or upper(valid) > $7::date))
         and not exists (select from proposal known
           where known.kind = 'state-firm' and known.payload ->> 'creditCode' = likely.payload ->> 'creditCode'
             and (known.state = 'open' and known.expires_at > $5
               or known.state in ('approved', 'rejected') and known.payload -> 'evidence' = likely.payload -> 'evidence'))
       order by place`,
      [
        payloads.map((one) => JSON.stringify(one)),
        payloads.map(jsonHash),
        reason,
        commerceRecord,
        now,
        expiryOf(now),
        today,
      ],
    );
    return made.rowCount ?? 0;
  });
}

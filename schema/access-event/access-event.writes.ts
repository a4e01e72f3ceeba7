/** Access events. A read of a record writes its events in its own statement (see {@link eventColumns}); refusals and acts are written here. */
import { randomUUID } from 'node:crypto';
import type pg from 'pg';
import { leafOf, type ClaimedEvent } from '../access-log/leaf.js';
import { type CryptoProfile, profileOf } from '../crypto-profile.js';
import type { Vault } from '../vault.js';
import { newEventId } from './event-id.js';

/** Who asks, why, and for what; the same for every look-up of one operation. */
export interface AccessStamp {
  client: string;
  audience: string;
  purpose: string;
  /** The law that the purpose rests on. */
  basis: string | null;
  agreementId: string | null;
  /** Root field and digest of the document: no text of the client's own, which might hold a name. */
  operation: string;
  /** Codes of the fields that the operation asks for; `:masked` behind those that are shown masked. */
  fields: string;
}

/** `begun`, then `done`, `failed` or `refused`: an act of somebody who works with the hub. */
export type AccessOutcome = 'shown' | 'miss' | 'refused' | 'begun' | 'done' | 'failed' | 'exported';

/** An event as its row holds it. */
export interface AccessEvent extends AccessStamp {
  eventId: string;
  salt: string;
  at: Date;
  outcome: string;
  personId: string | null;
  creditCode: string | null;
  /** Id of what was acted on. */
  target: string | null;
}

/** Columns that are known before a read, in the order of {@link eventValues}; the row's `at` is the database's own. */
export const eventColumns = 'event_id, salt, client, audience, purpose, basis, agreement_id, operation, fields';
/** The same as parameters from `$1` on. */
export const eventParameters = '$1::uuid, $2::uuid, $3, $4, $5, $6, $7::uuid, $8, $9';
export const eventColumnCount = 9;
/** One clock for all processes, in milliseconds: the one by which `at` is set. */
export const eventAt = '(extract(epoch from now()::timestamptz(3)) * 1000)::float8';

export function eventValues(stamp: AccessStamp): (string | null)[] {
  const { client, audience, purpose, basis, agreementId, operation, fields } = stamp;
  return [newEventId(), randomUUID(), client, audience, purpose, basis, agreementId, operation, fields];
}

/** The event that was written with these values; `at` as {@link eventAt} gave it. */
export function writtenEvent(
  stamp: AccessStamp,
  values: readonly (string | null)[],
  at: number,
  rest: Pick<AccessEvent, 'outcome'> & Partial<Pick<AccessEvent, 'personId' | 'creditCode' | 'target'>>,
): AccessEvent {
  const [eventId, salt] = values as [string, string];
  return { ...stamp, eventId, salt, at: new Date(at), personId: null, creditCode: null, target: null, ...rest };
}

async function write(
  db: pg.Pool | pg.ClientBase,
  stamp: AccessStamp,
  outcome: AccessOutcome,
  { target = null, personId = null }: { target?: string | null; personId?: string | null } = {},
): Promise<AccessEvent> {
  const values = eventValues(stamp);
  const written = await db.query<{ at: number }>(
    `insert into access_event (${eventColumns}, outcome, target, person_id) values (${eventParameters}, $10, $11, $12) returning ${eventAt} as at`,
    [...values, outcome, target, personId],
  );
  return writtenEvent(stamp, values, written.rows[0]!.at, { outcome, target, personId });
}

/** Whose record was asked for, as far as the request itself says. */
export type AskedAbout = { blindIndex: Buffer; otherIndex: Buffer | null } | { creditCode: string };

/**
 * Notes that a request for records was turned away; nothing was read. One event about each that it names, so that a person sees it; the
 * same work and the same answer whether anybody has the number or not.
 */
export async function writeRefusals(db: pg.Pool, stamp: AccessStamp, about: readonly AskedAbout[]): Promise<void> {
  if (about.length === 0) {
    await write(db, stamp, 'refused');
    return;
  }
  const values = about.map(() => eventValues(stamp));
  const isPerson = (one: AskedAbout) => 'blindIndex' in one;
  await db.query(
    `insert into access_event (${eventColumns}, outcome, person_id, credit_code)
     select own.event_id, own.salt, $3, $4, $5, $6, $7::uuid, $8, $9, 'refused', identified.person_id, own.credit_code
     from unnest($1::uuid[], $2::uuid[], $10::bytea[], $11::bytea[], $12::text[]) as own (event_id, salt, blind_index, other_index, credit_code)
       left join person_identifier identified on identified.blind_index in (own.blind_index, own.other_index)`,
    [
      values.map(([id]) => id),
      values.map(([, salt]) => salt),
      ...values[0]!.slice(2),
      about.map((one) => (isPerson(one) ? one.blindIndex : null)),
      about.map((one) => (isPerson(one) ? one.otherIndex : null)),
      about.map((one) => (isPerson(one) ? null : one.creditCode)),
    ],
  );
}

/** Notes a look at personal data that is read apart from its event; to be awaited before anything of it leaves. */
export function writeAccess(
  db: pg.Pool,
  stamp: AccessStamp,
  outcome: 'shown' | 'miss',
  target: string | null,
): Promise<AccessEvent> {
  return write(db, stamp, outcome, { target });
}

/** Notes that a person was shown something about itself. */
export function writeOwnAccess(db: pg.Pool, stamp: AccessStamp, personId: string): Promise<AccessEvent> {
  return write(db, stamp, 'shown', { personId });
}

/** Notes that these persons were shown, in one statement; to be awaited before anything of them leaves. That nobody is on a list was shown, too. */
export async function writeShown(
  db: pg.Pool,
  stamp: AccessStamp,
  personIds: readonly string[],
): Promise<AccessEvent[]> {
  if (personIds.length === 0) return [await writeAccess(db, stamp, 'shown', null)];
  const values = personIds.map(() => eventValues(stamp));
  const written = await db.query<{ at: number }>(
    `insert into access_event (${eventColumns}, outcome, person_id)
     select own.event_id, own.salt, $3, $4, $5, $6, $7::uuid, $8, $9, 'shown', own.person_id
     from unnest($1::uuid[], $2::uuid[], $10::uuid[]) as own (event_id, salt, person_id) returning ${eventAt} as at`,
    [values.map(([id]) => id), values.map(([, salt]) => salt), ...values[0]!.slice(2), personIds],
  );
  const { at } = written.rows[0]!;
  return personIds.map((personId, i) => writtenEvent(stamp, values[i]!, at, { outcome: 'shown', personId }));
}

/** Notes an act, before it begins and when it has ended, or an export. */
export function writeAct(
  db: pg.Pool | pg.ClientBase,
  stamp: AccessStamp,
  outcome: Exclude<AccessOutcome, 'shown' | 'miss'>,
  target: string | null,
): Promise<AccessEvent> {
  return write(db, stamp, outcome, { target });
}

/** Who an event is about, as a keyed hash: the same for the same person, and nothing without the hub's key file. */
export function subjectToken(vault: Vault, about: Pick<AccessEvent, 'personId' | 'creditCode'>): string | null {
  if (about.personId !== null) return `person:${vault.recordKey('access-subject/person', about.personId)}`;
  if (about.creditCode === null) return null;
  return `organization:${vault.recordKey('access-subject/organization', about.creditCode)}`;
}

/** What is claimed of an event; the receipt, the sealer and the export all come by it here. */
export function claimOf(vault: Vault, event: AccessEvent): ClaimedEvent {
  const { personId: _, creditCode: __, at, ...rest } = event;
  return { ...rest, at: at.toISOString(), subject: subjectToken(vault, event) };
}

/** The algorithms of the log are those of the hub's vault. */
export const profileOfLog = ({ profile }: Vault): CryptoProfile => profileOf(profile);

/** The leaf of an event, as its receipt names it. */
export function leafOfEvent(vault: Vault, event: AccessEvent): Buffer {
  return leafOf(profileOfLog(vault), claimOf(vault, event));
}

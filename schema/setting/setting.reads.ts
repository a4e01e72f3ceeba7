/** Settings of a bureau. They are set at the hub's own machine: nobody can switch a second person off through the API. */
import type pg from 'pg';
import type { LimitOverrides, TimeLimitName } from '../../rules/recruitment/time-limits.js';

/** What each setting may be; the first value is the default. */
export const settings = {
  /** How many persons it takes to change something by proposal. */
  'proposals.persons': [2, 1],
  /** After how many look-ups an hour that find nobody somebody is told of the client. */
  'alarm.missesPerHour': [20, 5, 10, 50, 100],
  /** How many records an officer looks at in a day without saying for which case. */
  'officers.lookUpsPerDay': [100, 20, 50, 200, 500],
  /** The time limits of recruitment, in days or working days: `rules/recruitment/time-limits.ts` says of each where it comes from. */
  'limit.applicationWindow': [7, 10, 14, 15, 20, 30],
  'limit.filingReview': [5, 3, 4, 7, 10],
  'limit.publicityOfHires': [7, 5, 6, 8, 10, 15],
  'limit.objectionAcknowledged': [1, 2, 3],
  'limit.objectionDecided': [15, 10, 20, 30],
  /** How many days things are kept: `rules/retention.ts` says why. A shorter time takes two persons. */
  'retention.rawBytes': [30, 7, 14, 60, 90],
  'retention.quarantine': [180, 90, 365],
  'retention.proposedHires': [30, 15, 60, 90, 180],
  'retention.objections': [1095, 365, 730, 1825],
} as const;

export type SettingName = keyof typeof settings;
export type SettingValue<N extends SettingName> = (typeof settings)[N][number];

/** The bureau of the city itself, by its region code. */
export const cityBureau = '410900';

/** A value that this release does not know counts as not set. */
export async function readSetting<N extends SettingName>(
  db: pg.Pool | pg.ClientBase,
  bureau: string,
  name: N,
): Promise<SettingValue<N>> {
  const found = await db.query<{ value: unknown }>(`select value from setting where bureau = $1 and name = $2`, [
    bureau,
    name,
  ]);
  const known: readonly SettingValue<N>[] = settings[name];
  return known.find((value) => value === found.rows[0]?.value) ?? known[0]!;
}

/** What a bureau has set of the time limits; a value that this release does not know is left out. */
export async function readLimitOverrides(db: pg.Pool | pg.ClientBase, bureau: string): Promise<LimitOverrides> {
  const found = await db.query<{ name: string; value: unknown }>(
    `select name, value from setting where bureau = $1 and name like 'limit.%'`,
    [bureau],
  );
  const known = found.rows.filter(({ name, value }) => {
    const values: readonly unknown[] = Object.hasOwn(settings, name) ? settings[name as SettingName] : [];
    return values.includes(value);
  });
  return Object.fromEntries(known.map(({ name, value }) => [name.slice('limit.'.length) as TimeLimitName, value]));
}

/** Settings of a bureau. They are set at the hub's own machine: nobody can switch a second person off through the API. */
import type pg from 'pg';

/** What each setting may be; the first value is the default. */
export const settings = {
  /** How many persons it takes to change something by proposal. */
  'proposals.persons': [2, 1],
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

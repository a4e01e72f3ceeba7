/** A setting is written over; who set it and when stays with it. */
import type pg from 'pg';
import type { SettingName, SettingValue } from './setting.reads.js';

export async function writeSetting<N extends SettingName>(
  db: pg.Pool | pg.ClientBase,
  setting: { bureau: string; name: N; value: SettingValue<N>; setBy: string },
  now: Date,
): Promise<void> {
  await db.query(
    `insert into setting (bureau, name, value, set_by, set_at) values ($1, $2, $3::jsonb, $4, $5)
     on conflict (bureau, name) do update set value = excluded.value, set_by = excluded.set_by, set_at = excluded.set_at`,
    [setting.bureau, setting.name, JSON.stringify(setting.value), setting.setBy, now],
  );
}

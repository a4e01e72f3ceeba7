/** Who holds a platform's key. */
import { hash } from 'node:crypto';
import type pg from 'pg';

export interface PlatformRow {
  id: string;
  name: string;
}

export const keyHashOf = (key: string) => hash('sha256', key, 'buffer');

export async function readPlatformOfKey(db: pg.Pool, key: string): Promise<PlatformRow | null> {
  const found = await db.query<PlatformRow>({
    name: 'read-platform-of-key',
    text: 'select platform_id as id, name from platform where key_hash = $1',
    values: [keyHashOf(key)],
  });
  return found.rows[0] ?? null;
}

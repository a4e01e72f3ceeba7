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
    text: 'select platform_id as id, name from platform where key_hash = $1 and revoked_at is null',
    values: [keyHashOf(key)],
  });
  return found.rows[0] ?? null;
}

export interface PlatformLine extends PlatformRow {
  registeredAt: Date;
  revokedAt: Date | null;
  webhooks: number;
}

/** Every platform, the newest first. */
export async function readPlatforms(db: pg.Pool): Promise<PlatformLine[]> {
  const found = await db.query<PlatformLine>(
    `select platform_id as id, name, registered_at as "registeredAt", revoked_at as "revokedAt",
       (select count(*)::int from webhook where webhook.platform_id = platform.platform_id and state <> 'removed') as webhooks
     from platform order by platform_id desc`,
  );
  return found.rows;
}

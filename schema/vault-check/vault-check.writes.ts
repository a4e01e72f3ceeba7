/** A database and its key file belong together: with another file every person would be a stranger, and be written a second time. */
import type pg from 'pg';
import type { ProfileName } from '../crypto-profile.js';
import type { Vault } from '../vault.js';
import { readKeyVersions } from './key-version.reads.js';
import type { KeyVersion } from './key-version.reads.js';

/** Notes the keys and the algorithms of a new database; throws one line when the database was filled with others. */
export async function assertVaultFits(db: pg.Pool, vault: Vault, keyFile: string): Promise<void> {
  const hash = vault.contentHash('the key file of this database');
  await db.query(`insert into vault_check (hash, profile) values ($1, $2) on conflict do nothing`, [
    hash,
    vault.profile,
  ]);
  const noted = await db.query<{ hash: string; profile: ProfileName }>('select hash, profile from vault_check');
  const { hash: known, profile } = noted.rows[0]!;
  if (profile !== vault.profile)
    throw new Error(
      `this database was filled with HUB_CRYPTO=${profile} and cannot be read with HUB_CRYPTO=${vault.profile}: set HUB_CRYPTO=${profile}`,
    );
  if (known !== hash)
    throw new Error(
      `${keyFile} is not the key file with which this database was filled: restore that file, or name it by HUB_KEY_FILE`,
    );
  await db.query(
    `insert into key_version (version, state, key_check, added_at, writes_since)
     select $1::smallint, 'writing', $2::text, now(), now() where not exists (select from key_version) on conflict do nothing`,
    [vault.keyVersion, vault.keyCheck(vault.keyVersion)],
  );
  const missing = missingKey(await readKeyVersions(db), vault);
  if (missing) throw new Error(`${keyFile} ${missing}: restore that file, or name it by HUB_KEY_FILE`);
}

/** What a key file lacks of the versions under which something stands; null when it holds them all. */
export function missingKey(versions: readonly KeyVersion[], vault: Pick<Vault, 'keyCheck'>): string | null {
  for (const { version, state, check } of versions) {
    if (state !== 'writing' && state !== 'leaving') continue;
    const held = vault.keyCheck(version);
    if (held === null) return `has no key of version ${version}, with which this database is sealed`;
    if (held !== check)
      return `holds another key as version ${version} than the one with which this database is sealed`;
  }
  return null;
}

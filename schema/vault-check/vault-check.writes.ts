/** A database and its key file belong together: with another file every person would be a stranger, and be written a second time. */
import type pg from 'pg';
import type { Vault } from '../vault.js';

/** Notes the keys of a new database; throws one line when the database was filled with others. */
export async function assertVaultFits(db: pg.Pool, vault: Vault, keyFile: string): Promise<void> {
  const hash = vault.contentHash('the key file of this database');
  await db.query(`insert into vault_check (hash) values ($1) on conflict do nothing`, [hash]);
  const noted = await db.query<{ hash: string }>('select hash from vault_check');
  if (noted.rows[0]?.hash !== hash)
    throw new Error(
      `${keyFile} is not the key file with which this database was filled: restore that file, or name it by HUB_KEY_FILE`,
    );
}

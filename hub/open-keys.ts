/** The keys of a running process: read at its start, and again every few seconds, so that keys change while everybody works. */
import { hostname } from 'node:os';
import type pg from 'pg';
import type { Logger } from 'pino';
import { profileOf } from '../schema/crypto-profile.js';
import { createVault, loadKeys } from '../schema/vault.js';
import type { Vault } from '../schema/vault.js';
import { readKeyVersions, versionsInUse } from '../schema/vault-check/key-version.reads.js';
import { forgetReader, reportReader } from '../schema/vault-check/key-version.writes.js';
import { assertVaultFits, missingKey } from '../schema/vault-check/vault-check.writes.js';

/** `hub keys rotate` waits for whoever spoke within half a minute. */
const lookMs = 5000;

export async function openKeys(
  pool: pg.Pool,
  keyFile: string,
  { name, log }: { name: string; log: Logger },
): Promise<{ vault: Vault; close(): Promise<void> }> {
  const profile = profileOf(process.env['HUB_CRYPTO']);
  const vault = createVault(loadKeys(keyFile), profile);
  await assertVaultFits(pool, vault, keyFile);
  const reader = `${name} ${hostname()} ${process.pid}`;
  let said = '';
  /** A fault of the keys is said once, not every five seconds. */
  const say = (fault: string) => {
    if (fault !== said && fault !== '') log.error({ fault }, 'the keys stay as they were');
    said = fault;
  };

  async function look(): Promise<void> {
    const versions = await readKeyVersions(pool);
    const keys = loadKeys(keyFile);
    const read = createVault(keys, profile);
    const { writes, other } = versionsInUse(versions);
    const missing = missingKey(versions, read);
    // A version that was added goes unused by a process that has no key for it yet, and nobody writes it before this one has.
    const held = other !== null && read.keyCheck(other) === versions.find(({ version }) => version === other)!.check;
    if (missing === null) vault.use(keys, { writes, other: held ? other : null });
    say(missing === null ? '' : `${keyFile} ${missing}`);
    await reportReader(pool, reader, vault);
  }

  await look();
  let looking = Promise.resolve();
  const timer = setInterval(() => {
    // Of a database's error its code is enough.
    looking = looking.then(look).catch((error: NodeJS.ErrnoException) => say(error.code ?? error.message));
  }, lookMs).unref();
  return {
    vault,
    async close() {
      clearInterval(timer);
      await looking;
      await forgetReader(pool, reader).catch(() => undefined); // The database may be gone first.
    },
  };
}

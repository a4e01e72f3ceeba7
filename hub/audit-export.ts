/** `hub audit export`: the sealed access log as lines of JSON, for `hub audit verify` and whoever verifies elsewhere. It is an event itself. */
import { once } from 'node:events';
import { open } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { userInfo } from 'node:os';
import { finished } from 'node:stream/promises';
import { parseArgs } from 'node:util';
import { type AccessStamp, writeAct } from '../schema/access-event/access-event.writes.js';
import { exportLines, readSeal } from '../schema/access-log/export.reads.js';
import { openDatabase } from '../schema/database.js';
import { createVault, loadKeys } from '../schema/vault.js';
import { Refusal } from './command.js';
import type { Io } from './command.js';
import { vaultKeyFile } from './embedded-environment.js';
import { homeOf } from './home.js';
import { addressOfHub } from './sync.js';

const usage = 'usage: hub audit export [--out FILE] [--from SEAL]';
const sayMs = 2000;

export async function run(args: string[], io: Io): Promise<number> {
  const { file, from: seal } = readOptions(args);
  const vault = createVault(loadKeys(process.env['HUB_KEY_FILE'] ?? vaultKeyFile(homeOf(process.env))));
  const database = await openDatabase(addressOfHub(), { poolSize: 2 });
  try {
    const from = seal === null ? undefined : await readSeal(database.pool, seal);
    if (seal !== null && !from) throw new Refusal(`the access log has no seal ${seal}`);
    const handle = file === null ? null : await openNew(file);
    await writeAct(database.pool, stampOf(userInfo().username), 'exported', null);
    const out = handle?.createWriteStream() ?? io.stdout;
    let said = Date.now();
    let part = '';
    for await (const { line, size } of exportLines(database.pool, vault, new Date(), from)) {
      part += `${line}\n`;
      if (part.length < 1 << 16) continue;
      if (!out.write(part)) await once(out, 'drain');
      part = '';
      if (Date.now() - said < sayMs) continue;
      said = Date.now();
      io.stderr.write(`${size.toLocaleString('en')} events written\n`);
    }
    if (!out.write(part)) await once(out, 'drain');
    if (handle) {
      out.end();
      await finished(out);
    }
    return 0;
  } finally {
    await database.close();
  }
}

async function openNew(file: string): Promise<FileHandle> {
  try {
    return await open(file, 'wx', 0o600);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new Refusal(code === 'EEXIST' ? `${file} is there already; it is not overwritten` : `${file}: ${code}`);
  }
}

/** Committed before the first line leaves. */
function stampOf(client: string): AccessStamp {
  return {
    client,
    audience: 'machine',
    purpose: 'audit',
    basis: null,
    agreementId: null,
    operation: 'audit-export',
    fields: '',
  };
}

function readOptions(args: string[]): { file: string | null; from: number | null } {
  try {
    const { values } = parseArgs({ args, options: { out: { type: 'string' }, from: { type: 'string' } } });
    const { out = null, from = null } = values;
    if (from === null || /^\d{1,15}$/.test(from)) return { file: out, from: from === null ? null : Number(from) };
  } catch {
    // falls through to the usage line
  }
  throw new Refusal(usage);
}

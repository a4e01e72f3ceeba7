/** `hub sign-in-key FILE`: keys for the built-in authorization server; beside one that is there already, so that its tokens go on until they end. */
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { calculateJwkThumbprint, exportJWK, generateKeyPair } from 'jose';
import type { JWK } from 'jose';
import { Refusal } from './command.js';
import type { Io } from './command.js';

/** Of the newest key and the one before it. */
const kept = 2;

export async function run(args: string[], io: Io): Promise<number> {
  const [file, ...more] = args;
  if (file === undefined || file.startsWith('-') || more.length > 0) throw new Refusal('usage: hub sign-in-key FILE');
  const before = existsSync(file) ? keysIn(file) : [];
  const kid = await addSignInKey(file, before);
  io.stdout.write(`${file}: signs with ${kid} from the next start of hub serve on\n`);
  return 0;
}

/** The new key's id. */
export async function addSignInKey(file: string, before: readonly JWK[] = []): Promise<string> {
  const { privateKey, publicKey } = await generateKeyPair('ES256', { extractable: true });
  const kid = await calculateJwkThumbprint(await exportJWK(publicKey));
  const keys = [{ ...(await exportJWK(privateKey)), kid, alg: 'ES256' }, ...before].slice(0, kept);
  writeFileSync(`${file}.new`, `${JSON.stringify({ keys })}\n`, { mode: 0o600 });
  renameSync(`${file}.new`, file);
  return kid;
}

function keysIn(file: string): JWK[] {
  try {
    const { keys } = JSON.parse(readFileSync(file, 'utf8')) as { keys: JWK[] };
    if (keys.every((key) => typeof key.d === 'string')) return keys;
  } catch {
    // said below
  }
  throw new Refusal(`${file} holds something else than keys of this command: name another file, or restore it`);
}

/** A sealing key and two folders to anchor in, as a worker is given them. */
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { createSealingKey, loadSealingKey } from '../../schema/access-log/sealing-key.js';
import { type CryptoProfile, standardProfile } from '../../schema/crypto-profile.js';

export function testSealing(profile: CryptoProfile = standardProfile) {
  const folder = mkdtempSync(join(tmpdir(), 'hub-seal-'));
  const keyFile = join(folder, 'seal.json');
  const publicFile = join(folder, 'seal.public.json');
  createSealingKey(profile, keyFile, publicFile);
  const anchors = ['a', 'b'].map((name) => join(folder, 'anchors', name));
  return {
    folder,
    key: loadSealingKey(keyFile),
    keyFile,
    publicFile,
    anchors,
    /** What `hub work` reads. */
    env: {
      ACCESS_SEAL_KEY_FILE: keyFile,
      ACCESS_ANCHORS: anchors.map((path) => pathToFileURL(path).href).join(' '),
    },
    remove: () => existsSync(folder) && rmSync(folder, { recursive: true, force: true }),
  };
}

/** Settings of the API: where the public reaches it. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { exportJWK, generateKeyPair } from 'jose';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readApiConfig } from '../../api/config.js';

const folder = mkdtempSync(join(tmpdir(), 'config '));
const keys = join(folder, 'jwks.json');
beforeAll(async () => writeFileSync(keys, JSON.stringify(await exportJWK((await generateKeyPair('ES256')).publicKey))));
afterAll(() => rmSync(folder, { recursive: true }));

const publicUrlOf = (set: NodeJS.ProcessEnv) =>
  readApiConfig({
    DATABASE_URL: 'postgresql://hub@127.0.0.1/hub',
    HUB_KEY_FILE: 'hub-key',
    TOKEN_JWKS_FILE: keys,
    TOKEN_ISSUER: 'https://id.example',
    ...set,
  }).publicUrl;

test.each([
  ['https://jobs.example', 'https://jobs.example'],
  ['https://jobs.example/', 'https://jobs.example'],
  ['https://city.example/jobs//', 'https://city.example/jobs'],
  [undefined, null],
])('PUBLIC_URL %s leads links to %s', (set, wanted) => {
  expect(publicUrlOf({ PUBLIC_URL: set })).toBe(wanted);
});

test.each(['jobs.example', 'ftp://jobs.example'])('PUBLIC_URL %s is refused', (set) => {
  expect(() => publicUrlOf({ PUBLIC_URL: set })).toThrow(/^PUBLIC_URL: must be the address https:/);
});

/** What the demo is let off, a hub with real persons is not: each such value is refused at the start, by its name. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { exportJWK, generateKeyPair } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { embeddedIssuer, readApiConfig } from '../../api/config.js';
import { relaxations } from '../../api/sign-in/relaxations.js';
import { addSignInKey } from '../../hub/sign-in-key.js';
import { startHub } from '../support/hub-process.js';

const folder = mkdtempSync(join(tmpdir(), 'hub 严 '));
const jwks = join(folder, 'jwks.json');
const signIn = join(folder, 'sign-in.json');
beforeAll(async () => {
  writeFileSync(jwks, JSON.stringify(await exportJWK((await generateKeyPair('ES256')).publicKey)));
  await addSignInKey(signIn);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const strict = () => ({
  DATABASE_URL: 'postgresql://hub@127.0.0.1:1/hub',
  HUB_KEY_FILE: 'none',
  HUB_HOME: folder,
  TOKEN_JWKS_FILE: jwks,
  TOKEN_ISSUER: 'https://id.example',
});

describe('hub serve, outside the embedded mode', () => {
  it.each<[string, NodeJS.ProcessEnv]>([
    ...relaxations.map((name): [string, NodeJS.ProcessEnv] => [
      `HUB_RELAXED: ${name} is for the embedded mode alone`,
      { HUB_RELAXED: name },
    ]),
    ['HUB_RELAXED: long-tokens is for the embedded mode alone', { HUB_RELAXED: 'single-factor,long-tokens' }],
    ['HUB_ISSUER_KEY_FILE: the issuer of demo tokens is for the embedded mode alone', { HUB_ISSUER_KEY_FILE: jwks }],
    [`TOKEN_ISSUER: ${embeddedIssuer} is for the embedded mode alone`, { TOKEN_ISSUER: embeddedIssuer }],
    ['PUBLIC_URL: must be an address https://', { SIGN_IN_KEY_FILE: signIn, PUBLIC_URL: 'http://hub.example' }],
    ['PUBLIC_URL: must be an address https://', { SIGN_IN_KEY_FILE: signIn }],
    ['STAFF_ISSUER: must be an address https://', { STAFF_ISSUER: 'http://id.example', STAFF_CLIENT_ID: 'hub' }],
    ['STAFF_CLIENT_ID: must be', { STAFF_ISSUER: 'https://id.example', PUBLIC_URL: 'https://hub.example' }],
    ['SIGN_IN_KEY_FILE: must name', { TOKEN_JWKS_FILE: undefined, TOKEN_ISSUER: undefined }],
    ['must hold private keys', { SIGN_IN_KEY_FILE: jwks, PUBLIC_URL: 'https://hub.example' }],
  ])('refuses: %s', async (words, relaxed) => {
    const hub = startHub(['serve'], { ...strict(), ...relaxed });
    expect(await hub.ended).toBe(1);
    expect(hub.said()).toContain(words);
  });

  it('lets nothing off; the embedded mode does, or as much as it is told', () => {
    const set = { ...strict(), SIGN_IN_KEY_FILE: signIn, PUBLIC_URL: 'https://hub.example' };
    expect(readApiConfig(set).relaxed.size).toBe(0);
    expect(() => readApiConfig({ ...set, HUB_RELAXED: 'long-tokens' })).toThrow(/^HUB_RELAXED: long-tokens is for/);
    const demo = { ...set, HUB_EMBEDDED: '1', HUB_ISSUER_KEY_FILE: jwks };
    expect([...readApiConfig(demo).relaxed]).toEqual(relaxations);
    expect([...readApiConfig({ ...demo, HUB_RELAXED: 'long-tokens' }).relaxed]).toEqual(['long-tokens']);
  });
});

/** `hub client`, `hub account` and `hub sign-in-key`: what they say, what they refuse, and that no secret is kept or said twice. */
import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { exportJWK, generateKeyPair } from 'jose';
import { Writable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { enrolHashOf } from '../../api/sign-in/enrolment.js';
import { run as account } from '../../hub/account.js';
import { run as client } from '../../hub/client.js';
import { type Command, Refusal } from '../../hub/command.js';
import { run as platform } from '../../hub/platform.js';
import { run as signInKey } from '../../hub/sign-in-key.js';
import { readEnrolment } from '../../schema/account/account.reads.js';
import { type Database, openDatabase } from '../../schema/database.js';
import { registerPlatform } from '../../schema/platform/platform.writes.js';
import { createVault } from '../../schema/vault.js';
import { createTestDatabase } from '../support/database.js';

const folder = mkdtempSync(join(tmpdir(), 'hub 户 '));
const file = (name: string) => join(folder, name);
let database: Database;
beforeAll(async () => {
  const { url } = await createTestDatabase();
  database = await openDatabase(url);
  vi.stubEnv('DATABASE_URL', url);
  for (const [name, alg] of [
    ['ec', 'ES256'],
    ['ed', 'EdDSA'],
    ['rsa', 'PS256'],
  ] as const) {
    const { publicKey, privateKey } = await generateKeyPair(alg, { extractable: true });
    writeFileSync(file(`${name}.json`), JSON.stringify(await exportJWK(publicKey)));
    writeFileSync(file(`${name}.private.json`), JSON.stringify({ keys: [await exportJWK(privateKey)] }));
  }
  const pem = generateKeyPairSync('ed25519');
  writeFileSync(file('ed.pem'), pem.publicKey.export({ type: 'spki', format: 'pem' }));
  writeFileSync(file('ed.private.pem'), pem.privateKey.export({ type: 'pkcs8', format: 'pem' }));
  const small = generateKeyPairSync('rsa', { modulusLength: 1024 });
  writeFileSync(file('small.pem'), small.publicKey.export({ type: 'spki', format: 'pem' }));
  writeFileSync(file('oct.json'), JSON.stringify({ kty: 'oct', k: 'c2VjcmV0' }));
  writeFileSync(file('none.json'), 'hello');
  const [one, two] = await Promise.all([1, 2].map(async () => exportJWK((await generateKeyPair('ES256')).publicKey)));
  const strange: Record<string, unknown> = {
    'nothing.json': { keys: [null] },
    'number.json': { keys: [5] },
    'pointless.json': { kty: 'EC', crv: 'P-256' },
    'beside.json': { ...one, y: one!.x },
    'weak.json': { ...JSON.parse(readFileSync(file('rsa.json'), 'utf8')), e: 'AQ' },
    'half.json': { ...JSON.parse(readFileSync(file('rsa.json'), 'utf8')), p: 'AQAB' },
    'line.json': { ...one, kid: 'a\nadded 财政局 (partner)' },
    'twice.json': { keys: [one, two].map((key) => ({ ...key, kid: 'key' })) },
    'many.json': { keys: Array.from({ length: 6 }, () => one) },
    'empty.json': { keys: [] },
    'pair.json': { keys: [one, two] },
  };
  for (const [name, content] of Object.entries(strange)) writeFileSync(file(name), JSON.stringify(content));
  writeFileSync(
    file('locked.pem'),
    '-----BEGIN ENCRYPTED PRIVATE KEY-----\nAAAA\n-----END ENCRYPTED PRIVATE KEY-----\n',
  );
  const pems = ['ed25519', 'ed25519'].map((kind) =>
    generateKeyPairSync(kind as 'ed25519').publicKey.export({ type: 'spki', format: 'pem' }),
  );
  writeFileSync(file('two.pem'), pems.join(''));
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await database.close();
  rmSync(folder, { recursive: true });
});

async function say(run: Command, ...args: string[]): Promise<string> {
  let said = '';
  const stdout = new Writable({
    write(chunk, _encoding, done) {
      said += String(chunk);
      done();
    },
  });
  expect(await run(args, { stdin: process.stdin, stdout, stderr: stdout })).toBe(0);
  return said;
}
/** Why the command was refused. */
async function refusal(run: Command, ...args: string[]): Promise<string> {
  const error: unknown = await say(run, ...args).catch((thrown: unknown) => thrown);
  return error instanceof Refusal ? error.message : `no refusal: ${String(error)}`;
}

describe('hub client', () => {
  it('adds, lists, rotates and revokes; a name may be given again', async () => {
    expect(await say(client, 'list')).toBe('no clients yet\n');
    const added = await say(client, 'add', '民政局', '--audience', 'partner', '--key', file('ec.json'));
    expect(added).toMatch(/^added 民政局 \(partner\)\nclient_id [\da-f-]{36}\nkey ES256 [\w-]{43}\n/);
    expect(await refusal(client, 'add', '民政局', '--audience', 'partner', '--key', file('ed.json'))).toMatch(
      '民政局 is a client already',
    );
    const rotated = await say(client, 'rotate', '民政局', '--key', file('ed.pem'));
    expect(rotated).toMatch(/^rotated 民政局: .+have ended\nkey EdDSA [\w-]{43}\n$/);
    expect(await say(client, 'list')).toMatch(
      /^[\da-f-]{36} {2}民政局 {2}partner {2}since \d{4}-\d\d-\d\d by \S+ {2}EdDSA [\w-]{43}\n$/,
    );
    expect(await say(client, 'revoke', '民政局')).toContain('revoked 民政局');
    expect(await refusal(client, 'revoke', '民政局')).toMatch('no client 民政局 may ask');
    expect(await refusal(client, 'rotate', '民政局', '--key', file('ec.json'))).toMatch('no client 民政局 may ask');
    await say(client, 'add', '民政局', '--audience', 'partner', '--key', file('rsa.json'));
    const lines = (await say(client, 'list')).trimEnd().split('\n');
    expect(lines.map((line) => /since|revoked/.exec(line)![0])).toEqual(['since', 'revoked']);
  });

  it('takes every key of a file, and a name of rare characters', async () => {
    const pem = await say(client, 'add', '𠮷林镇𬭎局', '--audience', 'partner', '--key', file('two.pem'));
    expect(pem.match(/^key EdDSA /gm)).toHaveLength(2);
    await say(client, 'revoke', '𠮷林镇𬭎局');
  });

  it('gives no two clients one key, and takes none again for the one before', async () => {
    await say(client, 'add', '统计局', '--audience', 'partner', '--key', file('pair.json'));
    expect(await refusal(client, 'add', '审计局', '--audience', 'partner', '--key', file('pair.json'))).toMatch(
      'this key is that of 统计局',
    );
    expect(await refusal(client, 'rotate', '民政局', '--key', file('pair.json'))).toMatch('this key is that of 统计局');
    expect(await refusal(client, 'rotate', '统计局', '--key', file('pair.json'))).toMatch('has this key already');
    await say(client, 'revoke', '统计局');
    await say(client, 'add', '审计局', '--audience', 'partner', '--key', file('pair.json'));
  });

  it('adds an employer by its credit code', async () => {
    const args = ['add', '城投', '--audience', 'employer', '--key', file('ec.json')];
    expect(await refusal(client, ...args)).toMatch('--credit-code must be');
    expect(await refusal(client, ...args, '--credit-code', '123')).toMatch('--credit-code must be');
  });

  it.each([
    ['ec.private.json', /holds a private key/],
    ['ed.private.pem', /holds a private key/],
    ['oct.json', /holds a private key/],
    ['small.pem', /cannot use here: Ed25519, P-256 or RSA of 2048 to 8192 bits/],
    ['none.json', /is neither a JWK, a JWKS nor a public key in PEM/],
    ['missing.json', /cannot be read \(ENOENT\)/],
    ['.', /cannot be read \(EISDIR\)/],
    ['nothing.json', /cannot use here/],
    ['number.json', /cannot use here/],
    ['pointless.json', /cannot use here/],
    ['beside.json', /cannot use here/],
    ['weak.json', /cannot use here/],
    ['half.json', /holds a private key/],
    ['locked.pem', /holds a private key/],
    ['line.json', /holds a kid that is none/],
    ['twice.json', /gives one kid to several keys/],
    ['many.json', /one to five/],
    ['empty.json', /one to five/],
  ])('refuses %s as a key, and keeps nothing of it', async (name, words) => {
    const before = await database.pool.query('select from client');
    expect(await refusal(client, 'add', '残联', '--audience', 'partner', '--key', file(name))).toMatch(words);
    expect(await refusal(client, 'rotate', '民政局', '--key', file(name))).toMatch(words);
    expect((await database.pool.query('select from client')).rowCount).toBe(before.rowCount);
    const kept = await database.pool.query<{ keys: object[] }>('select keys from client');
    expect(JSON.stringify(kept.rows)).not.toContain('"d"');
  });

  it.each([
    [],
    ['add'],
    ['add', '残联'],
    ['add', '残联', '--audience', 'staff', '--key', 'x'],
    ['add', ' 残联', '--audience', 'partner', '--key', 'x'],
    ['add', '残\n联', '--audience', 'partner', '--key', 'x'],
    ['add', '残联 ', '--audience', 'partner', '--key', 'x'],
    ['add', '幸\ufa1b局', '--audience', 'partner', '--key', 'x'],
    ['add', '残'.repeat(81), '--audience', 'partner', '--key', 'x'],
    ['add', '残\u202e联', '--audience', 'partner', '--key', 'x'],
    ['list', 'more'],
    ['revoke'],
    ['revoke', '残联', '--key', 'x'],
    ['forget', '残联'],
  ])('says how it is used for %j', async (...args) => {
    expect(await refusal(client, ...args)).toMatch(/^usage: hub client add NAME/);
  });
});

describe('hub account', () => {
  it('adds a person with a code that is said once and kept as a hash', async () => {
    const args = [
      '--name',
      '王科员',
      '--audience',
      'staff',
      '--region',
      '410922',
      '--role',
      'reviewer',
      '--role',
      'approver',
    ];
    const said = await say(account, 'add', 'wang', ...args);
    const code = /good for 3 days: (\S+)\n/.exec(said)![1]!;
    expect(await readEnrolment(database.pool, enrolHashOf(code), new Date())).toEqual({
      login: 'wang',
      name: '王科员',
    });
    const rows = await database.pool.query<{ row: string }>('select account::text as row from account');
    expect(rows.rows[0]!.row).not.toContain(code);
    expect(await say(account, 'list')).toBe('wang  王科员  staff 410922  reviewer,approver  not enrolled yet\n');
    expect(await refusal(account, 'add', 'wang', ...args)).toMatch('has an account already');
    const again = await say(account, 'reset', 'wang');
    expect(await readEnrolment(database.pool, enrolHashOf(code), new Date())).toBeNull();
    expect(again).not.toContain(code);
    expect(await say(account, 'dismiss', 'wang')).toContain('dismissed wang');
    expect(await refusal(account, 'reset', 'wang')).toMatch('has no account');
    expect(await refusal(account, 'dismiss', 'wang')).toMatch('has no account');
  });

  it('gives nobody a second account by another writing of the name', async () => {
    const as = (name: string, role: string) =>
      ['--name', name, '--audience', 'staff', '--region', '410900', '--role', role] as const;
    await say(account, 'add', 'auditor', ...as('审计 张芳', 'auditor'));
    for (const name of ['审计张芳', '审计張芳', '审计·张芳'])
      expect(await refusal(account, 'add', 'second', ...as(name, 'operator'))).toMatch(
        'is the name of another account',
      );
  });

  it.each([
    [['add', 'li', '--name', '李', '--audience', 'staff', '--region', '4109', '--role', 'viewer'], /--region must be/],
    [
      ['add', 'li', '--name', '李', '--audience', 'staff', '--region', '410900', '--role', 'clerk'],
      /--role must be one of viewer/,
    ],
    [['add', 'li', '--name', '李', '--audience', 'employer', '--role', 'clerk'], /--credit-code must be/],
    [
      ['add', 'Li', '--name', '李', '--audience', 'staff', '--region', '410900', '--role', 'viewer'],
      /^usage: hub account/,
    ],
    [['add', 'li'], /^usage: hub account/],
    [
      ['add', 'li', '--name', '李', '--audience', 'staff', '--region', '410100', '--role', 'viewer'],
      /--region must be/,
    ],
    [
      ['add', 'li', '--name', '李', '--audience', 'staff', '--region', '410922', '--role', 'admin '],
      /--role must be one of viewer/,
    ],
    [['add', 'li', '--name', '李', '--audience', 'staff', '--region', '410922'], /--role must be one of viewer/],
    [
      ['add', 'li', '--name', '李\n王', '--audience', 'staff', '--region', '410922', '--role', 'viewer'],
      /--name must be/,
    ],
    [
      [
        'add',
        'li',
        '--name',
        '李',
        '--audience',
        'staff',
        '--region',
        '410922',
        '--role',
        'viewer',
        '--subject',
        'a b',
      ],
      /--subject must be/,
    ],
    [['reset', 'li', '--name', 'x'], /^usage: hub account/],
  ])('refuses %j', async (args, words) => {
    expect(await refusal(account, ...args)).toMatch(words);
  });

  // Histories would not tell them apart, nor who approved what whom proposed.
  it('refuses who has the name of another, however it is written, also of one who left', async () => {
    const named = (name: string) => ['--name', name, '--audience', 'staff', '--region', '410922', '--role', 'viewer'];
    await say(account, 'add', 'zhang', ...named('张科员'));
    await say(account, 'dismiss', 'zhang');
    for (const name of ['张科员', '張科员', '张 科员'])
      expect(await refusal(account, 'add', 'li', ...named(name))).toContain('is the name of another account');
    expect(await say(account, 'list')).not.toContain('li ');
  });
});

describe('hub platform', () => {
  it('lists the platforms that registered themselves, and turns one away with its webhooks', async () => {
    const vault = createVault({ version: 1, keys: { 1: Buffer.alloc(32, 1).toString('base64') } });
    const asked = { name: '甲平台', contactEmail: 'a@b.cn', key: 'phk_x', address: '127.0.0.1' };
    const { id } = (await registerPlatform(database.pool, vault, asked, new Date()))!;
    expect(await say(platform, 'list')).toMatch(/^[\da-f-]{36} {2}甲平台 {2}since \d{4}-\d\d-\d\d {2}webhooks: 0\n$/);
    expect(await say(platform, 'revoke', id)).toContain(`revoked ${id}`);
    expect(await say(platform, 'list')).toContain('  revoked ');
    expect(await refusal(platform, 'revoke', id)).toMatch(`no platform ${id} has a key`);
    expect(await refusal(platform, 'revoke', 'x')).toMatch(/^usage: hub platform list/);
  });
});

describe('hub sign-in-key', () => {
  it('makes a key that its owner alone may read, and the next one beside it', async () => {
    const path = file('sign-in.json');
    const first = await say(signInKey, path);
    expect(statSync(path).mode & 0o777).toBe(0o600);
    await say(signInKey, path);
    await say(signInKey, path);
    const { keys } = JSON.parse(readFileSync(path, 'utf8')) as { keys: { kid: string; d: string }[] };
    expect(keys).toHaveLength(2);
    for (const { d } of keys) expect(first).not.toContain(d);
    expect(await refusal(signInKey, file('ec.json'))).toMatch('holds something else');
    expect(await refusal(signInKey)).toMatch('usage: hub sign-in-key FILE');
  });
});

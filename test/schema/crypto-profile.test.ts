/** Both profiles behind one port, by one set of tests; and that SM algorithms are what their standards say. */
import {
  createCipheriv,
  createHmac,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  hkdfSync,
  sign,
} from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { profileNames, profileOf } from '../../schema/crypto-profile.js';

const hex = (text: string) => Buffer.from(text, 'hex');

describe.each(profileNames)('the profile %s', (name) => {
  const profile = profileOf(name);
  const digest = name === 'sm' ? 'sm3' : 'sha256';
  const key = Buffer.alloc(32, 7);

  it('has a keyed hash that is HMAC, for any text', () => {
    const mac = profile.mac(key);
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 3000 }), (text) => {
        expect(mac(text)).toBe(createHmac(digest, key).update(text).digest('hex'));
      }),
    );
  });

  it('derives keys of each purpose by HKDF', () => {
    expect(profile.derive(key, 'seal', 32)).toEqual(Buffer.from(hkdfSync(digest, key, '', 'puyang-hub/seal', 32)));
    expect(profile.derive(key, 'a', 16)).not.toEqual(profile.derive(key, 'b', 16));
  });

  it('opens what it sealed and nothing else', () => {
    const sealer = profile.sealer(key);
    const broken = /authenticat|initialization/i;
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme', maxLength: 200 }),
        fc.nat(),
        fc.integer({ min: 1, max: 255 }),
        (text, at, flip) => {
          const sealed = sealer.seal(text);
          expect(sealer.open(sealed)).toBe(text);
          const changed = Buffer.from(sealed);
          changed[at % changed.length]! ^= flip;
          expect(() => sealer.open(changed)).toThrow(broken);
          expect(() => sealer.open(sealed.subarray(0, -1))).toThrow(broken);
        },
      ),
    );
    expect(() => sealer.open(Buffer.alloc(0))).toThrow(broken);
    expect(sealer.seal('same')).not.toEqual(sealer.seal('same'));
    expect(() => profile.sealer(Buffer.alloc(32, 8)).open(sealer.seal('x'))).toThrow(broken);
  });

  it('signs so that its public key alone knows it, also after both keys were stored', () => {
    const made = profile.generateSigningKeys();
    const bytes = Buffer.from('根 root');
    const privateKey = createPrivateKey(made.privateKey.export({ type: 'pkcs8', format: 'pem' }));
    const publicKey = createPublicKey(made.publicKey.export({ type: 'spki', format: 'pem' }));
    for (const signer of [made.privateKey, privateKey]) {
      const signature = profile.sign(signer, bytes);
      for (const known of [made.publicKey, publicKey]) {
        expect(profile.verify(known, bytes, signature)).toBe(true);
        expect(profile.verify(known, Buffer.from('root 根'), signature)).toBe(false);
        const changed = Buffer.from(signature);
        changed[changed.length - 1]! ^= 1;
        expect(profile.verify(known, bytes, changed)).toBe(false);
        for (const none of [Buffer.alloc(0), Buffer.alloc(64), hex('3006020100020100')])
          expect(profile.verify(known, bytes, none)).toBe(false);
      }
      expect(profile.verify(profile.generateSigningKeys().publicKey, bytes, signature)).toBe(false);
    }
  });
});

it('a name that is no profile is refused, and none is the standard one', () => {
  expect(profileOf(undefined).name).toBe('standard');
  expect(profileOf('').name).toBe('standard');
  expect(() => profileOf('SM')).toThrow('HUB_CRYPTO must be one of standard, sm');
});

describe('SM algorithms', () => {
  const sm = profileOf('sm');

  it('SM3 gives the digests of GB/T 32905, SM4 the block of GB/T 32907', () => {
    expect(sm.hash(Buffer.from('abc')).toString('hex')).toBe(
      '66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0',
    );
    expect(sm.hash(Buffer.from('abcd'.repeat(16))).toString('hex')).toBe(
      'debe9ff92275b8a138604889c18e5a4d6fdb70e5387e5765293dcba39c0c5732',
    );
    const block = hex('0123456789abcdeffedcba9876543210');
    const cipher = createCipheriv('sm4-ecb', block, null).setAutoPadding(false);
    expect(cipher.update(block).toString('hex')).toBe('681edf34d206965e86b3e94f536e4246');
  });

  it('SM2 signs by GB/T 32918.2 with an empty identifier, and never by ECDSA on the same curve', () => {
    const { publicKey, privateKey } = sm.generateSigningKeys();
    const bytes = Buffer.from('message digest');
    expect(
      holdsBySm2(publicKey.export({ type: 'spki', format: 'der' }).subarray(-64), bytes, sm.sign(privateKey, bytes)),
    ).toBe(true);
    // What node makes of a key that it generated: its signatures are worth nothing here.
    const ec = generateKeyPairSync('ec', { namedCurve: 'SM2' });
    expect(sm.verify(ec.publicKey, bytes, sign('sm3', bytes, ec.privateKey))).toBe(false);
    expect(sm.verify(ec.publicKey, bytes, sm.sign(ec.privateKey, bytes))).toBe(true);
  });

  /** GB/T 32918.2, 7.1 in plain numbers: slow, obvious, and nothing of the code that it checks. */
  function holdsBySm2(point: Buffer, message: Buffer, der: Buffer): boolean {
    const curve = [
      'fffffffeffffffffffffffffffffffffffffffff00000000fffffffffffffffc',
      '28e9fa9e9d9f5e344d5a9e4bcf6509a7f39789f515ab8f92ddbcbd414d940e93',
      '32c4ae2c1f1981195f9904466a39c9948fe30bbff2660be1715a4589334c74c7',
      'bc3736a2f4f6779c59bdcee36b692153d0a9877cc62a474002df32e52139f0a0',
    ];
    const p = BigInt('0xfffffffeffffffffffffffffffffffffffffffff00000000ffffffffffffffff');
    const n = BigInt('0xfffffffeffffffffffffffffffffffff7203df6b21c6052b53bbf40939d54123');
    const [a, , gx, gy] = curve.map((text) => BigInt(`0x${text}`)) as [bigint, bigint, bigint, bigint];
    const of = (bytes: Uint8Array) => BigInt(`0x${Buffer.from(bytes).toString('hex')}`);
    const mod = (value: bigint, by: bigint) => ((value % by) + by) % by;
    const power = (base: bigint, exponent: bigint): bigint => {
      if (exponent === 0n) return 1n;
      const half = power((base * base) % p, exponent / 2n);
      return exponent % 2n === 1n ? (half * base) % p : half;
    };
    type Point = readonly [bigint, bigint] | null;
    const add = (one: Point, two: Point): Point => {
      if (!one || !two) return one ?? two;
      const same = one[0] === two[0];
      if (same && mod(one[1] + two[1], p) === 0n) return null;
      const [over, under] = same ? [3n * one[0] * one[0] + a, 2n * one[1]] : [two[1] - one[1], two[0] - one[0]];
      const slope = mod(over * power(mod(under, p), p - 2n), p);
      const x = mod(slope * slope - one[0] - two[0], p);
      return [x, mod(slope * (one[0] - x) - one[1], p)];
    };
    const times = (factor: bigint, of: Point): Point =>
      factor === 0n ? null : add(factor % 2n === 1n ? of : null, times(factor / 2n, add(of, of)));
    const integerAt = (at: number) => der.subarray(at + 2, at + 2 + der[at + 1]!);
    const [r, s] = [of(integerAt(2)), of(integerAt(4 + der[3]!))];
    const z = sm.hash(Buffer.concat([hex('0000'), ...curve.map(hex), point]));
    const e = of(sm.hash(Buffer.concat([z, message])));
    const key = [of(point.subarray(0, 32)), of(point.subarray(32))] as const;
    const sum = add(times(s, [gx, gy]), times(mod(r + s, n), key));
    return sum !== null && mod(e + sum[0], n) === r;
  }
});

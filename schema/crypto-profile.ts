/**
 * Which algorithms the hub uses, behind one port: `standard` (AES-256-GCM, HMAC-SHA-256, SHA-256, Ed25519) or `sm` (SM4, HMAC-SM3,
 * SM3, SM2). All of them are node's own OpenSSL. It is no certified module: a deployment that must have one runs node on it.
 */
import {
  createCipheriv,
  createDecipheriv,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  getCiphers,
  getCurves,
  getHashes,
  hash,
  hkdfSync,
  randomBytes,
  sign,
  timingSafeEqual,
  verify,
} from 'node:crypto';
import type { KeyObject } from 'node:crypto';

export const profileNames = ['standard', 'sm'] as const;
export type ProfileName = (typeof profileNames)[number];

export interface CryptoProfile {
  readonly name: ProfileName;
  hash(bytes: Uint8Array): Buffer;
  /** Keyed hash in hex, made ready for one key: a call costs two hashes and nothing else. */
  mac(key: Uint8Array): (text: string) => string;
  /** A key of `length` bytes for one purpose: HKDF over the profile's hash. */
  derive(secret: Uint8Array, purpose: string, length: number): Buffer;
  /** Authenticated encryption under a 32-byte key. Nothing sealed is alike, and a changed byte opens nothing. */
  sealer(key: Uint8Array): { seal(plain: string): Buffer; open(sealed: Uint8Array): string };
  generateSigningKeys(): { publicKey: KeyObject; privateKey: KeyObject };
  sign(privateKey: KeyObject, bytes: Uint8Array): Buffer;
  /** False for whatever is no signature of these bytes by this key. */
  verify(publicKey: KeyObject, bytes: Uint8Array, signature: Uint8Array): boolean;
}

/** The profile that `HUB_CRYPTO` names; one line when there is none of that name, or this machine cannot have it. */
export function profileOf(name: string | undefined): CryptoProfile {
  const known = profileNames.find((profile) => profile === (name || 'standard'));
  if (!known) throw new Error(`HUB_CRYPTO must be one of ${profileNames.join(', ')}`);
  if (known === 'standard') return standardProfile;
  const lacks = [
    ...['sm4-ctr'].filter((cipher) => !getCiphers().includes(cipher)),
    ...['sm3'].filter((digest) => !getHashes().includes(digest)),
    ...['SM2'].filter((curve) => !getCurves().includes(curve)),
  ];
  if (lacks.length > 0)
    throw new Error(
      `HUB_CRYPTO=sm cannot be had here: OpenSSL ${process.versions['openssl']} of Node ${process.versions.node} has no ${lacks.join(', ')}. Run the hub through npm, which brings its own Node, or set HUB_CRYPTO=standard`,
    );
  return smProfile;
}

const hkdf = (digest: string) => (secret: Uint8Array, purpose: string, length: number) =>
  Buffer.from(hkdfSync(digest, secret, '', `puyang-hub/${purpose}`, length));

export const standardProfile: CryptoProfile = {
  name: 'standard',
  hash: (bytes) => hash('sha256', bytes, 'buffer'),
  mac: (key) => keyedHash('sha256', key),
  derive: hkdf('sha256'),
  /** 12 bytes nonce, 16 bytes tag, ciphertext. */
  sealer: (key) => ({
    seal(plain) {
      const nonce = randomBytes(12);
      const cipher = createCipheriv('aes-256-gcm', key, nonce);
      const body = Buffer.concat([cipher.update(plain, 'utf8'), cipher.final()]);
      return Buffer.concat([nonce, cipher.getAuthTag(), body]);
    },
    open(sealed) {
      const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, 12), { authTagLength: 16 });
      decipher.setAuthTag(sealed.subarray(12, 28));
      return decipher.update(sealed.subarray(28), undefined, 'utf8') + decipher.final('utf8');
    },
  }),
  generateSigningKeys: () => generateKeyPairSync('ed25519'),
  sign: (privateKey, bytes) => sign(null, bytes, privateKey),
  verify: (publicKey, bytes, signature) => verify(null, bytes, publicKey, signature),
};

const smProfile: CryptoProfile = {
  name: 'sm',
  hash: (bytes) => hash('sm3', bytes, 'buffer'),
  mac: (key) => keyedHash('sm3', key),
  derive: hkdf('sm3'),
  /** 16 bytes counter, 32 bytes HMAC-SM3 over counter and ciphertext (encrypt, then authenticate), ciphertext: node has no SM4-GCM. */
  sealer(key) {
    const cipherKey = smProfile.derive(key, 'sm4', 16);
    const tagOf = keyedBytes('sm3', smProfile.derive(key, 'sm4 tag', 32));
    return {
      seal(plain) {
        const counter = randomBytes(16);
        const cipher = createCipheriv('sm4-ctr', cipherKey, counter);
        const body = Buffer.concat([cipher.update(plain, 'utf8'), cipher.final()]);
        return Buffer.concat([counter, tagOf(Buffer.concat([counter, body])), body]);
      },
      open(sealed) {
        const [counter, tag, body] = [sealed.subarray(0, 16), sealed.subarray(16, 48), sealed.subarray(48)];
        if (tag.length !== 32 || !timingSafeEqual(tag, tagOf(Buffer.concat([counter, body]))))
          throw new Error('unable to authenticate data');
        const decipher = createDecipheriv('sm4-ctr', cipherKey, counter);
        return decipher.update(body, undefined, 'utf8') + decipher.final('utf8');
      },
    };
  },
  generateSigningKeys() {
    const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'SM2' });
    return { publicKey: asSm2(publicKey), privateKey: asSm2(privateKey) };
  },
  sign: (privateKey, bytes) => sign('sm3', bytes, asSm2(privateKey)),
  verify: (publicKey, bytes, signature) => verify('sm3', bytes, asSm2(publicKey), signature),
};

/**
 * A key that node generated on the curve SM2 is of type "ec" to it and would sign by ECDSA (nodejs/node#53761); the same key read back
 * from its bytes is of OpenSSL's own type SM2 and signs by GB/T 32918.2. Node cannot set the signer's identifier: it is empty, which a
 * verifier must be told (`openssl dgst -sm3 -sigopt distid:`), for many tools take "1234567812345678" where none is given.
 */
function asSm2(key: KeyObject): KeyObject {
  if (key.asymmetricKeyType !== 'ec') return key;
  return key.type === 'private'
    ? createPrivateKey({ key: key.export({ type: 'pkcs8', format: 'der' }), type: 'pkcs8', format: 'der' })
    : createPublicKey({ key: key.export({ type: 'spki', format: 'der' }), type: 'spki', format: 'der' });
}

/** SHA-256 and SM3 both read blocks of 64 bytes and give 32. */
function pads(key: Uint8Array): [inner: Buffer, outer: Buffer] {
  const block = Buffer.alloc(64);
  block.set(key);
  return [Buffer.from(block.map((byte) => byte ^ 0x36)), Buffer.from(block.map((byte) => byte ^ 0x5c))];
}

/**
 * HMAC in hex. Written as RFC 2104's two hashes because node's `createHmac` sets its key up anew each time, four times as slow;
 * a test holds both to the same bytes. One room for all texts of a key, so that none is made for each.
 */
function keyedHash(digest: 'sha256' | 'sm3', key: Uint8Array): (text: string) => string {
  let [inner, outer] = pads(key);
  outer = Buffer.concat([outer, Buffer.alloc(32)]);
  return (text) => {
    const room = 64 + text.length * 3;
    if (inner.length < room) inner = Buffer.concat([inner.subarray(0, 64), Buffer.alloc(room)]);
    const end = 64 + inner.write(text, 64);
    hash(digest, inner.subarray(0, end), 'buffer').copy(outer, 64);
    return hash(digest, outer, 'hex');
  };
}

function keyedBytes(digest: 'sm3', key: Uint8Array): (bytes: Uint8Array) => Buffer {
  const [inner, outer] = pads(key);
  return (bytes) =>
    hash(digest, Buffer.concat([outer, hash(digest, Buffer.concat([inner, bytes]), 'buffer')]), 'buffer');
}

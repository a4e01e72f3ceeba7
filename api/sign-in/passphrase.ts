/** Passphrases: kept as scrypt hashes, each with its own salt, and compared in the same time whatever is wrong. */
import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto';

/** OWASP's setting for scrypt: 32 MiB, about 80 ms. */
const cost = { N: 32_768, r: 8, p: 3 };
const length = 32;
export const shortestPassphrase = 12;
export const longestPassphrase = 200;

export async function hashPassphrase(passphrase: string): Promise<string> {
  const salt = randomBytes(16);
  const { N, r, p } = cost;
  const key = await derive(passphrase, salt, cost);
  return ['scrypt', N, r, p, salt.toString('base64url'), key.toString('base64url')].join('$');
}

let nobodys: string | undefined;

/** Null stands for nobody's: the work is the same, and the answer no. */
export async function isPassphrase(passphrase: string, kept: string | null): Promise<boolean> {
  const [, N, r, p, salt, key] = (kept ?? (nobodys ??= await hashPassphrase(randomBytes(32).toString('base64')))).split(
    '$',
  );
  const derived = await derive(passphrase, Buffer.from(salt!, 'base64url'), {
    N: Number(N),
    r: Number(r),
    p: Number(p),
  });
  return timingSafeEqual(derived, Buffer.from(key!, 'base64url')) && kept !== null;
}

/** One at a time: guesses must not take all of a machine's memory. */
let last: Promise<unknown> = Promise.resolve();
function derive(passphrase: string, salt: Buffer, { N, r, p }: typeof cost): Promise<Buffer> {
  const derived = last.then(
    () =>
      new Promise<Buffer>((resolve, reject) => {
        const options = { N, r, p, maxmem: 256 * N * r };
        scrypt(passphrase.normalize('NFKC'), salt, length, options, (error, key) =>
          error ? reject(error) : resolve(key),
        );
      }),
  );
  last = derived.catch(() => undefined);
  return derived;
}

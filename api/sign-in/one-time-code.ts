/** One-time codes (TOTP, RFC 6238) as every authenticator app shows them. */
import { Secret, TOTP } from 'otpauth';

const period = 30;
const algorithm = 'SHA1';
const digits = 6;

/** In base32, as apps take it. */
export const newCodeSecret = (): string => new Secret({ size: 20 }).base32;

/** What an app reads to begin. */
export function addressForApp(secret: string, login: string): string {
  return totpOf(secret, login).toString();
}

/** The time step that a code belongs to: now, the one before or the one after; null for a wrong code. */
export function stepOfCode(code: string, secret: string, now: Date): number | null {
  const typed = code.replaceAll(/\s/g, '');
  if (!/^\d{6}$/.test(typed)) return null;
  const delta = totpOf(secret, 'hub').validate({ token: typed, timestamp: now.getTime(), window: 1 });
  return delta === null ? null : Math.floor(now.getTime() / 1000 / period) + delta;
}

function totpOf(secret: string, label: string): TOTP {
  return new TOTP({ issuer: '濮阳就业信息共享平台', label, algorithm, digits, period, secret });
}

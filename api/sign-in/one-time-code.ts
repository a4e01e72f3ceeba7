/** One-time codes (TOTP, RFC 6238) as every authenticator app shows them. */
import { Secret, TOTP } from 'otpauth';
import { encodeQR } from 'qr';

const period = 30;
const algorithm = 'SHA1';
const digits = 6;

/** In base32, as apps take it. */
export const newCodeSecret = (): string => new Secret({ size: 20 }).base32;

/** What an app reads to begin. */
export function addressForApp(secret: string, login: string): string {
  return totpOf(secret, login).toString();
}

export interface QrCode {
  /** Modules along a side, with the white margin that readers need. */
  size: number;
  /** The dark ones, as an SVG path. */
  path: string;
}

/** The address to point a phone at. */
export function qrCodeOf(address: string): QrCode {
  const rows = encodeQR(address, 'raw', { ecc: 'medium', border: 4 });
  const dark = rows.flatMap((row, y) => row.flatMap((isDark, x) => (isDark ? [`M${x} ${y}h1v1h-1z`] : [])));
  return { size: rows.length, path: dark.join('') };
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

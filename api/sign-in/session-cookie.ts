/** The cookies of a sign-in. */
import { randomBytes } from 'node:crypto';

/** A browser keeps the prefixed name from every other host and from clear text; without TLS there is none to keep it to. */
export function sessionCookieOf(publicUrl: string): string {
  return publicUrl.startsWith('https:') ? '__Host-hub_session' : 'hub_session';
}

export const newSessionSecret = () => `hss_${randomBytes(32).toString('base64url')}`;

/** Undefined where it is not there, or there twice: then it is not clear who set it. */
export function readCookie(header: string | undefined, name: string): string | undefined {
  const found = (header ?? '').split(/; */).filter((pair) => pair.startsWith(`${name}=`));
  return found.length === 1 ? found[0]!.slice(name.length + 1) : undefined;
}

export interface CookieTerms {
  publicUrl: string;
  path?: string;
  /** Seconds; left out: until the browser is closed. 0 takes the cookie away. */
  maxAge?: number;
}

export function writeCookie(name: string, value: string, { publicUrl, path = '/', maxAge }: CookieTerms): string {
  const age = maxAge === undefined ? '' : `; Max-Age=${maxAge}`;
  const secure = publicUrl.startsWith('https:') ? '; Secure' : '';
  return `${name}=${value}; Path=${path}; HttpOnly; SameSite=Lax${age}${secure}`;
}

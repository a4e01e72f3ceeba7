/** Which role a mutation takes, which region it takes to act for, and how sure it must be who acts. */
import { cityRegion, covers } from '../rules/regions.js';
import type { Context } from './context.js';
import { HubError } from './errors.js';

export function requireRole({ viewer }: Pick<Context, 'viewer'>, ...roles: readonly string[]): void {
  if (roles.some((role) => viewer.roles.includes(role))) return;
  throw new HubError('FORBIDDEN', `此操作需要角色 ${roles.join(' 或 ')}`, `this takes the role ${roles.join(' or ')}`);
}

/** Whatever touches the whole city is for its own officers; a county's act within their county. */
export function requireRegion({ viewer }: Pick<Context, 'viewer'>, region: string = cityRegion): void {
  if (covers(viewer.region, region)) return;
  throw new HubError(
    'FORBIDDEN',
    `此操作涉及区划 ${region}，不在您的管辖范围（${viewer.region ?? '无'}）`,
    `this concerns the region ${region}, which is not within yours (${viewer.region ?? 'none'})`,
  );
}

const freshMs = 15 * 60_000;

/**
 * For what gives data away or cannot be taken back: somebody else may sit at a page that was left open. Who cannot show when
 * they signed in did not do so of late. The header is that of RFC 9470: a client knows by it what to ask its issuer for.
 */
export function requireFreshSignIn({ viewer: { signedInAgo = Infinity } }: Pick<Context, 'viewer'>): void {
  if (signedInAgo <= freshMs) return;
  const maxAge = freshMs / 1000;
  throw new HubError(
    'UNAUTHENTICATED',
    `此操作须在登录后 15 分钟内进行：请在 /sign-in 重新登录，或以 max_age=${maxAge} 取得含 auth_time 的新令牌`,
    `this takes a sign-in of the last 15 minutes: sign in again at /sign-in, or get a token with auth_time by max_age=${maxAge}`,
    { maxAgeSeconds: maxAge, signIn: '/sign-in' },
    { 'www-authenticate': `Bearer error="insufficient_user_authentication", max_age="${maxAge}"` },
  );
}

/** A page of a list of persons is a look; whoever goes on to the next carries the list away. */
export function requireFreshToGoOn(context: Pick<Context, 'viewer'>, after: string | null | undefined): void {
  if (after != null) requireFreshSignIn(context);
}

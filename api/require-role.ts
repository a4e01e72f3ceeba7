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

/** For what cannot be taken back: somebody else may sit at a page that was left open. Tokens are younger than this anyway. */
export function requireFreshSignIn({ viewer: { signedInAgo = 0 } }: Pick<Context, 'viewer'>): void {
  if (signedInAgo <= freshMs) return;
  throw new HubError(
    'UNAUTHENTICATED',
    '此操作须在登录后 15 分钟内进行，请重新登录：/sign-in',
    'this takes a sign-in of the last 15 minutes; sign in again: /sign-in',
  );
}

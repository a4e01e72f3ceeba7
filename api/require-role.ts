/** Which role a mutation takes. */
import type { Context } from './context.js';
import { HubError } from './errors.js';

export function requireRole({ viewer }: Context, ...roles: readonly string[]): void {
  if (roles.some((role) => viewer.roles.includes(role))) return;
  throw new HubError('FORBIDDEN', `此操作需要角色 ${roles.join(' 或 ')}`, `this takes the role ${roles.join(' or ')}`);
}

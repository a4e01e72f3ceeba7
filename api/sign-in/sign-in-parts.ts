/** What the pages of a sign-in share. */
import type { Provider } from 'oidc-provider';
import type { Logger } from 'pino';
import type pg from 'pg';
import type { Vault } from '../../schema/vault.js';
import { HubError } from '../errors.js';
import type { RelyingParty } from './relying-party.js';

export interface SignInParts {
  party: RelyingParty;
  /** The built-in server, unless people sign in elsewhere. */
  provider: (() => Provider) | null;
  pool: pg.Pool;
  vault: Vault;
  machineClock: () => Date;
  publicUrl: () => string;
  secondFactor: readonly string[];
  log: Logger;
}

/** For one address. */
export const attempts = { max: 120, timeWindow: '1 minute' } as const;

export const foreign = () => new HubError('FORBIDDEN', '请在本站页面上提交', 'submit it on a page of this hub');

export function tooOften(after: string): HubError {
  const error = new HubError('BUDGET_EXHAUSTED', `请在 ${after} 后再试`, `try again after ${after}`);
  return Object.assign(error, { statusCode: 429 });
}

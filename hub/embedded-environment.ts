/** What `hub start` hands to its children: the same variables that a deployment sets by hand (see .env.example). */
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { addressOf } from '../api/config.js';
import { freePort } from '../schema/embedded-postgres.js';
import type { keptSecrets } from './home.js';
import { issuerKeyFile } from './issue-token.js';
import { civilDay } from '../rules/shanghai-time.js';
import type { SandboxState } from './sandbox-state.js';

type Secrets = ReturnType<typeof keptSecrets>;

/** What the sandbox says when it is up; the commerce address has no password in it. */
export interface SandboxAddresses {
  employment: { url: string };
  tax: { url: string };
  commerce: { connectionString: string };
  'social-insurance': { host: string; port: number; hostKeySha256: string };
}

export const vaultKeyFile = (home: string) => join(home, 'keys', 'hub.json');
export const signInKeyFile = (home: string) => join(home, 'keys', 'sign-in.json');
export const sealingKeyFile = (home: string) => join(home, 'keys', 'seal.json');
/** For whoever verifies the access log. */
export const sealingKeyPublicFile = (home: string) => join(home, 'keys', 'seal.public.json');
/** Two folders to look at. They stand beside the database, and prove nothing against who owns this machine. */
export const anchorFolders = (home: string) => ['a', 'b'].map((name) => join(home, 'anchors', name));

/** For the API. */
export function apiEnvironment(home: string, databaseUrl: string, host: string, port: number): NodeJS.ProcessEnv {
  return {
    ...process.env,
    HUB_HOME: home,
    HUB_EMBEDDED: '1',
    DATABASE_URL: databaseUrl,
    HUB_KEY_FILE: vaultKeyFile(home),
    HUB_ISSUER_KEY_FILE: issuerKeyFile(home),
    SIGN_IN_KEY_FILE: signInKeyFile(home),
    HOST: host,
    PORT: String(port),
    PUBLIC_URL: process.env['PUBLIC_URL'] ?? addressOf(host, port),
  };
}

/** For the simulated sources; `adminUrl` is a role that may create the register's own database. */
export async function sandboxEnvironment(home: string, secrets: Secrets, adminUrl: string): Promise<NodeJS.ProcessEnv> {
  return {
    ...process.env,
    ...credentials(secrets),
    HUB_HOME: home,
    SANDBOX_EMPLOYMENT_PORT: String(await freePort()),
    SANDBOX_TAX_PORT: String(await freePort()),
    SANDBOX_SFTP_PORT: String(await freePort()),
    SANDBOX_COMMERCE_ADMIN_URL: adminUrl,
    SANDBOX_COMMERCE_PASSWORD: secrets.commerce,
  };
}

/** For the worker, beside what the API gets: where the sources are and since when they know everything, and how the access log is sealed. */
export function workerEnvironment(
  home: string,
  secrets: Secrets,
  addresses: SandboxAddresses,
  state: SandboxState,
): NodeJS.ProcessEnv {
  const commerce = new URL(addresses.commerce.connectionString);
  commerce.password = secrets.commerce;
  const drop = addresses['social-insurance'];
  // The invented city's insurance records reach back as far as its history; its registers are complete since the policy.
  const first = new Date(`${state.day0.slice(0, 7)}-01T00:00:00Z`);
  first.setUTCMonth(first.getUTCMonth() - state.months + 1);
  return {
    ...credentials(secrets),
    ACCESS_SEAL_KEY_FILE: sealingKeyFile(home),
    ACCESS_ANCHORS: anchorFolders(home)
      .map((folder) => pathToFileURL(folder).href)
      .join(' '),
    EMPLOYMENT_URL: addresses.employment.url,
    TAX_URL: addresses.tax.url,
    COMMERCE_URL: commerce.href,
    SOCIAL_INSURANCE_HOST: drop.host,
    SOCIAL_INSURANCE_PORT: String(drop.port),
    SOCIAL_INSURANCE_HOST_KEY: drop.hostKeySha256,
    SOCIAL_INSURANCE_RECORDS_BEGIN_ON: civilDay(first),
  };
}

/** Good for the sandbox alone, under the names by which the worker reads them. */
function credentials(secrets: Secrets): NodeJS.ProcessEnv {
  return {
    EMPLOYMENT_APP_ID: 'hub',
    EMPLOYMENT_SECRET: secrets.employment,
    TAX_USERNAME: 'hub',
    TAX_PASSWORD: secrets.tax,
    SOCIAL_INSURANCE_USERNAME: 'hub',
    SOCIAL_INSURANCE_PASSWORD: secrets.drop,
  };
}

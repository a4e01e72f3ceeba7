/** The sandbox's four sources for a journey, on a PostgreSQL of their own: what is in clear there must not hide what is in clear here. */
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createHostKey } from '../../connectors/sandbox/sftp-server.js';
import { createPopulation } from '../../connectors/sandbox/population.js';
import type { Population } from '../../connectors/sandbox/population.js';
import { startSandbox } from '../../connectors/sandbox/serve.js';
import type { SourceSettings } from '../../connectors/registry.js';
import { startPostgres } from '../../schema/embedded-postgres.js';

export interface TestSandbox {
  population: Population;
  settings: SourceSettings;
  /** The same settings as the worker's environment. */
  env: Record<string, string>;
  /** Brings the commerce view to the day that `offsetDays` says. */
  refresh(): Promise<void>;
  close(): Promise<void>;
}

export async function openTestSandbox(
  persons: number,
  offsetDays: () => number = () => 0,
  now: () => Date = () => new Date(),
): Promise<TestSandbox> {
  const folder = mkdtempSync(join(tmpdir(), 'hub-sandbox-'));
  chmodSync(folder, 0o755);
  const postgres = await startPostgres({
    folder: join(folder, 'postgres'),
    logFile: join(folder, 'postgres.log'),
    programsFolder: join(folder, 'programs'),
    password: 'sandbox',
    durable: false,
  });
  const population = {
    seed: 7,
    persons,
    day0: new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10),
    months: 13,
  };
  const secrets = {
    employment: { appId: 'hub', secret: 'employment-secret' },
    tax: { username: 'hub', password: 'tax-secret' },
    commerce: { password: 'commerce-secret' },
    'social-insurance': { username: 'hub', password: 'drop-secret', hostKey: createHostKey() },
  };
  const sandbox = await startSandbox({
    population,
    offsetDays,
    now,
    ports: { employment: 0, tax: 0, sftp: 0 },
    secrets,
    commerceConnectionString: postgres.url('postgres'),
    spoolFolder: join(folder, 'spool'),
  });
  const { addresses } = sandbox;
  const drop = addresses['social-insurance'];
  return {
    population: createPopulation(population),
    settings: {
      employment: { ...addresses.employment, ...secrets.employment },
      tax: { ...addresses.tax, ...secrets.tax },
      commerce: addresses.commerce,
      'social-insurance': { ...drop, username: 'hub', password: 'drop-secret' },
    },
    env: {
      EMPLOYMENT_URL: addresses.employment.url,
      EMPLOYMENT_APP_ID: 'hub',
      EMPLOYMENT_SECRET: 'employment-secret',
      TAX_URL: addresses.tax.url,
      TAX_USERNAME: 'hub',
      TAX_PASSWORD: 'tax-secret',
      COMMERCE_URL: addresses.commerce.connectionString,
      SOCIAL_INSURANCE_HOST: drop.host,
      SOCIAL_INSURANCE_PORT: String(drop.port),
      SOCIAL_INSURANCE_USERNAME: 'hub',
      SOCIAL_INSURANCE_PASSWORD: 'drop-secret',
      SOCIAL_INSURANCE_HOST_KEY: drop.hostKeySha256,
    },
    refresh: () => sandbox.refresh(),
    async close() {
      await sandbox.close();
      await postgres.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

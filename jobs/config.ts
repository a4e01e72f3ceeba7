/** The worker's settings: read from the environment once, checked, frozen. */
import { z } from 'zod';
import type { SourceSettings } from '../connectors/registry.js';
import type { Day, Source } from '../rules/vocabulary.js';

export interface JobsConfig {
  databaseUrl: string;
  keyFile: string;
  redisUrl: string | null;
  sources: SourceSettings;
  /** Per source: since when its register is complete. */
  recordsBeginOn: Record<Source, Day>;
  /** Rows in one transaction. */
  batchSize: number;
  /** Streams imported at the same time. */
  concurrency: number;
  /** Where the public reaches the hub. */
  publicUrl: string;
  /** The file of the key that signs the access log. */
  sealKeyFile: string;
  /** Outside places that are told its roots. */
  anchors: readonly URL[];
  /** True for a demo on one machine: webhooks may then point to it. */
  embedded: boolean;
}

const text = z.string().min(1);
const day = z.iso.date();
const environment = z.object({
  DATABASE_URL: z.url({ protocol: /^postgres(?:ql)?$/ }),
  HUB_KEY_FILE: text,
  REDIS_URL: z.url({ protocol: /^rediss?$/ }).optional(),
  EMPLOYMENT_URL: z.url({ protocol: /^https?$/ }),
  EMPLOYMENT_APP_ID: text,
  EMPLOYMENT_SECRET: text,
  TAX_URL: z.url({ protocol: /^https?$/ }),
  TAX_USERNAME: text,
  TAX_PASSWORD: text,
  COMMERCE_URL: z.url({ protocol: /^postgres(?:ql)?$/ }),
  SOCIAL_INSURANCE_HOST: text,
  SOCIAL_INSURANCE_PORT: z.coerce.number().int().min(1).max(65_535),
  SOCIAL_INSURANCE_USERNAME: text,
  SOCIAL_INSURANCE_PASSWORD: text,
  SOCIAL_INSURANCE_HOST_KEY: text,
  EMPLOYMENT_RECORDS_BEGIN_ON: day.default('2016-01-01'),
  TAX_RECORDS_BEGIN_ON: day.default('2016-01-01'),
  COMMERCE_RECORDS_BEGIN_ON: day.default('2016-01-01'),
  SOCIAL_INSURANCE_RECORDS_BEGIN_ON: day.default('2016-01-01'),
  SYNC_BATCH_ROWS: z.coerce.number().int().min(1).max(100_000).default(5000),
  HOST: text.default('127.0.0.1'),
  PORT: text.default('4000'),
  PUBLIC_URL: z.url({ protocol: /^https?$/ }).optional(),
  HUB_EMBEDDED: z.enum(['0', '1']).default('0'),
  ACCESS_SEAL_KEY_FILE: text,
  ACCESS_ANCHORS: z
    .string()
    .transform((list) => list.split(/[\s,]+/).filter(Boolean))
    .pipe(
      z
        .array(z.url({ protocol: /^(https?|file)$/, error: 'must be addresses https://… or file:///folder/' }))
        // One place that is named twice is one.
        .refine((list) => new Set(list.map((address) => address.replace(/[?#].*/, ''))).size === list.length, {
          error: 'must not name a place twice',
        })
        .min(2, 'must name two places that are not the database’s'),
    ),
  SYNC_CONCURRENCY: z.coerce.number().int().min(1).max(64).default(3),
});

/** Throws one line that names every setting that is missing or wrong, without its value. */
export function readJobsConfig(env: Record<string, string | undefined>): Readonly<JobsConfig> {
  const present = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ''));
  const read = environment.safeParse(present);
  if (!read.success) {
    const problems = read.error.issues.map(
      (issue) => `${issue.path.join('.')}: ${present[String(issue.path[0])] === undefined ? 'not set' : issue.message}`,
    );
    throw new Error(`the worker's settings are incomplete (see .env.example): ${problems.join('; ')}`);
  }
  const e = read.data;
  return Object.freeze({
    databaseUrl: e.DATABASE_URL,
    keyFile: e.HUB_KEY_FILE,
    redisUrl: e.REDIS_URL ?? null,
    sources: {
      employment: { url: e.EMPLOYMENT_URL, appId: e.EMPLOYMENT_APP_ID, secret: e.EMPLOYMENT_SECRET },
      tax: { url: e.TAX_URL, username: e.TAX_USERNAME, password: e.TAX_PASSWORD },
      commerce: { connectionString: e.COMMERCE_URL },
      'social-insurance': {
        host: e.SOCIAL_INSURANCE_HOST,
        port: e.SOCIAL_INSURANCE_PORT,
        username: e.SOCIAL_INSURANCE_USERNAME,
        password: e.SOCIAL_INSURANCE_PASSWORD,
        hostKeySha256: e.SOCIAL_INSURANCE_HOST_KEY,
      },
    },
    recordsBeginOn: {
      employment: e.EMPLOYMENT_RECORDS_BEGIN_ON,
      tax: e.TAX_RECORDS_BEGIN_ON,
      commerce: e.COMMERCE_RECORDS_BEGIN_ON,
      'social-insurance': e.SOCIAL_INSURANCE_RECORDS_BEGIN_ON,
    },
    batchSize: e.SYNC_BATCH_ROWS,
    concurrency: e.SYNC_CONCURRENCY,
    publicUrl: (e.PUBLIC_URL ?? `http://${e.HOST}:${e.PORT}`).replace(/\/$/, ''),
    sealKeyFile: e.ACCESS_SEAL_KEY_FILE,
    anchors: e.ACCESS_ANCHORS.map((address) => new URL(address)),
    embedded: e.HUB_EMBEDDED === '1',
  });
}

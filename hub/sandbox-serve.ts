/** `hub sandbox serve`: the four simulated sources as a process of its own. */
import { mkdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { announceReady } from './ending.js';
import {
  clockOf,
  daysSinceDay0,
  readSandboxState,
  replaceFile,
  SandboxFault,
  writeSandboxState,
} from './sandbox-state.js';
import type { SandboxState } from './sandbox-state.js';
import { civilDay } from '../rules/shanghai-time.js';
import { startSandbox } from '../connectors/sandbox/serve.js';
import { createHostKey } from '../connectors/sandbox/sftp-server.js';

/** Where the command's words go. */
type Out = Record<'stdout' | 'stderr', NodeJS.WritableStream>;
type Environment = Record<string, string | undefined>;

const text = z.string().min(1);
const port = z.coerce.number().int().min(0).max(65_535).default(0);
/** Credentials are good for the sandbox alone; they bear the names under which the worker reads them. */
const environment = z.object({
  SANDBOX_PERSONS: z.coerce.number().int().min(200).max(4_000_000).default(20_000),
  SANDBOX_SEED: z.coerce.number().int().min(0).max(4_294_967_295).default(1),
  SANDBOX_DAY: z.iso.date().optional(),
  SANDBOX_MONTHS: z.coerce.number().int().min(1).max(120).default(13),
  SANDBOX_OFFSET_DAYS: z.coerce.number().int().min(0).max(400).default(0),
  SANDBOX_HOST: text.default('127.0.0.1'),
  SANDBOX_EMPLOYMENT_PORT: port,
  SANDBOX_TAX_PORT: port,
  SANDBOX_SFTP_PORT: port,
  SANDBOX_COMMERCE_ADMIN_URL: z.url({ protocol: /^postgres(?:ql)?$/ }),
  SANDBOX_COMMERCE_PASSWORD: text,
  SANDBOX_COMMERCE_DATABASE: z
    .string()
    .regex(/^[a-z][a-z0-9_]{0,40}$/)
    .default('sandbox_commerce'),
  EMPLOYMENT_APP_ID: text,
  EMPLOYMENT_SECRET: text,
  TAX_USERNAME: text,
  TAX_PASSWORD: text,
  SOCIAL_INSURANCE_USERNAME: text,
  SOCIAL_INSURANCE_PASSWORD: text,
});

const serving = (home: string) => join(home, 'sandbox', 'serving.json');

/** Which day a running sandbox shows, or null when none runs. */
export async function servedDays(home: string): Promise<number | null> {
  try {
    const { pid, days } = JSON.parse(await readFile(serving(home), 'utf8')) as { pid: number; days: number };
    process.kill(pid, 0);
    return days;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ESRCH') return null;
    throw error;
  }
}

/**
 * Serves until it is told to end. Writes one JSON line with the addresses when ready; the commerce address has no password in
 * it, that is SANDBOX_COMMERCE_PASSWORD.
 */
export async function serveSandbox(home: string, env: Environment, io: Out, ended: AbortSignal): Promise<number> {
  const settings = readEnvironment(env);
  await mkdir(join(home, 'sandbox'), { recursive: true });
  let state = await firstOrStored(home, settings, io);
  const offsetDays = () => daysSinceDay0(state, new Date());
  const sandbox = await startSandbox({
    population: state,
    offsetDays,
    now: () => clockOf(state, new Date()),
    host: settings.SANDBOX_HOST,
    ports: {
      employment: settings.SANDBOX_EMPLOYMENT_PORT,
      tax: settings.SANDBOX_TAX_PORT,
      sftp: settings.SANDBOX_SFTP_PORT,
    },
    secrets: {
      employment: { appId: settings.EMPLOYMENT_APP_ID, secret: settings.EMPLOYMENT_SECRET },
      tax: { username: settings.TAX_USERNAME, password: settings.TAX_PASSWORD },
      commerce: { password: settings.SANDBOX_COMMERCE_PASSWORD },
      'social-insurance': {
        username: settings.SOCIAL_INSURANCE_USERNAME,
        password: settings.SOCIAL_INSURANCE_PASSWORD,
        hostKey: await hostKey(home),
      },
    },
    commerceConnectionString: settings.SANDBOX_COMMERCE_ADMIN_URL,
    commerceDatabase: settings.SANDBOX_COMMERCE_DATABASE,
    spoolFolder: join(home, 'sandbox'),
  }).catch((error: unknown) => {
    throw clearFault(error);
  });
  let shown = offsetDays();
  const announce = () => replaceFile(serving(home), `${JSON.stringify({ pid: process.pid, days: shown })}\n`);
  try {
    await announce();
    const addresses = withoutPassword(sandbox.addresses);
    io.stdout.write(`${JSON.stringify(addresses)}\n`);
    announceReady({ addresses });
    while (!(await endedWithin(300, ended))) {
      state = (await readSandboxState(home)) ?? state;
      if (offsetDays() === shown) continue;
      const next = offsetDays();
      await sandbox.refresh();
      shown = next;
      await announce();
    }
  } finally {
    await rm(serving(home), { force: true });
    await sandbox.close();
  }
  return 0;
}

async function endedWithin(ms: number, ended: AbortSignal): Promise<boolean> {
  // The sleep rejects for no other reason than the end.
  if (!ended.aborted) await sleep(ms, undefined, { signal: ended }).catch(() => {});
  return ended.aborted;
}

function readEnvironment(env: Environment) {
  const present = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ''));
  const read = environment.safeParse(present);
  if (read.success) return read.data;
  const problems = read.error.issues.map(
    (issue) => `${issue.path.join('.')}: ${present[String(issue.path[0])] === undefined ? 'not set' : issue.message}`,
  );
  throw new SandboxFault(`settings are missing or wrong: ${problems.join('; ')}`);
}

/** The first start decides the world; later ones keep it, because the hub's database knows its persons. */
async function firstOrStored(home: string, settings: z.infer<typeof environment>, io: Out): Promise<SandboxState> {
  const wanted = { seed: settings.SANDBOX_SEED, persons: settings.SANDBOX_PERSONS, months: settings.SANDBOX_MONTHS };
  const stored = await readSandboxState(home);
  if (stored !== null) {
    const { seed, persons, months } = stored;
    if (JSON.stringify({ seed, persons, months }) !== JSON.stringify(wanted))
      io.stderr.write(
        `hub sandbox: keeps its world of ${persons} persons since ${stored.day0}; for another one remove ${home}\n`,
      );
    return stored;
  }
  const startedOn = civilDay(new Date());
  const state = {
    ...wanted,
    day0: settings.SANDBOX_DAY ?? startedOn,
    offsetDays: settings.SANDBOX_OFFSET_DAYS,
    startedOn,
  };
  await writeSandboxState(home, state);
  return state;
}

/** Kept between starts: the hub pins it. */
async function hostKey(home: string): Promise<string> {
  const path = join(home, 'sandbox', 'host-key');
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
  const key = createHostKey();
  await replaceFile(path, key);
  return key;
}

/** What an operator can mend gets one clear line; anything else stays what it is. */
function clearFault(error: unknown): unknown {
  const { code, port } = error as { code?: string; port?: number };
  if (code === 'EADDRINUSE')
    return new SandboxFault(`port ${port ?? ''} is in use; set SANDBOX_…_PORT to another one, or 0 for any`);
  if (code === 'ECONNREFUSED' || code === 'ENOTFOUND')
    return new SandboxFault('the database server of SANDBOX_COMMERCE_ADMIN_URL cannot be reached');
  if (code === '28P01' || code === '28000')
    return new SandboxFault('the database server refuses the role of SANDBOX_COMMERCE_ADMIN_URL');
  return error;
}

function withoutPassword(addresses: Awaited<ReturnType<typeof startSandbox>>['addresses']) {
  const url = new URL(addresses.commerce.connectionString);
  url.password = '';
  return { ...addresses, commerce: { connectionString: url.href } };
}

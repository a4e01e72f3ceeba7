/** `hub start`: a whole hub on this machine. It supervises the same commands that a deployment runs apart. */
import { chmodSync, existsSync, mkdirSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { Client } from 'pg';
import { openQueues } from '../jobs/queues.js';
import { openDatabase } from '../schema/database.js';
import { freePort, startPostgres } from '../schema/embedded-postgres.js';
import type { EmbeddedPostgres } from '../schema/embedded-postgres.js';
import { createKeyFile } from '../schema/vault.js';
import { openBackend } from './backend.js';
import { Refusal } from './command.js';
import type { Io } from './command.js';
import { writeDemoAgreements } from './demo.js';
import { runFirstSync } from './first-sync.js';
import { databaseFolder, keptSecrets, openHome, readRunNote, removeRunNote, writeRunNote } from './home.js';
import { createIssuer, issuerKeyFile } from './issue-token.js';
import { migrateAll } from './migrate.js';
import { civilDay, readSandboxState } from './sandbox-state.js';
import { openSupervisor } from './supervise.js';
import { fileDemoNotices, welcome } from './welcome.js';

export async function run(_args: string[], io: Io): Promise<number> {
  const home = openHome(process.env);
  const host = process.env['HOST'] || '127.0.0.1';
  const port = portOf(process.env['PORT']);
  const say = (line: string) => void io.stdout.write(`${line}\n`);
  const running = readRunNote(home);
  if (running)
    throw new Refusal(
      `a hub already runs on ${home}: ${running.url} (process ${running.supervisor}); stop it first, or set another HUB_HOME`,
    );
  await assertFree(host, port);
  const url = `http://${host}:${port}`;
  writeRunNote(home, { supervisor: process.pid, pids: {}, url, postgresPort: 0 });

  const stopping = new AbortController();
  let fault: string | null = null;
  const stop = () => {
    if (stopping.signal.aborted) process.exit(130); // a second Ctrl-C does not wait
    stopping.abort();
  };
  process.on('SIGINT', stop).on('SIGTERM', stop).on('SIGHUP', stop);
  const supervisor = openSupervisor(home, say, (name) => {
    fault = `${name} cannot be kept up; its log is ${join(home, 'logs', `${name}.log`)}`;
    stopping.abort();
  });
  let postgres: EmbeddedPostgres | undefined;
  try {
    const secrets = keptSecrets(home);
    const keyFile = join(home, 'keys', 'hub.json');
    if (!existsSync(keyFile)) createKeyFile(keyFile);
    await createIssuer(home);
    postgres = await openPostgres(home, secrets.postgres);
    void postgres.ended.then(() => {
      if (stopping.signal.aborted) return;
      fault = `PostgreSQL ended unexpectedly; its log is ${join(home, 'logs', 'postgres.log')}`;
      stopping.abort();
    });
    const databaseUrl = await createHubDatabase(postgres, secrets.postgres);
    await migrateAll(databaseUrl);
    const sourceEnv = {
      EMPLOYMENT_APP_ID: 'hub',
      EMPLOYMENT_SECRET: secrets.employment,
      TAX_USERNAME: 'hub',
      TAX_PASSWORD: secrets.tax,
      SOCIAL_INSURANCE_USERNAME: 'hub',
      SOCIAL_INSURANCE_PASSWORD: secrets.drop,
    };
    const common = {
      ...process.env,
      HUB_HOME: home,
      HUB_EMBEDDED: '1',
      DATABASE_URL: databaseUrl,
      HUB_KEY_FILE: keyFile,
      HUB_ISSUER_KEY_FILE: issuerKeyFile(home),
      HOST: host,
      PORT: String(port),
    };
    const { addresses } = (await supervisor.start('sandbox', ['sandbox', 'serve'], {
      ...common,
      ...sourceEnv,
      SANDBOX_EMPLOYMENT_PORT: String(await freePort()),
      SANDBOX_TAX_PORT: String(await freePort()),
      SANDBOX_SFTP_PORT: String(await freePort()),
      SANDBOX_COMMERCE_ADMIN_URL: postgres.url('postgres'),
      SANDBOX_COMMERCE_PASSWORD: secrets.commerce,
    })) as { addresses: Addresses };
    const state = await readSandboxState(home);
    const workEnv = { ...common, ...sourceEnv, ...addressEnv(addresses, secrets.commerce), ...beginnings(state) };
    const database = await openDatabase(databaseUrl);
    await writeDemoAgreements(database, '2016-01-06');
    await supervisor.start('serve', ['serve'], common);
    await supervisor.start('work', ['work'], workEnv);
    writeRunNote(home, { supervisor: process.pid, pids: supervisor.pids(), url, postgresPort: postgres.port });

    const { backend, close } = openBackend(databaseUrl, process.env['REDIS_URL']);
    const queues = openQueues(backend, () => {});
    if (!stopping.signal.aborted) await runFirstSync(database, queues, io.stdout, stopping.signal);
    await queues.close();
    await close();
    await database.close();
    if (!stopping.signal.aborted) {
      await fileDemoNotices(home, url, new Date());
      say(`ready ${url}\n`);
      say(await welcome(home, url));
      say('Ctrl-C stops everything.');
    }
    if (!stopping.signal.aborted)
      await new Promise((resolve) => stopping.signal.addEventListener('abort', resolve, { once: true }));
  } catch (error) {
    if (!stopping.signal.aborted) throw error;
  } finally {
    stopping.abort();
    await supervisor.stop();
    await postgres?.stop();
    removeRunNote(home);
  }
  if (fault !== null) throw new Error(fault);
  say('stopped');
  return 0;
}

function portOf(text: string | undefined): number {
  const port = Number(text || 4000);
  if (!Number.isInteger(port) || port < 1 || port > 65_535)
    throw new Refusal('PORT must be a whole number from 1 to 65535');
  return port;
}

async function assertFree(host: string, port: number): Promise<void> {
  const probe = createServer();
  await new Promise<void>((resolve, reject) => probe.once('error', reject).listen(port, host, resolve)).catch(
    (error: NodeJS.ErrnoException) => {
      throw new Refusal(`port ${port} of ${host} cannot be used (${error.code}): set PORT to a free one`);
    },
  );
  await new Promise((resolve) => probe.close(resolve));
}

async function openPostgres(home: string, password: string): Promise<EmbeddedPostgres> {
  const base = databaseFolder(home);
  const logs = join(home, 'logs');
  mkdirSync(logs, { recursive: true });
  chmodSync(logs, 0o755);
  return startPostgres({
    folder: join(base, 'postgres'),
    logFile: join(logs, 'postgres.log'),
    programsFolder: join(base, 'programs'),
    password,
    durable: true,
  });
}

/** The hub works as a role of its own that owns its database and nothing else. */
async function createHubDatabase(postgres: EmbeddedPostgres, password: string): Promise<string> {
  const client = new Client({ connectionString: postgres.url('postgres') });
  await client.connect();
  try {
    const role = await client.query(`select from pg_roles where rolname = 'hub'`);
    const verb = role.rowCount === 0 ? 'create' : 'alter';
    await client.query(`${verb} role hub login password ${client.escapeLiteral(password)}`);
    const database = await client.query(`select from pg_database where datname = 'hub'`);
    if (database.rowCount === 0) await client.query('create database hub owner hub');
    return postgres.url('hub', { name: 'hub', password });
  } finally {
    await client.end();
  }
}

interface Addresses {
  employment: { url: string };
  tax: { url: string };
  commerce: { connectionString: string };
  'social-insurance': { host: string; port: number; hostKeySha256: string };
}

function addressEnv(addresses: Addresses, commercePassword: string): NodeJS.ProcessEnv {
  const commerce = new URL(addresses.commerce.connectionString);
  commerce.password = commercePassword;
  const drop = addresses['social-insurance'];
  return {
    EMPLOYMENT_URL: addresses.employment.url,
    TAX_URL: addresses.tax.url,
    COMMERCE_URL: commerce.href,
    SOCIAL_INSURANCE_HOST: drop.host,
    SOCIAL_INSURANCE_PORT: String(drop.port),
    SOCIAL_INSURANCE_HOST_KEY: drop.hostKeySha256,
  };
}

/** The invented city's insurance records reach back as far as its history; its registers are complete since the policy. */
function beginnings(state: { day0: string; months: number } | null): NodeJS.ProcessEnv {
  if (!state) return {};
  const first = new Date(`${state.day0.slice(0, 7)}-01T00:00:00Z`);
  first.setUTCMonth(first.getUTCMonth() - state.months + 1);
  return { SOCIAL_INSURANCE_RECORDS_BEGIN_ON: civilDay(first) };
}

/** `hub start`: a whole hub on this machine. It supervises the same commands that a deployment runs apart. */
import { existsSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { openQueues } from '../jobs/queues.js';
import { createSealingKey } from '../schema/access-log/sealing-key.js';
import { profileOf } from '../schema/crypto-profile.js';
import { openDatabase } from '../schema/database.js';
import type { EmbeddedPostgres } from '../schema/embedded-postgres.js';
import { createKeyFile } from '../schema/vault.js';
import { assertQueueAnswers, openBackend } from './backend.js';
import { Refusal } from './command.js';
import type { Io } from './command.js';
import { beginRecruitment, keepRecruiting } from './demo-recruitment.js';
import { writeDemoAgreements, writeDemoCalendar, writeDemoParameters } from './demo.js';
import { databaseFolder, openEmbeddedDatabase } from './embedded-database.js';
import {
  apiEnvironment,
  sandboxEnvironment,
  sealingKeyFile,
  sealingKeyPublicFile,
  signInKeyFile,
  vaultKeyFile,
  workerEnvironment,
} from './embedded-environment.js';
import type { SandboxAddresses } from './embedded-environment.js';
import { untilAborted } from './ending.js';
import { runFirstSync } from './first-sync.js';
import { claimHome, keptSecrets, openHome, removeRunNote, writeRunNote } from './home.js';
import { createIssuer } from './issue-token.js';
import { migrateAll } from './migrate.js';
import { embeddedClock, readSandboxState } from './sandbox-state.js';
import { addSignInKey } from './sign-in-key.js';
import { openSupervisor } from './supervise.js';
import type { Supervisor } from './supervise.js';
import { watchForRecord, welcome } from './welcome.js';

/** The demo's agreements hold since the day of the policy. */
const agreedSince = '2016-01-06';

interface Start {
  home: string;
  host: string;
  port: number;
  url: string;
  say: (line: string) => void;
  out: Io['stdout'];
  /** Aborted when the hub should stop: by the user, or because a part was lost. */
  stopping: AbortSignal;
  supervisor: Supervisor;
}

export async function run(args: string[], io: Io): Promise<number> {
  if (args.length > 0) throw new Refusal('usage: hub start (settings: PORT, HUB_HOME, SANDBOX_PERSONS)');
  const home = openHome(process.env);
  const host = process.env['HOST'] || '127.0.0.1';
  const port = portOf(process.env['PORT']);
  personsOf(process.env['SANDBOX_PERSONS']);
  const url = `http://${host}:${port}`;
  const say = (line: string) => void io.stdout.write(`${line}\n`);
  claimHome(home, url);

  const stopping = stopOnSignal();
  let fault: string | null = null;
  const lose = (what: string, log: string) => {
    if (stopping.signal.aborted) return;
    fault = `${what}; its log is ${join(home, 'logs', log)}`;
    stopping.abort();
  };
  let postgres: EmbeddedPostgres | undefined;
  const supervisor = openSupervisor(
    home,
    say,
    (name) => lose(`${name} cannot be kept up`, `${name}.log`),
    () => noteRun(home, url, supervisor, postgres),
  );
  try {
    await assertFree(host, port);
    keepVaultKey(home);
    if (!existsSync(sealingKeyFile(home)))
      createSealingKey(profileOf(process.env['HUB_CRYPTO']), sealingKeyFile(home), sealingKeyPublicFile(home));
    await assertQueueAnswers(process.env['REDIS_URL']);
    await createIssuer(home);
    if (!existsSync(signInKeyFile(home))) await addSignInKey(signInKeyFile(home));
    const opened = await openEmbeddedDatabase(home, keptSecrets(home));
    postgres = opened.postgres;
    void postgres.ended.then(() => lose('PostgreSQL ended unexpectedly', 'postgres.log'));
    const start: Start = { home, host, port, url, say, out: io.stdout, stopping: stopping.signal, supervisor };
    await Promise.race([bringUp(start, postgres, opened), untilAborted(stopping.signal)]);
    await untilAborted(stopping.signal);
  } catch (error) {
    await sleep(20); // A Ctrl-C that made a part fail is heard before its failure is judged.
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

/** From an empty or known database to a hub that answers, and on while it does. Throws the signal's reason as soon as that asks for a stop. */
async function bringUp(
  start: Start,
  postgres: EmbeddedPostgres,
  { databaseUrl, appUrl }: { databaseUrl: string; appUrl: string },
): Promise<void> {
  const { home, host, port, url, say, stopping, supervisor } = start;
  const secrets = keptSecrets(home);
  const clock = embeddedClock(home);
  await migrateAll(databaseUrl, appUrl);
  stopping.throwIfAborted();
  const apiEnv = apiEnvironment(home, appUrl, host, port);
  // The API needs none of what is prepared meanwhile; its failure is heard where it is awaited.
  const serving = supervisor.start('serve', ['serve'], apiEnv);
  serving.catch(() => undefined);
  const sandboxEnv = await sandboxEnvironment(home, secrets, postgres.url('postgres'));
  const sandbox = (await supervisor.start('sandbox', ['sandbox', 'serve'], sandboxEnv)) as unknown as {
    addresses: SandboxAddresses;
  };
  const state = (await readSandboxState(home))!;
  const wanted = process.env['SANDBOX_PERSONS'];
  if (wanted && Number(wanted) !== state.persons)
    say(
      `SANDBOX_PERSONS=${wanted} is not used: this hub keeps its ${state.persons} persons; another HUB_HOME takes others`,
    );
  const database = await openDatabase(appUrl, { poolSize: 2 });
  const { backend, close } = openBackend(appUrl, process.env['REDIS_URL']);
  const queues = openQueues(backend, () => {}); // A lost connection heals; the worker logs it.
  const scene = { home, url, pages: url, clock, signal: stopping };
  try {
    await writeDemoAgreements(database, agreedSince, new Date());
    await writeDemoParameters(database, new Date());
    await writeDemoCalendar(database, clock());
    await supervisor.start('work', ['work'], {
      ...apiEnv,
      ...workerEnvironment(home, secrets, sandbox.addresses, state),
    });
    await serving;
    noteRun(home, url, supervisor, postgres);
    stopping.throwIfAborted();
    await runFirstSync(database, queues, start.out, stopping, await watchForRecord(home, url));
    stopping.throwIfAborted();
    await beginRecruitment(scene);
    // So that there is one to look at before the first night.
    await queues.wakeSnapshot();
  } finally {
    await queues.close();
    await close();
    await database.close();
  }
  say(`ready ${url}\n`);
  say(await welcome(home, url));
  say('Ctrl-C stops everything.');
  await keepRecruiting(scene, say);
}

function noteRun(home: string, url: string, supervisor: Supervisor, postgres: EmbeddedPostgres | undefined): void {
  writeRunNote(home, { supervisor: process.pid, pids: supervisor.pids(), url, postgresPort: postgres?.port ?? 0 });
}

/** A new home gets a new key; a database without the key that it was filled with is left alone. */
function keepVaultKey(home: string): void {
  const file = vaultKeyFile(home);
  if (existsSync(file)) return;
  const data = join(databaseFolder(home), 'postgres');
  if (existsSync(data))
    throw new Refusal(
      `${file} is missing, and ${data} was filled with it: restore the key file, or begin anew with another HUB_HOME`,
    );
  createKeyFile(file);
}

/** npm passes a Ctrl-C on that the terminal has sent to us as well: only a later one means "do not wait". */
function stopOnSignal(): AbortController {
  const stopping = new AbortController();
  let first = 0;
  const stop = () => {
    first ||= Date.now();
    if (Date.now() - first > 1000) process.exit(130);
    stopping.abort(new Error('stopped'));
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, stop);
  return stopping;
}

/** Checked before anything is made. */
function personsOf(text: string | undefined): void {
  const persons = Number(text || 200);
  if (!/^\d*$/.test(text ?? '') || persons < 200 || persons > 4_000_000)
    throw new Refusal('SANDBOX_PERSONS must be a whole number from 200 to 4000000');
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
      const why = error.code === 'EADDRINUSE' ? 'is in use' : `cannot be used (${error.code})`;
      throw new Refusal(`port ${port} of ${host} ${why}: set PORT to a free one`);
    },
  );
  await new Promise((resolve) => probe.close(resolve));
}

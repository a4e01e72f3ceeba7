/** Runs PostgreSQL out of npm's packages as a child: for `hub start` and for tests. A deployment brings its own server. */
import { spawn, type ChildProcess } from 'node:child_process';
import { closeSync, existsSync, openSync, readFileSync, realpathSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { databaseUser, findPostgresPrograms } from './postgres-binaries.js';
import { assertDataFolder, createDataFolder, postgresEnvironment, stopLeftOver, unusable } from './postgres-folder.js';

export interface PostgresOptions {
  /** Data folder; made at the first start. */
  folder: string;
  /** PostgreSQL's own messages are added to this file. */
  logFile: string;
  /** Where the programs may be copied when the installed ones cannot be used. */
  programsFolder: string;
  /** Password of the superuser `postgres`, fixed at the first start. */
  password: string;
  /** False for throw-away databases: much faster, and lost when the power fails. */
  durable: boolean;
}

export interface EmbeddedPostgres {
  port: number;
  /** A `postgresql://` address on this server; the superuser's when no role is named. */
  url(database: string, role?: { name: string; password: string }): string;
  /** Ends open transactions and stops; resolves when the server is gone. */
  stop(): Promise<void>;
  /** Resolves when the server has ended, for whatever reason. */
  ended: Promise<void>;
}

/**
 * Stands between us and the server, in a session of its own, so that a Ctrl-C in the terminal does not stop the database before
 * those who use it. When our end of file 3 closes, by stop() or because we were killed, it asks the server for a fast shutdown.
 */
const guardian = `"$@" 3<&- & server=$!
{ read -r _ <&3; kill -INT $server; } & watch=$!
wait $server; code=$?
kill $watch 2>/dev/null
exit $code`;

/** Starts the server on a free port of 127.0.0.1, making its data folder first where there is none. */
export async function startPostgres(options: PostgresOptions): Promise<EmbeddedPostgres> {
  const programs = findPostgresPrograms(options.programsFolder);
  if (existsSync(options.folder)) assertDataFolder(options.folder);
  else createDataFolder(programs, options.folder, options.password);
  const folder = realpathSync(options.folder);
  await stopLeftOver(folder);
  for (let attempt = 1; ; attempt++) {
    const started = await tryToStart(programs, { ...options, folder });
    if (typeof started !== 'string') return started;
    // A port that was free a moment ago, or memory that the children of a killed server have not let go of yet.
    const passing = /Address already in use|pre-existing shared memory/.test(started);
    if (!passing || attempt === 20) throw unusable(options.folder, started);
    await sleep(500);
  }
}

/** The running server, or what it complained of when it ended. */
async function tryToStart(programs: string, options: PostgresOptions): Promise<EmbeddedPostgres | string> {
  const port = await freePort();
  const log = openSync(options.logFile, 'a', 0o600);
  const logStart = readFileSync(options.logFile).length;
  const command = [join(programs, 'postgres'), '-D', options.folder, ...settings(port, options.durable)];
  const child = spawn('/bin/sh', ['-c', guardian, 'postgres-guardian', ...command], {
    cwd: '/',
    env: postgresEnvironment,
    detached: true,
    stdio: ['ignore', log, log, 'pipe'],
    ...databaseUser(),
  });
  closeSync(log);
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()).once('error', () => resolve()));
  const url: EmbeddedPostgres['url'] = (database, role = { name: 'postgres', password: options.password }) =>
    `postgresql://${role.name}:${encodeURIComponent(role.password)}@127.0.0.1:${port}/${database}`;
  const stop = () => {
    child.stdio[3]?.destroy();
    return ended;
  };
  const refusal = await firstAnswer(url('postgres'), child);
  if (refusal === null) return { port, url, ended, stop };
  await stop();
  if (refusal !== 'ended') return refusal;
  const complaints = readFileSync(options.logFile).subarray(logStart).toString().split('\n');
  return (
    complaints.findLast((line) => /FATAL|PANIC/.test(line))?.replace(/^.*?(FATAL|PANIC): +/, '') ??
    complaints.at(-2)?.replace(/^but /, '') ??
    'no reason given'
  );
}

function settings(port: number, durable: boolean): string[] {
  const values = {
    port,
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    max_connections: 200,
    shared_buffers: '256MB',
    // Loads are large and rare: fewer, longer checkpoints.
    max_wal_size: '2GB',
    ...(durable ? {} : { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' }),
  };
  return Object.entries(values).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
}

/** Null as soon as the server takes queries (after a crash it first repeats its log), else why it does not. */
async function firstAnswer(url: string, child: ChildProcess): Promise<string | null> {
  while (child.pid !== undefined && child.exitCode === null && child.signalCode === null) {
    const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5000 });
    client.on('error', () => {});
    try {
      await client.connect();
      await client.end();
      return null;
    } catch (error) {
      if (error instanceof pg.DatabaseError) {
        if (error.code === '28P01')
          return 'it was made by another hub home: the password kept in keys/ does not open it';
        if (error.code !== '57P03') return error.message; // 57P03: starting up.
      }
      await sleep(20);
    }
  }
  return 'ended';
}

/** A port that nobody listens on at this moment. */
export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

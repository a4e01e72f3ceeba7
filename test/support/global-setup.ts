/** One embedded PostgreSQL per test run, with a migrated template database from which each test file clones its own. */
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import type { TestProject } from 'vitest/node';
import { migrateQueues } from '../../jobs/queues.js';
import { migrate, openDatabase } from '../../schema/database.js';
import { startPostgres } from '../../schema/embedded-postgres.js';
import { startRedis } from './redis.js';

declare module 'vitest' {
  export interface ProvidedContext {
    postgresUrl: string;
    /** Null where no redis-server was found; then the `redis` project is not registered either. */
    redisUrl: string | null;
  }
}

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const folder = mkdtempSync(join(tmpdir(), 'hub-test-'));
  chmodSync(folder, 0o755);
  const postgres = await startPostgres({
    folder: join(folder, 'postgres'),
    logFile: join(folder, 'postgres.log'),
    programsFolder: join(folder, 'programs'),
    password: 'test',
    durable: false,
  });
  await run(postgres.url('postgres'), 'create database template_hub');
  const database = await openDatabase(postgres.url('template_hub'));
  await migrate(database);
  const client = await database.pool.connect();
  await migrateQueues(client);
  client.release();
  await database.close();
  await run(postgres.url('postgres'), 'alter database template_hub is_template true allow_connections false');
  project.provide('postgresUrl', postgres.url('postgres'));
  const redis = await startRedis(folder);
  project.provide('redisUrl', redis?.url ?? null);
  if (!redis) console.log('No redis-server on the path and no REDIS_URL: the queue is tested on PostgreSQL alone.');
  return async () => {
    await redis?.stop();
    await postgres.stop();
    rmSync(folder, { recursive: true, force: true });
  };
}

async function run(url: string, statement: string): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  await client.query(statement);
  await client.end();
}

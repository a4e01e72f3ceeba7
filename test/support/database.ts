/** A database of its own for a test file, cloned from the migrated template. It goes with the server at the end of the run. */
import { randomBytes } from 'node:crypto';
import { Client } from 'pg';
import { inject } from 'vitest';

export async function createTestDatabase(): Promise<{ url: string }> {
  const name = `test_${randomBytes(6).toString('hex')}`;
  const url = new URL(inject('postgresUrl'));
  const client = new Client({ connectionString: url.href });
  await client.connect();
  await client.query(`create database ${name} template template_hub strategy file_copy`);
  await client.end();
  url.pathname = `/${name}`;
  return { url: url.href };
}

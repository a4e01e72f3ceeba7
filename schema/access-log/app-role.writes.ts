/** The role under which the API and the worker connect: it works with all tables, and can change or remove nothing of the access log. */
import type pg from 'pg';

/** Events, leaves and seals are only added. The queue to the sealer is no part of the log. */
const appendOnly = ['access_event', 'access_leaf', 'access_node', 'access_seal', 'access_anchor', 'access_log'];

/** After every migration, as the owner of the tables. Makes the role where it is missing; a known one keeps its password. */
export async function grantToApp(client: pg.ClientBase, role: string, password: string): Promise<void> {
  const name = client.escapeIdentifier(role);
  const known = await client.query('select from pg_roles where rolname = $1', [role]);
  if (known.rowCount === 0) await client.query(`create role ${name} login password ${client.escapeLiteral(password)}`);
  // All at once: at no moment may the role change what stands.
  await client.query('begin');
  for (const schema of ['public', 'bullmq']) {
    await client.query(`grant usage on schema ${schema} to ${name}`);
    await client.query(`grant select, insert, update, delete on all tables in schema ${schema} to ${name}`);
    await client.query(`grant usage, select on all sequences in schema ${schema} to ${name}`);
    await client.query(`grant execute on all functions in schema ${schema} to ${name}`);
  }
  // The queue makes a sequence for each of its names when it is first used.
  await client.query(`grant create on schema bullmq to ${name}`);
  await client.query(`revoke update, delete, truncate on ${appendOnly.join(', ')} from ${name}`);
  await client.query('commit');
}

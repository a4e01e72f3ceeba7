/** The role under which the API and the worker connect: it works with all tables, and can change or remove nothing of the access log. */
import type pg from 'pg';

/** Events, leaves and seals are only added. The queue to the sealer is no part of the log. */
const appendOnly = [
  'access_event',
  'access_leaf',
  'access_node',
  'access_seal',
  'access_anchor',
  'access_log',
  'access_hold',
];

/** After every migration, as the owner of the tables. Makes the role where it is missing; a known one keeps its password. */
export async function grantToApp(client: pg.ClientBase, role: string, password: string): Promise<void> {
  const name = client.escapeIdentifier(role);
  const known = await client.query('select from pg_roles where rolname = $1', [role]);
  if (known.rowCount === 0) await client.query(`create role ${name} login password ${client.escapeLiteral(password)}`);
  // All at once: at no moment may the role change what stands.
  await client.query('begin');
  await client.query(`grant usage on schema public, bullmq to ${name}`);
  const owned = await client.query<{ tables: string; sequences: string | null }>(
    `select string_agg(relation, ', ') filter (where relkind <> 'S') as tables, string_agg(relation, ', ') filter (where relkind = 'S') as sequences
     from (select relkind, format('%I.%I', nspname, relname) as relation from pg_class join pg_namespace schema on schema.oid = relnamespace
       where nspname in ('public', 'bullmq') and relkind in ('r', 'p', 'v', 'S') and relowner = current_user::regrole) owned`,
  );
  const { tables, sequences } = owned.rows[0]!;
  await client.query(`grant select, insert, update, delete on ${tables} to ${name}`);
  if (sequences !== null) await client.query(`grant usage, select on sequence ${sequences} to ${name}`);
  await client.query(`grant execute on all functions in schema public, bullmq to ${name}`);
  // Partners are read for in a role of their own.
  await client.query(`grant hub_reader to ${name}`);
  // The queue makes a sequence for each of its names when it is first used; those are the role's own, and nobody else's to give.
  await client.query(`grant create on schema bullmq to ${name}`);
  await client.query(`revoke update, delete, truncate on ${appendOnly.join(', ')} from ${name}`);
  await client.query('commit');
}

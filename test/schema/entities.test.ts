import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openDatabase } from '../../schema/database.js';
import type { Database } from '../../schema/database.js';
import { createTestDatabase } from '../support/database.js';

let database: Database;
beforeAll(async () => {
  database = await openDatabase((await createTestDatabase()).url);
});
afterAll(() => database.close());

/** `timestamptz(3)` and `timestamp(3) with time zone` are one type by two names; so are the others. */
const oneName = (type: string) =>
  type
    .replace(/^timestamptz/, 'timestamp')
    .replace(' with time zone', '')
    .replace(/^int$/, 'integer')
    .replace(/^bool$/, 'boolean')
    .replace(/^bigserial$/, 'bigint');

describe('tables', () => {
  it('have the columns that the entities describe, and no others', async () => {
    const described = [...database.orm.getMetadata().getAll().values()].flatMap((entity) =>
      entity.props.flatMap((property) =>
        (property.fieldNames ?? []).map(
          (column, i) =>
            `${entity.tableName}.${column} ${oneName(property.columnTypes[i]!)}${property.nullable ? '' : ' not null'}`,
        ),
      ),
    );
    const found = await database.pool.query<{ line: string; type: string; fixed: boolean }>(
      `select relname || '.' || attname as line, format_type(atttypid, atttypmod) as type, attnotnull as fixed
       from pg_attribute join pg_class on pg_class.oid = attrelid
       where relnamespace = 'public'::regnamespace and relkind in ('r', 'p') and attnum > 0 and not attisdropped and relname <> 'schema_migration'`,
    );
    const built = found.rows.map(({ line, type, fixed }) => `${line} ${oneName(type)}${fixed ? ' not null' : ''}`);
    expect(described.sort()).toEqual(built.sort());
  });

  it('have the primary keys that the entities describe', async () => {
    const described = [...database.orm.getMetadata().getAll().values()].map(
      (entity) =>
        `${entity.tableName} (${entity
          .getPrimaryProps()
          .flatMap((property) => property.fieldNames)
          .join(', ')})`,
    );
    const found = await database.pool.query<{ key: string }>(
      `select relname || ' (' || string_agg(attname, ', ' order by array_position(indkey::int2[], attnum)) || ')' as key
       from pg_index join pg_class on pg_class.oid = indrelid join pg_attribute on attrelid = indrelid and attnum = any(indkey)
       where indisprimary and relnamespace = 'public'::regnamespace and relname <> 'schema_migration' group by relname, indrelid`,
    );
    expect(described.sort()).toEqual(found.rows.map((row) => row.key).sort());
  });
});

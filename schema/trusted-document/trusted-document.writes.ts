/** The list of a client's documents grows and shrinks by an officer's hand at the hub's own machine alone. */
import type pg from 'pg';
import { documentIdOf } from './trusted-document.reads.js';

/** Each text once; one that was removed before comes back. Returns the ids in the order of the texts. */
export async function addTrustedDocuments(
  db: pg.Pool,
  client: string,
  texts: readonly string[],
  by: { who: string; at: Date },
): Promise<string[]> {
  const ids = texts.map(documentIdOf);
  await db.query(
    `insert into trusted_document (client, document_id, text, added_at, added_by)
     select distinct on (id) $1, id, text, $4, $5 from unnest($2::text[], $3::text[]) as told (id, text)
     on conflict (client, document_id) do update
       set added_at = excluded.added_at, added_by = excluded.added_by, removed_at = null, removed_by = null
       where trusted_document.removed_at is not null`,
    [client, ids, texts, by.at, by.who],
  );
  return ids;
}

/** False: the client has no such document. */
export async function removeTrustedDocument(
  db: pg.Pool,
  client: string,
  id: string,
  by: { who: string; at: Date },
): Promise<boolean> {
  const { rowCount } = await db.query(
    `update trusted_document set removed_at = $3, removed_by = $4
     where client = $1 and document_id = $2 and removed_at is null`,
    [client, id, by.at, by.who],
  );
  return rowCount === 1;
}

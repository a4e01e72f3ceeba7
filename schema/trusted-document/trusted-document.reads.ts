/** The documents that a client may ask by their ids. */
import { hash } from 'node:crypto';
import type pg from 'pg';
import { type Kept, lookAgain } from '../look-again.js';

export interface TrustedDocumentRow {
  id: string;
  text: string;
  addedAt: Date;
  addedBy: string;
  removedAt: Date | null;
}

/** As the GraphQL-over-HTTP specification names a document by its own text. */
export const documentIdOf = (text: string) => `sha256:${hash('sha256', text)}`;

/** All that a client ever had, oldest first. */
export async function readTrustedDocuments(db: pg.Pool, client: string): Promise<TrustedDocumentRow[]> {
  const { rows } = await db.query<TrustedDocumentRow>(
    `select document_id as id, text, added_at as "addedAt", added_by as "addedBy", removed_at as "removedAt"
     from trusted_document where client = $1 order by added_at, document_id`,
    [client],
  );
  return rows;
}

export interface TrustedDocuments {
  /** The text of a client's own document; null when it has none of that id. */
  textOf(client: string, id: string): Promise<string | null>;
}

/** So many clients' lists are kept at hand. */
const mostClients = 1000;

/** What was removed works ten seconds at most. */
export function openTrustedDocuments(db: pg.Pool, clock: () => Date): TrustedDocuments {
  const lists = new Map<string, Kept<ReadonlyMap<string, string>>>();
  function listOf(client: string): Kept<ReadonlyMap<string, string>> {
    const known = lists.get(client);
    if (known) return known;
    const list = lookAgain(clock, 5000, {
      async version() {
        const { rows } = await db.query<{ version: string }>(
          `select concat_ws(' ', count(*), count(removed_at), max(added_at), max(removed_at)) as version
           from trusted_document where client = $1`,
          [client],
        );
        return rows[0]!.version;
      },
      async read() {
        const rows = await readTrustedDocuments(db, client);
        // A text that was changed behind the hub's back is no document of that id.
        const valid = rows.filter(({ id, text, removedAt }) => removedAt === null && documentIdOf(text) === id);
        return new Map(valid.map(({ id, text }) => [id, text]));
      },
    });
    if (lists.size >= mostClients) lists.delete(lists.keys().next().value!);
    lists.set(client, list);
    return list;
  }
  return {
    textOf: async (client, id) => (await listOf(client).current()).get(id) ?? null,
  };
}

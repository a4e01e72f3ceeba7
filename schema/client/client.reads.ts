/** Reads of machine clients. */
import type pg from 'pg';

/** A trigger tells this whenever a client, an account or a platform's key changed: whoever remembers one looks again. */
export const accessChangedChannel = 'access_changed';

export interface PublicKey {
  kty: string;
  kid: string;
  alg: string;
  [member: string]: string;
}

export interface ClientRow {
  id: string;
  name: string;
  audience: 'partner' | 'employer';
  creditCode: string | null;
  keys: PublicKey[];
  keysSince: Date;
  addedAt: Date;
  addedBy: string;
  revokedAt: Date | null;
}

const columns = `client_id as id, name, audience, credit_code as "creditCode", keys, keys_since as "keysSince",
  added_at as "addedAt", added_by as "addedBy", revoked_at as "revokedAt"`;

/** A client that may ask; null when it was revoked, too. */
export async function readClient(db: pg.Pool, id: string): Promise<ClientRow | null> {
  if (!/^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/.test(id)) return null;
  const found = await db.query<ClientRow>({
    name: 'read-client',
    text: `select ${columns} from client where client_id = $1 and revoked_at is null`,
    values: [id],
  });
  return found.rows[0] ?? null;
}

/** Every client, the newest first. */
export async function readClients(db: pg.Pool): Promise<ClientRow[]> {
  return (await db.query<ClientRow>(`select ${columns} from client order by client_id desc`)).rows;
}

export interface Standing {
  /** Whether somebody whom an outside issuer still lets in was turned away here: by the name in the token. */
  isTurnedAway: boolean;
  /** What a person is called here who has an account: nobody is two persons by coming in two ways. */
  name: string | null;
}

/** How an outside issuer's clients and people stand here. */
export async function readStanding(db: pg.Pool, audience: string, name: string): Promise<Standing> {
  const found = await db.query<Standing>({
    name: 'read-standing',
    text: `select (select name from account where audience = $1 and subject = $2 and dismissed_at is null) as name, exists (select from client where (name, audience) = ($2, $1) having bool_and(revoked_at is not null))
        or exists (select from account where audience = $1 and dismissed_at is not null and $2 in (login, subject, name)
          and not exists (select from account other where other.audience = $1 and other.dismissed_at is null and $2 in (other.login, other.subject, other.name)))
        as "isTurnedAway"`,
    values: [audience, name],
  });
  return found.rows[0]!;
}

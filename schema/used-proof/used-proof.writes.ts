/** The guard against replay: each proof counts once, on whichever node it comes. */
import type pg from 'pg';

export interface Proof {
  /** Hash of the key's thumbprint and of the proof's own id. */
  hash: Buffer;
  issuedAt: Date;
  /** When it is too old to be believed anyway. */
  endsAt: Date;
}

const text = `with asked as (
    select proof_hash, issued_at, ends_at, place, row_number() over (partition by proof_hash order by place) as nth
    from unnest($1::bytea[], $2::timestamptz[], $3::timestamptz[]) with ordinality as given (proof_hash, issued_at, ends_at, place)
  ), used as (
    insert into used_proof (proof_hash, ends_at) select proof_hash, ends_at from asked where nth = 1 order by proof_hash
    on conflict do nothing returning proof_hash
  ), begun as (
    insert into used_proof_memory (since) values (now()) on conflict do nothing returning since
  ), memory as (
    select since from begun union all select since from used_proof_memory
  )
  select nth = 1 and used.proof_hash is not null and issued_at >= (select max(since) from memory) is true as "isNew"
  from asked left join used using (proof_hash) order by place`;

/** Whether each was never used before. One that is older than the memory of the guard might have been: it is refused. */
export async function useProofs(db: pg.Pool, proofs: readonly Proof[]): Promise<boolean[]> {
  const columns = [proofs.map(({ hash }) => hash), proofs.map((one) => one.issuedAt), proofs.map((one) => one.endsAt)];
  const found = await db.query<{ isNew: boolean }>({ name: 'use-proofs', text, values: columns });
  return found.rows.map(({ isNew }) => isNew);
}

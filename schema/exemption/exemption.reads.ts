/** Reads of the exemption register, for the officers who keep it. */
import type pg from 'pg';

export const exemptionKinds = ['classified', 'other_special'] as const;
export type ExemptionKind = (typeof exemptionKinds)[number];

export interface ExemptionCount {
  creditCode: string;
  kind: ExemptionKind;
  exemptedPosts: number;
  /** Openings that the firm published in the same year. */
  publishedOpenings: number;
}

/** Exempted posts by firm and kind in a year of Asia/Shanghai, beside what the same firms published: a look for misuse. */
export async function readExemptionCounts(db: pg.Pool, bureaus: string, year: number): Promise<ExemptionCount[]> {
  const found = await db.query<ExemptionCount>(
    `select credit_code as "creditCode", kind, sum(posts)::int as "exemptedPosts",
       coalesce((select sum(opening.openings)::int from notice join notice_version text using (notice_id),
           lateral (select sum((post ->> 'openings')::int) as openings from json_array_elements(text.content -> 'posts') post) opening
         where notice.credit_code = exemption.credit_code and text.version = notice.version and text.state = 'published'
           and extract(year from notice.published_at at time zone 'Asia/Shanghai') = $2), 0) as "publishedOpenings"
     from exemption
     where bureau like $1 || '%' and extract(year from recorded_at at time zone 'Asia/Shanghai') = $2
     group by credit_code, kind order by credit_code, kind`,
    [bureaus, year],
  );
  return found.rows;
}

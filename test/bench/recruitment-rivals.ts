/** What somebody would write by hand for public posts: bare Fastify and one statement a question, on the same tables. */
import Fastify from 'fastify';
import type pg from 'pg';
import { postAt } from '../../rules/recruitment/closed-by-clock.js';
import { facetNames } from '../../rules/recruitment/facets.js';
import type { FacetName } from '../../rules/recruitment/facets.js';
import type { RecordFilter } from '../../rules/recruitment/post-filter.js';
import type { PublicPost } from '../../rules/recruitment/public-record.js';
import { gramsOfTerm, searchTerms } from '../../rules/recruitment/search-text.js';

export interface ListQuestion {
  filter: RecordFilter;
  first: number;
}

const mostValues = 100;
const quoted = (name: FacetName) => `"${name}"`;

export async function startRival(pool: pg.Pool, clock: () => Date) {
  const app = Fastify({ logger: false });
  app.post('/posts', ({ body }) => listOf(pool, body as ListQuestion, clock().toISOString()));
  app.post('/post', ({ body }) => postOf(pool, (body as { id: string }).id, clock().toISOString()));
  app.post('/changes', ({ body }) => {
    const { after, first } = body as { after: number; first: number };
    return readChanges(pool, after, first).then((changes) => ({ changes, endCursor: changes.at(-1)?.number ?? after }));
  });
  app.get('/changes', (request, reply) =>
    readChanges(pool, Number((request.query as { after: string }).after), 100).then((changes) => {
      const texts = changes.map(
        ({ body, ...change }) => `${JSON.stringify(change).slice(0, -1)},"body":${body ?? 'null'}}`,
      );
      void reply.type('application/json; charset=utf-8');
      return `{"changes":[${texts.join(',')}],"endCursor":${changes.at(-1)?.number ?? null}}`;
    }),
  );
  const url = await app.listen({ host: '127.0.0.1', port: 0 });
  return { url, close: () => app.close() };
}

async function listOf(pool: pg.Pool, { filter, first }: ListQuestion, now: string) {
  const [page, counts] = await Promise.all([
    pool.query<{ place: string; body: string }>(pageOf(filter, first + 1)),
    pool.query<Counted>(countsOf(filter, now)),
  ]);
  const edges = page.rows.slice(0, first).map(({ place, body }) => {
    const post = postAt(JSON.parse(body) as PublicPost, now);
    const { id, title, state, places, openings, employer, pay, closesAt } = post;
    const { minFen, maxFen, period } = pay;
    const node = { id, title, state, places, openings, employer: { name: employer.name } };
    return { node: { ...node, pay: { minFen, maxFen, period }, closesAt }, cursor: place };
  });
  const pageInfo = { hasNextPage: page.rows.length > first, endCursor: edges.at(-1)?.cursor ?? null };
  return { posts: { edges, pageInfo, ...summedUp(counts.rows, filter) } };
}

async function postOf(pool: pg.Pool, id: string, now: string) {
  const found = await pool.query<{ body: string }>({
    name: 'post',
    text: `select body from open_record where record_id = $1 and record_kind = 'post'`,
    values: [id],
  });
  const body = found.rows[0]?.body;
  return { post: body === undefined ? null : postAt(JSON.parse(body) as PublicPost, now) };
}

async function readChanges(pool: pg.Pool, after: number, first: number) {
  const found = await pool.query<{ number: number; body: string | null }>({
    name: 'changes',
    text: `select number, at, kind, reason, remark, record_kind as "recordKind", record_id as "recordId",
        notice_id as "noticeId", version, day, encode(sha256, 'hex') as sha256, body
      from open_change where number > $1 order by number limit $2`,
    values: [after, first],
  });
  return found.rows;
}

/** What is no facet, and what the statement is given for it. */
function restOf({ text, payAtLeastFen }: RecordFilter): { conditions: string; values: unknown[] } {
  const grams = searchTerms(text ?? '').flatMap(gramsOfTerm);
  const asked = [
    [`words @@ $1::tsquery`, grams.length > 0 ? grams.map((gram) => `'${gram}'`).join(' & ') : null],
    [`(findable -> 'monthlyFen')::bigint >= $1`, payAtLeastFen],
  ].filter(([, value]) => value !== null);
  const conditions = asked.map(([condition], i) => String(condition).replace('$1', `$${i + 1}`));
  return { conditions: [`record_kind = 'post'`, ...conditions].join(' and '), values: asked.map(([, value]) => value) };
}

const wantedOf = ({ facets }: RecordFilter) => facetNames.filter((name) => facets[name] !== undefined);

function pageOf(filter: RecordFilter, limit: number): pg.QueryConfig {
  const wanted = wantedOf(filter);
  const { conditions, values } = restOf(filter);
  const facets = wanted.map((name, i) => `and findable -> 'facets' -> '${name}' ?| $${values.length + 2 + i}::text[]`);
  return {
    text: `select place, body from open_record where ${conditions} ${facets.join(' ')} order by place desc limit $${values.length + 1}`,
    values: [...values, limit, ...wanted.map((name) => filter.facets[name])],
  };
}

/** One value list of one facet, with how many records have it; `n` by all conditions, the others without one of them. */
type Counted = { facet: number; value: string | null; n: number } & Partial<Record<FacetName, number>>;

/** One pass over the records: every facet by its lists of values, and each wanted facet as if it were not asked for. */
function countsOf(filter: RecordFilter, now: string): pg.QueryConfig {
  const wanted = wantedOf(filter);
  const { conditions, values } = restOf(filter);
  const columns = facetNames.map((name) => `${quoted(name)} jsonb`).join(', ');
  const shown = facetNames.filter((name) => name !== 'state').map(quoted);
  const misses = wanted.map((name, i) => `(not ${quoted(name)} ?| $${values.length + 2 + i}::text[])::int`);
  const without = wanted.map((name, i) => `count(*) filter (where missed = ${misses[i]})::int as ${quoted(name)}`);
  const all = facetNames.map(quoted).join(', ');
  return {
    text: `with fitting as (
        select ${shown.join(', ')}, ${misses.join(' + ') || '0'} as missed,
          case when state = '["open"]' and findable ->> 'closesAt' <= $${values.length + 1} then '["closed"]' else state end as state
        from open_record, jsonb_to_record(findable -> 'facets') as facets(${columns}) where ${conditions}
      )
      select ${['count(*) filter (where missed = 0)::int as n', ...without].join(', ')},
        grouping(${all})::int as facet, coalesce(${all})::text as value
      from fitting where missed <= 1 group by grouping sets (${facetNames.map((name) => `(${quoted(name)})`).join(', ')})`,
    values: [...values, now, ...wanted.map((name) => filter.facets[name])],
  };
}

function summedUp(rows: readonly Counted[], filter: RecordFilter) {
  let totalCount = 0;
  const facets = facetNames.map((name, i) => {
    // Every other facet is grouped away.
    const mask = (1 << facetNames.length) - 1 - (1 << (facetNames.length - 1 - i));
    const counts = new Map<string, number>();
    for (const row of rows) {
      if (row.facet !== mask) continue;
      if (name === 'state') totalCount += row.n;
      const count = filter.facets[name] === undefined ? row.n : row[name]!;
      if (row.value === null || count === 0) continue;
      for (const value of JSON.parse(row.value) as string[]) counts.set(value, (counts.get(value) ?? 0) + count);
    }
    const ranked = [...counts].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1)).slice(0, mostValues);
    return {
      name: name === 'veterans' ? 'reservedForVeterans' : name,
      values: ranked.map(([value, count]) => ({ value, count })),
    };
  });
  return { totalCount, facets };
}

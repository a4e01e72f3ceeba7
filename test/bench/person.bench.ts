/** `person` over the whole path of the API, against one hand-written statement behind a bare Fastify route. */
import Fastify from 'fastify';
import type { SourceRow } from '../../connectors/connector.js';
import { normalizeIdNumber } from '../../rules/identifiers.js';
import { nameKey } from '../../rules/names.js';
import type { PersonDocument } from '../../rules/vocabulary.js';
import type { Database } from '../../schema/database.js';
import type { Vault } from '../../schema/vault.js';
import { agreeOn, relaxedTerms } from '../support/agreements.js';
import { idNumberOf, rowsOf } from '../support/facts.js';
import { fill } from '../support/fill.js';
import { startAsker } from './asker.js';
import { openBenchHub } from './open-hub.js';
import { pair } from './pairs.js';
import type { Pairing } from './pairs.js';

const persons = 1000;
const seconds = Number(process.env['BENCH_SECONDS'] ?? 3);
const record = 'name birthDate employments { edges { node { form from to } } }';
const decisions = 'entitlements { rule outcome amountFen }';
const queryOf = (selection: string) =>
  `query ($idNumber: String!, $name: String!) { person(idNumber: $idNumber, name: $name) { ${selection} } }`;
const fields = ['name', 'birthDate', 'employments', 'entitlements'];

/** `databaseUrl` is the address of `database`, for the queue's pool. */
export async function benchPerson(
  database: Database,
  vault: Vault,
  databaseUrl: string,
  rounds: number,
): Promise<Pairing[]> {
  await database.pool.query(
    'truncate fact, person_identifier, person_record, entitlement_sheet, entitlement_candidate',
  );
  await fill(database, vault, rows);
  await database.pool.query('vacuum analyze');
  const ours = await startOurs(database, vault, databaseUrl);
  const rival = await startRival(database, vault);
  const who = Array.from({ length: persons }, (_, n) => ({ idNumber: idNumberOf(n), name: `张${n}` }));
  const json = { 'content-type': 'application/json' };
  const signed = { ...json, authorization: `Bearer ${ours.token}` };
  const asker = await startAsker();
  const results: Pairing[] = [];
  for (const { name, selection, path, says } of [
    { name: 'person, the record alone', selection: record, path: '/record', says: '' },
    {
      name: 'person with entitlements',
      selection: `${record} ${decisions}`,
      path: '/decided',
      says: ', decisions as stored (ours decides anew)',
    },
  ]) {
    const query = queryOf(selection);
    const bodies = who.map((variables) => ({ path: '/graphql', body: JSON.stringify({ query, variables }) }));
    const round = { says: '"birthDate"', connections: 32 };
    const askOurs = async (seconds: number) =>
      (await asker.ask({ ...round, origin: ours.url, headers: signed, asks: bodies, seconds })).rate;
    const plain = who.map((person) => ({ path, body: JSON.stringify(person) }));
    const askRival = async (seconds: number) =>
      (await asker.ask({ ...round, origin: rival.url, headers: json, asks: plain, seconds })).rate;
    // Both are warm before anything counts.
    await askOurs(1);
    await askRival(1);
    results.push(
      await pair(
        {
          name,
          ours: 'the whole path: token, limits, rights, budget, GraphQL',
          rival: `a bare Fastify route, one statement on the same stored document that also writes the event${says}`,
          unit: 'requests/s',
        },
        rounds,
        () => askOurs(seconds),
        () => askRival(seconds),
      ),
    );
  }
  asker.close();
  await Promise.all([ours.close(), rival.close()]);
  return results;
}

/** The small invented rows, with two years of contributions each. */
function rows(stream: string): SourceRow[] {
  const small = rowsOf(stream, persons);
  if (stream !== 'contributions') return small;
  return small.flatMap((row) =>
    Array.from({ length: 24 }, (_, n): SourceRow => {
      if (row.op !== 'upsert' || row.body.kind !== 'contribution') return row;
      const month = `${2024 + Math.floor(n / 12)}-${String(1 + (n % 12)).padStart(2, '0')}`;
      return { ...row, key: `${row.key}|${month}`, body: { ...row.body, month } };
    }),
  );
}

async function startOurs(database: Database, vault: Vault, databaseUrl: string) {
  const open = Object.fromEntries(fields.map((field) => [`Person.${field}`, 'full' as const]));
  await agreeOn(database.pool, 'bench', relaxedTerms({ fields: open, dailyLimit: 100_000_000 }));
  const hub = await openBenchHub(database, vault, databaseUrl);
  return { url: hub.url, token: await hub.token({ sub: 'bench', audience: 'partner' }), close: () => hub.close() };
}

const statementWith = (more: string) => `with found as (
    select person_id, document${more} from person_identifier join person_record using (person_id)
    where blind_index = $1 and name_keys @> array[$2]
  ), event as (
    insert into access_event (client, audience, purpose, operation, fields, outcome, person_id)
    select 'rival', 'partner', 'bench', 'person', 'all', case when found.person_id is null then 'miss' else 'shown' end, found.person_id
    from (values (1)) one left join found on true returning event_id
  ) select found.* from event left join found on true`;
const storedDecisions = `, (select json_agg(json_build_object('rule', rule, 'outcome', decision ->> 'outcome', 'amountFen', decision -> 'amountFen'))
  from entitlement_sheet sheet, json_each(decisions::json) as decided(rule, decision)
  where sheet.person_id = person_record.person_id) as entitlements`;

/** What somebody would write by hand for these two questions. */
async function startRival(database: Database, vault: Vault) {
  const app = Fastify({ logger: false });
  for (const [path, text] of [
    ['/record', statementWith('')],
    ['/decided', statementWith(storedDecisions)],
  ] as const)
    app.post(path, async (request, reply) => {
      const { idNumber, name } = request.body as { idNumber: string; name: string };
      const id = normalizeIdNumber(idNumber);
      if (!id.ok) return reply.code(400).send({ error: id.reason });
      const values = [vault.blindIndex(id.value), nameKey(name)];
      const found = await database.pool.query<{ document: string | null; entitlements?: unknown[] }>({
        name: path,
        text,
        values,
      });
      const { document: stored, entitlements } = found.rows[0]!;
      if (stored === null) return { person: null };
      const document = JSON.parse(stored) as PersonDocument;
      const edges = document.employments.slice(0, 20).map(({ form, from, to }) => ({ node: { form, from, to } }));
      const birthDate = document.birthDate?.value ?? null;
      return { person: { name: document.name?.value, birthDate, employments: { edges }, entitlements } };
    });
  const url = await app.listen({ host: '127.0.0.1', port: 0 });
  return { url, close: () => app.close() };
}

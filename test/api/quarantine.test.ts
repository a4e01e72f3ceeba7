/** Who looks after what was put aside: lists, causes, reading again and closing by hand. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { importSource } from '../../jobs/import-source.job.js';
import { codeOf, openTestApi, type TestApi } from '../support/api.js';
import { contributionOf, type Drops, openDrops } from '../support/drops.js';

let api: TestApi;
let drops: Drops;
let operator: string;

beforeAll(async () => {
  api = await openTestApi();
  drops = await openDrops(api.database, api.vault);
  operator = await api.token({ sub: '王科员', audience: 'staff', roles: ['operator'] });
  const rows = Array.from({ length: 5 }, (_, n) =>
    contributionOf(n, n < 3 ? { insurance: '999' } : n === 3 ? { base_fen: '4,00' } : {}),
  );
  await drops.deliver('20260301', 'contributions', [rows.slice(0, 3), rows.slice(3)]);
  await drops.sync('contributions');
});
afterAll(async () => {
  await drops.close();
  await api.close();
});

interface Row {
  id: string;
  code: string;
  field: string | null;
  location: string;
  isOpen: boolean;
}
const list = `query ($code: String, $openOnly: Boolean, $first: Int, $after: String) {
  quarantinedRows(code: $code, openOnly: $openOnly, first: $first, after: $after) {
    edges { node { id source stream code field reason location isOpen isKept times settledBy finding } } pageInfo { hasNextPage endCursor } } }`;
async function rows(variables: Record<string, unknown> = {}): Promise<{ rows: Row[]; next: string | null }> {
  const { data } = await api.ask(list, { token: operator, variables });
  const { edges, pageInfo } = (
    data as { quarantinedRows: { edges: { node: Row }[]; pageInfo: { hasNextPage: boolean; endCursor: string } } }
  ).quarantinedRows;
  return { rows: edges.map(({ node }) => node), next: pageInfo.hasNextPage ? pageInfo.endCursor : null };
}

it('lists them with their exact place, by fault and page by page, and never the row itself', async () => {
  const answer = await api.ask(list, { token: operator });
  expect(answer.errors).toEqual([]);
  expect(answer.text).not.toMatch(/\d{17}[\dX]/);
  const all = await rows();
  expect(all.rows.map(({ code, field }) => `${code} ${field}`)).toEqual([
    'columns null',
    ...Array<string>(3).fill('unknown-code insurance'),
  ]);
  expect(all.rows.map(({ location }) => JSON.parse(location) as unknown)).toContainEqual({
    file: 'SI_CONTRIBUTION_20260301_001.csv',
    line: 2,
  });
  expect((await rows({ code: 'columns' })).rows).toHaveLength(1);
  const first = await rows({ first: 3 });
  const rest = await rows({ first: 3, after: first.next });
  expect([...first.rows, ...rest.rows].map(({ id }) => id)).toEqual(all.rows.map(({ id }) => id));
});

it('sums them up by cause', async () => {
  const { data } = await api.ask('{ quarantineCauses { source stream code field reason rows } }', { token: operator });
  expect(data).toEqual({
    quarantineCauses: [
      {
        source: 'SOCIAL_INSURANCE',
        stream: 'contributions',
        code: 'unknown-code',
        field: 'insurance',
        reason: 'the code is not in the agreed list',
        rows: 3,
      },
      {
        source: 'SOCIAL_INSURANCE',
        stream: 'contributions',
        code: 'columns',
        field: null,
        reason: 'the line has another number of values than the header',
        rows: 1,
      },
    ],
  });
});

it('has them read again under an idempotency key, ten clicks being one run', async () => {
  const input = {
    source: 'SOCIAL_INSURANCE',
    stream: 'contributions',
    scope: 'QUARANTINE',
    faultCode: 'unknown-code',
    reason: '新版已支持',
    idempotencyKey: 'again-1',
  };
  const ask = (more = {}) =>
    api.ask('mutation ($input: TriggerResyncInput!) { triggerResync(input: $input) { id scope state } }', {
      token: operator,
      variables: { input: { ...input, ...more } },
    });
  const answers = await Promise.all(Array.from({ length: 10 }, () => ask()));
  const ids = new Set(answers.map(({ data }) => (data as { triggerResync: { id: string } }).triggerResync.id));
  expect(ids.size).toBe(1);
  expect(codeOf(await ask({ faultCode: 'columns' }))).toBe('CONFLICT');
  expect(codeOf(await ask({ scope: 'ALL', idempotencyKey: 'again-2' }))).toBe('BAD_INPUT');
  expect(codeOf(await ask({ faultCode: '410902198001010011', idempotencyKey: 'again-3' }))).toBe('BAD_INPUT');
  expect(codeOf(await ask({ faultCode: "x' or 1=1", idempotencyKey: 'again-4' }))).toBe('BAD_INPUT');
  expect(await importSource(drops.dependencies, [...ids][0]!, new AbortController().signal)).toBe('done');
  const { data } = await api.ask(`{ syncRun(id: "${[...ids][0]}") { state scope rowsRead rowsRejected } }`, {
    token: operator,
  });
  expect(data).toEqual({ syncRun: { state: 'DONE', scope: 'QUARANTINE', rowsRead: 3, rowsRejected: 3 } });
});

it('closes one by hand with what was found, once', async () => {
  const [one] = (await rows({ code: 'columns' })).rows;
  const settle = (id: string, token = operator) =>
    api.ask(`mutation { settleQuarantinedRow(id: "${id}", finding: "来源已更正") }`, { token });
  expect(codeOf(await settle(one!.id, await api.token({ sub: '某员', audience: 'staff', roles: ['auditor'] })))).toBe(
    'FORBIDDEN',
  );
  expect(
    codeOf(
      await settle(one!.id, await api.token({ sub: '县员', audience: 'staff', roles: ['operator'], region: '410922' })),
    ),
  ).toBe('FORBIDDEN');
  expect((await settle(one!.id)).data).toEqual({ settleQuarantinedRow: true });
  expect(codeOf(await settle(one!.id))).toBe('ILLEGAL_MOVE');
  expect(codeOf(await settle('no id'))).toBe('NOT_FOUND');
  expect((await rows({ code: 'columns' })).rows).toEqual([]);
  expect((await rows({ code: 'columns', openOnly: false })).rows).toMatchObject([
    { settledBy: '王科员', finding: '来源已更正', isOpen: false },
  ]);
});

it('opens it again when it comes again', async () => {
  await drops.deliver('20260302', 'contributions', [[contributionOf(3, { base_fen: '4,00' })]]);
  await drops.sync('contributions');
  expect((await rows({ code: 'columns' })).rows).toMatchObject([{ isOpen: true, times: 2, finding: null }]);
});

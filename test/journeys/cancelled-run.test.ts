/** A run that one process works on is cancelled through another: the API and the worker as a deployment runs them. */
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createVault, loadKeys } from '../../schema/vault.js';
import { type Drops, insuredPerson, openDrops } from '../support/drops.js';
import { type HubPair, openHubPair } from '../support/hub-pair.js';
import { killAt, type KillPoint, layKillPoints } from '../support/kill-points.js';

const point: KillPoint = {
  name: 'a batch commits',
  table: 'sync_run',
  on: 'update',
  when: 'new.position is distinct from old.position and new.position is not null',
  atCommit: true,
};
const persons = 400;
let hub: HubPair;
let drops: Drops;
let watch: Client;
let token: string;
beforeAll(async () => {
  const sources: Record<string, string> = {
    EMPLOYMENT_URL: 'http://127.0.0.1:9',
    EMPLOYMENT_APP_ID: 'hub',
    EMPLOYMENT_SECRET: 's',
  };
  hub = await openHubPair(sources, { SYNC_BATCH_ROWS: '20', SYNC_CONCURRENCY: '1' });
  drops = await openDrops(hub.database, createVault(loadKeys(hub.keyFile)));
  Object.assign(sources, drops.env);
  await drops.deliver('20260301', 'persons', [Array.from({ length: persons }, (_, n) => insuredPerson(n))]);
  watch = new Client({ connectionString: hub.databaseUrl });
  await watch.connect();
  await layKillPoints(watch, [point]);
  await hub.serve();
  hub.work();
  token = await hub.token({ sub: '王科员', audience: 'staff', roles: ['operator'], region: '410900' });
});
afterAll(async () => {
  await watch.end();
  await hub.close();
  await drops.close();
});

async function trigger(key: string): Promise<string> {
  const input = { source: 'SOCIAL_INSURANCE', stream: 'persons', scope: 'ALL', reason: '核对', idempotencyKey: key };
  const answer = await hub.ask('mutation ($input: TriggerResyncInput!) { triggerResync(input: $input) { id } }', {
    token,
    variables: { input },
  });
  expect(answer.errors).toEqual([]);
  return (answer.data as { triggerResync: { id: string } }).triggerResync.id;
}
const held = async (runId: string) =>
  (
    await hub.database.pool.query<{ state: string; read: number; facts: number }>(
      `select state, rows_read::int as read, (select count(*)::int from fact) as facts from sync_run where run_id = $1`,
      [runId],
    )
  ).rows[0]!;

it('the batch under way commits, the answer comes after it, and nothing follows', async () => {
  const runId = await trigger('first');
  let answered = false;
  let cancelling: ReturnType<HubPair['ask']>;
  await killAt(watch, point, async () => {
    cancelling = hub.ask(
      `mutation ($id: ID!) { cancelSyncRun(id: $id, reason: "来源有误") { id state rowsRead acts { act by reason } } }`,
      { token, variables: { id: runId } },
    );
    void cancelling.finally(() => (answered = true));
    await sleep(500);
    expect(answered).toBe(false);
  });
  const { data, errors } = await cancelling!;
  expect(errors).toEqual([]);
  const then = await held(runId);
  expect(then.read).toBe(20);
  expect(then.facts).toBe(20);
  expect(data).toEqual({
    cancelSyncRun: {
      id: runId,
      state: 'CANCELLED',
      rowsRead: 20,
      acts: [{ act: 'CANCEL', by: '王科员', reason: '来源有误' }],
    },
  });
  await sleep(1500);
  expect(await held(runId)).toEqual(then);

  const next = await trigger('second');
  for (let tries = 0; tries < 300 && (await held(next)).state !== 'done'; tries++) await sleep(100);
  expect(await held(next)).toEqual({ state: 'done', read: persons, facts: persons });
  expect(await held(runId)).toMatchObject({ state: 'cancelled', read: 20 });
});

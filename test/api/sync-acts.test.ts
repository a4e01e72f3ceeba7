/** What an operator does with a run that was asked for: who may, with which words, and what is told to the rest. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Answer, codeOf, openTestApi, type TestApi } from '../support/api.js';
import { idNumberOf } from '../support/facts.js';
import { askForRun } from '../support/syncs.js';

let api: TestApi;
let operator: string;
beforeAll(async () => {
  api = await openTestApi();
  operator = await api.token({ sub: '王科员', audience: 'staff', roles: ['operator'] });
});
afterAll(() => api.close());

const nowhere = '01890000-0000-7000-8000-000000000000';
const run = () => askForRun(api.database, 'tax', 'taxpayers');
const settle = (id: string, state: string) =>
  api.database.pool.query('update sync_run set state = $2 where run_id = $1', [id, state]);
const about = (answer: Answer) => answer.errors[0]?.message.split(' / ')[1];

describe('cancelSyncRun', () => {
  const cancel = (id: string, reason = '来源有误', token = operator) =>
    api.ask(
      `mutation ($id: ID!, $reason: String!) { cancelSyncRun(id: $id, reason: $reason) { id state acts { act by reason } } }`,
      { token, variables: { id, reason } },
    );

  it('stops a run that waits, with who and why, and stands in the access log', async () => {
    const id = await run();
    await api.events();
    const answer = await cancel(id);
    expect(answer.errors).toEqual([]);
    const acts = [{ act: 'CANCEL', by: '王科员', reason: '来源有误' }];
    expect(answer.data).toEqual({ cancelSyncRun: { id, state: 'CANCELLED', acts } });
    const noted = (await api.events()).map(({ client, outcome, operation }) => [
      client,
      outcome,
      String(operation).split('#')[0],
    ]);
    expect(noted).toEqual([
      ['王科员', 'begun', 'cancelSyncRun'],
      ['王科员', 'done', 'cancelSyncRun'],
    ]);
  });

  it.each([
    ['done', 'this run has ended (done) and cannot be cancelled'],
    ['failed', 'this run has ended (failed) and cannot be cancelled'],
    ['cancelled', 'this run has ended (cancelled) and cannot be cancelled'],
    ['held', 'this run waits for a decision and does not run; reject its proposal of kind SYNC_RUN instead'],
  ])('a run that is %s is told so in one sentence, and stays', async (state, says) => {
    const id = await run();
    await settle(id, state);
    const answer = await cancel(id);
    expect([codeOf(answer), about(answer)]).toEqual(['ILLEGAL_MOVE', says]);
    const found = await api.database.pool.query(
      'select state, (select count(*)::int from sync_act where sync_act.run_id = $1) as acts from sync_run where run_id = $1',
      [id],
    );
    expect(found.rows).toEqual([{ state, acts: 0 }]);
  });

  it.each(['', 'x', nowhere])('there is no run %j', async (id) => {
    expect(codeOf(await cancel(id))).toBe('NOT_FOUND');
  });

  it.each(['', ' ', '长'.repeat(501), 'a\u0000b', idNumberOf(1)])('the reason %j is refused', async (reason) => {
    const id = await run();
    expect(codeOf(await cancel(id, reason))).toBe('BAD_INPUT');
  });

  it('is for who runs the hub alone', async () => {
    const id = await run();
    const viewer = await api.token({ sub: '李科员', audience: 'staff', roles: ['viewer'] });
    expect(codeOf(await cancel(id, '试', viewer))).toBe('FORBIDDEN');
    const partner = await api.token({ sub: '民政局', audience: 'partner' });
    expect((await cancel(id, '试', partner)).status).toBe(400);
  });
});

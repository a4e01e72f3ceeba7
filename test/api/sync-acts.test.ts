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

describe('retrySyncRun', () => {
  let keys = 0;
  const retry = (id: string, key = `again-${++keys}`, reason = '来源已修复', token = operator) =>
    api.ask(
      `mutation ($id: ID!, $reason: String!, $key: String!) {
        retrySyncRun(id: $id, reason: $reason, idempotencyKey: $key) { id state error acts { act by reason } } }`,
      { token, variables: { id, reason, key } },
    );
  const actsOf = async (id: string) =>
    (await api.database.pool.query<{ n: number }>('select count(*)::int as n from sync_act where run_id = $1', [id]))
      .rows[0]!.n;

  it('ten clicks on a run that failed are one attempt, and one of another key finds it waiting', async () => {
    const id = await run();
    await api.database.pool.query(
      `update sync_run set state = 'failed', error = 'nobody answers', error_kind = 'unavailable', attempt = 6 where run_id = $1`,
      [id],
    );
    const key = `again-${++keys}`;
    const answers = await Promise.all(Array.from({ length: 10 }, () => retry(id, key)));
    expect(answers.flatMap(({ errors }) => errors)).toEqual([]);
    for (const { data } of answers)
      expect(data).toEqual({
        retrySyncRun: {
          id,
          state: 'QUEUED',
          error: null,
          acts: [{ act: 'RETRY', by: '王科员', reason: '来源已修复' }],
        },
      });
    expect(await actsOf(id)).toBe(1);
    const other = await retry(id);
    expect([codeOf(other), about(other)]).toEqual([
      'ILLEGAL_MOVE',
      'this run waits already; there is nothing to try again',
    ]);
    await settle(id, 'done');
    expect((await retry(id, key)).data).toMatchObject({ retrySyncRun: { id, state: 'DONE' } });
  });

  it('a key that was used for another run, with another reason or by another officer is a conflict', async () => {
    const [first, second] = [await run(), await run()];
    await settle(first, 'failed');
    await settle(second, 'cancelled');
    expect((await retry(first, 'once')).errors).toEqual([]);
    const other = await api.token({ sub: '赵科长', audience: 'staff', roles: ['operator'] });
    for (const answer of [
      await retry(second, 'once'),
      await retry(first, 'once', '另一个原因'),
      await retry(first, 'once', '来源已修复', other),
    ])
      expect(codeOf(answer)).toBe('CONFLICT');
    expect(await actsOf(second)).toBe(0);
  });

  it.each([
    ['running', 'this run is at work; there is nothing to try again'],
    ['held', 'this run waits for a decision; decide its proposal of kind SYNC_RUN'],
    ['done', 'this run is done; ask for a new one with triggerResync'],
  ])('a run that is %s is refused in one sentence', async (state, says) => {
    const id = await run();
    await settle(id, state);
    const answer = await retry(id);
    expect([codeOf(answer), about(answer)]).toEqual(['ILLEGAL_MOVE', says]);
    expect(await actsOf(id)).toBe(0);
  });

  it('a run whose record key was erased is asked for anew', async () => {
    const id = await askForRun(api.database, 'tax', 'taxpayers', { scope: 'KEY' });
    await settle(id, 'failed');
    expect(about(await retry(id))).toBe('the key of this run was erased in its time; ask anew with triggerResync');
  });

  it.each(['', 'x', nowhere])('there is no run %j', async (id) => {
    expect(codeOf(await retry(id))).toBe('NOT_FOUND');
  });

  it('asks for a reason, a key and a role', async () => {
    const id = await run();
    await settle(id, 'failed');
    expect(codeOf(await retry(id, 'k', ' '))).toBe('BAD_INPUT');
    expect(codeOf(await retry(id, '有中文'))).toBe('BAD_INPUT');
    expect(codeOf(await retry(id, idNumberOf(1)))).toBe('BAD_INPUT');
    const viewer = await api.token({ sub: '李科员', audience: 'staff', roles: ['viewer'] });
    expect(codeOf(await retry(id, 'k', '试', viewer))).toBe('FORBIDDEN');
  });
});

describe('pauseStream and resumeStream', () => {
  const act = (what: 'pause' | 'resume', stream: string, reason = '来源在维护', token = operator) =>
    api.ask(
      `mutation ($stream: String!, $reason: String!) { ${what}Stream(source: EMPLOYMENT, stream: $stream, reason: $reason) { act by reason } }`,
      { token, variables: { stream, reason } },
    );
  const trigger = (stream: string, key: string) =>
    api.ask(`mutation ($input: TriggerResyncInput!) { triggerResync(input: $input) { id state } }`, {
      token: operator,
      variables: { input: { source: 'EMPLOYMENT', stream, scope: 'ALL', reason: '核对', idempotencyKey: key } },
    });
  async function pauseOf(stream: string): Promise<unknown> {
    const answer = await api.ask('{ sourceStates { source streams { stream pause { act by at reason } } } }', {
      token: operator,
    });
    const states = (
      answer.data as { sourceStates: { source: string; streams: { stream: string; pause: unknown }[] }[] }
    ).sourceStates;
    return states.find(({ source }) => source === 'EMPLOYMENT')!.streams.find((one) => one.stream === stream)!.pause;
  }

  it('a paused stream says who, since when and why; it is refused to whoever asks, until it is resumed', async () => {
    expect(await pauseOf('hardship')).toBeNull();
    const asked = await trigger('hardship', 'before-the-pause');
    expect((await act('pause', 'hardship')).data).toEqual({
      pauseStream: { act: 'PAUSE', by: '王科员', reason: '来源在维护' },
    });
    expect(await pauseOf('hardship')).toEqual({
      act: 'PAUSE',
      by: '王科员',
      at: expect.stringMatching(/^\d{4}-/),
      reason: '来源在维护',
    });
    const refused = await trigger('hardship', 'while-it-stands');
    expect([codeOf(refused), about(refused)]).toEqual([
      'ILLEGAL_MOVE',
      expect.stringMatching(
        /^this stream is paused by 王科员 since \d{4}-\S+Z \(来源在维护\): resume it with resumeStream first$/,
      ),
    ]);
    // What was asked for before is told again.
    expect((await trigger('hardship', 'before-the-pause')).data).toEqual(asked.data);
    expect((await trigger('registrations', 'another-stream')).errors).toEqual([]);
    const again = await act('pause', 'hardship');
    expect(codeOf(again)).toBe('ILLEGAL_MOVE');
    expect((await act('resume', 'hardship', '已修复')).data).toEqual({
      resumeStream: { act: 'RESUME', by: '王科员', reason: '已修复' },
    });
    expect(await pauseOf('hardship')).toBeNull();
    expect((await trigger('hardship', 'after-it')).errors).toEqual([]);
    const twice = await act('resume', 'hardship');
    expect([codeOf(twice), about(twice)]).toEqual(['ILLEGAL_MOVE', 'this stream is not paused']);
    const kept = await api.database.pool.query(
      `select act, acted_by, reason from sync_act where run_id is null order by act_id`,
    );
    expect(kept.rows).toEqual([
      { act: 'pause', acted_by: '王科员', reason: '来源在维护' },
      { act: 'resume', acted_by: '王科员', reason: '已修复' },
    ]);
  });

  it('a run of a paused stream is not tried again', async () => {
    const id = await askForRun(api.database, 'employment', 'benefit-grants');
    await settle(id, 'failed');
    await act('pause', 'benefit-grants');
    const answer = await api.ask(
      `mutation ($id: ID!) { retrySyncRun(id: $id, reason: "试", idempotencyKey: "p") { id } }`,
      { token: operator, variables: { id } },
    );
    expect(about(answer)).toBe('its stream is paused: resume it with resumeStream, then try again');
    await act('resume', 'benefit-grants');
  });

  it('asks for a stream that there is, a reason and a role', async () => {
    for (const what of ['pause', 'resume'] as const) {
      expect(codeOf(await act(what, 'taxpayers'))).toBe('BAD_INPUT');
      expect(codeOf(await act(what, 'hardship', ' '))).toBe('BAD_INPUT');
      const viewer = await api.token({ sub: '李科员', audience: 'staff', roles: ['viewer'] });
      expect(codeOf(await act(what, 'hardship', '试', viewer))).toBe('FORBIDDEN');
    }
  });
});

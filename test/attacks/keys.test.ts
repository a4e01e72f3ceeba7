/** What a lost or damaged key comes to, asked over HTTP. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openTestApi } from '../support/api.js';
import type { TestApi } from '../support/api.js';
import { idNumberOf } from '../support/facts.js';

let api: TestApi;
let token: string;
beforeAll(async () => {
  api = await openTestApi();
  token = await api.token({ sub: '员', audience: 'staff', roles: ['operator'] });
});
afterAll(() => api.close());

const resync = () =>
  api.ask(`mutation ($input: TriggerResyncInput!) { triggerResync(input: $input) { id } }`, {
    token,
    variables: {
      input: {
        source: 'EMPLOYMENT',
        stream: 'job-seekers',
        scope: 'KEY',
        key: idNumberOf(1),
        reason: '核对',
        idempotencyKey: 'F12',
      },
    },
  });

it('F12: a lost key or another one gives one clear code, an id in the log and nothing of the value', async () => {
  expect((await resync()).errors).toEqual([]);
  expect((await resync()).errors).toEqual([]);
  const damage = (byte: number, to: number) =>
    api.database.pool.query('update sync_run set sealed_key = set_byte(sealed_key, $1, $2)', [byte, to]);
  for (const [fault, byte, to] of [
    ['KEY_MISSING', 0, 9],
    ['KEY_WRONG', 0, 1],
  ] as const) {
    await damage(byte, to);
    // The body of what is sealed, where the version is right again.
    if (fault === 'KEY_WRONG')
      await api.database.pool.query('update sync_run set sealed_key = sealed_key || $1', [Buffer.of(0)]);
    const answer = await resync();
    const { id } = answer.errors[0]!.extensions as { id: string };
    expect([answer.status, answer.data, answer.errors]).toEqual([
      200,
      null,
      [
        {
          message: `加密数据无法打开，编号 ${id} / sealed data cannot be opened, id ${id}`,
          locations: expect.anything(),
          path: ['triggerResync'],
          extensions: { code: 'INTERNAL', fault, id },
        },
      ],
    ]);
    expect(api.logged()).toContain(id);
    expect(api.logged()).toContain(fault);
    expect(api.logged() + answer.text).not.toContain(idNumberOf(1));
  }
});

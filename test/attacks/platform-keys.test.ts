/** Attacks with the keys of job platforms, over HTTP against a hub that lets nobody off. */
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { revokePlatform } from '../../schema/platform/platform.writes.js';
import { type Answer, codeOf } from '../support/api.js';
import { openStrictApi, type StrictApi } from '../support/strict-api.js';

let api: StrictApi;
beforeAll(async () => {
  api = await openStrictApi();
});
afterAll(() => api.close());

function refused(answer: Answer): void {
  expect([answer.status, codeOf(answer), answer.data]).toEqual([401, 'UNAUTHENTICATED', null]);
}

describe('A7: the key of a platform', () => {
  it('A7: a platform’s key is refused once it has another', async () => {
    for (const name of ['甲\\n乙', '甲\u202e乙', '甲\\u0000', '长'.repeat(101)]) {
      const strange = await api.ask(`mutation { registerPlatform(name: "${name}", contactEmail: "a@b.cn") { key } }`);
      expect(codeOf(strange)).toBe('BAD_INPUT');
    }
    const { data } = await api.ask('mutation { registerPlatform(name: "甲平台", contactEmail: "a@b.cn") { key } }');
    const { key } = (data as { registerPlatform: { key: string } }).registerPlatform;
    const rotate = 'mutation { rotatePlatformKey { key } }';
    expect((await api.ask(rotate, { token: key })).status).toBe(200);
    await vi.waitFor(async () => refused(await api.ask(rotate, { token: key })), 5000);
  });

  it('A7: is refused at once with its key', async () => {
    const { data } = await api.ask('mutation { registerPlatform(name: "乙平台", contactEmail: "a@b.cn") { id key } }');
    const { id, key } = (data as { registerPlatform: { id: string; key: string } }).registerPlatform;
    const webhooks = '{ myWebhooks { id } }';
    expect((await api.ask(webhooks, { token: key })).errors).toEqual([]);
    expect(await revokePlatform(api.database.pool, id, new Date())).toBe(true);
    await vi.waitFor(async () => refused(await api.ask(webhooks, { token: key })), 5000);
  });

  it('A7: registers no webhook any more with what it had asked before, which nobody could take away again', async () => {
    const { data } = await api.ask('mutation { registerPlatform(name: "丙平台", contactEmail: "a@b.cn") { id key } }');
    const { id, key } = (data as { registerPlatform: { id: string; key: string } }).registerPlatform;
    expect((await api.ask('{ myWebhooks { id } }', { token: key })).errors).toEqual([]);
    // As for a request that is under way while it is turned away: the key was looked at before.
    const { pool } = api.database;
    await pool.query('alter table platform disable trigger platform_access_changed');
    await revokePlatform(pool, id, new Date());
    await pool.query('alter table platform enable trigger platform_access_changed');
    const input = '{ url: "http://127.0.0.1:9/", idempotencyKey: "late" }';
    refused(await api.ask(`mutation { registerWebhook(input: ${input}) { id } }`, { token: key }));
    expect((await pool.query('select from webhook where platform_id = $1', [id])).rowCount).toBe(0);
  });
});

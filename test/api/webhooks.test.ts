/** Job platforms and their webhooks through the public API: registration, ownership, limits, and addresses that lead inside. */
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { changeCursor } from '../../api/page-of.js';
import { cursorOf } from '../../jobs/webhook-message.js';
import { faultsOf, targetsOf } from '../../jobs/webhook-target.js';
import { networkOf } from '../../api/network-of.js';
import { freePort } from '../../schema/embedded-postgres.js';
import { readDueWebhooks } from '../../schema/webhook/webhook.reads.js';
import { idNumberOf } from '../support/facts.js';
import { codeOf, openTestApi } from '../support/api.js';
import type { Answer, TestApi } from '../support/api.js';
import { postChange, publish } from '../support/open-changes.js';

/** What names lead to; a test may bend them. */
const names: Record<string, string> = { 'hooks.example': '93.184.215.14', 'inside.example': '10.1.2.3' };
const checkTarget = faultsOf(
  targetsOf(false, (name: string) =>
    names[name] ? Promise.resolve([{ address: names[name], family: 4 }]) : Promise.reject(new Error('ENOTFOUND')),
  ),
);
let api: TestApi;
beforeAll(async () => {
  api = await openTestApi(checkTarget, { trustedProxies: ['127.0.0.1'] });
});
afterAll(() => api.close());
beforeEach(async () => {
  await api.database.pool.query('truncate webhook_attempt, webhook, platform');
  api.shift(0);
});

const registration = `mutation ($name: String!, $email: String!) { registerPlatform(name: $name, contactEmail: $email) { id name key } }`;
const registerPlatform = (name = '濮阳招聘网', email = 'data@jobs.example') =>
  api.ask(registration, { variables: { name, email } });
const newKey = async () => ((await registerPlatform()).data!['registerPlatform'] as { key: string }).key;

interface Shown {
  id: string;
  url: string;
  filter: string | null;
  kinds: string[] | null;
  state: string;
  cursor: string;
  secret: string | null;
}
const fields = '{ id url filter kinds state cursor attempts nextAttemptAt registeredAt oldSecretUntil secret }';
const register = (token: string | undefined, input: Record<string, unknown> = {}) =>
  api.ask(`mutation ($input: RegisterWebhookInput!) { registerWebhook(input: $input) ${fields} }`, {
    ...(token && { token }),
    variables: { input: { url: 'https://hooks.example/puyang', idempotencyKey: 'one', ...input } },
  });
const webhookIn = (answer: Answer) => {
  expect(answer.errors).toEqual([]);
  return Object.values(answer.data!)[0] as Shown;
};
const move = (token: string, call: string) => api.ask(`mutation { ${call} ${fields} }`, { token });
const mine = async (token: string) =>
  (await api.ask(`{ myWebhooks ${fields} }`, { token })).data!['myWebhooks'] as Shown[];

describe('a platform', () => {
  test('registers itself and gets a key, of which only the hash is kept; its address of contact is sealed', async () => {
    const answer = await registerPlatform();
    const { key, name } = answer.data!['registerPlatform'] as { key: string; name: string };
    expect([name, key]).toEqual(['濮阳招聘网', expect.stringMatching(/^phk_[\w-]{43}$/)]);
    const rows = await api.database.pool.query<Record<string, unknown>>('select * from platform');
    expect(rows.rows).toHaveLength(1);
    const kept = JSON.stringify(rows.rows, (_name, value: unknown) => value);
    for (const secret of [key, 'data@jobs.example', '127.0.0.1']) {
      expect(kept).not.toContain(secret);
      expect(
        Buffer.concat(Object.values(rows.rows[0]!).filter((value) => Buffer.isBuffer(value))).includes(secret),
      ).toBe(false);
      expect(api.logged()).not.toContain(secret);
    }
  });

  test.each([
    ['', 'a@b.example'],
    ['名'.repeat(101), 'a@b.example'],
    [`平台 ${idNumberOf(1)}`, 'a@b.example'],
    ['平台', 'not an address'],
    ['平台', 'a@b'],
    ['平台', ''],
  ])('is refused with a name or an address that is none: %#', async (name, email) => {
    const answer = await registerPlatform(name, email);
    expect(codeOf(answer)).toBe('BAD_INPUT');
    expect(answer.data).toBeNull();
  });

  test('registers at most 20 times a day from one address, also when all come at once', async () => {
    const answers = await Promise.all(Array.from({ length: 25 }, () => registerPlatform()));
    expect(answers.filter(({ errors }) => errors.length === 0)).toHaveLength(20);
    const refused = answers.filter(({ errors }) => errors.length > 0);
    expect(new Set(refused.map(codeOf))).toEqual(new Set(['LIMIT_EXCEEDED']));
    api.shift(86_400_000 + 1000);
    expect((await registerPlatform()).errors).toEqual([]);
  });

  test('registers no more often from many addresses of one network', async () => {
    const variables = { name: '平台', email: 'a@b.example' };
    const from = (address: string) => api.ask(registration, { variables, headers: { 'x-forwarded-for': address } });
    const answers = await Promise.all(Array.from({ length: 21 }, (_, i) => from(`2408:8000:1:2::${i}`)));
    expect(answers.filter(({ errors }) => errors.length > 0).map(codeOf)).toEqual(['LIMIT_EXCEEDED']);
    for (const another of ['2408:8000:1:3::1', '192.0.2.7']) expect((await from(another)).errors).toEqual([]);
  });

  test.each([
    ['192.0.2.7', '192.0.2.7'],
    ['::ffff:192.0.2.7', '192.0.2.7'],
    ['2408:8000:0001:2:3:4:5:6', '2408:8000:1:2::/64'],
    ['2408:8000:1:2::', '2408:8000:1:2::/64'],
    ['2408::6', '2408:0:0:0::/64'],
    ['::1', '0:0:0:0::/64'],
    ['fe80::1%eth0', 'fe80:0:0:0::/64'],
    ['page', 'page'],
  ])('at %s counts as one of %s', (address, network) => expect(networkOf(address)).toBe(network));

  test.each(['phk_', `phk_${'x'.repeat(43)}`, 'phk_ö'])(
    'with the wrong key %j is told what every wrong token is told',
    async (token) => {
      const answer = await api.ask('{ __typename }', {
        headers: { authorization: `Bearer ${token}`.replace('ö', 'o!') },
      });
      const other = await api.ask('{ __typename }', { token: 'a.b.c' });
      expect([answer.status, codeOf(answer), answer.errors]).toEqual([401, 'UNAUTHENTICATED', other.errors]);
    },
  );

  test('replaces its key; the one before stops working within 10 seconds', async () => {
    const key = await newKey();
    expect(await mine(key)).toEqual([]);
    const answer = await api.ask('mutation { rotatePlatformKey { id key } }', { token: key });
    const { key: next } = answer.data!['rotatePlatformKey'] as { key: string };
    expect(next).not.toBe(key);
    expect(await mine(next)).toEqual([]);
    await vi.waitFor(async () => expect((await api.ask('{ __typename }', { token: key })).status).toBe(401), 10_000);
    expect(await mine(next)).toEqual([]);
  });

  test('reads what everybody reads, and has no other rights', async () => {
    const token = await newKey();
    expect((await api.ask('{ recruitmentChanges { endCursor } }', { token })).errors).toEqual([]);
    expect(codeOf(await api.ask('{ syncRuns { edges { cursor } } }', { token }))).toBe('BAD_INPUT');
  });
});

describe('a webhook', () => {
  test('takes a key', async () => {
    const answers = await Promise.all([
      register(undefined),
      api.ask('{ myWebhooks { id } }'),
      api.ask('mutation { rotatePlatformKey { id } }'),
      api.ask(`mutation { removeWebhook(id: "0195a000-0000-7000-8000-000000000001") { id } }`),
    ]);
    expect(answers.map((answer) => [answer.status, codeOf(answer)])).toEqual(
      answers.map(() => [401, 'UNAUTHENTICATED']),
    );
  });

  test('is registered with a filter, waits for its endpoint, and shows its secret this once', async () => {
    const token = await newKey();
    await publish(api.database, postChange(1, '410902'));
    const input = { filter: { region: ['410902'], text: '软件' }, kinds: ['PUBLISHED', 'LEFT_FILTER', 'PUBLISHED'] };
    const webhook = webhookIn(await register(token, input));
    expect(webhook).toMatchObject({
      url: 'https://hooks.example/puyang',
      state: 'PENDING',
      kinds: ['LEFT_FILTER', 'PUBLISHED'],
      secret: expect.stringMatching(/^whsec_[\w+/]{43}=$/) as string,
    });
    expect(JSON.parse(webhook.filter!)).toMatchObject({ facets: { region: ['410902'] }, text: '软件' });
    const last = await api.ask('{ recruitmentChanges(first: 500) { endCursor } }');
    expect(webhook.cursor).toBe((last.data!['recruitmentChanges'] as { endCursor: string }).endCursor);
    expect(await mine(token)).toEqual([{ ...webhook, secret: null }]);
    const kept = await api.database.pool.query<{ sealed: Buffer }>('select sealed_secret as sealed from webhook');
    expect(kept.rows[0]!.sealed.includes(webhook.secret!)).toBe(false);
    expect(api.logged()).not.toContain(webhook.secret);
    const all = webhookIn(await register(token, { idempotencyKey: 'two', fromNow: false }));
    expect([all.filter, all.kinds, all.cursor]).toEqual([null, null, changeCursor(0)]);
  });

  test('says places as the change stream does', () => {
    for (const number of [0, 1, 4711]) expect(cursorOf(number)).toBe(changeCursor(number));
  });

  test('is registered once by one idempotency key: the same input gives the same, another one a conflict', async () => {
    const token = await newKey();
    const first = webhookIn(await register(token, { filter: { region: ['410902'] } }));
    const answers = await Promise.all(
      Array.from({ length: 5 }, () => register(token, { filter: { region: ['410902'] } })),
    );
    for (const answer of answers) expect(webhookIn(answer)).toEqual(first);
    expect(codeOf(await register(token, { filter: { region: ['410922'] } }))).toBe('CONFLICT');
    expect(codeOf(await register(token, { filter: { region: ['410902'] }, fromNow: false }))).toBe('CONFLICT');
    expect(await mine(token)).toHaveLength(1);
    // The key is one platform's own.
    expect(webhookIn(await register(await newKey())).id).not.toBe(first.id);
    api.shift(86_400_000 + 1000);
    expect(webhookIn(await register(token, { filter: { region: ['410902'] } }))).toEqual({ ...first, secret: null });
  });

  test('is registered and changed also while the queue is down; the worker finds it by itself', async () => {
    const backend = { redisUrl: `redis://127.0.0.1:${await freePort()}` };
    const cut = await openTestApi(checkTarget, { queueBackend: { backend, close: () => Promise.resolve() } });
    const ask = (query: string) => cut.ask(query, { token });
    const { key: token } = (
      await cut.ask(`mutation { registerPlatform(name: "平台", contactEmail: "a@b.example") { key } }`)
    ).data!['registerPlatform'] as { key: string };
    const made = await ask(
      `mutation { registerWebhook(input: { url: "https://hooks.example/", idempotencyKey: "one" }) { id state } }`,
    );
    const { id } = webhookIn(made);
    expect(webhookIn(await ask(`mutation { resumeWebhook(id: "${id}") { id state } }`)).state).toBe('PENDING');
    expect(await readDueWebhooks(cut.database.pool, new Date())).toEqual([id]);
    await cut.close();
  });

  test('is one of at most ten, also when all come at once', async () => {
    const token = await newKey();
    const asked = (key: number) => register(token, { idempotencyKey: `${key}` });
    for (let key = 0; key < 9; key++) webhookIn(await asked(key));
    const slow = await api.database.pool.connect();
    await slow.query('begin');
    await slow.query(
      `insert into webhook (platform_id, url, cursor, sealed_secret, registered_at, idempotency_key, request_hash)
       select platform_id, url, cursor, sealed_secret, registered_at, 'slow', 'slow' from webhook limit 1`,
    );
    const waiting = Array.from({ length: 3 }, (_, i) => asked(100 + i));
    await sleep(300);
    await slow.query('commit');
    slow.release();
    expect((await Promise.all(waiting)).map(codeOf)).toEqual(['LIMIT_EXCEEDED', 'LIMIT_EXCEEDED', 'LIMIT_EXCEEDED']);
    await move(token, `removeWebhook(id: "${(await mine(token))[0]!.id}")`);
    expect((await register(token, { idempotencyKey: 'further' })).errors).toEqual([]);
  });

  test('is registered at most a hundred times a day, whatever is removed meanwhile', async () => {
    const token = await newKey();
    const { id } = webhookIn(await register(token));
    await move(token, `removeWebhook(id: "${id}")`);
    await api.database.pool.query(
      `insert into webhook (platform_id, url, cursor, state, registered_at, removed_at, idempotency_key, request_hash)
       select platform_id, url, cursor, state, registered_at, removed_at, n, n from webhook, generate_series(1, 98) n`,
    );
    const last = webhookIn(await register(token, { idempotencyKey: 'last' }));
    const answer = await register(token, { idempotencyKey: 'further' });
    expect([codeOf(answer), answer.errors[0]!.extensions['limit']]).toEqual(['LIMIT_EXCEEDED', 100]);
    // Nor does a repeated one count, nor those of another platform.
    expect(webhookIn(await register(token, { idempotencyKey: 'last' })).id).toBe(last.id);
    expect((await register(await newKey())).errors).toEqual([]);
    api.shift(86_400_000 + 1000);
    expect((await register(token, { idempotencyKey: 'further' })).errors).toEqual([]);
  });

  test.each([
    ['http://127.0.0.1/', 'SCHEME'],
    ['http://[::ffff:127.0.0.1]/', 'SCHEME'],
    ['https://[::ffff:127.0.0.1]/', 'PRIVATE'],
    ['https://169.254.169.254/latest', 'PRIVATE'],
    ['https://127.0.0.1:8443/', 'PRIVATE'],
    ['https://10.0.0.1/', 'PRIVATE'],
    ['https://167772161/', 'PRIVATE'],
    ['https://012.0.0.1/', 'PRIVATE'],
    ['https://0xa000001/', 'PRIVATE'],
    ['https://inside.example/', 'PRIVATE'],
    ['https://user:word@hooks.example/', 'CREDENTIALS'],
    ['https://nowhere.example/', 'UNRESOLVED'],
    ['hooks.example', 'ADDRESS'],
    // The parser drops it, and the database would not take it.
    ['https://hooks.example/\u0000', 'ADDRESS'],
  ])('does not lead to %s: %s', async (url, fault) => {
    const token = await newKey();
    const answer = await register(token, { url });
    expect([codeOf(answer), answer.errors[0]!.extensions['fault']]).toEqual(['BAD_INPUT', fault]);
    expect(await mine(token)).toEqual([]);
    const { id } = webhookIn(await register(token));
    expect(codeOf(await move(token, `changeWebhook(id: "${id}", url: ${JSON.stringify(url)})`))).toBe('BAD_INPUT');
  });

  test.each([
    [{ idempotencyKey: '' }, 'BAD_INPUT'],
    [{ idempotencyKey: 'x'.repeat(101) }, 'BAD_INPUT'],
    [{ kinds: [] }, 'BAD_INPUT'],
    [{ filter: { text: '\u0000' } }, 'BAD_INPUT'],
    [{ filter: { region: ['\ud800'] } }, 'BAD_INPUT'],
    [{ filter: { region: Array.from({ length: 51 }, (_, i) => `${i}`) } }, 'LIMIT_EXCEEDED'],
  ])('is refused with what is too much or nothing: %#', async (input, code) => {
    expect(codeOf(await register(await newKey(), input))).toBe(code);
  });

  test('is nobody’s business but its owner’s', async () => {
    const [owner, other] = [await newKey(), await newKey()];
    const { id } = webhookIn(await register(owner));
    expect(await mine(other)).toEqual([]);
    const calls = ['pauseWebhook', 'resumeWebhook', 'removeWebhook', 'rotateWebhookSecret', 'changeWebhook'].map(
      (name) => `${name}(id: "${id}")`,
    );
    for (const call of [...calls, `replayWebhook(id: "${id}", after: "${changeCursor(0)}")`])
      expect([call, codeOf(await move(other, call))]).toEqual([call, 'NOT_FOUND']);
    await api.database.pool.query(
      `insert into webhook_attempt (attempt_id, webhook_id, message_id, started_at) values (uuidv7(), $1, 'msg', now())`,
      [id],
    );
    const attempts = (token: string) =>
      api.ask(`{ webhookAttempts(id: "${id}") { edges { node { messageId after to status fault } } } }`, { token });
    expect((await attempts(other)).data).toEqual({ webhookAttempts: { edges: [] } });
    expect((await attempts(owner)).data).toEqual({
      webhookAttempts: { edges: [{ node: { messageId: 'msg', after: null, to: null, status: null, fault: null } }] },
    });
    expect((await mine(owner))[0]).toMatchObject({ id, state: 'PENDING' });
  });

  test('is paused, changed, resumed, replayed, given another secret and removed', async () => {
    const token = await newKey();
    const { id, secret } = webhookIn(await register(token, { filter: { region: ['410902'] } }));
    await api.database.pool.query('update webhook set verified_at = now() where webhook_id = $1', [id]);
    const call = async (text: string) => webhookIn(await move(token, text));
    expect((await call(`pauseWebhook(id: "${id}")`)).state).toBe('PAUSED');
    expect((await call(`pauseWebhook(id: "${id}")`)).state).toBe('PAUSED');
    expect(await call(`changeWebhook(id: "${id}", kinds: [WITHDRAWN])`)).toMatchObject({
      state: 'PAUSED',
      kinds: ['WITHDRAWN'],
    });
    expect(await call(`changeWebhook(id: "${id}", filter: null)`)).toMatchObject({
      filter: null,
      kinds: ['WITHDRAWN'],
    });
    expect((await call(`resumeWebhook(id: "${id}")`)).state).toBe('ACTIVE');
    expect(await call(`replayWebhook(id: "${id}", after: "${changeCursor(0)}")`)).toMatchObject({
      cursor: changeCursor(0),
      state: 'ACTIVE',
    });
    for (const after of [changeCursor(1_000_000), 'not a cursor'])
      expect(codeOf(await move(token, `replayWebhook(id: "${id}", after: "${after}")`))).toBe('BAD_INPUT');
    const rotated = await call(`rotateWebhookSecret(id: "${id}")`);
    expect(rotated.secret).toMatch(/^whsec_/);
    expect(rotated.secret).not.toBe(secret);
    // Whoever repeats the registration by now learns no secret that came later.
    expect(webhookIn(await register(token, { filter: { region: ['410902'] } })).secret).toBeNull();
    expect((await call(`changeWebhook(id: "${id}", url: "https://hooks.example/other")`)).state).toBe('PENDING');
    expect((await call(`removeWebhook(id: "${id}")`)).state).toBe('REMOVED');
    expect(await mine(token)).toEqual([]);
    expect(codeOf(await move(token, `resumeWebhook(id: "${id}")`))).toBe('NOT_FOUND');
    const kept = await api.database.pool.query('select sealed_secret, sealed_old_secret from webhook');
    expect(kept.rows).toEqual([{ sealed_secret: null, sealed_old_secret: null }]);
  });

  test('rotated again within a day goes on signing with every secret before, at most four of them', async () => {
    const token = await newKey();
    const secrets = [];
    const { id, secret } = webhookIn(await register(token));
    secrets.push(secret);
    const rotate = () => move(token, `rotateWebhookSecret(id: "${id}")`);
    for (let n = 0; n < 4; n++) secrets.push(webhookIn(await rotate()).secret);
    const kept = async () => {
      const found = await api.database.pool.query<Record<'present' | 'old', Buffer>>(
        'select sealed_secret as present, sealed_old_secret as old from webhook',
      );
      return [found.rows[0]!.present, found.rows[0]!.old]
        .map((sealed) => api.vault.open(sealed))
        .join(' ')
        .split(' ');
    };
    expect(await kept()).toEqual(secrets.toReversed());
    const refused = await rotate();
    expect([codeOf(refused), refused.errors[0]!.extensions['limit']]).toEqual(['LIMIT_EXCEEDED', 4]);
    api.shift(86_400_000 + 1000);
    const next = webhookIn(await rotate()).secret;
    expect(await kept()).toEqual([next, secrets.at(-1)]);
  });

  test.each(['failed', 'gone'])('that has %s cannot be paused; resuming has it verified again', async (state) => {
    const token = await newKey();
    const { id } = webhookIn(await register(token));
    await api.database.pool.query('update webhook set state = $2, verified_at = now() where webhook_id = $1', [
      id,
      state,
    ]);
    const refused = await move(token, `pauseWebhook(id: "${id}")`);
    expect(refused.errors[0]!.extensions).toMatchObject({
      code: 'ILLEGAL_MOVE',
      state: state.toUpperCase(),
      legalMoves: ['changeWebhook', 'resumeWebhook', 'replayWebhook', 'removeWebhook'],
    });
    expect(webhookIn(await move(token, `replayWebhook(id: "${id}", after: "${changeCursor(0)}")`)).state).toBe(
      'PENDING',
    );
  });
});

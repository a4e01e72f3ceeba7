/** Keys change under a running hub: nobody who asks notices, a worker that is killed in the middle goes on, and the old key goes. */
import { readFileSync, writeFileSync } from 'node:fs';
import { PassThrough } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { run } from '../../hub/keys.js';
import { agreeOn, relaxedTerms } from '../support/agreements.js';
import { createVault, loadKeys } from '../../schema/vault.js';
import { fill } from '../support/fill.js';
import { idNumberOf, rowsOf } from '../support/facts.js';
import { type HubPair, openHubPair } from '../support/hub-pair.js';

const persons = 300;
const items = 15_000;
let hub: HubPair;
let token: string;
beforeAll(async () => {
  hub = await openHubPair();
  vi.stubEnv('DATABASE_URL', hub.databaseUrl);
  vi.stubEnv('HUB_KEY_FILE', hub.keyFile);
  const vault = createVault(loadKeys(hub.keyFile));
  await fill(hub.database, vault, (stream) => rowsOf(stream, persons));
  // Enough to be killed in the middle of.
  await hub.database.pool.query(
    `insert into work_item (kind, stream_id, subject_hash, code, reason, location, sealed, first_seen_at, last_seen_at, run_id)
     select 'quarantine', 1, int8send(n), 'c', 'r', '{}', $1, now(), now(), gen_random_uuid() from generate_series(1, $2::bigint) n`,
    [vault.seal('a raw row that could not be taken'), items],
  );
  await agreeOn(
    hub.database.pool,
    '民政局',
    relaxedTerms({ fields: { 'Person.name': 'full' }, dailyLimit: 1_000_000 }),
  );
  token = await hub.token({ sub: '民政局', audience: 'partner' });
});
afterAll(() => hub.close());

async function keys(...args: string[]): Promise<string> {
  const io = { stdin: new PassThrough(), stdout: new PassThrough(), stderr: new PassThrough() };
  expect(await run(args, io)).toBe(0);
  return String(io.stdout.read() ?? '');
}
const numberOf = async (query: string) =>
  (await hub.database.pool.query<{ n: number }>(`select count(*)::int as n from ${query}`)).rows[0]!.n;
async function until(what: string, holds: () => Promise<boolean>): Promise<void> {
  for (const began = Date.now(); Date.now() - began < 150_000; await sleep(50)) if (await holds()) return;
  throw new Error(`never came true: ${what}; ${await keys('status')} ${hub.said().slice(-2000)}`);
}
const look = (n: number) =>
  hub.ask(`query ($id: String!, $name: String!) { person(idNumber: $id, name: $name) { name } }`, {
    token,
    variables: { id: idNumberOf(n), name: `张${n}` },
  });

it('adds, rotates, is killed, goes on and drops, while everybody is found all the time', async () => {
  const firstKey = loadKeys(hub.keyFile).keys['1']!;
  const server = await hub.serve();
  const worker = hub.work();
  await until('both processes have spoken', async () => (await numberOf('key_reader')) === 2);

  let asked = 0;
  const wrong: string[] = [];
  const over = new AbortController();
  const asking = (async () => {
    // Within what a partner may ask in a minute.
    for (; !over.signal.aborted; asked++, await sleep(40)) {
      const answer = await look(asked % 100);
      if ((answer.data?.['person'] as { name: string } | null)?.name !== `张${asked % 100}`) wrong.push(answer.text);
    }
  })();
  asking.catch(() => undefined); // Heard where it is awaited.

  expect(await keys('add')).toContain(`version 2 is in ${hub.keyFile}`);
  await expect(keys('add')).rejects.toThrow('keys are changing already');
  await expect(keys('drop', '1')).rejects.toThrow('still in use');
  // At once no process has heard of it; within seconds all have.
  await expect(keys('rotate')).rejects.toThrow(/not every process has the new key yet: (serve|work) /);
  await until('all have heard', async () =>
    keys('rotate').then(
      () => true,
      () => false,
    ),
  );
  await until('half is sealed again', async () => (await numberOf('work_item where get_byte(sealed, 0) = 2')) > 2000);
  await hub.end(worker, 'SIGKILL');
  await sleep(500); // What it had sent by then is through.
  const half = await numberOf('work_item where get_byte(sealed, 0) = 2');
  expect(half).toBeLessThan(items);
  expect(await keys('status')).toMatch(new RegExp(`work_item.sealed: ${half} sealed again, ${items - half} left`));

  hub.work();
  await until('the old version has left', async () => (await keys('list')).includes('version 1  left'));
  expect(await numberOf('work_item where get_byte(sealed, 0) <> 2')).toBe(0);
  expect(await numberOf('person_identifier where key_version <> 2')).toBe(0);
  // Nothing was done twice: what was counted is what there is.
  expect(
    await numberOf(`reseal where version = 2 and place = 'work_item.sealed' and rows = ${items} and unreadable = 0`),
  ).toBe(1);

  await until('nobody looks up by it any more', async () =>
    keys('drop', '1').then(
      () => true,
      () => false,
    ),
  );
  expect(readFileSync(hub.keyFile, 'utf8')).not.toContain(firstKey);
  await sleep(6000); // Everybody has read the file again.
  over.abort();
  await asking;
  expect(wrong).toEqual([]);
  expect(asked).toBeGreaterThan(100);

  await hub.end(server);
  await hub.serve();
  expect((await look(7)).data).toEqual({ person: { name: '张7' } });
  expect(hub.said()).not.toContain(firstKey);
  expect(hub.said()).not.toMatch(/"level":(50|60)/);
}, 500_000);

it('F12: a process without its key does not come up, and says which', async () => {
  const another = { 2: Buffer.alloc(32, 5).toString('base64') };
  writeFileSync(hub.keyFile, JSON.stringify({ ...loadKeys(hub.keyFile), keys: another }));
  const worker = hub.work();
  await until('it has ended', () => Promise.resolve(worker.exitCode !== null));
  expect(worker.exitCode).toBe(1);
  expect(hub.said()).toContain('holds another key as version 2');
  // Who is up already, the API and a worker, keeps the keys that it has, and says so once.
  await sleep(6000);
  expect((await look(8)).data).toEqual({ person: { name: '张8' } });
  expect(hub.said().match(/the keys stay as they were/g)).toHaveLength(2);
}, 200_000);

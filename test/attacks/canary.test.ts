/** Unmistakable values go in by every door; then everything that is kept or said is searched for them, to the bytes on the disk. */
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { answerKey } from '../../connectors/sandbox/answer-key.js';
import { openQueues } from '../../jobs/queues.js';
import { requestAllStreams } from '../../jobs/schedule.js';
import { startWorker } from '../../jobs/worker.js';
import { targetsOf } from '../../jobs/webhook-target.js';
import { agreeOn, relaxedTerms } from '../support/agreements.js';
import type { Database } from '../../schema/database.js';
import { loadKeys } from '../../schema/vault.js';
import { openTestApi } from '../support/api.js';
import type { Answer } from '../support/api.js';
import { type HubPair, openHubPair } from '../support/hub-pair.js';
import { listImport } from '../support/list-connector.js';
import { goodPost } from '../support/notices.js';
import { openTestBackend } from '../support/queue-backend.js';
import { openReceiver } from '../support/receiver.js';
import { openRecruiters, recruitment } from '../support/recruitment.js';
import { openTestSandbox } from '../support/sandbox.js';
import type { TestSandbox } from '../support/sandbox.js';

/** Tables where a person's name may stand in clear, each for its reason in the README of `schema`. */
const tablesOfNames = ['fact', 'fact_history', 'organization_record', 'person_record'];

/** Everything below the data folder, the write-ahead log and the server's own log. */
async function onDisk(database: Database, needles: readonly (string | Buffer)[]): Promise<string[]> {
  await database.pool.query('checkpoint');
  const found = await database.pool.query<{ folder: string }>(`select current_setting('data_directory') as folder`);
  const folder = found.rows[0]!.folder;
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((name) => join(folder, name));
  const log = join(dirname(folder), 'postgres.log');
  const texts = needles.filter((needle) => typeof needle === 'string');
  const pattern = new RegExp(
    texts.map((text) => Buffer.from(text).toString('latin1').replace(/[^\w]/g, '\\$&')).join('|'),
  );
  return [...files, ...(existsSync(log) ? [log] : [])].filter((file) => {
    if (!statSync(file, { throwIfNoEntry: false })?.isFile()) return false;
    const bytes = readFileSync(file);
    return (
      pattern.test(bytes.toString('latin1')) || needles.some((one) => typeof one !== 'string' && bytes.includes(one))
    );
  });
}

/** Tables, the queue's among them, in which a row says one of these. */
async function tablesWith({ pool }: Database, needles: readonly string[]): Promise<string[]> {
  const tables = await pool.query<{ name: string }>(
    `select format('%I.%I', schemaname, tablename) as name from pg_tables where schemaname not in ('pg_catalog', 'information_schema') order by 1`,
  );
  expect(tables.rows.some(({ name }) => name.startsWith('bullmq.'))).toBe(true);
  const held: string[] = [];
  for (const { name } of tables.rows) {
    const found = await pool.query(`select from ${name} as row where row::text like any($1) limit 1`, [
      needles.map((needle) => `%${needle}%`),
    ]);
    if (found.rowCount! > 0) held.push(name.replace(/^public\./, ''));
  }
  return held;
}

const inside = (text: string, needles: readonly string[]) => needles.filter((needle) => text.includes(needle));

describe('sync, queries and their errors, by the processes of a deployment', () => {
  let sandbox: TestSandbox;
  let hub: HubPair;
  beforeAll(async () => {
    sandbox = await openTestSandbox(400);
    hub = await openHubPair(sandbox.env, { HUB_EMBEDDED: '1' });
  });
  afterAll(async () => {
    await hub?.close();
    await sandbox?.close();
  });

  it('canary: numbers, phones, names, tokens and keys stand nowhere but where they may', async () => {
    const { database } = hub;
    await hub.serve();
    hub.work();
    const backend = openTestBackend(hub.databaseUrl);
    const queues = openQueues(backend.backend, () => {});
    await requestAllStreams(database, queues, {
      scope: 'ALL',
      requestedBy: 'test',
      reason: 'test',
      occasion: 'canary',
    });
    for (const began = Date.now(); Date.now() - began < 120_000; await sleep(200)) {
      const open = await database.pool.query(
        `select from sync_run where state <> 'done' union all select from touched_entity limit 1`,
      );
      if (open.rowCount === 0) break;
    }
    await queues.close();
    await backend.close();
    const truth = answerKey(sandbox.population);
    const everybody = Array.from({ length: 400 }, (_, index) => ({
      ...truth.person(index),
      phone: sandbox.population.personAt(index).phone,
    }));
    const known = everybody.find(
      (one) => one.knownToEmployment && one.planted.length === 0 && Array.from(one.name).length > 2,
    )!;
    await agreeOn(database.pool, '民政局', relaxedTerms({ fields: { 'Person.name': 'full' }, dailyLimit: 1000 }));
    const partner = await hub.token({ sub: '民政局', audience: 'partner' });
    const operator = await hub.token({ sub: '员', audience: 'staff', roles: ['operator'], region: '410900' });

    const query = 'query ($id: String!, $name: String!) { person(idNumber: $id, name: $name) { name } }';
    const ask = (id: unknown, name: unknown, token = partner) => hub.ask(query, { token, variables: { id, name } });
    const hit = await ask(known.idNumber, known.name);
    expect(hit.data).toEqual({ person: { name: known.name } });
    const platform = await hub.ask(
      `mutation { registerPlatform(name: "平台", contactEmail: "canary@mail.example") { key } }`,
    );
    const { key } = (platform.data as { registerPlatform: { key: string } }).registerPlatform;
    const forged = `${partner.slice(0, -8)}AAAAAAAA`;
    const wrong: Answer[] = [
      await ask(known.idNumber, '无此人'),
      await ask(`${known.idNumber.slice(0, 17)}${known.idNumber.endsWith('1') ? '2' : '1'}`, known.name),
      await ask({ [known.idNumber]: known.name }, [known.phone]),
      await ask(known.idNumber, known.name, forged),
      await ask(known.idNumber, known.name, key),
      await hub.ask(
        `{ person(idNumber: "${known.idNumber}", name: "${known.name}", phone: "${known.phone}") { name } }`,
        { token: partner },
      ),
      await hub.ask(`{ person(idNumber: "${known.idNumber}" `, { token: partner }),
      await hub.ask(`mutation ($input: TriggerResyncInput!) { triggerResync(input: $input) { id } }`, {
        token: operator,
        variables: {
          input: {
            source: 'EMPLOYMENT',
            stream: 'no-stream',
            scope: 'KEY',
            key: known.idNumber,
            reason: `因 ${known.idNumber}`,
            idempotencyKey: known.phone,
          },
        },
      }),
    ];
    const resync = await hub.ask(
      `mutation ($input: TriggerResyncInput!) { triggerResync(input: $input) { id state } }`,
      {
        token: operator,
        variables: {
          input: {
            source: 'EMPLOYMENT',
            stream: 'job-seekers',
            scope: 'KEY',
            key: known.idNumber,
            reason: '核对',
            idempotencyKey: 'canary',
          },
        },
      },
    );
    expect(resync.errors).toEqual([]);
    await sleep(3000);
    const metrics = await fetch(`${hub.url}/metrics`).then((response) => response.text());

    const numbers = everybody.map(({ idNumber }) => idNumber);
    const phones = everybody.map(({ phone }) => phone);
    const names = everybody.map(({ name }) => name).filter((name) => Array.from(name).length > 2);
    const keys = Object.values(loadKeys(hub.keyFile).keys);
    const tokens = [partner, operator, forged, key];
    const secrets = ['employment-secret', 'tax-secret', 'commerce-secret', 'drop-secret'];

    for (const { text, errors } of wrong.filter(({ errors }) => errors.length > 0)) {
      expect(errors.length).toBeGreaterThan(0);
      expect(inside(text, [...numbers, ...phones, ...names, ...tokens])).toEqual([]);
    }
    expect(wrong.filter(({ errors }) => errors.length > 0).length).toBeGreaterThan(5);
    expect(inside(hub.said() + metrics, [...numbers, ...phones, ...names, ...tokens, ...keys, ...secrets])).toEqual([]);
    expect(hub.said()).not.toContain('canary@mail.example');
    expect(
      await tablesWith(database, [...numbers, ...phones, ...tokens, ...keys, ...secrets, 'canary@mail.example']),
    ).toEqual([]);
    expect(await tablesWith(database, names)).toEqual(tablesOfNames.filter((table) => table !== 'fact_history'));
    // Z18: whoever reads the database as its owner finds no key in it, in whatever form.
    const bytes = keys.map((text) => Buffer.from(text, 'base64'));
    const hexes = bytes.map((one) => one.toString('hex'));
    expect(
      await onDisk(database, [
        ...numbers,
        ...phones,
        ...tokens,
        ...keys,
        ...hexes,
        ...secrets,
        'canary@mail.example',
        ...bytes,
      ]),
    ).toEqual([]);
    // The search finds what may stand there: it is not blind.
    expect((await onDisk(database, [known.name])).length).toBeGreaterThan(0);
  }, 240_000);
});

describe('filings, objections and webhooks', () => {
  it('canary: who is proposed and who objects stands sealed alone; no secret is told twice', async () => {
    const api = await openTestApi();
    const who = await openRecruiters(api);
    const at = recruitment(api, who);
    const receiver = await openReceiver();
    const mark = randomBytes(6)
      .toString('hex')
      .replace(/\d/g, (digit) => String.fromCodePoint(103 + Number(digit)));
    const name = `鸜鹆${String.fromCodePoint(0x4e00 + Math.floor(Math.random() * 5000))}斝`;
    const said = {
      school: `校 ${mark}`,
      text: `反映 ${mark} 账号 6222020200112233445`,
      contact: `13712340000 ${mark}`,
    };
    const platform = await api.ask(
      `mutation { registerPlatform(name: "平台", contactEmail: "${mark}@mail.example") { key } }`,
    );
    const { key } = (platform.data as { registerPlatform: { key: string } }).registerPlatform;
    const hook = await api.ask(
      `mutation ($input: RegisterWebhookInput!) { registerWebhook(input: $input) { secret } }`,
      {
        token: key,
        variables: { input: { url: receiver.url, idempotencyKey: 'one' } },
      },
    );
    const { secret } = (hook.data as { registerWebhook: { secret: string } }).registerWebhook;
    const backend = openTestBackend(new URL(api.database.pool.options.connectionString!).href);
    let workerSaid = '';
    const settings = listImport(api.database, api.vault, { rows: () => [] }, at.now);
    const worker = await startWorker({
      ...settings,
      context: {
        ...settings.context,
        randomHex: (bytes) => randomBytes(bytes).toString('hex'),
        log: (message, details) => void (workerSaid += `${message} ${JSON.stringify(details)}\n`),
      },
      concurrency: 1,
      isDemo: false,
      backend: backend.backend,
      webhooks: { publicUrl: api.url, checkTarget: targetsOf(true) },
    });
    try {
      const noticeId = await at.publish({ posts: [goodPost(1, {}, '2026-03-02')] });
      await at.close(noticeId);
      const listId = await at.post(noticeId, [{ post: 'P001', name, school: said.school, admissionNo: mark }]);
      // By the page, as a citizen does.
      const form = new URLSearchParams({ text: said.text, contact: said.contact });
      const sent = await fetch(`${api.url}/recruitment/publicity/${listId}/objections`, {
        method: 'POST',
        headers: { 'content-type': 'application/x-www-form-urlencoded', origin: api.url },
        body: form,
        redirect: 'manual',
      });
      expect(sent.status).toBeLessThan(400);
      const wrong = await at.list(noticeId, [
        { post: `${name} ${said.contact} 6222020200112233445`, name, admissionNo: mark },
      ]);
      const personal = await at.moveList(who.supervisor, listId, 'REMOVE', { places: [1], reason: `${name} 不合格` });
      for (let tries = 0; tries < 200 && receiver.messages().length === 0; tries++) await sleep(50);
      await sleep(1000);
      expect(receiver.messages().length).toBeGreaterThan(0);

      const canaries = [name, mark, '6222020200112233445', '13712340000', secret, key, `${mark}@mail.example`];
      expect((await api.database.pool.query('select from objection')).rowCount).toBe(1);
      for (const answer of [wrong, personal]) {
        expect(answer.errors.length).toBeGreaterThan(0);
        expect(inside(answer.text, canaries)).toEqual([]);
      }
      expect(inside(api.logged() + workerSaid, canaries)).toEqual([]);
      expect(
        inside(receiver.received.map(({ body, headers }) => body + JSON.stringify(headers)).join(''), canaries),
      ).toEqual([]);
      expect(await tablesWith(api.database, canaries)).toEqual([]);
      expect(await onDisk(api.database, canaries)).toEqual([]);
    } finally {
      await worker.close();
      await backend.close();
      await receiver.close();
      await api.close();
    }
  }, 180_000);

  it('canary: the search finds one where one stands', async () => {
    const api = await openTestApi();
    const canary = `canary ${randomBytes(9).toString('hex')}`;
    await api.database.pool.query('create table leak (t text)');
    await api.database.pool.query('insert into leak values ($1)', [canary]);
    expect(await tablesWith(api.database, [canary])).toEqual(['leak']);
    expect((await onDisk(api.database, [canary])).length).toBeGreaterThan(0);
    await api.database.pool.query('drop table leak');
    await api.close();
  });
});

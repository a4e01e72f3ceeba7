/** From the bureau's click to the page, the stream and the first message to a webhook: end to end, with all posts there, against what was promised. */
import { setTimeout as sleep } from 'node:timers/promises';
import { changeCursor } from '../../api/page-of.js';
import { readLastNumber } from '../../schema/open-record/open-record.reads.js';
import { registerPlatform } from '../../schema/platform/platform.writes.js';
import { registerWebhook } from '../../schema/webhook/webhook.writes.js';
import { openReceiver } from '../support/receiver.js';
import type { Receiver } from '../support/receiver.js';
import { officialUrl, openRecruiters, recruitment } from '../support/recruitment.js';
import type { BenchHub } from './open-hub.js';
import { withinBudget } from './pairs.js';
import type { Pairing } from './pairs.js';

const promised = { page: 5, stream: 2, webhook: 5 } as const;

export async function benchPublishing(hub: BenchHub, posts: number, rounds: number): Promise<Pairing[]> {
  const who = await openRecruiters(hub);
  const act = recruitment(hub, who);
  await using ending = new AsyncDisposableStack();
  const receiver = ending.adopt(await openReceiver(), (one) => one.close());
  ending.adopt(await hub.work(), (one) => one.close());
  await register(hub, receiver);
  // The worker begins by writing the day's snapshot.
  await until(
    'a snapshot',
    async () => ((await hub.database.pool.query('select from open_snapshot')).rowCount ?? 0) > 0,
  );
  const took: Record<keyof typeof promised, number[]> = { page: [], stream: [], webhook: [] };
  for (let round = 0; round < rounds; round++) {
    const id = await act.file();
    const after = await readLastNumber(hub.database.pool);
    const stream = fetch(`${hub.url}/open-data/changes?wait=25&after=${changeCursor(after)}`);
    const began = Date.now();
    const since = () => (Date.now() - began) / 1000;
    const published = act.move(who.approver, id, 'PUBLISH', { officialUrl });
    const seen = await Promise.all([
      pageStands(hub, id).then(since),
      stream.then(async (answer) => {
        if (!(await answer.text()).includes(id)) throw new Error('the stream told of something else');
        return since();
      }),
      until('a message', async () => receiver.messages().some(({ body }) => body.includes(id))).then(since),
      published.then(act.ok),
    ]);
    took.page.push(seen[0]);
    took.stream.push(seen[1]);
    took.webhook.push(seen[2]);
  }
  const size = `${posts.toLocaleString('en')} posts`;
  return [
    withinBudget(`published → page, ${size}`, 'the page of a post answers 200', took.page, promised.page),
    withinBudget(`published → stream, ${size}`, 'a waiting reader has the change', took.stream, promised.stream),
    withinBudget(`published → webhook, ${size}`, 'the first attempt arrives', took.webhook, promised.webhook),
  ];
}

async function register({ database, vault, queues, clock }: BenchHub, receiver: Receiver): Promise<void> {
  const asked = { name: 'bench', contactEmail: 'a@b.example', key: 'phk_bench', address: '192.0.2.1' };
  const platform = await registerPlatform(database.pool, vault, asked, clock());
  const secret = `whsec_${Buffer.alloc(32, 1).toString('base64')}`;
  const made = await registerWebhook(
    database.pool,
    {
      platformId: platform!.id,
      url: receiver.url,
      filter: null,
      kinds: null,
      fromNow: true,
      idempotencyKey: 'bench',
      sealedSecret: vault.seal(secret),
    },
    clock(),
  );
  if ('not' in made) throw new Error(made.not);
  await queues.wakeWebhook(made.webhook.id);
  const { id } = made.webhook;
  await until('the webhook has proved itself', async () => {
    const found = await database.pool.query('select from webhook where webhook_id = $1 and verified_at is not null', [
      id,
    ]);
    return found.rowCount === 1;
  });
}

/** The page of the notice's first post, which has its id from being published. */
async function pageStands({ url, database }: BenchHub, noticeId: string): Promise<void> {
  let id: string | undefined;
  await until('the post', async () => {
    const found = await database.pool.query<{ id: string }>(
      `select post.value as id from notice, jsonb_each_text(post_ids) post where notice_id = $1 limit 1`,
      [noticeId],
    );
    id = found.rows[0]?.id;
    return id !== undefined;
  });
  await until('its page', async () => (await fetch(`${url}/recruitment/posts/${id}`)).status === 200);
}

async function until(what: string, holds: () => Promise<boolean>): Promise<void> {
  for (const began = Date.now(); Date.now() - began < 1_800_000; await sleep(5)) if (await holds()) return;
  throw new Error(`never came: ${what}`);
}

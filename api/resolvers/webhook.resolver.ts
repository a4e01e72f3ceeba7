/** Webhooks of a job platform: everything that its key may do with them. */
import { Arg, Ctx, ID, Int, Mutation, Query, Resolver } from 'type-graphql';
import type { RecordFilter } from '../../rules/recruitment/post-filter.js';
import { RecruitmentPostFilter } from '../../schema/open-record/open-filter.type.js';
import { ChangeKindEnum } from '../../schema/open-record/recruitment-enum.type.js';
import { readAttempts, readWebhooks } from '../../schema/webhook/webhook.reads.js';
import type { WebhookRow } from '../../schema/webhook/webhook.reads.js';
import { RegisterWebhookInput, Webhook, WebhookAttemptConnection } from '../../schema/webhook/webhook.type.js';
import { changeWebhook, registerWebhook, rotateSecret } from '../../schema/webhook/webhook.writes.js';
import type { WebhookChange } from '../../schema/webhook/webhook.writes.js';
import { refusedToken } from '../authenticate.js';
import type { Context } from '../context.js';
import { HubError } from '../errors.js';
import { isText, unwritable } from '../is-text.js';
import { filterOfInput } from '../open-data/filter-of-input.js';
import { isUuid, mapPage, pageOfRows, pageSize, readChangeCursor, readRowCursor } from '../page-of.js';
import { checkUrl, newSecret, platformOf } from '../platform-of.js';
import {
  anotherRequest,
  attemptView,
  noWebhook,
  tooMany,
  tooManySecrets,
  tooManyToday,
  webhookView,
} from '../webhook-views.js';

const id = '推送编号。Id of the webhook.';
const refusals = { conflict: anotherRequest, limit: tooMany, 'daily-limit': tooManyToday, revoked: refusedToken };
const standing: readonly WebhookRow['state'][] = ['active', 'paused', 'failed', 'gone'];

@Resolver()
export class WebhookResolver {
  @Query(() => [Webhook], { description: '本平台的推送。The webhooks of this platform.' })
  async myWebhooks(@Ctx() context: Context): Promise<Webhook[]> {
    return (await readWebhooks(context.database.pool, platformOf(context))).map((row) => webhookView(row));
  }

  @Query(() => WebhookAttemptConnection, {
    description: '一个推送近 30 天的尝试，新的在前。Attempts of one webhook in the last 30 days, newest first.',
  })
  async webhookAttempts(
    @Ctx() context: Context,
    @Arg('id', () => ID, { description: id }) webhookId: string,
    @Arg('first', () => Int, {
      nullable: true,
      defaultValue: 20,
      description: '本页项数，至多 100。Items on this page, at most 100.',
    })
    first: number | null,
    @Arg('after', () => String, {
      nullable: true,
      description: '上一页的 endCursor。The endCursor of the page before.',
    })
    after?: string | null,
  ) {
    const webhook = own(context, webhookId);
    const size = pageSize(first);
    const page = { after: readRowCursor('webhook-attempts', after), limit: size + 1 };
    const rows = await readAttempts(context.database.pool, webhook, page);
    return mapPage(pageOfRows('webhook-attempts', rows, size), attemptView);
  }

  @Mutation(() => Webhook, {
    description:
      '登记推送；接收端须先答复验证消息。每个平台至多 10 个，每天至多登记 100 个。Registers a webhook, whose endpoint first has to answer a verification; at most 10 a platform, and 100 registered a day.',
  })
  async registerWebhook(
    @Arg('input', () => RegisterWebhookInput, { description: '推送的内容。What to register.' })
    input: RegisterWebhookInput,
    @Ctx() context: Context,
  ): Promise<Webhook> {
    const { database, vault, clock } = context;
    const { url, filter, kinds, fromNow, idempotencyKey } = input;
    const platformId = platformOf(context);
    if (!isText(idempotencyKey, 100))
      throw new HubError(
        'BAD_INPUT',
        'idempotencyKey 须为 1 至 100 字',
        'idempotencyKey must have 1 to 100 characters',
      );
    await checkUrl(context, url);
    const asked = {
      platformId,
      url,
      filter: filter ? filterToKeep(filter) : null,
      kinds: kindsOf(kinds),
      fromNow: fromNow ?? true,
      idempotencyKey,
      sealedSecret: vault.seal(newSecret()),
    };
    const registered = await registerWebhook(database.pool, asked, clock());
    if ('not' in registered) throw refusals[registered.not]();
    wake(context, registered.webhook.id);
    return webhookView(registered.webhook, registered.sealedSecret && vault.open(registered.sealedSecret));
  }

  @Mutation(() => Webhook, {
    description:
      '更改推送；不给出的不变，null 则取消条件。网址更改后须重新验证。Changes a webhook: what is left out stays, null takes a condition off. Another address has to be verified.',
  })
  async changeWebhook(
    @Arg('id', () => ID, { description: id }) webhookId: string,
    @Ctx() context: Context,
    @Arg('url', () => String, { nullable: true, description: '接收网址。Where to deliver.' }) url?: string | null,
    @Arg('filter', () => RecruitmentPostFilter, { nullable: true, description: '岗位条件。A filter of posts.' })
    filter?: RecruitmentPostFilter | null,
    @Arg('kinds', () => [ChangeKindEnum], { nullable: true, description: '只推送这些类别。Only these kinds.' })
    kinds?: string[] | null,
  ): Promise<Webhook> {
    if (url != null) await checkUrl(context, url);
    return change(context, webhookId, standing, {
      ...(url != null && { url }),
      ...(filter !== undefined && { filter: filter && filterToKeep(filter) }),
      ...(kinds !== undefined && { kinds: kindsOf(kinds) }),
    });
  }

  @Mutation(() => Webhook, {
    description: '暂停推送，游标保留。Pauses a webhook; its cursor stays where it is.',
  })
  pauseWebhook(@Arg('id', () => ID, { description: id }) webhookId: string, @Ctx() context: Context): Promise<Webhook> {
    return change(context, webhookId, ['active', 'paused'], { state: 'paused' });
  }

  @Mutation(() => Webhook, {
    description:
      '恢复推送，从游标处继续并立即尝试；已放弃的须重新验证。Resumes a webhook at its cursor, at once; one that was given up has to be verified again.',
  })
  resumeWebhook(
    @Arg('id', () => ID, { description: id }) webhookId: string,
    @Ctx() context: Context,
  ): Promise<Webhook> {
    return change(context, webhookId, standing, { state: 'active' });
  }

  @Mutation(() => Webhook, {
    description:
      '从任一位置之后重新推送；已放弃的须重新验证。Delivers again what comes after any place; one that was given up has to be verified again.',
  })
  async replayWebhook(
    @Arg('id', () => ID, { description: id }) webhookId: string,
    @Arg('after', () => String, {
      description: '变更流 recruitmentChanges 的游标，向前向后均可。A cursor of recruitmentChanges, back or forward.',
    })
    after: string,
    @Ctx() context: Context,
  ): Promise<Webhook> {
    const cursor = readChangeCursor(after);
    if (cursor > (await context.watch.last()))
      throw new HubError('BAD_INPUT', 'after 在变更流的末尾之后', 'after lies beyond the end of the stream');
    return change(context, webhookId, standing, { cursor });
  }

  @Mutation(() => Webhook, {
    description:
      '更换签名密钥；24 小时内新旧密钥同时签名，旧密钥至多 4 个。Gives a webhook another secret; for 24 hours those before, at most 4, sign every message too.',
  })
  async rotateWebhookSecret(
    @Arg('id', () => ID, { description: id }) webhookId: string,
    @Ctx() context: Context,
  ): Promise<Webhook> {
    const { database, vault, clock } = context;
    const secret = newSecret();
    const row = await rotateSecret(database.pool, vault, own(context, webhookId), secret, clock());
    if ('not' in row) throw row.not === 'limit' ? tooManySecrets() : noWebhook();
    return webhookView(row, secret);
  }

  @Mutation(() => Webhook, {
    description: '删除推送，其密钥随即销毁。Removes a webhook; its secret is destroyed.',
  })
  removeWebhook(
    @Arg('id', () => ID, { description: id }) webhookId: string,
    @Ctx() context: Context,
  ): Promise<Webhook> {
    return change(context, webhookId, standing, { state: 'removed' });
  }
}

function own(context: Context, webhookId: string) {
  const platformId = platformOf(context);
  if (!isUuid(webhookId)) throw noWebhook();
  return { id: webhookId, platformId };
}

async function change(
  context: Context,
  webhookId: string,
  from: readonly WebhookRow['state'][],
  what: WebhookChange,
): Promise<Webhook> {
  const { database, clock } = context;
  const webhook = own(context, webhookId);
  const row = await changeWebhook(database.pool, webhook, from, what, clock());
  if (!row) throw await whyNot(context, webhook);
  if (row.state === 'active') wake(context, row.id);
  return webhookView(row);
}

/** Not waited for: what was asked is kept by now, and the sweep finds whomever a queue that is down has not heard of. */
function wake({ queues, log }: Context, webhookId: string): void {
  queues.wakeWebhook(webhookId).catch(({ name }: Error) => log.warn({ webhookId, kind: name }, 'webhook not woken'));
}

/** It stands in another state, or is none of this platform's: the latter looks the same as none at all. */
async function whyNot({ database }: Context, { id: webhookId, platformId }: ReturnType<typeof own>): Promise<HubError> {
  const found = (await readWebhooks(database.pool, platformId)).find((row) => row.id === webhookId);
  if (!found) return noWebhook();
  const state = found.state.toUpperCase();
  return new HubError(
    'ILLEGAL_MOVE',
    `推送已是 ${state}，不能暂停；可恢复、重放或删除`,
    `the webhook is ${state} and cannot be paused; resume, replay or remove it`,
    { state, legalMoves: ['changeWebhook', 'resumeWebhook', 'replayWebhook', 'removeWebhook'] },
  );
}

/** A list that is asked for what no text holds finds nothing; the database would not even keep it. */
function filterToKeep(input: RecruitmentPostFilter): RecordFilter {
  const filter = filterOfInput(input);
  const values = [filter.text ?? '', ...Object.values(filter.facets).flat()];
  if (!values.some((value) => unwritable.test(value))) return filter;
  throw new HubError('BAD_INPUT', 'filter 中不得有控制字符', 'filter must hold no control characters');
}

function kindsOf(kinds: readonly string[] | null | undefined): string[] | null {
  if (kinds == null) return null;
  if (kinds.length > 0) return [...new Set(kinds)].sort();
  throw new HubError(
    'BAD_INPUT',
    'kinds 不能为空列表；不限类别请不给出',
    'kinds must not be empty; leave it out for all kinds',
  );
}

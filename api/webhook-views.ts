/** Webhooks in the words of the API, and why something may not be done with one. */
import type { AttemptRow, WebhookRow } from '../schema/webhook/webhook.reads.js';
import type { Webhook } from '../schema/webhook/webhook.type.js';
import { oldSecretsAtOnce, registeredADay, webhooksOfPlatform } from '../schema/webhook/webhook.writes.js';
import { HubError } from './errors.js';
import { changeCursor } from './page-of.js';

export function webhookView(row: WebhookRow, secret: string | null = null): Webhook {
  return {
    ...row,
    state: row.state === 'active' && row.verifiedAt === null ? 'pending' : row.state,
    filter: row.filter && JSON.stringify(row.filter),
    cursor: changeCursor(row.cursor),
    secret,
  };
}

export function attemptView({ afterNumber, toNumber, ...row }: AttemptRow) {
  const cursorOf = (number: number | null) => (number === null ? null : changeCursor(number));
  return { ...row, after: cursorOf(afterNumber), to: cursorOf(toNumber) };
}

export const noWebhook = () => new HubError('NOT_FOUND', '本平台没有这个推送', 'this platform has no such webhook');
export const tooMany = () =>
  new HubError(
    'LIMIT_EXCEEDED',
    `每个平台最多 ${webhooksOfPlatform} 个推送，请先删除不用的`,
    `a platform has at most ${webhooksOfPlatform} webhooks; remove one first`,
    { limit: webhooksOfPlatform },
  );
export const tooManyToday = () =>
  new HubError(
    'LIMIT_EXCEEDED',
    `每个平台每天最多登记 ${registeredADay} 个推送，含已删除的；可用 changeWebhook 更改已有的`,
    `a platform registers at most ${registeredADay} webhooks a day, removed ones included; change one by changeWebhook`,
    { limit: registeredADay },
  );
export const tooManySecrets = () =>
  new HubError(
    'LIMIT_EXCEEDED',
    `已有 ${oldSecretsAtOnce} 个旧密钥同时签名，请在 oldSecretUntil 之后再更换`,
    `${oldSecretsAtOnce} secrets before already sign as well; rotate again after oldSecretUntil`,
    { limit: oldSecretsAtOnce },
  );
export const anotherRequest = () =>
  new HubError(
    'CONFLICT',
    '此 idempotencyKey 已用于内容不同的登记，请换一个',
    'this idempotencyKey was used for another registration; take another one',
  );

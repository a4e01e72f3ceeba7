/** What a job platform sends with its key, checked before it is kept. */
import { randomBytes } from 'node:crypto';
import type { WebhookFault } from '../schema/webhook/webhook.reads.js';
import type { Context } from './context.js';
import { HubError } from './errors.js';

export const newKey = () => `phk_${randomBytes(32).toString('base64url')}`;
/** The form that Standard Webhooks gives to a symmetric secret. */
export const newSecret = () => `whsec_${randomBytes(32).toString('base64')}`;

/** The platform whose key came with the request. */
export function platformOf({ viewer }: Context): string {
  if (viewer.platform !== undefined) return viewer.platform;
  throw new HubError(
    'UNAUTHENTICATED',
    '此操作需要平台密钥：用 registerPlatform 登记，再放在请求头 Authorization: Bearer phk_…',
    'this takes the key of a platform: get one by registerPlatform and send it as Authorization: Bearer phk_…',
  );
}

const faults: Partial<Record<WebhookFault, [string, string]>> = {
  address: ['不是网址，或超过 2000 字', 'is no address, or longer than 2000 characters'],
  scheme: ['须以 https:// 开头', 'must begin with https://'],
  credentials: ['不得含用户名或密码', 'must hold no user name or password'],
  unresolved: ['的域名查不到地址', 'has a name without an address'],
  private: [
    '指向内部网络或本机，不予推送',
    'leads to a private network or to this machine, where nothing is delivered',
  ],
};

/** Refuses an address that nothing would be delivered to; checked again at each attempt. */
export async function checkUrl({ checkTarget }: Context, url: string): Promise<void> {
  const fault = await checkTarget(url);
  if (fault === null) return;
  const [chinese, english] = faults[fault] ?? ['不能使用', 'cannot be used'];
  throw new HubError('BAD_INPUT', `url ${chinese}`, `url ${english}`, { fault: fault.toUpperCase() });
}

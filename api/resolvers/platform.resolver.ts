/** Job platforms register themselves: a key in one request, nobody asked. */
import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import { Platform } from '../../schema/platform/platform.type.js';
import { registerPlatform, registrationsADay, replacePlatformKey } from '../../schema/platform/platform.writes.js';
import { checkNoIdNumber } from '../bad-input.js';
import type { Context } from '../context.js';
import { HubError } from '../errors.js';
import { isText } from '../is-text.js';
import { networkOf } from '../network-of.js';
import { newKey, platformOf } from '../platform-of.js';

const email = /^[^\s@]{1,64}@[^\s@]{1,180}\.[^\s@.]{2,}$/;

@Resolver()
export class PlatformResolver {
  @Mutation(() => Platform, {
    description:
      '登记一个招聘平台，得到密钥；读取公开数据不需要密钥，推送才需要。Registers a job platform and gives its key; public data is read without one, webhooks take it.',
  })
  async registerPlatform(
    @Arg('name', () => String, { description: '平台名称，1 至 100 字。Name of the platform, 1 to 100 characters.' })
    name: string,
    @Arg('contactEmail', () => String, {
      description:
        '联系邮箱，宜用公务邮箱；加密保存，不公开。An address of contact, better of a role than a person; kept sealed, never public.',
    })
    contactEmail: string,
    @Ctx() { database, vault, clock, address }: Context,
  ): Promise<Platform> {
    // It stands in lists at the hub's machine: one platform, one line.
    if (!isText(name, 100) || /[\n\r\t\p{Cf}\p{Zl}\p{Zp}]/u.test(name))
      throw new HubError('BAD_INPUT', 'name 须为一行，1 至 100 字', 'name must be one line of 1 to 100 characters');
    checkNoIdNumber('name', name);
    if (!email.test(contactEmail))
      throw new HubError('BAD_INPUT', 'contactEmail 不是邮箱地址', 'contactEmail is no e-mail address');
    const key = newKey();
    const asked = { name, contactEmail, key, address: networkOf(address) };
    const platform = await registerPlatform(database.pool, vault, asked, clock());
    if (platform) return { ...platform, key };
    throw new HubError(
      'LIMIT_EXCEEDED',
      `同一地址每天最多登记 ${registrationsADay} 个平台，请明天再试`,
      `one address registers at most ${registrationsADay} platforms a day; try again tomorrow`,
      { limit: registrationsADay },
    );
  }

  @Mutation(() => Platform, {
    description:
      '更换平台密钥，旧密钥在 10 秒内失效。Gives the platform another key; the one before stops working within 10 seconds.',
  })
  async rotatePlatformKey(@Ctx() context: Context): Promise<Platform> {
    const key = newKey();
    return { ...(await replacePlatformKey(context.database.pool, platformOf(context), key)), key };
  }
}

import { Ctx, Query, Resolver } from 'type-graphql';
import { accesses, fields } from '../../rules/visibility.js';
import { Agreement } from '../../schema/agreement/agreement.type.js';
import type { Context } from '../context.js';

@Resolver()
export class AgreementResolver {
  @Query(() => Agreement, {
    nullable: true,
    description: '本单位现行的数据共享协议；没有时为空。The own sharing agreement in force, or null.',
  })
  async myAgreement(@Ctx() { viewer, rights, budget }: Context): Promise<Agreement | null> {
    const agreement = await rights.agreementOf(viewer.client);
    if (!agreement) return null;
    const access = accesses(agreement.fields);
    return {
      ...agreement,
      fields: fields.map((field) => ({ field, access: access[field] })),
      left: await budget.left(viewer.client, agreement.dailyLimit),
    };
  }
}

import { Arg, Ctx, Query, Resolver } from 'type-graphql';
import { normalizeCreditCode } from '../../rules/identifiers.js';
import type { OrganizationDocument } from '../../rules/vocabulary.js';
import { readOrganizationDocument } from '../../schema/organization/organization.reads.js';
import { Organization } from '../../schema/organization/organization.type.js';
import { type Context, grantOf } from '../context.js';
import { refusedIdentifier } from '../errors.js';
import { organizationView } from '../record-views.js';

@Resolver()
export class OrganizationResolver {
  @Query(() => Organization, {
    nullable: true,
    description:
      '按统一社会信用代码查询一个单位；用人单位只能查询本单位。One organization by its credit code; an employer sees its own alone.',
  })
  async organization(
    @Arg('creditCode', () => String, { description: '统一社会信用代码，18 位。Unified social credit code, 18 places.' })
    creditCode: string,
    @Ctx() context: Context,
  ): Promise<Organization | null> {
    const code = normalizeCreditCode(creditCode);
    if (!code.ok) throw refusedIdentifier('creditCode', '统一社会信用代码', code.reason);
    const { accesses, stamp, spend } = grantOf(context);
    const { viewer, database } = context;
    await spend();
    const text = await readOrganizationDocument(
      database.pool,
      code.value,
      stamp,
      viewer.audience === 'employer' ? viewer.creditCode : null,
    );
    return text === null ? null : organizationView(JSON.parse(text) as OrganizationDocument, accesses);
  }
}

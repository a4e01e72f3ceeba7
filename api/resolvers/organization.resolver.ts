import type { GraphQLResolveInfo } from 'graphql';
import { Arg, Ctx, FieldResolver, Info, Query, Resolver, Root } from 'type-graphql';
import { normalizeCreditCode } from '../../rules/identifiers.js';
import { civilDay } from '../../rules/shanghai-time.js';
import type { Day, OrganizationDocument } from '../../rules/vocabulary.js';
import { EntitlementDecision, Outcome } from '../../schema/entitlement/entitlement.type.js';
import { readOrganizationByAgreement, readOrganizationDocument } from '../../schema/organization/organization.reads.js';
import { Organization } from '../../schema/organization/organization.type.js';
import { type Context, grantOf } from '../context.js';
import { refusedIdentifier } from '../errors.js';
import { selectedFields } from '../selected-fields.js';
import { organizationDecisions } from '../decisions-of.js';
import { organizationView, type OrganizationView } from '../record-views.js';
import { DateScalar } from '../../schema/value/value.type.js';

@Resolver(() => Organization)
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
  ): Promise<OrganizationView | null> {
    const code = normalizeCreditCode(creditCode);
    if (!code.ok) throw refusedIdentifier('creditCode', '统一社会信用代码', code.reason);
    const { accesses, stamp, spend, missed } = grantOf(context);
    const { viewer, database } = context;
    await spend({ creditCode: code.value });
    const only = viewer.audience === 'employer' ? viewer.creditCode : null;
    const { document, event } = await (stamp.agreementId === null
      ? readOrganizationDocument(database.pool, code.value, stamp, only)
      : readOrganizationByAgreement(database.records, code.value, stamp, civilDay(context.clock())));
    context.noted.push(event);
    if (document !== null) return organizationView(JSON.parse(document) as OrganizationDocument, accesses);
    await missed();
    return null;
  }

  @FieldResolver(() => [EntitlementDecision], {
    description: '各项政策对此单位的判定。What the support policies decide for this organization.',
  })
  async entitlements(
    @Root() view: OrganizationView,
    @Ctx() context: Context,
    @Info() info: GraphQLResolveInfo,
    @Arg('assessOn', () => DateScalar, {
      nullable: true,
      description: '判定日；默认今天（北京时间）。Day of the decision; today by default.',
    })
    assessOn?: Day | null,
    @Arg('rules', () => [String], { nullable: true, description: '只判定这些规则。Only these rules, by id.' })
    rules?: string[] | null,
    @Arg('outcome', () => Outcome, { nullable: true, description: '只列出此结果。Only those with this outcome.' })
    outcome?: (typeof Outcome)[keyof typeof Outcome] | null,
  ): Promise<EntitlementDecision[]> {
    return organizationDecisions(context, view.document, view.accesses, {
      assessOn: assessOn ?? civilDay(context.clock()),
      rules: rules ?? null,
      outcome: outcome ?? null,
      wanted: selectedFields(info),
    });
  }
}

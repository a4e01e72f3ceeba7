import type { GraphQLResolveInfo } from 'graphql';
import { Arg, Ctx, FieldResolver, Info, Int, Query, Resolver, Root } from 'type-graphql';
import { normalizeIdNumber } from '../../rules/identifiers.js';
import { nameKey } from '../../rules/names.js';
import type { Day, PersonDocument } from '../../rules/vocabulary.js';
import { EntitlementDecision, Outcome } from '../../schema/entitlement/entitlement.type.js';
import { ContributionConnection, EmploymentConnection, Person } from '../../schema/person/person.type.js';
import { DateScalar } from '../../schema/value/value.type.js';
import { civilDay } from '../../rules/shanghai-time.js';
import { type Context, grantOf } from '../context.js';
import { HubError, refusedIdentifier } from '../errors.js';
import { isText } from '../is-text.js';
import { pageOfList, sealedCursors } from '../page-of.js';
import { type PersonView, personView } from '../record-views.js';
import { selectedFields } from '../selected-fields.js';
import { personDecisions } from '../decisions-of.js';

const first = '本页项数，至多 100，默认 20。Items on this page, at most 100.';
const after = '上一页的 endCursor。The endCursor of the page before.';

@Resolver(() => Person)
export class PersonResolver {
  @Query(() => Person, {
    nullable: true,
    description:
      '按身份证号码和姓名查询一个人；两者不相符、查无此人或无权查看时均为空。One person by ID number and name; null alike when they do not match, nobody is known, or it is not permitted.',
  })
  async person(
    @Arg('idNumber', () => String, { description: '公民身份号码，15 或 18 位。Resident ID number, 15 or 18 places.' })
    idNumber: string,
    @Arg('name', () => String, {
      description:
        '姓名；全半角、空格、间隔号和异体字不影响匹配。Name; width, spaces, dots and variant characters do not count.',
    })
    name: string,
    @Ctx() context: Context,
  ): Promise<PersonView | null> {
    const id = normalizeIdNumber(idNumber);
    if (!id.ok) throw refusedIdentifier('idNumber', '身份证号码', id.reason);
    if (!isText(name, 100) || nameKey(name) === '')
      throw new HubError('BAD_INPUT', 'name 须为 1 至 100 字的姓名', 'name must be a name of 1 to 100 characters');
    const { accesses, stamp, spend, hasCase, guarded, missed } = grantOf(context);
    const { vault } = context;
    const indexes = { blindIndex: vault.blindIndex(id.value), otherIndex: vault.otherIndex(id.value) };
    await spend(indexes);
    const day = civilDay(context.clock());
    const asked = { ...indexes, nameKey: nameKey(name), stamp, day, hasCase };
    const { document, isGuarded, event } = await context.readPerson(asked);
    context.noted.push(event);
    if (isGuarded) await guarded();
    if (document !== null) return personView(JSON.parse(document) as PersonDocument, accesses);
    await missed();
    return null;
  }

  @FieldResolver(() => EmploymentConnection, {
    description: '就业与失业登记，新的在前。Registrations of employment and unemployment, newest first.',
  })
  employments(
    @Root() view: PersonView,
    @Ctx() context: Context,
    @Arg('first', () => Int, { nullable: true, description: first }) size?: number | null,
    @Arg('after', () => String, { nullable: true, description: after }) cursor?: string | null,
  ) {
    return pageOfList(sealedCursors(context, 'employments', view.id), view.document.employments, size, cursor);
  }

  @FieldResolver(() => ContributionConnection, {
    description: '社会保险缴费，新的在前。Social insurance contributions, newest first.',
  })
  contributions(
    @Root() view: PersonView,
    @Ctx() context: Context,
    @Arg('first', () => Int, { nullable: true, description: first }) size?: number | null,
    @Arg('after', () => String, { nullable: true, description: after }) cursor?: string | null,
  ) {
    return pageOfList(sealedCursors(context, 'contributions', view.id), view.document.contributions, size, cursor);
  }

  @FieldResolver(() => [EntitlementDecision], {
    description: '各项就业创业扶持政策对此人的判定。What the support policies decide for this person.',
  })
  async entitlements(
    @Root() view: PersonView,
    @Ctx() context: Context,
    @Info() info: GraphQLResolveInfo,
    @Arg('assessOn', () => DateScalar, {
      nullable: true,
      description: '判定日；默认今天（北京时间）。Day of the decision; today by default.',
    })
    assessOn?: Day | null,
    @Arg('knownAt', () => DateScalar, {
      nullable: true,
      description:
        '只用截至该日已记录的事实和参数；默认全部。Use only facts and parameters recorded up to that day; all by default.',
    })
    knownAt?: Day | null,
    @Arg('rules', () => [String], { nullable: true, description: '只判定这些规则。Only these rules, by id.' })
    rules?: string[] | null,
    @Arg('outcome', () => Outcome, { nullable: true, description: '只列出此结果。Only those with this outcome.' })
    outcome?: (typeof Outcome)[keyof typeof Outcome] | null,
  ): Promise<EntitlementDecision[]> {
    return personDecisions(context, view, {
      assessOn: assessOn ?? civilDay(context.clock()),
      knownAt: knownAt ?? null,
      rules: rules ?? null,
      outcome: outcome ?? null,
      wanted: selectedFields(info),
    });
  }
}

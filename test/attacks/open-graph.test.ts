/** Z19: the open recruitment graph asked for persons, and personal numbers in what firms write freely; over HTTP against the running service. */
import { buildClientSchema, getIntrospectionQuery, type IntrospectionQuery, isObjectType } from 'graphql';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { places } from '../../rules/places/places.js';
import { fields } from '../../rules/visibility.js';
import type { Answer, TestApi } from '../support/api.js';
import { codeOf, openTestApi } from '../support/api.js';
import { creditCodeOf, idNumberOf, rowsOf } from '../support/facts.js';
import { openRecruiters, recruitment } from '../support/recruitment.js';
import type { Recruiters } from '../support/recruitment.js';

let api: TestApi;
let who: Recruiters;
let at: ReturnType<typeof recruitment>;

beforeAll(async () => {
  api = await openTestApi();
  await api.fill((stream) => rowsOf(stream, 12));
  who = await openRecruiters(api);
  at = recruitment(api, who);
});
afterAll(() => api.close());

const asPublic = (query: string, variables?: Record<string, unknown>) =>
  api.ask(query, { ...(variables && { variables }) });
const problemsOf = (answer: Answer) =>
  (answer.errors[0]!.extensions['problems'] as { path: string; rule: string }[]).map(
    ({ path, rule }) => `${path} ${rule}`,
  );

describe('Z19', () => {
  it('Z19: no type and no field of a record, a dossier or the log is in the public’s schema', async () => {
    const answer = await asPublic(getIntrospectionQuery({ descriptions: false }));
    const schema = buildClientSchema(answer.data as unknown as IntrospectionQuery);
    const coordinates = Object.values(schema.getTypeMap()).flatMap((type) =>
      type.name.startsWith('__') || !isObjectType(type)
        ? []
        : Object.keys(type.getFields()).map((name) => `${type.name}.${name}`),
    );
    expect(coordinates.length).toBeGreaterThan(200);
    // Decisions on declared facts are told to everybody: no record is read for them.
    const closed = coordinates.filter((one) => !['open', 'told'].includes(places.classOf(one)!));
    expect(closed).toEqual([]);
    for (const name of ['Person', 'Organization', 'EntitlementCandidate', 'ProposedHire', 'AccessEvent', 'Agreement'])
      expect(schema.getType(name)).toBeUndefined();
  });

  it.each([
    ...new Set(
      fields
        .map((field) => field.split('.')[1]!)
        .filter((name) => !['id', 'name', 'region', 'industry', 'creditCode', 'state'].includes(name)),
    ),
    'idNumber',
    'mobile',
    'applicants',
  ])('Z19: a notice, its employer, its contact and its posts are not asked for %s', async (name) => {
    const published = {
      recruitmentNotices: ['node', 'node { employer', 'node { contact', 'node { posts { edges { node'],
    };
    for (const way of published.recruitmentNotices) {
      const closing = '}'.repeat(way.split('{').length);
      const answer = await asPublic(`{ recruitmentNotices { edges { ${way} { ${name} } ${closing} } }`);
      expect([answer.status, codeOf(answer), answer.data]).toEqual([400, 'BAD_INPUT', null]);
    }
  });

  it('Z19: the roots of records are not there either, whatever is asked beside them', async () => {
    for (const root of [
      `person(idNumber: "${idNumberOf(1)}", name: "张1") { name }`,
      `organization(creditCode: "${creditCodeOf(1)}") { legalRepresentativeName }`,
      'entitlementCandidates(rule: "art05.opening-subsidy") { totalCount }',
      'proposedHires(id: "x") { name }',
      'publicityPage(id: "x") { hires { name } }',
      'accessEvents { totalCount }',
    ]) {
      const answer = await asPublic(`{ recruitmentNotices { totalCount } ${root} }`);
      expect([answer.status, codeOf(answer), answer.data]).toEqual([400, 'BAD_INPUT', null]);
      expect(answer.errors[0]!.message).toContain('Cannot query field');
    }
    expect((await api.events()).length).toBe(0);
  });

  it.each([
    ['a mobile phone', '咨询王经理 138 1234 5678', 'lint.mobile'],
    ['a mobile phone in full width', '电话１３８１２３４５６７８', 'lint.mobile'],
    ['an ID number', `携带 ${idNumberOf(1)}`, 'lint.id-number'],
    ['a bank account', '报名费汇至 6222 0216 0200 1234 567', 'lint.account'],
  ])('Z19: %s in free text is not filed, and no public page, feed or search tells it', async (_what, text, rule) => {
    const content = at.content({
      overview: text,
      contact: { ...at.content().contact, hours: text },
      posts: [{ ...at.content().posts[0]!, duties: `完成本岗位任务，整理并保存工作记录，参与新员工培训。${text}` }],
    });
    const made = at.ok(await at.create(content));
    const { id } = (made.data as { createRecruitmentNotice: { id: string } }).createRecruitmentNotice;
    const filed = problemsOf(await at.move(who.firmApprover, id, 'SUBMIT', { justification: '按计划招聘' }));
    for (const path of ['overview', 'contact.hours', 'posts[0].duties']) expect(filed).toContain(`${path} ${rule}`);
    const told = await Promise.all([
      asPublic(
        'query ($text: String!) { recruitmentPosts(filter: {text: $text}) { totalCount edges { node { text } } } }',
        { text },
      ),
      ...['/open-data/feeds/notices.atom', '/open-data/changes?first=1000', '/recruitment'].map(async (path) => ({
        text: await (await fetch(api.url + path)).text(),
      })),
    ]);
    for (const { text: page } of told)
      for (const part of text.split(/\s+/).filter((word) => /[\d１-９]{4}/.test(word)))
        expect(page).not.toContain(part);
  });
});

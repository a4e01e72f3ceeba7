/** D18: postings that discriminate, firms that are none, licences that were revoked: screened, the reason kept, and somebody to complain to. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { SourceRow } from '../../connectors/connector.js';
import { readHistory } from '../../schema/recruitment-history/recruitment-history.reads.js';
import { type Answer, codeOf, openTestApi, type TestApi } from '../support/api.js';
import { creditCodeOf, rowsOf } from '../support/facts.js';
import { goodEmployer, goodPost } from '../support/notices.js';
import { officialUrl, openRecruiters, type Recruiters, recruitment } from '../support/recruitment.js';

let api: TestApi;
let who: Recruiters;
let at: ReturnType<typeof recruitment>;
beforeAll(async () => {
  api = await openTestApi();
  who = await openRecruiters(api);
  at = recruitment(api, who);
});
afterAll(() => api.close());

const problemsOf = ({ errors }: Answer) =>
  errors[0]!.extensions['problems'] as { path: string; rule: string; basis: string | null }[];
const draft = async (content: unknown) =>
  (at.ok(await at.create(content)).data as { createRecruitmentNotice: { id: string } }).createRecruitmentNotice.id;
const publicNotice = async (id: string) =>
  at.ok(
    await api.ask(
      `{ recruitmentNotice(id: "${id}") { id } recruitmentRecordState(id: "${id}") { state reason remark } }`,
    ),
  ).data!;
/** Not even that there is such a notice. */
const nothing = { recruitmentNotice: null, recruitmentRecordState: null };

describe('text that discriminates', () => {
  const post = (more: object) => ({ posts: [goodPost(1, more, '2026-03-02')] });
  it.each<[string, object, string, string]>([
    ['in the name of a post', post({ title: '会计（限男性）' }), 'posts[0].title', 'lint.gender'],
    [
      'in its duties',
      post({ duties: `${goodPost(1).duties}同等条件下汉族优先。` }),
      'posts[0].duties',
      'lint.ethnicity',
    ],
    [
      'in a requirement',
      post({ requirements: [{ kind: 'other', text: '限濮阳户籍', must: true }] }),
      'posts[0].requirements[0].text',
      'lint.household',
    ],
    [
      'with characters that nobody sees',
      post({ title: '会计（限\u200b男\u200d性）' }),
      'posts[0].title',
      'control-characters',
    ],
    ['with spaces, in other widths', post({ title: '会计（限　男 性）' }), 'posts[0].title', 'lint.gender'],
  ])('D18: %s: not filed, by place, rule and law; nothing of it is public', async (_what, more, path, rule) => {
    const id = await draft(at.content(more));
    const found = problemsOf(await at.move(who.firmApprover, id, 'SUBMIT', { justification: '工作需要' }));
    const told = found.find((one) => one.path === path && one.rule === rule);
    expect(told ?? found).toMatchObject({ path, rule });
    expect(told?.basis ?? '').toMatch(rule.startsWith('lint.') ? /法|条例|规定|意见|濮政/ : /^$/);
    expect(codeOf(await at.move(who.approver, id, 'PUBLISH', { officialUrl }))).toBe('NOT_FOUND');
    expect(await publicNotice(id)).toEqual(nothing);
  });

  it('D18: what no rule finds a reviewer returns, and the reason stays with the notice for ever', async () => {
    const id = await draft(at.content());
    at.ok(await at.move(who.firmApprover, id, 'SUBMIT'));
    const remarks = [{ path: 'posts[0].duties', text: '变相限制性别，请修改' }];
    at.ok(await at.move(who.reviewer, id, 'RETURN', { remarks }));
    const asked = `{ recruitmentFiling(id: "${id}") { state pending { state } history { move reason } } }`;
    const { data } = at.ok(await api.ask(asked, { token: who.firmApprover }));
    expect(data).toMatchObject({ recruitmentFiling: { pending: { state: 'RETURNED' } } });
    const last = (await readHistory(api.database.pool, 'notice', id)).at(-1);
    expect(last).toMatchObject({ move: 'return' });
    expect(await publicNotice(id)).toEqual(nothing);
  });
});

describe('a firm', () => {
  it('D18: that is on no register cannot even draft, whatever its token says of it', async () => {
    const fake = await api.token({
      sub: '假',
      audience: 'employer',
      roles: ['clerk', 'approver'],
      credit_code: creditCodeOf(77),
    });
    expect(codeOf(await at.create(at.content(), {}, fake))).toBe('FORBIDDEN');
    const another = await draft(at.content());
    expect(codeOf(await at.move(fake, another, 'SUBMIT'))).toBe('NOT_FOUND');
  });

  it('D18: whose licence is revoked between filing and publishing is not published, by hand or by the clock, and the history says why', async () => {
    const [byHand, byClock, unfiled] = [await at.file(), await at.file(), await draft(at.content())];
    const publishAt = new Date(at.now().getTime() + 3_600_000).toISOString();
    at.ok(await at.move(who.approver, byClock, 'SCHEDULE', { publishAt, officialUrl }));
    const licence = (state: 'open' | 'revoked', version: string) =>
      api.fill((stream) =>
        stream !== 'market-entities'
          ? []
          : rowsOf(stream, 12, version).map((row): SourceRow =>
              row.op === 'upsert' && row.key === goodEmployer.creditCode && row.body.kind === 'organization'
                ? { ...row, body: { ...row.body, state } }
                : row,
            ),
      );
    await licence('revoked', '2026-02-01T00:00:00Z');
    const refusal = [{ path: 'employer', rule: 'employer.register' }];
    expect(problemsOf(await at.move(who.firmApprover, unfiled, 'SUBMIT'))).toMatchObject(refusal);
    expect(problemsOf(await at.move(who.approver, byHand, 'PUBLISH', { officialUrl }))).toMatchObject(refusal);
    await at.goTo(publishAt);
    for (const id of [byHand, byClock]) expect(await publicNotice(id)).toEqual(nothing);
    const kept = (await readHistory(api.database.pool, 'notice', byClock)).at(-1);
    expect(kept).toMatchObject({ move: 'unschedule', reason: expect.stringContaining('吊销') as string });
    await licence('open', '2026-02-02T00:00:00Z');
    at.ok(await at.move(who.approver, byHand, 'PUBLISH', { officialUrl }));
    await at.goBack();
  });
});

describe('what is public already', () => {
  it('D18: is taken down for a violation by the bureau, and everybody is told that and why', async () => {
    const id = await at.publish();
    const reason = '内容违反平等就业规定';
    at.ok(await at.move(who.approver, id, 'WITHDRAW', { reasonCode: 'VIOLATION', reason }));
    expect(await publicNotice(id)).toMatchObject({ recruitmentRecordState: { reason: 'VIOLATION', remark: reason } });
    const page = await fetch(`${api.url}/recruitment/notices/${id}`);
    expect([page.status, await page.text()]).toEqual([410, expect.stringContaining(reason)]);
    expect((await readHistory(api.database.pool, 'notice', id)).at(-1)).toMatchObject({ move: 'withdraw', reason });
  });

  it('D18: says to whom one complains, outside of the department that recruits; without that it is not filed', async () => {
    const content = at.content();
    const inside = [{ organization: content.contact.department, phone: '0393-6666003', email: null }];
    const unwatched = await draft({ ...content, supervision: inside });
    expect(problemsOf(await at.move(who.firmApprover, unwatched, 'SUBMIT')).map(({ rule }) => rule)).toContain(
      'supervision.outside',
    );
    const id = await at.publish();
    const [channel] = content.supervision;
    const page = await (await fetch(`${api.url}/recruitment/notices/${id}`)).text();
    expect(page).toContain(channel!.organization);
    expect(page).toContain(channel!.phone);
  });
});

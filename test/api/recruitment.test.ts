/** Article 11 from draft to concluded, over the real API: who may do what, what is refused and how, what the public is told. */
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { readHistory } from '../../schema/recruitment-history/recruitment-history.reads.js';
import { codeOf, openTestApi, readAnswer } from '../support/api.js';
import type { Answer, TestApi } from '../support/api.js';
import { idNumberOf } from '../support/facts.js';
import { goodEmployer, goodPost } from '../support/notices.js';
import { officialUrl, openRecruiters, recruitment } from '../support/recruitment.js';
import type { Recruiters } from '../support/recruitment.js';

let api: TestApi;
let who: Recruiters;
let at: ReturnType<typeof recruitment>;
beforeAll(async () => {
  api = await openTestApi();
  who = await openRecruiters(api);
  at = recruitment(api, who);
});
afterEach(() => at.goBack());
afterAll(() => api.close());

const hire = (post: string, name: string, more: object = {}) => ({
  post,
  name,
  school: '郑州大学',
  admissionNo: '20261234',
  ...more,
});
const problemsOf = (answer: Answer) =>
  (answer.errors[0]!.extensions['problems'] as { path: string; rule: string }[]).map(
    ({ path, rule }) => `${path} ${rule}`,
  );

describe('a notice is filed', () => {
  test('in two steps by two persons on each side; then it is public with its numbers, and nothing was before', async () => {
    const before = (await at.kinds()).length;
    const id = await at.file();
    expect((await at.kinds()).length).toBe(before);
    const published = at.ok(await at.move(who.approver, id, 'PUBLISH', { officialUrl }));
    const year = at.now().getUTCFullYear();
    expect(published.data).toMatchObject({
      moveRecruitmentNotice: {
        state: 'PUBLISHED',
        version: 1,
        noticeNo: `PY-410900-${year}-0001`,
        pending: null,
        published: { filingNumber: `濮人社招备〔${year}〕410900-0001号` },
      },
    });
    expect((await at.kinds()).slice(before)).toEqual(['published', 'published', 'published']);
    const history = await readHistory(api.database.pool, 'notice', id);
    expect(history.map(({ move, actor }) => `${move} ${actor}`)).toEqual([
      'create 经办甲',
      'submit 审核乙',
      'review 初审丙',
      'accept 审批丁',
      'publish 审批丁',
    ]);
    expect(history.every(({ isSound }) => isSound)).toBe(true);
  });

  test('an empty draft is saved and says all that it lacks; submitting it is refused with every problem', async () => {
    const made = at.ok(await at.create({ title: '招聘' }));
    const { id, problems } = (made.data as { createRecruitmentNotice: { id: string; problems: unknown[] } })
      .createRecruitmentNotice;
    expect(problems.length).toBeGreaterThan(10);
    const refused = await at.move(who.firmApprover, id, 'SUBMIT');
    expect(codeOf(refused)).toBe('BAD_INPUT');
    expect(problemsOf(refused)).toContain('posts required');
    expect(refused.errors[0]!.message).toMatch(
      /^发现 \d+ 个问题，见 problems：.+ \/ problems found: \d+, see problems/,
    );
  });

  test('the one who wrote it does not submit it, the one who reviewed it does not accept it, unless the bureau has set one person', async () => {
    const both = await api.token({
      sub: '经办甲',
      audience: 'employer',
      roles: ['clerk', 'approver'],
      credit_code: goodEmployer.creditCode,
    });
    const made = at.ok(await at.create(at.content(), {}, both));
    const { id } = (made.data as { createRecruitmentNotice: { id: string } }).createRecruitmentNotice;
    expect(codeOf(await at.move(both, id, 'SUBMIT'))).toBe('FORBIDDEN');
    at.ok(await at.move(who.firmApprover, id, 'SUBMIT'));
    expect(problemsOf(await at.move(who.approver, id, 'ACCEPT'))).toEqual(['reviewedBy two-persons']);
    const officer = await api.token({
      sub: '一人',
      audience: 'staff',
      roles: ['reviewer', 'approver'],
      region: '410900',
    });
    at.ok(await at.move(officer, id, 'REVIEW'));
    const same = await at.move(officer, id, 'ACCEPT');
    expect([codeOf(same), same.errors[0]!.message]).toEqual(['FORBIDDEN', expect.stringContaining('两人')]);
    await api.database.pool.query(
      `insert into setting (bureau, name, value, set_by, set_at) values ('410900', 'proposals.persons', '1', 'test', now())`,
    );
    at.ok(await at.move(officer, id, 'ACCEPT'));
    await api.database.pool.query(`delete from setting`);
  });

  test('what is returned is answered point by point', async () => {
    const made = at.ok(await at.create(at.content()));
    const { id } = (made.data as { createRecruitmentNotice: { id: string } }).createRecruitmentNotice;
    at.ok(await at.move(who.firmApprover, id, 'SUBMIT'));
    const remarks = [{ path: 'overview', text: '简介过于简略' }];
    at.ok(await at.move(who.reviewer, id, 'RETURN', { remarks }));
    at.ok(await at.save(id, at.content({ overview: '集团负责供水、排水和污水处理，服务城区居民。' })));
    expect(problemsOf(await at.move(who.firmApprover, id, 'RESUBMIT'))).toEqual(['overview return.answer']);
    const answered = at.ok(
      await at.move(who.firmApprover, id, 'RESUBMIT', { remarks: [{ path: 'overview', text: '已补充' }] }),
    );
    expect(answered.data).toMatchObject({ moveRecruitmentNotice: { state: 'SUBMITTED' } });
  });

  test('an illegal move names the legal ones; one of the other side says whose it is', async () => {
    const id = await at.file();
    const again = await at.move(who.firmApprover, id, 'SUBMIT');
    expect([again.status, codeOf(again)]).toEqual([200, 'ILLEGAL_MOVE']);
    expect(again.errors[0]!.extensions).toMatchObject({
      state: 'FILED',
      legalMoves: ['SCHEDULE', 'PUBLISH', 'DROP', 'PURGE'],
    });
    const notYours = await at.move(who.firmApprover, id, 'PUBLISH', { officialUrl });
    expect([codeOf(notYours), notYours.errors[0]!.message]).toEqual([
      'FORBIDDEN',
      expect.stringContaining('人社部门审批'),
    ]);
  });

  test('without the page on the bureau’s own website nothing is published', async () => {
    const id = await at.file();
    for (const url of [
      undefined,
      'http://rsj.puyang.example/1',
      'javascript:alert(1)',
      'https://user@rsj.example/',
      'http://127.0.0.1/',
    ])
      expect(problemsOf(await at.move(who.approver, id, 'PUBLISH', { officialUrl: url }))).toEqual([
        'officialUrl official.page',
      ]);
  });

  test('ten at once publish it once', async () => {
    const id = await at.file();
    const answers = await Promise.all(
      Array.from({ length: 10 }, () => at.move(who.approver, id, 'PUBLISH', { officialUrl })),
    );
    expect(answers.filter(({ errors }) => errors.length === 0)).toHaveLength(1);
    expect(answers.filter(({ errors }) => errors[0]?.extensions['code'] === 'ILLEGAL_MOVE')).toHaveLength(9);
  });

  test('saving over somebody else’s revision is told, and neither text is lost', async () => {
    const made = at.ok(await at.create(at.content()));
    const { id } = (made.data as { createRecruitmentNotice: { id: string } }).createRecruitmentNotice;
    at.ok(await at.save(id, at.content({ recusal: '按规定执行回避，甲。' }), { revision: 1 }));
    const stale = await at.save(id, at.content({ recusal: '按规定执行回避，乙。' }), { revision: 1 });
    expect([codeOf(stale), stale.errors[0]!.extensions['revision']]).toEqual(['CONFLICT', 2]);
  });

  test('one key makes one notice; with another content it is refused', async () => {
    const content = at.content();
    const first = at.ok(await at.create(content, { idempotencyKey: 'k-1' }));
    const again = at.ok(await at.create(content, { idempotencyKey: 'k-1' }));
    const idIn = (answer: Answer) =>
      (answer.data as { createRecruitmentNotice: { id: string } }).createRecruitmentNotice.id;
    expect(idIn(again)).toBe(idIn(first));
    expect(codeOf(await at.create({ ...content, title: '另一份公告招聘2027' }, { idempotencyKey: 'k-1' }))).toBe(
      'CONFLICT',
    );
  });

  test('a move sent again under its key is not made again', async () => {
    const id = await at.file();
    const moves = await Promise.all(
      Array.from({ length: 5 }, () => at.move(who.approver, id, 'PUBLISH', { officialUrl, idempotencyKey: `p-${id}` })),
    );
    expect(moves.map(({ errors }) => errors)).toEqual([[], [], [], [], []]);
    expect((await readHistory(api.database.pool, 'notice', id)).filter(({ move }) => move === 'publish')).toHaveLength(
      1,
    );
  });
});

describe('who is not concerned', () => {
  test('a firm that is not on the register, another firm, another bureau and the public see nothing of it', async () => {
    const id = await at.file();
    const stranger = await api.token({
      sub: '某',
      audience: 'employer',
      roles: ['clerk', 'approver'],
      credit_code: '91410902MA0099990X',
    });
    expect(codeOf(await at.create(at.content(), {}, stranger))).toBe('FORBIDDEN');
    const county = await api.token({
      sub: '县',
      audience: 'staff',
      roles: ['approver', 'reviewer', 'supervisor'],
      region: '410922',
    });
    const nowhere = await api.token({ sub: '无', audience: 'staff', roles: ['approver'], region: '' });
    const operator = await api.token({ sub: '员', audience: 'staff', roles: ['operator'] });
    for (const token of [stranger, county]) {
      expect(codeOf(await at.move(token, id, 'PUBLISH', { officialUrl }))).toBe('NOT_FOUND');
      const { data } = await api.ask(`{ recruitmentFiling(id: "${id}") { id } }`, { token });
      expect(data).toEqual({ recruitmentFiling: null });
    }
    for (const token of [nowhere, operator])
      expect(codeOf(await at.move(token, id, 'PUBLISH', { officialUrl }))).toBe('FORBIDDEN');
    expect(codeOf(await api.ask(`{ recruitmentFiling(id: "${id}") { id } }`))).toBe('BAD_INPUT');
  });

  test('the supervisor of the city sees those of its counties; a bureau sees no text that was not submitted', async () => {
    const county = {
      ...goodEmployer,
      creditCode: '91410922MA00000000',
      name: '清丰县供热有限公司',
      level: 'county',
      region: '410922',
      bureau: '410922',
    } as const;
    const others = recruitment(api, await openRecruiters(api, county));
    const made = others.ok(await others.create(others.content()));
    const { id } = (made.data as { createRecruitmentNotice: { id: string } }).createRecruitmentNotice;
    const seen = async (token: string) => (await api.ask(`{ recruitmentFiling(id: "${id}") { id } }`, { token })).data;
    expect(await seen(who.supervisor)).toEqual({ recruitmentFiling: null });
    await others.fileAgain(id);
    expect(await seen(who.supervisor)).toEqual({ recruitmentFiling: { id } });
    expect(await seen(who.approver)).toEqual({ recruitmentFiling: null });
  });
});

describe('once public', () => {
  test('an amendment is filed like the first text and tells its reason; posts that stay the same are not told again', async () => {
    const id = await at.publish();
    const content = at.content();
    expect(codeOf(await at.save(id, content))).toBe('BAD_INPUT');
    const [first, second] = content.posts;
    const amended = { ...content, posts: [{ ...first!, openings: first!.openings + 1 }, second!] };
    at.ok(await at.save(id, amended, { amendReason: '增加一名' }));
    await at.fileAgain(id);
    const before = (await at.kinds()).length;
    const published = at.ok(await at.move(who.approver, id, 'PUBLISH', { officialUrl }));
    expect(published.data).toMatchObject({ moveRecruitmentNotice: { state: 'PUBLISHED', version: 2 } });
    expect((await at.kinds()).slice(before)).toEqual(['amended', 'amended']);
  });

  test('a pause stops the clock and adds what it took', async () => {
    const id = await at.publish();
    expect(problemsOf(await at.move(who.approver, id, 'PAUSE'))).toEqual(['reason required']);
    const paused = at.ok(await at.move(who.approver, id, 'PAUSE', { reason: '系统维护' }));
    const closes = (answer: Answer) =>
      Date.parse((answer.data as { moveRecruitmentNotice: { closesAt: string } }).moveRecruitmentNotice.closesAt);
    await at.goTo(new Date(at.now().getTime() + 3 * 86_400_000));
    const resumed = at.ok(await at.move(who.approver, id, 'RESUME'));
    const added = closes(resumed) - closes(paused);
    expect(added).toBeGreaterThan(2.9 * 86_400_000);
    expect(added).toBeLessThan(3.1 * 86_400_000);
  });

  test('it is withdrawn where the firm asked, or for a violation; then it is gone with a reason', async () => {
    const id = await at.publish();
    expect(
      problemsOf(await at.move(who.approver, id, 'WITHDRAW', { reason: '计划调整', reasonCode: 'PLAN_CHANGED' })),
    ).toEqual(['reasonCode withdrawal.request']);
    at.ok(
      await at.move(who.firmApprover, id, 'REQUEST_WITHDRAWAL', { reason: '计划调整', reasonCode: 'PLAN_CHANGED' }),
    );
    const gone = at.ok(await at.move(who.approver, id, 'WITHDRAW'));
    expect(gone.data).toMatchObject({ moveRecruitmentNotice: { state: 'WITHDRAWN', legalMoves: [] } });
    const told = await api.database.pool.query(
      `select distinct kind, reason, remark, body from open_change where notice_id = $1 and kind = 'withdrawn'`,
      [id],
    );
    expect(told.rows).toEqual([{ kind: 'withdrawn', reason: 'plan_changed', remark: '计划调整', body: null }]);
  });

  test('content entered although exempt is purged: no text stays, and the incident does', async () => {
    const id = await at.file({ overview: '涉密内容甲乙丙' });
    at.ok(await at.move(who.supervisor, id, 'PURGE', { reason: '误录涉密岗位' }));
    const left = await api.database.pool.query(
      `select content::text as text from notice_version where notice_id = $1`,
      [id],
    );
    expect(left.rows).toEqual([{ text: '{}' }]);
    expect((await readHistory(api.database.pool, 'notice', id)).at(-1)).toMatchObject({
      move: 'purge',
      reason: '误录涉密岗位',
    });
  });
});

describe('the clock', () => {
  test('publishes what is due, and expires it within its minute; what may no longer be published goes back', async () => {
    const id = await at.file();
    const publishAt = new Date(at.now().getTime() + 3_600_000).toISOString();
    at.ok(await at.move(who.approver, id, 'SCHEDULE', { publishAt, officialUrl }));
    const late = await at.file();
    const tooLate = new Date(at.now().getTime() + 17 * 86_400_000).toISOString();
    at.ok(await at.move(who.approver, late, 'SCHEDULE', { publishAt: tooLate, officialUrl }));
    await at.tick();
    const state = async (noticeId: string) =>
      (await api.database.pool.query<{ state: string }>(`select state from notice where notice_id = $1`, [noticeId]))
        .rows[0]!.state;
    expect(await state(id)).toBe('filed');
    await at.goTo(publishAt);
    expect(await state(id)).toBe('published');
    await at.goTo(tooLate);
    expect(await state(late)).toBe('filed');
    expect((await readHistory(api.database.pool, 'notice', late)).at(-1)).toMatchObject({ move: 'unschedule' });
    await at.close(id);
    expect(await state(id)).toBe('closed');
    expect((await at.kinds()).slice(-3)).toEqual(['expired', 'expired', 'expired']);
  });
});

describe('proposed hires', () => {
  test('stand on the page in their period alone, are told of in counts, and are taken down with a proof', async () => {
    const id = await at.publish();
    await at.close(id);
    at.ok(
      await at.move(who.firmApprover, id, 'RECORD_STAGE', {
        stage: { stage: 'WRITTEN', on: '2026-03-25', present: 10, passed: 5 },
      }),
    );
    const [post] = at.content().posts;
    const listId = await at.post(id, [hire(post!.code, '欧阳𠮷')]);
    const row = async () =>
      (
        await api.database.pool.query(
          `select state, ends_at, taken_down_at, list_hash from publicity_batch where batch_id = $1`,
          [listId],
        )
      ).rows[0] as {
        state: string;
        ends_at: Date;
        taken_down_at: Date | null;
      };
    expect(await row()).toMatchObject({ state: 'public', taken_down_at: null });
    // Not a name in anything that is public or kept in clear.
    const public_ = await api.database.pool.query<{ text: string }>(
      `select string_agg(to_jsonb(c)::text, '') as text from open_change c`,
    );
    expect(public_.rows[0]!.text).not.toContain('欧阳');
    expect(api.logged()).not.toContain('欧阳');
    await at.goTo(new Date((await row()).ends_at.getTime() + 1));
    expect(await row()).toMatchObject({ state: 'ended' });
    expect((await row()).taken_down_at).not.toBeNull();
    const history = await readHistory(api.database.pool, 'publicity', listId);
    expect(history.map(({ move, isSound }) => [move, isSound])).toEqual([
      ['submit', true],
      ['publish', true],
      ['end', true],
    ]);
    const hired = at.content().posts.map(({ code }) => ({ post: code, count: code === post!.code ? 1 : 0 }));
    const tooMany = hired.map((one) => ({ ...one, count: 1 }));
    at.ok(await at.move(who.firmApprover, id, 'REQUEST_CONCLUSION', { hired: tooMany, resultUrl: officialUrl }));
    expect(problemsOf(await at.move(who.approver, id, 'CONCLUDE'))[0]).toMatch(/publicity\.required$/);
    at.ok(await at.move(who.firmApprover, id, 'REQUEST_CONCLUSION', { hired, resultUrl: officialUrl }));
    const concluded = at.ok(await at.move(who.approver, id, 'CONCLUDE'));
    expect(concluded.data).toMatchObject({ moveRecruitmentNotice: { state: 'CONCLUDED' } });
  });

  test('more than the openings, an ID number, a phone or no recusal are refused before anybody sees them', async () => {
    const id = await at.publish();
    await at.close(id);
    const [post] = at.content().posts;
    const submit = async (hires: object[], more: object = {}) => {
      const saved = at.ok(await at.list(id, hires, more)).data as { savePublicityList: { id: string } };
      return problemsOf(await at.moveList(who.firmApprover, saved.savePublicityList.id, 'SUBMIT'));
    };
    const many = Array.from({ length: post!.openings + 1 }, () => hire(post!.code, '王小明'));
    expect(await submit(many)).toEqual([`posts[${post!.code}] post.openings`]);
    expect(await submit([hire(post!.code, '王小明', { admissionNo: idNumberOf(1) })])).toEqual([
      'candidates[0].admissionNo lint.personal',
    ]);
    expect(await submit([hire(post!.code, '王小明', { school: '郑州大学 13812345678' })])).toEqual([
      'candidates[0].school lint.personal',
    ]);
    expect(await submit([hire(post!.code, '王小明')], { recusalStatement: false })).toEqual([
      'recusalStatement required',
    ]);
    expect(await submit([hire('没有', '王小明')])).toEqual(['posts[没有] post.unknown']);
  });

  test('an objection stops the end, is answered by the supervisor alone, and upheld takes the hire off', async () => {
    const id = await at.publish();
    await at.close(id);
    const [post] = at.content().posts;
    const listId = await at.post(id, [hire(post!.code, '赵某某')]);
    const input = {
      batchId: listId,
      channel: 'PHONE',
      receivedAt: at.now().toISOString(),
      text: '此人不符合学历条件',
      contact: '座机',
    };
    const received = at.ok(
      await api.ask(
        `mutation ($input: ReceiveObjectionInput!) { receiveObjection(input: $input) { id receipt state acknowledgeBy decideBy } }`,
        {
          token: who.supervisor,
          variables: { input },
        },
      ),
    );
    const objection = (received.data as { receiveObjection: { id: string; receipt: string } }).receiveObjection;
    expect(objection.receipt).toMatch(/^[2-9A-HJ-NP-Z]{20}$/);
    const stored = await api.database.pool.query<{ text: string }>(
      `select string_agg(to_jsonb(o)::text, '') as text from objection o`,
    );
    expect(stored.rows[0]!.text).not.toContain('学历');
    expect(codeOf(await at.moveObjection(objection.id, 'DISMISS', { finding: '查无问题' }, who.approver))).toBe(
      'FORBIDDEN',
    );
    expect(problemsOf(await at.moveObjection(objection.id, 'UPHOLD', { finding: '查实' }))).toEqual(['places range']);
    expect(
      problemsOf(await at.moveObjection(objection.id, 'UPHOLD', { finding: '手机 13812345678', places: [1] })),
    ).toEqual(['finding lint.mobile']);
    at.ok(await at.moveObjection(objection.id, 'UPHOLD', { finding: '查实，不符合条件', places: [1] }));
    expect((await at.kinds()).at(-1)).toBe('candidate_replaced');
    const { data } = await api.ask(`{ proposedHires(id: "${listId}") { name } }`, { token: who.approver });
    expect(data).toEqual({ proposedHires: [] });
    expect(codeOf(await at.moveObjection(objection.id, 'DISMISS', { finding: '再议' }))).toBe('ILLEGAL_MOVE');
  });

  test('a period that crosses a year without a calendar is refused, never guessed', async () => {
    const id = await at.publish();
    await at.close(id);
    const [post] = at.content().posts;
    const saved = at.ok(await at.list(id, [hire(post!.code, '钱某某')])).data as { savePublicityList: { id: string } };
    at.ok(await at.moveList(who.firmApprover, saved.savePublicityList.id, 'SUBMIT'));
    await at.goTo('2026-12-18T02:00:00Z');
    expect(problemsOf(await at.moveList(who.approver, saved.savePublicityList.id, 'PUBLISH'))).toEqual([
      'calendar calendar.unloaded',
    ]);
  });
});

test('a history that somebody altered by hand says so', async () => {
  const id = await at.file();
  await api.database.pool.query(`alter table recruitment_history disable trigger recruitment_history_append_only`);
  await api.database.pool.query(`update recruitment_history set actor = '别人' where aggregate_id = $1 and seq = 2`, [
    id,
  ]);
  const history = await readHistory(api.database.pool, 'notice', id);
  expect(history.map(({ isSound }) => isSound)).toEqual([true, false, true, true]);
  await expect(api.database.pool.query(`delete from recruitment_history`)).resolves.toBeDefined();
  await api.database.pool.query(`alter table recruitment_history enable trigger recruitment_history_append_only`);
  await expect(api.database.pool.query(`delete from recruitment_history`)).rejects.toThrow('append only');
});

describe('the posts table of a draft', () => {
  const url = (id: string) => `${api.url}/recruitment/notices/${id}/posts-table`;
  const send = (id: string, body: Uint8Array, token = who.clerk) =>
    fetch(url(id), {
      method: 'POST',
      headers: {
        authorization: `Bearer ${token}`,
        'content-type': 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
      },
      body: body as Uint8Array<ArrayBuffer>,
    });
  const postsOf = async (id: string) => {
    const found = await api.database.pool.query<{ posts: { code: string }[] }>(
      `select content -> 'posts' as posts from notice_version where notice_id = $1`,
      [id],
    );
    return found.rows[0]!.posts.map(({ code }) => code);
  };

  test('goes out and in again unchanged; a bad one says its cells and changes nothing; another firm finds none', async () => {
    const made = at.ok(await at.create(at.content()));
    const { id } = (made.data as { createRecruitmentNotice: { id: string } }).createRecruitmentNotice;
    const out = await fetch(`${url(id)}.xlsx`, { headers: { authorization: `Bearer ${who.clerk}` } });
    const bytes = new Uint8Array(await out.arrayBuffer());
    const before = await postsOf(id);
    const back = await send(id, bytes);
    expect(await back.json()).toMatchObject({ rows: 2, problems: [], saved: true });
    expect(await postsOf(id)).toEqual(before);
    at.ok(
      await at.save(id, at.content({ posts: [goodPost(1, { title: '限男性的岗位', openings: 0 }, '2026-03-02')] })),
    );
    const bad = new Uint8Array(
      await (await fetch(`${url(id)}.xlsx`, { headers: { authorization: `Bearer ${who.clerk}` } })).arrayBuffer(),
    );
    at.ok(await at.save(id, at.content()));
    const refused = (await (await send(id, bad)).json()) as {
      saved: boolean;
      problems: { row: number; column: string; header: string }[];
    };
    expect(refused.saved).toBe(false);
    expect(refused.problems.map(({ header }) => header)).toEqual(expect.arrayContaining(['岗位名称', '招聘人数']));
    expect(await postsOf(id)).toEqual(before);
    const stranger = await api.token({
      sub: '某',
      audience: 'employer',
      roles: ['clerk'],
      credit_code: '91410902MA0099990X',
    });
    expect(codeOf(await readAnswer(await send(id, bytes, stranger)))).toBe('NOT_FOUND');
  });
});

test('a bureau’s own time limits hold for its notices alone', async () => {
  await api.database.pool.query(
    `insert into setting (bureau, name, value, set_by, set_at) values ('410900', 'limit.applicationWindow', '20', 'test', now()),
       ('410900', 'limit.publicityOfHires', '3', 'test', now())`,
  );
  const made = at.ok(await at.create(at.content()));
  const { id } = (made.data as { createRecruitmentNotice: { id: string } }).createRecruitmentNotice;
  expect(problemsOf(await at.move(who.firmApprover, id, 'SUBMIT'))).toContain('application.closesAt dates.window');
  await api.database.pool.query(`delete from setting where name = 'limit.applicationWindow'`);
  at.ok(await at.move(who.firmApprover, id, 'SUBMIT'));
  await api.database.pool.query(`delete from setting`);
});

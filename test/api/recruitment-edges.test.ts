/** What a recruitment does with odd input, in odd order and all at once: nothing sticks, nothing leaks, every number still fits. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { readHistory } from '../../schema/recruitment-history/recruitment-history.reads.js';
import { codeOf, openTestApi } from '../support/api.js';
import type { Answer, TestApi } from '../support/api.js';
import { goodNotice, goodPost } from '../support/notices.js';
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
beforeEach(() => at.goBack());
afterAll(() => api.close());

const idOf = (answer: Answer) => (Object.values(at.ok(answer).data!)[0] as { id: string }).id;
const problemsOf = (answer: Answer) =>
  (answer.errors[0]!.extensions['problems'] as { path: string; rule: string }[]).map(
    ({ path, rule }) => `${path} ${rule}`,
  );
const rowsOf = async <T extends object>(sql: string, ...values: unknown[]) =>
  (await api.database.pool.query<T>(sql, values)).rows;
const told = (noticeId: string) =>
  rowsOf<{ kind: string; remark: string | null }>(
    `select kind, remark from open_change where notice_id = $1 and record_kind = 'notice' order by change_id`,
    noticeId,
  );
const hire = (post: string, more: object = {}) => ({
  post,
  name: '欧阳修远',
  school: '郑州大学',
  admissionNo: '20261234',
  ...more,
});
const receive = (batchId: string, receivedAt = at.now().toISOString()) =>
  api.ask(`mutation ($input: ReceiveObjectionInput!) { receiveObjection(input: $input) { id } }`, {
    token: who.supervisor,
    variables: { input: { batchId, channel: 'LETTER', receivedAt, text: '不符合学历条件' } },
  });
const closed = async () => {
  const id = await at.publish();
  await at.close(id);
  return id;
};
const endsAt = async (batchId: string) =>
  (await rowsOf<{ endsAt: Date }>(`select ends_at as "endsAt" from publicity_batch where batch_id = $1`, batchId))[0]!
    .endsAt;
const annul = (id: string) => at.move(who.supervisor, id, 'ANNUL', { reason: '违规', decisionNo: '〔2026〕1号' });
const [first, second] = ['P001', 'P002'];

describe('a draft', () => {
  test('holds nothing that no database keeps, and is nested no deeper than a notice; lists stay readable', async () => {
    const id = idOf(await at.create({ title: '招聘' }));
    for (const title of [
      'a\u0000b',
      'a\ud800b',
      ['a\u0000b'],
      { 'a\u0000': 1 },
      JSON.parse('[[[[[[[[[[[[[1]]]]]]]]]]]]]'),
    ])
      expect(codeOf(await at.save(id, { title }))).toBe('BAD_INPUT');
    at.ok(await at.save(id, { title: '𠮷\u200b招聘\\u0000' }));
    at.ok(await api.ask(`{ recruitmentFilings { edges { node { title } } } }`, { token: who.clerk }));
  });

  test('of whatever shape gives its posts table, with what a cell can hold', async () => {
    for (const posts of [
      {},
      5,
      'x',
      [5, 'a', [], null],
      [{ places: 5, pay: 3, age: [], code: 7, requirements: ['x'] }],
    ]) {
      const id = idOf(await at.create({ posts }));
      const table = await fetch(`${api.url}/recruitment/notices/${id}/posts-table.xlsx`, {
        headers: { authorization: `Bearer ${who.clerk}` },
      });
      expect([table.status, JSON.stringify(posts)]).toEqual([200, JSON.stringify(posts)]);
    }
  });

  test('returned for one reason is answered as a whole', async () => {
    const id = idOf(await at.create(at.content()));
    at.ok(await at.move(who.firmApprover, id, 'SUBMIT'));
    at.ok(await at.move(who.reviewer, id, 'RETURN', { reason: '材料不全' }));
    expect(problemsOf(await at.move(who.firmApprover, id, 'RESUBMIT'))).toEqual([' return.answer']);
    at.ok(await at.move(who.firmApprover, id, 'RESUBMIT', { remarks: [{ path: '', text: '已补充' }] }));
  });

  test('is not seen by the bureau in its list either, nor what is wrong with it', async () => {
    const returned = idOf(await at.create(at.content()));
    at.ok(await at.move(who.firmApprover, returned, 'SUBMIT'));
    at.ok(await at.move(who.reviewer, returned, 'RETURN', { reason: '材料不全' }));
    at.ok(await at.save(returned, { title: '退回后改的' }));
    const amended = await at.publish();
    at.ok(await at.save(amended, at.content({ title: '更正中的公告，尚未报送' }), { amendReason: '更正' }));
    const asked = `{ recruitmentFilings(first: 2) { edges { node { title pendingState } } } recruitmentFiling(id: "${returned}") { problems { path } } }`;
    const { data } = at.ok(await api.ask(asked, { token: who.reviewer }));
    expect(data).toEqual({
      recruitmentFilings: {
        edges: [
          { node: { title: at.content().title, pendingState: null } },
          { node: { title: null, pendingState: 'RETURNED' } },
        ],
      },
      recruitmentFiling: { problems: [] },
    });
  });
});

test('post codes may be words that every object knows', async () => {
  const codes = ['constructor', 'toString', 'valueOf'];
  const id = await at.publish({ posts: codes.map((code, i) => goodPost(i + 1, { code, openings: 1 }, '2026-03-02')) });
  const posts = await rowsOf<{ body: string }>(
    `select body from open_record where notice_id = $1 and record_kind = 'post'`,
    id,
  );
  expect(posts.map(({ body }) => (JSON.parse(body) as { code: string }).code).sort()).toEqual(codes.toSorted());
  await at.close(id);
  await at.post(id, [hire('constructor')]);
  const more = idOf(await at.list(id, [hire('constructor')]));
  expect(problemsOf(await at.moveList(who.firmApprover, more, 'SUBMIT'))).toEqual(['posts[constructor] post.openings']);
});

describe('publishing', () => {
  test('takes no address with unseen characters, and no page that is not there yet', async () => {
    const id = await at.file();
    const odd = await at.move(who.approver, id, 'PUBLISH', { officialUrl: `${officialUrl}\u0000` });
    expect(problemsOf(odd)).toEqual(['officialUrl official.page']);
    const publishAt = (officialPublishedAt: string) =>
      at.move(who.approver, id, 'PUBLISH', { officialUrl, officialPublishedAt });
    for (const later of ['2999-01-01T00:00:00Z', '9999-12-31T23:59:59+14:00'])
      expect(problemsOf(await publishAt(later))).toEqual(['officialPublishedAt past']);
    // In Greenwich that is a year of five digits, which no instant has.
    expect(codeOf(await publishAt('9999-12-31T23:59:59-14:00'))).toBe('BAD_INPUT');
  });

  test('an amendment that says nothing of the closing time leaves to applicants what a pause gave them', async () => {
    const id = await at.publish();
    const original = at.content();
    const closesAt = async () =>
      (await rowsOf<{ at: Date }>(`select closes_at as at from notice where notice_id = $1`, id))[0]!.at;
    at.ok(await at.move(who.approver, id, 'PAUSE', { reason: '系统故障' }));
    await at.goTo(new Date(at.now().getTime() + 2 * 86_400_000));
    at.ok(await at.move(who.approver, id, 'RESUME'));
    const resumed = await closesAt();
    expect(resumed.toISOString() > original.application.closesAt).toBe(true);
    at.ok(await at.save(id, { ...original, overview: '集团负责供水。' }, { amendReason: '更正简介' }));
    await at.fileAgain(id);
    // While it is on its way, the public's notice has a history of its own version.
    at.ok(await at.move(who.approver, id, 'PAUSE', { reason: '系统故障' }));
    at.ok(await at.move(who.approver, id, 'RESUME'));
    at.ok(await at.move(who.approver, id, 'PUBLISH', { officialUrl }));
    expect((await closesAt()).getTime()).toBeGreaterThanOrEqual(resumed.getTime());
    const history = await readHistory(api.database.pool, 'notice', id);
    expect(history.slice(-4).map(({ move, version }) => `${move} ${version}`)).toEqual([
      'accept 2',
      'pause 1',
      'resume 1',
      'publish 2',
    ]);
  });

  test('no reason that the public reads holds the number of a phone', async () => {
    const id = await at.publish();
    const reason = '咨询 138 1234 5678';
    expect(problemsOf(await at.move(who.approver, id, 'PAUSE', { reason }))).toEqual(['reason lint.mobile']);
    at.ok(await at.save(id, at.content({ overview: null }), { amendReason: reason }));
    expect(problemsOf(await at.move(who.firmApprover, id, 'SUBMIT'))).toContain('amendReason lint.mobile');
  });

  test('two rounds of interviews have two results, a third has none', async () => {
    const content = at.content();
    const interview = content.stages.find(({ kind }) => kind === 'interview')!;
    const stages = content.stages.flatMap((one) =>
      one === interview ? [one, { ...one, weightPercent: null }] : [one],
    );
    const id = await at.publish({ stages });
    await at.close(id);
    const stage = (present: number) => ({ stage: { stage: 'INTERVIEW', on: interview.on, present, passed: 2 } });
    at.ok(await at.move(who.firmApprover, id, 'RECORD_STAGE', stage(9)));
    at.ok(await at.move(who.firmApprover, id, 'RECORD_STAGE', stage(4)));
    expect(problemsOf(await at.move(who.firmApprover, id, 'RECORD_STAGE', stage(3)))).toEqual([
      'stage.stage stage.order',
    ]);
  });
});

describe('a notice that is gone', () => {
  test('has its objections answered all the same, tells nobody, and takes no further list', async () => {
    const id = await closed();
    const list = await at.post(id, [hire(first)]);
    const objection = idOf(await receive(list));
    at.ok(await annul(id));
    const before = await told(id);
    at.ok(await at.moveObjection(objection, 'DISMISS', { finding: '查无问题' }));
    expect(await told(id)).toEqual(before);
    expect(codeOf(await at.list(id, [hire(first)]))).toBe('ILLEGAL_MOVE');
    const [entry] = (await readHistory(api.database.pool, 'publicity', list)).slice(-1);
    expect(entry).toMatchObject({ move: 'cancel', detail: { listHash: expect.any(String) } });
  });

  test('a letter that came in time is entered, and an ended list put right', async () => {
    const id = await closed();
    const list = await at.post(id, [hire(first)]);
    const inTime = at.now().toISOString();
    await at.goTo(new Date((await endsAt(list)).getTime() + 1000));
    at.ok(await annul(id));
    const before = await told(id);
    at.ok(await receive(list, inTime));
    at.ok(await at.moveList(who.supervisor, list, 'REMOVE', { reason: '核实', places: [1] }));
    expect(await told(id)).toEqual(before);
  });
});

describe('proposed hires', () => {
  test('no field holds an ID number, a phone or what nobody sees', async () => {
    const id = await closed();
    const refused = async (more: object) => {
      const list = idOf(await at.list(id, [hire(first, more)]));
      return problemsOf(await at.moveList(who.firmApprover, list, 'SUBMIT'));
    };
    expect(await refused({ educationLevel: '手机13812345678' })).toEqual([
      'candidates[0].educationLevel lint.personal',
    ]);
    expect(await refused({ school: '郑州\u202e大学' })).toEqual(['candidates[0].school length']);
    expect(await refused({ major: '会\u200b计' })).toEqual(['candidates[0].major length']);
    expect(await refused({ rank: 1_381_234_567 })).toEqual(['candidates[0].rank range']);
    for (const post of ['a\u0000b', '王'.repeat(21), ''])
      expect(codeOf(await at.list(id, [hire(post)]))).toBe('BAD_INPUT');
  });

  test('no reason and no finding names them: both stay for good', async () => {
    const id = await closed();
    const list = await at.post(id, [hire(first)]);
    for (const reason of ['欧阳修远体检不合格', '欧阳 修\u3000远放弃', '准考证20261234放弃'])
      for (const move of ['REMOVE', 'EXTEND', 'CANCEL'])
        expect(problemsOf(await at.moveList(who.supervisor, list, move, { reason, places: [1], days: 1 }))).toEqual([
          'reason lint.listed',
        ]);
    const objection = idOf(await receive(list));
    for (const [move, finding] of [
      ['ACKNOWLEDGE', '欧阳修远'],
      ['DISMISS', '欧阳修远符合条件'],
    ] as const)
      expect(problemsOf(await at.moveObjection(objection, move, { finding }))).toEqual(['finding lint.listed']);
    at.ok(await at.moveObjection(objection, 'UPHOLD', { finding: '第1名不符合条件', places: [1] }));
  });

  test('a list that nobody saw is cancelled without a word to the public', async () => {
    const id = await closed();
    const list = idOf(await at.list(id, [hire(first)]));
    at.ok(await at.moveList(who.firmApprover, list, 'SUBMIT'));
    const before = await told(id);
    at.ok(await at.moveList(who.supervisor, list, 'CANCEL', { reason: '内部原因' }));
    expect(await told(id)).toEqual(before);
  });

  test('who is off the page at the end of the period is not brought back by an extension', async () => {
    const id = await closed();
    const list = await at.post(id, [hire(first)]);
    // The clock has not come by yet.
    api.shift((await endsAt(list)).getTime() - Date.now());
    expect(problemsOf(await at.moveList(who.supervisor, list, 'EXTEND', { reason: '页面故障', days: 3 }))).toEqual([
      'endsAt over',
    ]);
  });
});

test('a search for what no text holds is refused, not failed', async () => {
  expect(codeOf(await api.ask(`{ stateFirms(search: "a\\u0000") { edges { node { name } } } }`))).toBe('BAD_INPUT');
});

/** History chained and each entry going on where the last one stood, numbers dense, digests those of the records. */
async function expectSound(id: string): Promise<void> {
  const history = await readHistory(api.database.pool, 'notice', id);
  expect(history.every(({ isSound }) => isSound)).toBe(true);
  expect(history.slice(1).map(({ from }) => from)).toEqual(history.slice(0, -1).map(({ to }) => to));
  expect(
    await rowsOf(`select count(*) filter (where number is null)::int as waiting, max(number) = count(*) as dense,
      max(number) = (select last_number from open_log) as folded from open_change`),
  ).toEqual([{ waiting: 0, dense: true, folded: true }]);
  const wrongDays =
    await rowsOf(`select from (select day, record_kind, count(*) as records, bit_xor(bits(sha256)) as digest
      from open_record group by day, record_kind) again
    full join (select * from open_day where records > 0) kept using (day, record_kind)
    where again.records is distinct from kept.records or again.digest is distinct from kept.digest`);
  expect(wrongDays).toEqual([]);
}

describe('all at once', () => {
  const foreseen: unknown[] = ['ILLEGAL_MOVE', 'BAD_INPUT'];
  const unforeseen = (answers: Answer[]) =>
    answers.flatMap(({ errors }) => errors).filter(({ extensions }) => !foreseen.includes(extensions['code']));

  test('32 officers and clerks on one notice leave it sound', async () => {
    const id = await at.publish();
    at.ok(await at.save(id, at.content({ overview: '集团负责供水。' }), { amendReason: '更正' }));
    await at.fileAgain(id);
    const moves = [
      () => at.move(who.approver, id, 'PAUSE', { reason: '故障' }),
      () => at.move(who.approver, id, 'RESUME'),
      () => at.move(who.approver, id, 'PUBLISH', { officialUrl }),
      () => at.save(id, at.content({ overview: '集团负责排水。' }), { amendReason: '再次更正' }),
      () => at.move(who.firmApprover, id, 'SUBMIT'),
      () => at.move(who.reviewer, id, 'REVIEW'),
      () => at.move(who.approver, id, 'ACCEPT'),
      () => at.move(who.firmApprover, id, 'DROP'),
    ];
    const answers = await Promise.all(Array.from({ length: 32 }, (_, i) => moves[i % moves.length]!()));
    expect(unforeseen(answers)).toEqual([]);
    await expectSound(id);
  });

  test('lists, objections, the clock and an annulment', async () => {
    const id = await closed();
    const lists = [await at.post(id, [hire(first)]), await at.post(id, [hire(second)])];
    const objections = await Promise.all(lists.map(async (list) => idOf(await receive(list))));
    const last = await endsAt(lists[0]!);
    api.shift(last.getTime() - 1 - Date.now());
    const answers = await Promise.all(
      [
        ...objections.flatMap((one) => [
          at.moveObjection(one, 'ACKNOWLEDGE'),
          at.moveObjection(one, 'UPHOLD', { finding: '查实', places: [1] }),
          at.moveObjection(one, 'DISMISS', { finding: '查无' }),
        ]),
        ...lists.flatMap((list) => [
          at.moveList(who.supervisor, list, 'REMOVE', { reason: '核实', places: [1] }),
          at.moveList(who.supervisor, list, 'CANCEL', { reason: '撤回' }),
          receive(list, new Date(last.getTime() - 1).toISOString()),
        ]),
        annul(id),
      ].concat([at.tick(), at.tick()].map(async (due) => (await due, { errors: [] } as unknown as Answer))),
    );
    expect(unforeseen(answers)).toEqual([]);
    await expectSound(id);
  });
});

test('in its last days a notice may have a typing error mended, but nothing that concerns applicants without time for them', async () => {
  const id = await at.publish();
  await at.goTo('2026-03-17T02:00:00Z');
  const published = goodNotice({}, '2026-03-02');
  at.ok(await at.save(id, { ...published, recusal: '按规定执行回避制度。' }, { amendReason: '更正错字' }));
  await at.fileAgain(id);
  at.ok(await at.move(who.approver, id, 'PUBLISH', { officialUrl }));
  const [first, ...rest] = published.posts;
  at.ok(await at.save(id, { ...published, posts: [{ ...first!, openings: 9 }, ...rest] }, { amendReason: '增加人数' }));
  await at.fileAgain(id);
  const refused = await at.move(who.approver, id, 'PUBLISH', { officialUrl });
  expect(refused.errors[0]!.extensions['problems']).toMatchObject([{ rule: 'dates.window' }]);
});

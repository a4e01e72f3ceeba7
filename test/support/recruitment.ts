/** A bureau, a state firm on the register and everybody who works on its notices, over the real API. */
import { goodEmployer, goodNotice } from './notices.js';
import type { NoticeContent } from '../../rules/recruitment/notice.js';
import { civilDay } from '../../rules/shanghai-time.js';
import { moveDueNotices } from '../../jobs/move-due-notices.job.js';
import { readCodeLists } from '../../schema/code-list/code-list.reads.js';
import type { Answer, TestApi } from './api.js';

export interface Recruiters {
  clerk: string;
  firmApprover: string;
  reviewer: string;
  approver: string;
  supervisor: string;
}

export const officialUrl = 'https://rsj.puyang.example/notices/1';

/** Puts the firm on the register, as an approved proposal would, and gives everybody their tokens. */
export async function openRecruiters(
  api: Pick<TestApi, 'database' | 'token'>,
  firm = goodEmployer,
): Promise<Recruiters> {
  const { pool } = api.database;
  const proposal = await pool.query<{ id: string }>(
    `insert into proposal (kind, payload, payload_hash, reason, proposed_by, proposed_at, expires_at, state, persons, decided_by, decided_at)
     values ('state-firm', '{}', '', 'test', '甲', '2016-01-06', '2100-01-01', 'approved', 2, '乙', '2016-01-07') returning proposal_id as id`,
  );
  await pool.query(
    `insert into state_firm (credit_code, valid, name, level, holding, investor, region, bureau, evidence, proposal_id, recorded_at)
     values ($1, daterange('2016-01-06', null), $2, $3, 'wholly', $4, $5, $6, '[]', $7, now())`,
    [firm.creditCode, firm.name, firm.level, firm.investor, firm.region, firm.bureau, proposal.rows[0]!.id],
  );
  const employer = (sub: string, role: string) =>
    api.token({ sub, audience: 'employer', roles: [role], credit_code: firm.creditCode });
  const staff = (sub: string, role: string) =>
    api.token({ sub, audience: 'staff', roles: [role], region: firm.bureau });
  return {
    clerk: await employer('经办甲', 'clerk'),
    firmApprover: await employer('审核乙', 'approver'),
    reviewer: await staff('初审丙', 'reviewer'),
    approver: await staff('审批丁', 'approver'),
    supervisor: await staff('监督戊', 'supervisor'),
  };
}

const noticeSelection = `id state version noticeNo closesAt legalMoves pending { version state revision } published { version filingNumber }`;

export function recruitment(api: Pick<TestApi, 'database' | 'vault' | 'ask' | 'shift'>, who: Recruiters) {
  // A day whose year is in the calendar, whatever day it is today; tokens are good until long after it.
  const beginning = new Date('2026-03-02T02:00:00Z');
  let shifted = beginning.getTime() - Date.now();
  api.shift(shifted);
  const now = () => new Date(Date.now() + shifted);
  const create = (content: unknown, more: object = {}, token = who.clerk) =>
    api.ask(
      `mutation ($input: CreateRecruitmentNoticeInput!) { createRecruitmentNotice(input: $input) { ${noticeSelection} problems { path rule isError } } }`,
      { token, variables: { input: { content, ...more } } },
    );
  const save = (id: string, content: unknown, more: object = {}, token = who.clerk) =>
    api.ask(
      `mutation ($input: SaveRecruitmentNoticeInput!) { saveRecruitmentNotice(input: $input) { ${noticeSelection} } }`,
      { token, variables: { input: { id, content, ...more } } },
    );
  const move = (token: string, id: string, name: string, more: object = {}) =>
    api.ask(
      `mutation ($input: MoveRecruitmentNoticeInput!) { moveRecruitmentNotice(input: $input) { ${noticeSelection} } }`,
      { token, variables: { input: { id, move: name, ...more } } },
    );
  const ok = (answer: Answer): Answer => {
    if (answer.errors.length > 0) throw new Error(answer.text);
    return answer;
  };
  const today = () => civilDay(now());
  const content = (overrides: Partial<NoticeContent> = {}) => goodNotice(overrides, today());
  /** As far as the bureau's acceptance. */
  const file = async (overrides: Partial<NoticeContent> = {}) => {
    const made = ok(await create(content(overrides)));
    const { id } = (made.data as { createRecruitmentNotice: { id: string } }).createRecruitmentNotice;
    await fileAgain(id);
    return id;
  };
  const fileAgain = async (id: string) => {
    ok(await move(who.firmApprover, id, 'SUBMIT', { justification: '按计划招聘' }));
    ok(await move(who.reviewer, id, 'REVIEW'));
    ok(await move(who.approver, id, 'ACCEPT'));
  };
  const publish = async (overrides: Partial<NoticeContent> = {}) => {
    const id = await file(overrides);
    ok(await move(who.approver, id, 'PUBLISH', { officialUrl }));
    return id;
  };
  /** The hub's clock goes on, and the worker does what is due. */
  const goTo = async (moment: Date | string) => {
    shifted = new Date(moment).getTime() - Date.now();
    api.shift(shifted);
    await tick();
  };
  const goBack = () => goTo(beginning);
  const tick = async () =>
    moveDueNotices({
      database: api.database,
      vault: api.vault,
      codes: await readCodeLists(api.database.pool),
      now: now(),
      isDemo: false,
      log: () => {},
    });
  const close = async (id: string) => {
    const found = await api.database.pool.query<{ closes_at: Date }>(
      `select closes_at from notice where notice_id = $1`,
      [id],
    );
    await goTo(new Date(found.rows[0]!.closes_at.getTime() + 1000));
  };
  const list = (noticeId: string, hires: object[], more: object = {}) =>
    api.ask(
      `mutation ($input: SavePublicityListInput!) { savePublicityList(input: $input) { id state counts { post proposed } legalMoves } }`,
      { token: who.clerk, variables: { input: { noticeId, recusalStatement: true, hires, ...more } } },
    );
  const moveList = (token: string, id: string, name: string, more: object = {}) =>
    api.ask(
      `mutation ($input: MovePublicityListInput!) { movePublicityList(input: $input) { id state firstDay lastDay workingDays takenDownAt listHash } }`,
      { token, variables: { input: { id, move: name, ...more } } },
    );
  /** A list on the page; gives its id. */
  const post = async (noticeId: string, hires: object[]) => {
    const saved = ok(await list(noticeId, hires)).data as { savePublicityList: { id: string } };
    const { id } = saved.savePublicityList;
    ok(await moveList(who.firmApprover, id, 'SUBMIT'));
    ok(await moveList(who.approver, id, 'PUBLISH'));
    return id;
  };
  const moveObjection = (id: string, name: string, more: object = {}, token = who.supervisor) =>
    api.ask(`mutation ($input: MoveObjectionInput!) { moveObjection(input: $input) { id state finding } }`, {
      token,
      variables: { input: { id, move: name, ...more } },
    });
  const kinds = async () => {
    const found = await api.database.pool.query<{ kind: string }>(`select kind from open_change order by number`);
    return found.rows.map(({ kind }) => kind);
  };
  return {
    create,
    save,
    move,
    ok,
    content,
    file,
    fileAgain,
    publish,
    goTo,
    goBack,
    tick,
    close,
    list,
    moveList,
    post,
    moveObjection,
    kinds,
    now,
  };
}

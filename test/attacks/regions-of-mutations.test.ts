/** Every mutation that staff may ask, asked by officers who have every role and no part of the region that it concerns. */
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { buildSchema } from 'graphql';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { rolesOf } from '../../rules/roles.js';
import { civilDay } from '../../rules/shanghai-time.js';
import { type Answer, codeOf, openTestApi, type TestApi } from '../support/api.js';
import { readAlarms } from '../../schema/work-item/alarm.reads.js';
import { transact } from '../../schema/database.js';
import { readQuarantinedRows } from '../../schema/work-item/quarantine.reads.js';
import { quarantine, raiseAlarm } from '../../schema/work-item/work-item.writes.js';
import { idNumberOf, rowsOf } from '../support/facts.js';
import { goodEmployer } from '../support/notices.js';
import { openRecruiters, recruitment } from '../support/recruitment.js';
import { askForRun } from '../support/syncs.js';

const names = Object.keys(
  buildSchema(readFileSync('schema/staff.graphql', 'utf8'), { assumeValidSDL: true }).getMutationType()!.getFields(),
);
const reason = '试';
const proposeParameter = {
  name: 'startupAgeMonths',
  entries: [{ from: '2016-01-01', value: '36' }],
  paper: { document: '濮人社〔2024〕3号', title: '示例通知' },
  reason,
};
const agreement = {
  client: '民政局',
  purposes: [{ code: 'test-purpose', basis: '测试' }],
  beginsOn: '2026-01-01',
  fields: [],
  regions: [],
  populations: [],
  dailyLimit: 100,
  trustedDocuments: true,
  tokenBinding: true,
  endsOn: '2026-12-31',
  reason,
};

let api: TestApi;
/** What each mutation is asked with: all of it is the city's. */
let arguments_: Record<string, Record<string, unknown>>;
beforeAll(async () => {
  api = await openTestApi();
  await api.agree('民政局', { fields: {} });
  await api.agree('监委', { fields: {}, purposes: ['investigation-grants'] });
  const who = await openRecruiters(api);
  const at = recruitment(api, who);
  const noticeId = await at.publish();
  await at.close(noticeId);
  const [post] = at.content().posts;
  const hire = { post: post!.code, name: '赵某某', school: '濮阳某校', educationLevel: '本科' };
  const batchId = await at.post(noticeId, [hire]);
  const objection = { batchId, channel: 'PHONE', receivedAt: at.now().toISOString(), text: '不符合条件' };
  const received = at.ok(
    await api.ask(`mutation ($input: ReceiveObjectionInput!) { receiveObjection(input: $input) { id } }`, {
      token: who.supervisor,
      variables: { input: objection },
    }),
  );
  const objectionId = (received.data as { receiveObjection: { id: string } }).receiveObjection.id;
  const made = at.ok(
    await api.ask(`mutation ($input: ProposeParameterInput!) { proposeParameter(input: $input) { id } }`, {
      token: await api.token({ sub: '市甲', audience: 'staff', roles: ['operator'] }),
      variables: { input: proposeParameter },
    }),
  );
  const { id } = (made.data as { proposeParameter: { id: string } }).proposeParameter;
  await api.fill((stream) => rowsOf(stream, 2));
  const evidence = { client: '某单位' };
  await raiseAlarm(api.database.pool, { kind: 'misses', about: ['某单位'], reason: '试', evidence }, new Date());
  const [alarm] = await readAlarms(api.database.pool, { openOnly: true, after: null, limit: 1 });
  const held = { subjectHash: '00', code: 'c', field: null, reason: '试', location: {}, sealed: Buffer.alloc(1) };
  const run = { runId: randomUUID(), streamId: 1, now: new Date() };
  await transact(api.database.pool, (client) => quarantine(client, run, [held]));
  const kept = { source: null, stream: null, code: null, openOnly: true };
  const [putAside] = await readQuarantinedRows(api.database.pool, kept, { after: null, limit: 1 });
  const { creditCode } = goodEmployer;
  const runId = await askForRun(api.database, 'tax', 'taxpayers');
  const failedId = await askForRun(api.database, 'tax', 'taxpayers');
  await api.database.pool.query(`update sync_run set state = 'failed' where run_id = $1`, [failedId]);
  arguments_ = {
    approveProposal: { id },
    cancelSyncRun: { id: runId, reason },
    pauseStream: { source: 'EMPLOYMENT', stream: 'hardship', reason },
    rejectProposal: { id, reason },
    resumeStream: { source: 'EMPLOYMENT', stream: 'hardship', reason },
    retrySyncRun: { id: failedId, reason, idempotencyKey: 'y' },
    withdrawProposal: { id },
    createRecruitmentNotice: { input: { content: at.content() } },
    saveRecruitmentNotice: { input: { id: noticeId, content: at.content() } },
    moveRecruitmentNotice: { input: { id: noticeId, move: 'CONCLUDE' } },
    savePublicityList: { input: { noticeId, recusalStatement: true, hires: [hire] } },
    movePublicityList: { input: { id: batchId, move: 'EXTEND', days: 1, reason } },
    receiveObjection: { input: objection },
    moveObjection: { input: { id: objectionId, move: 'ACKNOWLEDGE' } },
    proposeAccessHold: {
      client: '监委',
      purpose: 'investigation-grants',
      caseNumber: '濮调〔2026〕1号',
      until: civilDay(new Date(at.now().getTime() + 100 * 86_400_000)),
      reason,
    },
    proposeAgreement: { input: agreement },
    endAgreement: { client: '民政局', reason },
    guardPerson: { input: { idNumber: idNumberOf(1), name: '张1', until: '2199-12-31', reason } },
    settleQuarantinedRow: { id: putAside!.id, finding: reason },
    settleAlarm: { id: alarm!.id, finding: reason },
    proposeExemption: {
      input: { creditCode, kind: 'CLASSIFIED', basis: '文', level: '市级', posts: 1, expiresOn: '2099-12-31', reason },
    },
    proposeParameter: { input: proposeParameter },
    proposeRetention: { name: 'OBJECTIONS', days: 1095, reason },
    proposeStateFirm: {
      input: {
        creditCode,
        name: '城投',
        region: '410900',
        bureau: '410900',
        from: '2027-01-01',
        level: 'MUNICIPAL',
        holding: 'CONTROLLED',
        evidence: ['报'],
        reason,
      },
    },
    proposeStateFirmEnd: { creditCode, lastDay: '2098-01-01', reason },
    proposeStateFirms: {},
    triggerResync: {
      input: { source: 'TAX', stream: 'taxpayers', scope: 'ALL', reason, idempotencyKey: 'x', dryRun: true },
    },
  };
});
afterAll(() => api.close());

const schema = buildSchema(readFileSync('schema/staff.graphql', 'utf8'), { assumeValidSDL: true });
async function ask(name: string, region: string): Promise<Answer> {
  const token = await api.token({ sub: `官 ${region}`, audience: 'staff', roles: [...rolesOf.staff], region });
  const field = schema.getMutationType()!.getFields()[name]!;
  const given = field.args.filter((arg) => arg.name in arguments_[name]!);
  const heads = given.map((arg) => `$${arg.name}: ${String(arg.type)}`).join(', ');
  const values = given.map((arg) => `${arg.name}: $${arg.name}`).join(', ');
  const selection = /^(Int|Boolean|ID)!$/.test(String(field.type)) ? '' : ' { __typename }';
  const call = `${name}${values && `(${values})`}${selection}`;
  return api.ask(`mutation ${heads && `(${heads})`} { ${call} }`, { token, variables: arguments_[name]! });
}
const tables = [
  'proposal',
  'agreement',
  'notice',
  'publicity_batch',
  'objection',
  'exemption',
  'state_firm',
  'sync_run',
  'sync_act',
  'recruitment_history',
  'guarded_person',
  'work_item',
];
async function kept(): Promise<string> {
  const found = await Promise.all(
    tables.map((table) => api.database.pool.query<{ t: string }>(`select t::text as t from ${table} t order by 1`)),
  );
  return JSON.stringify(found.map(({ rows }) => rows));
}

describe('a mutation of staff', () => {
  it('Z12: each of the schema is asked here', () => {
    expect(Object.keys(arguments_).sort()).toEqual([...names].sort());
  });

  it.each(names)(
    'Z12: %s is refused to officers of another county, and of a township of one, and changes nothing',
    async (name) => {
      const before = await kept();
      for (const region of ['410922', '410922101', '410900101'])
        expect([region, codeOf(await ask(name, region))]).toEqual([
          region,
          expect.stringMatching(/^(FORBIDDEN|NOT_FOUND)$/),
        ]);
      expect(await kept()).toBe(before);
    },
  );

  /** These are a firm's own, or only for who proposed it. */
  const others = ['createRecruitmentNotice', 'saveRecruitmentNotice', 'savePublicityList', 'withdrawProposal'];
  it.each(names.filter((name) => !others.includes(name)))(
    'Z12: %s is for the city’s officers: what was asked above would have been done',
    async (name) => {
      const { errors } = await ask(name, '410900');
      for (const { extensions } of errors)
        expect(['FORBIDDEN', 'NOT_FOUND', 'BAD_INPUT']).not.toContain(extensions['code']);
    },
  );
});

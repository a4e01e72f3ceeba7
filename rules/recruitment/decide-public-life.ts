/** Moves of a public notice: paused, closed, its stages, withdrawn, concluded, annulled. */
import { refuse } from './effects.js';
import { contentOf } from './dossier.js';
import type { Circumstances, Decided, Dossier, Effect, MoveCommand } from './dossier.js';
import { noticeMoves } from './life-cycle.js';
import type { NoticeMove } from './life-cycle.js';
import { stageKinds } from './notice.js';
import { isPageUrl } from './urls.js';

type Decide = (dossier: Dossier, command: MoveCommand, around: Circumstances) => Decided;

export function decidePublicLife(dossier: Dossier, command: MoveCommand, around: Circumstances): Decided {
  return publicLife[command.move as NoticeMove](dossier, command, around);
}

function moved(dossier: Dossier, move: NoticeMove, more: Omit<Effect, 'is' | 'from' | 'to'> = {}): Effect {
  const to = noticeMoves[move].to ?? dossier.state;
  return { is: 'done', from: dossier.state, to, ...more, notice: { ...more.notice, state: to } };
}

const noReason = () => refuse('reason', 'required', '请说明原因，对外公开', 'say why: the reason is made public');

const publicLife: Record<NoticeMove, Decide> = {
  pause: (dossier, { reason }, { now }) => {
    if (!reason) return noReason();
    const told = { kind: 'paused', reason: null, remark: reason } as const;
    return moved(dossier, 'pause', { notice: { pausedAt: now, pauseReason: reason }, told });
  },

  // The clock stood still: what the pause took is added.
  resume: (dossier, { reason }, { now }) => {
    const pausedMs = Date.parse(now) - Date.parse(dossier.pausedAt!);
    const closesAt = new Date(Date.parse(dossier.closesAt!) + pausedMs).toISOString();
    const told = { kind: 'resumed', reason: null, remark: reason } as const;
    return moved(dossier, 'resume', { notice: { pausedAt: null, pauseReason: null, closesAt }, told });
  },

  close: (dossier, _command, { now }) => {
    if (dossier.closesAt! > now) return refuse('closesAt', 'not-yet', '尚未到截止时间', 'applications are still taken');
    return moved(dossier, 'close', { told: { kind: 'expired', reason: null, remark: null } });
  },

  recordStage: (dossier, { input: { stage } }) => {
    if (stage === null) return refuse('stage', 'required', '请填写环节结果', 'say which stage is over and how');
    const planned = contentOf(dossier.published!).stages.map(({ kind }) => kind);
    const told = dossier.stageResults.map((one) => one.stage);
    const often = (stages: readonly string[]) => stages.filter((one) => one === stage.stage).length;
    const isLater = (one: (typeof told)[number]) => stageKinds.indexOf(one) > stageKinds.indexOf(stage.stage);
    if (!planned.includes(stage.stage))
      return refuse('stage.stage', 'stage.unplanned', '公告中没有这一环节', 'the notice plans no such stage');
    // Two rounds of interviews have two results.
    if (often(told) >= often(planned) || told.some(isLater))
      return refuse(
        'stage.stage',
        'stage.order',
        '该环节或其后环节的结果已公布',
        'this stage, or one after it, was told already',
      );
    if (stage.passed > stage.present || (stage.expected !== null && stage.present > stage.expected) || stage.passed < 0)
      return refuse('stage.passed', 'stage.counts', '人数前后不符', 'the counts do not fit each other');
    return moved(dossier, 'recordStage', {
      notice: { stageResults: [...dossier.stageResults, stage] },
      told: { kind: 'stage_result', reason: null, remark: null },
      detail: stage,
    });
  },

  requestWithdrawal: (dossier, { reason, input: { reasonCode } }) => {
    if (!reason || reasonCode === null) return noReason();
    return moved(dossier, 'requestWithdrawal', { notice: { withdrawal: { reason: reasonCode, text: reason } } });
  },

  withdraw: (dossier, { reason, input: { reasonCode } }) => {
    const why = reasonCode ?? dossier.withdrawal?.reason ?? null;
    const remark = reason ?? dossier.withdrawal?.text ?? null;
    if (dossier.withdrawal === null && why !== 'violation')
      return refuse(
        'reasonCode',
        'withdrawal.request',
        '单位未申请撤回；人社部门仅可因违规自行撤回',
        'the firm has not asked for it: on its own the bureau withdraws for a violation alone',
      );
    if (remark === null || why === null) return noReason();
    return moved(dossier, 'withdraw', { told: { kind: 'withdrawn', reason: why, remark } });
  },

  requestConclusion: (dossier, { input: { hired, resultUrl } }, { isDemo }) => {
    const posts = contentOf(dossier.published!).posts;
    const counts = Object.fromEntries((hired ?? []).map(({ post, count }) => [post, count]));
    if (!isPageUrl(resultUrl, isDemo))
      return refuse(
        'resultUrl',
        'url.https',
        '请填写结果公布的 https 网址',
        'give the https address where the result stands',
      );
    const wrong = posts.find(({ code, openings }) => {
      const count = counts[code];
      return count === undefined || !Number.isInteger(count) || count < 0 || count > openings;
    });
    if (wrong || Object.keys(counts).length !== posts.length)
      return refuse(
        `hired[${wrong?.code ?? ''}]`,
        'hired.count',
        '每个岗位的录用人数须在 0 与招聘人数之间，逐个填写',
        'for each post say how many were hired, from 0 to its openings',
      );
    return moved(dossier, 'requestConclusion', { notice: { conclusion: { hired: counts, resultUrl } } });
  },

  conclude: (dossier) => {
    const { conclusion, batches, openObjections } = dossier;
    if (conclusion === null)
      return refuse('conclusion', 'required', '单位尚未报送录用结果', 'the firm has not reported whom it hired');
    if (openObjections > 0)
      return refuse('objections', 'objection.open', '尚有未办结的异议', 'an objection is still open');
    const ended = batches.filter(({ state }) => state === 'ended');
    const proposed = (post: string) =>
      ended.flatMap(({ counts }) => counts).reduce((sum, one) => sum + (one.post === post ? one.proposed : 0), 0);
    const unseen = Object.entries(conclusion.hired).find(([post, count]) => count > proposed(post));
    if (unseen)
      return refuse(
        `hired[${unseen[0]}]`,
        'publicity.required',
        '录用人数多于已完成公示的人数（第11条第10句）',
        'more were hired than stood in a finished publicity (item 11, sentence 10)',
      );
    return moved(dossier, 'conclude', {
      notice: { hired: conclusion.hired },
      told: { kind: 'concluded', reason: null, remark: null },
    });
  },

  annul: (dossier, { reason, input: { decisionNo } }) => {
    if (!reason || !decisionNo)
      return refuse(
        'decisionNo',
        'required',
        '请填写处理决定文号和原因',
        'give the number of the decision and its reason',
      );
    return moved(dossier, 'annul', {
      told: { kind: 'annulled', reason: 'violation', remark: `${decisionNo}：${reason}` },
      detail: { decisionNo },
    });
  },
};

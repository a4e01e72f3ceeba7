/** Moves of a text on its way: submitted, returned, reviewed, accepted, published. */
import type { Instant } from '../units.js';
import { checkNotice } from './check-notice.js';
import { differencesOf } from './differences.js';
import { refuse, textMoved } from './effects.js';
import { contentOf } from './dossier.js';
import type { Circumstances, Decided, Dossier, MoveCommand, Remark, Version } from './dossier.js';
import type { FilingMove } from './life-cycle.js';
import type { NoticeContent } from './notice.js';
import { personalNumbers } from './public-words.js';
import { isPageUrl } from './urls.js';

type Decide = (dossier: Dossier, pending: Version, command: MoveCommand, around: Circumstances) => Decided;

const dayMs = 86_400_000;

export function decideFiling(dossier: Dossier, command: MoveCommand, around: Circumstances): Decided {
  return filing[command.move as FilingMove](dossier, dossier.pending!, command, around);
}

const submit: Decide = (dossier, pending, { actor, input }, { employer, now, ...around }) => {
  if (employer === null) return notOnRegister();
  const limits = {
    time: around.limits,
    minimumWageFen: around.minimumWageFen,
    veteransPercent: around.veteransPercent,
  };
  const { problems, content } = checkNotice(pending.content, { codes: around.codes, now, limits, employer });
  const personal = personalNumbers('amendReason', pending.amendReason);
  if (content === null || personal.length > 0) return { is: 'problems', problems: [...personal, ...problems] };
  if (problems.length > 0 && !input.justification) return { is: 'problems', problems: [...problems, justify()] };
  const unanswered = (pending.returned ?? []).filter(({ path }) => !input.remarks?.some((one) => one.path === path));
  if (unanswered.length > 0)
    return {
      is: 'problems',
      problems: unanswered.map(({ path }) => missing(path, '请逐条答复退回意见', 'answer each reason of the return')),
    };
  return textMoved(dossier, {
    state: 'submitted',
    content,
    employer,
    justification: problems.length > 0 ? input.justification : null,
    answers: pending.returned ? input.remarks : null,
    submittedBy: actor.client,
    submittedAt: now,
    reviewedBy: null,
  });
};

const filing: Record<FilingMove, Decide> = {
  submit,
  resubmit: submit,

  return: (dossier, _pending, { input, reason }) => {
    const returned: Remark[] = input.remarks ?? (reason ? [{ path: '', text: reason }] : []);
    if (returned.length === 0)
      return refuse('remarks', 'required', '退回须逐项说明理由', 'a return names its reasons, each with its place');
    return textMoved(dossier, { state: 'returned', returned, answers: null, reviewedBy: null });
  },

  review: (dossier, pending, { actor }) => textMoved(dossier, { state: pending.state, reviewedBy: actor.client }),

  accept: (dossier, pending, _command, { now, persons }) => {
    if (persons === 2 && pending.reviewedBy === null)
      return refuse('reviewedBy', 'two-persons', '须先由初审人员审核', 'a reviewer must have looked at it first');
    return textMoved(dossier, { state: 'filed', filedAt: now }, { issues: 'filing-number' });
  },

  schedule: (dossier, pending, { input }, { now, isDemo }) => {
    const officialUrl = input.officialUrl ?? pending.officialUrl;
    if (input.publishAt === null || input.publishAt <= now)
      return refuse('publishAt', 'future', 'publishAt 须晚于现在', 'publishAt must be later than now');
    if (!isPageUrl(officialUrl, isDemo)) return noOfficialPage();
    return textMoved(dossier, { state: 'filed', publishAt: input.publishAt, officialUrl });
  },

  publish: (dossier, pending, { actor, input, reason }, { now, limits, isDemo, employer }) => {
    const content = contentOf(pending);
    const first = dossier.version === 0;
    // It may have left the register since it was filed. What is public already may still be mended.
    if (first && employer === null) return notOnRegister();
    const officialUrl = input.officialUrl ?? pending.officialUrl;
    if (!isPageUrl(officialUrl, isDemo)) return noOfficialPage();
    if (actor.parties.includes('clock') && (pending.publishAt === null || pending.publishAt > now))
      return refuse('publishAt', 'not-yet', '尚未到发布时间', 'it is not yet time to publish it');
    if (input.officialPublishedAt !== null && Date.parse(input.officialPublishedAt) > Date.parse(now))
      return refuse(
        'officialPublishedAt',
        'past',
        'officialPublishedAt 不能晚于现在',
        'officialPublishedAt must not be later than now',
      );
    const opens = content.application.opensAt > now ? content.application.opensAt : now;
    const closesAt = closesOf(dossier, content);
    const days = (Date.parse(closesAt) - Date.parse(opens)) / dayMs;
    if (days < limits.applicationWindow.value && concernsApplicants(dossier.published, content))
      return refuse(
        'application.closesAt',
        'dates.window',
        `自发布起的报名时间少于${limits.applicationWindow.value}天，请先更正截止时间`,
        `from now on applications would be taken for less than ${limits.applicationWindow.value} days: amend closesAt first`,
      );
    return {
      is: 'done',
      from: dossier.state,
      to: first ? 'published' : dossier.state,
      pending: {
        state: 'published',
        publishedAt: now,
        officialUrl,
        officialPublishedAt: input.officialPublishedAt ?? now,
        publishAt: null,
      },
      notice: {
        state: first ? 'published' : dossier.state,
        version: pending.version,
        closesAt,
        ...(first && { publishedAt: now }),
      },
      ...(first && { issues: 'notice-number' }),
      told: { kind: first ? 'published' : 'amended', reason: null, remark: first ? reason : pending.amendReason },
    };
  },

  drop: (dossier) => textMoved(dossier, { state: 'dropped' }),

  purge: (dossier, _pending, { reason }) => {
    if (!reason) return refuse('reason', 'required', '请说明缘由', 'say why');
    return textMoved(dossier, {
      state: 'purged',
      content: {},
      amendReason: null,
      justification: null,
      returned: null,
      answers: null,
    });
  },
};

/** A pause has moved the closing time of the notice, not that of its text: an amendment that leaves it alone leaves it there. */
function closesOf({ published, closesAt }: Dossier, { application }: NoticeContent): Instant {
  const isSame = published !== null && contentOf(published).application.closesAt === application.closesAt;
  return isSame ? closesAt! : application.closesAt;
}

function missing(path: string, zh: string, en: string) {
  return { path, rule: 'return.answer', text: { zh, en }, basis: null, severity: 'error' } as const;
}

function justify() {
  const text = {
    zh: '有提示项，请在 justification 中说明理由',
    en: 'there are warnings: give your reasons in justification',
  };
  return { path: 'justification', rule: 'justify', text, basis: null, severity: 'error' } as const;
}

/** Whoever has applied, or might, must have the whole time again; a mended typing error elsewhere takes none from them. */
function concernsApplicants(published: Version | null, content: NoticeContent): boolean {
  if (published === null) return true;
  const changed = differencesOf(published.content, content);
  return changed.some(({ path }) =>
    /^(eligibility|posts|stages|reservedQuota|application\.(opensAt|closesAt))/.test(path),
  );
}

const notOnRegister = () =>
  refuse(
    'employer',
    'employer.register',
    '单位不在国有企业名录内，或其营业执照已吊销、注销，请与同级人社部门联系',
    'the firm is not on the register of state firms, or its licence was revoked or cancelled: ask the responsible bureau',
  );

const noOfficialPage = () =>
  refuse(
    'officialUrl',
    'official.page',
    '须先在同级人社部门网站发布并填写其 https 网址（第11条第10句）',
    'the notice must first stand on the website of the responsible bureau: give its https address as officialUrl (item 11, sentence 10)',
  );

/** Whether the days of a notice follow each other: graduation, application, stages, start of work. */
import { addMonths, parseDay } from '../civil-date.js';
import type { CivilDay } from '../civil-date.js';
import { civilDay } from '../shanghai-time.js';
import type { Filing } from './filing.js';
import { elementsOf, said } from './findings.js';
import type { Findings } from './findings.js';
import { stageKinds } from './notice.js';
import type { NoticeDraft } from './notice.js';
import { dayInWords, momentInWords, stageWords } from './notice-words.js';

const DAY_MS = 86_400_000;
const MOST_GRADUATION_MONTHS = 36;
type Written = string | null | undefined;

/** The civil day of a day or of a moment; null where there is none. */
const dayOf = (written: Written): CivilDay | null =>
  written ? parseDay(written.includes('T') ? civilDay(new Date(written)) : written) : null;

const both = (day: string) => ({ zh: dayInWords(day), en: day });

export function checkDates(draft: NoticeDraft, { now, limits }: Filing, findings: Findings): void {
  checkGraduation(draft, findings);
  checkApplication(draft, now, limits.time.applicationWindow, findings);
  checkStages(draft, findings);
  checkStarts(draft, findings);
}

function checkGraduation({ basis, eligibility }: NoticeDraft, findings: Findings): void {
  const [from, to] = [dayOf(eligibility?.graduatedFrom), dayOf(eligibility?.graduatedTo)];
  if (from === null || to === null) return;
  const path = 'eligibility.graduatedTo';
  if (to < from)
    findings.error(path, 'dates.graduation', said('不应早于毕业时间起', 'must not be before its beginning'));
  else if (basis !== 'article-17' && to >= addMonths(from, MOST_GRADUATION_MONTHS))
    findings.error(
      path,
      'dates.graduation',
      said(
        `应届毕业时间不应超过${MOST_GRADUATION_MONTHS}个月，请缩短，或用“视同应届”说明`,
        `graduates of at most ${MOST_GRADUATION_MONTHS} months are meant: shorten it, or name who is deemed a graduate`,
      ),
    );
}

function checkApplication(
  { application }: NoticeDraft,
  now: string,
  window: Filing['limits']['time']['applicationWindow'],
  findings: Findings,
): void {
  const [opensAt, closesAt] = [application?.opensAt, application?.closesAt];
  const [opens, closes] = [opensAt ? Date.parse(opensAt) : null, closesAt ? Date.parse(closesAt) : null];
  const current = Date.parse(now);
  if (closes !== null && closes <= current)
    findings.error('application.closesAt', 'dates.closed', said('已经过去，请改晚', 'has passed, set a later one'));
  else if (opens !== null && opens < current)
    findings.warning(
      'application.opensAt',
      'dates.opened',
      said('已经过去，备案需要时间，请确认', 'has passed, and filing takes time: confirm it'),
    );
  if (opens === null || closes === null) return;
  if (closes <= opens)
    findings.error(
      'application.closesAt',
      'dates.window',
      said('应晚于报名开始', 'must be later than the opening of applications'),
    );
  else if (closes - opens < window.value * DAY_MS) {
    const earliest = new Date(opens + window.value * DAY_MS).toISOString();
    findings.error(
      'application.closesAt',
      'dates.window',
      said(
        `报名时间不应少于${window.value}天，最早为${momentInWords(earliest)}`,
        `applications stay open for at least ${window.value} days, until ${earliest} or later`,
      ),
      said(
        `${window.source.document}：${window.source.note.zh}`,
        `${window.source.document}: ${window.source.note.en}`,
      ),
    );
  }
}

/** Two stages may share a day, and a kind may come twice, such as two rounds of interviews. */
function checkStages({ stages, application }: NoticeDraft, findings: Findings): void {
  const [opens, closes] = [dayOf(application?.opensAt), dayOf(application?.closesAt)];
  let [order, latest]: [number, CivilDay] = [-1, -Infinity];
  for (const [path, { kind, on, minRatio }] of elementsOf(stages, 'stages')) {
    const day = dayOf(on);
    const place = kind ? stageKinds.indexOf(kind) : order;
    if (place < order)
      findings.error(
        `${path}.kind`,
        'stages.order',
        said(
          `顺序应为${stageKinds.map((one) => stageWords[one].zh).join('、')}，请调整`,
          `the order is ${stageKinds.join(', ')}: move it`,
        ),
      );
    if (day !== null && day < latest)
      findings.error(
        `${path}.on`,
        'stages.dates',
        said('不应早于前一环节', 'must not be before the stage that precedes it'),
      );
    // Who applied may be checked while others still apply, not before anybody could.
    const earliest = kind === 'qualification' ? opens : closes === null ? null : closes + 1;
    if (day !== null && earliest !== null && day < earliest)
      findings.error(
        `${path}.on`,
        'stages.dates',
        kind === 'qualification'
          ? said('不应早于报名开始', 'must not be before applications open')
          : said('应在报名截止日之后', 'must be after the day on which applications close'),
      );
    if (kind === 'written' && (minRatio ?? null) === null)
      findings.error(
        `${path}.minRatio`,
        'stages.ratio',
        said(
          '笔试须写明开考比例，如 1:3 填 3',
          'a written examination names its least candidates per opening: 3 for 1:3',
        ),
      );
    [order, latest] = [Math.max(order, place), Math.max(latest, day ?? latest)];
  }
  const weights = (stages ?? []).flatMap((stage) => stage?.weightPercent ?? []);
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  if (weights.length > 0 && total !== 100)
    findings.error(
      'stages',
      'stages.weights',
      said(`各环节成绩占比之和应为100%，现为${total}%`, `the weights add up to 100 %, not to ${total} %`),
    );
}

function checkStarts({ basis, eligibility, application, posts }: NoticeDraft, findings: Findings): void {
  const graduatedTo = basis === 'article-17' ? null : eligibility?.graduatedTo;
  const [graduated, closes] = [dayOf(graduatedTo), dayOf(application?.closesAt)];
  for (const [path, { startsOn }] of elementsOf(posts, 'posts')) {
    const starts = dayOf(startsOn);
    if (starts === null) continue;
    if (graduatedTo && graduated !== null && starts <= graduated) {
      const after = both(graduatedTo);
      findings.error(
        `${path}.startsOn`,
        'dates.start',
        said(`应在毕业时间止（${after.zh}）之后`, `must be after ${after.en}, the end of the graduates’ time`),
      );
    } else if (closes !== null && starts <= closes)
      findings.error(`${path}.startsOn`, 'dates.start', said('应在报名截止之后', 'must be after applications close'));
  }
}

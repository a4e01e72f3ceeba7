/** The official text of a notice and of a post, made from its data: the page, the feeds and the bureau's own page show these lines and no others. */
import type { Employer, NoticeContent, Pay, PostContent } from './notice.js';
import {
  basisWords,
  channelWords,
  dayInWords,
  deemedWords,
  employmentTypeWords,
  levelWords,
  momentInWords,
  requirementWords,
  stageWords,
  yuan,
} from './notice-words.js';

/** What a code of a list is called; the code itself where the list does not know it. */
export type NameOfCode = (list: 'region' | 'occupation' | 'major' | 'education' | 'degree', code: string) => string;

/** The whole notice, posts included, a line a sentence. */
export function officialText(notice: NoticeContent, employer: Employer, nameOf: NameOfCode): string {
  const { eligibility, application, substitution, publicityPlan, terms, contact } = notice;
  const openings = notice.posts.reduce((sum, post) => sum + post.openings, 0);
  const deemed = eligibility.deemed.map((one) => deemedWords[one].zh);
  return lines(
    notice.title,
    `招聘单位：${employer.name}（统一社会信用代码 ${employer.creditCode}，${levelWords[employer.level].zh}${employer.investor ? `，出资人 ${employer.investor}` : ''}）`,
    `招聘类别：${basisWords[notice.basis].zh}`,
    ...notice.legalBasis.map(({ title, documentNo }) => `招聘依据：${title}${documentNo ? `（${documentNo}）` : ''}`),
    notice.overview && `单位简介：${notice.overview}`,
    `招聘人数：${notice.posts.length}个岗位，共${openings}人`,
    notice.reservedQuota !== null && `困难群体计划：${notice.reservedQuota}人`,
    `招聘对象：${dayInWords(eligibility.graduatedFrom)}至${dayInWords(eligibility.graduatedTo)}毕业的高校毕业生${deemed.length > 0 ? `；${deemed.join('、')}同等对待` : ''}`,
    ...eligibility.general.map((one) => `基本条件：${one}`),
    ...eligibility.exclusions.map((one) => `不得报考：${one}`),
    `报名时间：${momentInWords(application.opensAt)}至${momentInWords(application.closesAt)}`,
    ...application.channels.map(({ kind, address }) => `${channelWords[kind].zh}：${address}`),
    ...application.documents.map(
      ({ name, copies, purpose }) => `报名材料：${name}${copies}份${purpose ? `（${purpose}）` : ''}`,
    ),
    application.feeFen === 0 ? '费用：不收取任何费用' : `费用：${yuan(application.feeFen)}（${application.feeBasis}）`,
    ...notice.stages.map(
      ({ kind, on, place, weightPercent, minRatio }) =>
        `${stageWords[kind].zh}：${dayInWords(on)}${place ? `，${place}` : ''}${weightPercent === null ? '' : `，占总成绩${weightPercent}%`}${minRatio === null ? '' : `，开考比例1:${minRatio}`}`,
    ),
    `成绩与结果公布：${notice.resultsUrl}`,
    `递补：${substitution.allowed ? `出现空缺后${substitution.withinWorkingDays}个工作日内依次递补` : '不递补'}`,
    `拟聘公示：不少于${publicityPlan.workingDays}个工作日`,
    `聘用与待遇：合同期${terms.contractMonths}个月，试用期${terms.probationMonths}个月；${terms.benefits}`,
    `回避要求：${notice.recusal}`,
    ...notice.supervision.map(
      ({ organization, phone, email }) => `监督：${[organization, phone, email].filter(Boolean).join('，')}`,
    ),
    `咨询：${[contact.department, contact.phone, contact.email, contact.hours].filter(Boolean).join('，')}`,
    ...notice.posts.flatMap((post, i) => ['', `岗位${i + 1}`, postText(post, nameOf)]),
  );
}

/** One post, a line a sentence. */
export function postText(post: PostContent, nameOf: NameOfCode): string {
  const majors = post.majors.map((code) => nameOf('major', code));
  return lines(
    `岗位：${post.title}（${post.code}）`,
    `用人部门：${post.unit}`,
    `职业：${nameOf('occupation', post.occupation)}`,
    `工作地点：${post.places.map((code) => nameOf('region', code)).join('、')}`,
    `招聘人数：${post.openings}人`,
    `岗位职责：${post.duties}`,
    `学历：${nameOf('education', post.educationLevel)}及以上${post.degree ? `，学位：${nameOf('degree', post.degree)}` : ''}`,
    `专业：${majors.length === 0 ? '不限' : majors.join('、')}`,
    post.age && `年龄：截至${dayInWords(post.age.on)}不超过${post.age.most}周岁（${post.age.reason}）`,
    ...post.requirements.map(
      ({ kind, text, must }) => `${requirementWords[kind].zh}${must ? '' : '（优先）'}：${text}`,
    ),
    post.experienceMonths === 0 ? '工作经历：不要求' : `工作经历：${post.experienceMonths}个月`,
    post.physical && `身体条件：${post.physical.text}（${post.physical.standard}）`,
    `用工形式：${employmentTypeWords[post.employmentType].zh}`,
    `薪酬：${payText(post.pay)}`,
    post.workHours && `工时：${post.workHours}`,
    post.startsOn && `到岗时间：${dayInWords(post.startsOn)}`,
    post.reservedForVeterans && '面向退役士兵定向招聘',
  );
}

export function payText({ minFen, maxFen, period, months, basis }: Pay): string {
  if (minFen === null || maxFen === null) return basis ?? '';
  const range = minFen === maxFen ? yuan(minFen) : `${yuan(minFen)}至${yuan(maxFen)}`;
  return `每${period === 'month' ? '月' : '年'}${range}，全年${months}次发放${basis ? `；${basis}` : ''}`;
}

/** Texts of several lines are told as several lines; nothing is told that is not there. */
function lines(...parts: readonly (string | false | null)[]): string {
  return parts
    .filter((part) => part !== false && part !== null)
    .flatMap((part) => part.split('\n'))
    .map((line) => line.trimEnd())
    .join('\n');
}

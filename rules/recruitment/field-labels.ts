/** What each field of a notice is called in a sentence: by its path, `posts[2].pay.minFen` is `岗位3，薪酬下限`. */
import type { Text } from '../condition.js';

/** By the path without numbers. An object between is named only where it is the last. */
const labels: Readonly<Record<string, readonly [string, string]>> = {
  '': ['公告', 'notice'],
  title: ['标题', 'title'],
  basis: ['招聘依据类别', 'basis'],
  kind: ['招聘类型', 'kind'],
  legalBasis: ['招聘依据', 'paper'],
  'legalBasis.title': ['文件名称', 'title'],
  'legalBasis.documentNo': ['文号', 'document number'],
  'legalBasis.url': ['链接', 'link'],
  overview: ['单位简介', 'overview'],
  website: ['官网', 'website'],
  eligibility: ['招聘对象', 'eligibility'],
  'eligibility.graduatedFrom': ['毕业时间起', 'graduated from'],
  'eligibility.graduatedTo': ['毕业时间止', 'graduated to'],
  'eligibility.deemed': ['视同应届', 'deemed graduates'],
  'eligibility.general': ['基本条件', 'general condition'],
  'eligibility.exclusions': ['不得报考情形', 'exclusion'],
  reservedQuota: ['困难群体计划', 'quota for groups in hardship'],
  application: ['报名', 'application'],
  'application.opensAt': ['报名开始', 'opening of applications'],
  'application.closesAt': ['报名截止', 'close of applications'],
  'application.channels': ['报名方式', 'channel'],
  'application.channels.kind': ['种类', 'kind'],
  'application.channels.address': ['地址', 'address'],
  'application.documents': ['报名材料', 'document'],
  'application.documents.name': ['名称', 'name'],
  'application.documents.copies': ['份数', 'copies'],
  'application.documents.purpose': ['用途', 'purpose'],
  'application.feeFen': ['费用', 'fee'],
  'application.feeBasis': ['收费依据', 'basis of the fee'],
  stages: ['环节', 'stage'],
  'stages.kind': ['种类', 'kind'],
  'stages.on': ['日期', 'day'],
  'stages.place': ['地点', 'place'],
  'stages.weightPercent': ['成绩占比', 'weight'],
  'stages.minRatio': ['开考比例', 'least candidates per opening'],
  resultsUrl: ['成绩与结果公布渠道', 'channel of results'],
  substitution: ['递补规则', 'substitution'],
  'substitution.allowed': ['是否递补', 'substitution allowed'],
  'substitution.withinWorkingDays': ['递补时限', 'time limit of substitution'],
  publicityPlan: ['拟聘公示', 'publicity of hires'],
  'publicityPlan.workingDays': ['公示工作日数', 'working days of publicity'],
  'publicityPlan.url': ['公示链接', 'link of publicity'],
  terms: ['聘用与待遇', 'terms'],
  'terms.contractMonths': ['合同期限', 'term of contract'],
  'terms.probationMonths': ['试用期', 'probation'],
  'terms.benefits': ['福利待遇', 'benefits'],
  recusal: ['回避要求', 'recusal'],
  supervision: ['监督渠道', 'supervision'],
  'supervision.organization': ['机构', 'organisation'],
  'supervision.phone': ['电话', 'phone'],
  'supervision.email': ['邮箱', 'e-mail'],
  contact: ['咨询', 'contact'],
  'contact.department': ['咨询部门', 'contact department'],
  'contact.phone': ['咨询电话', 'contact phone'],
  'contact.email': ['咨询邮箱', 'contact e-mail'],
  'contact.hours': ['咨询时间', 'contact hours'],
  alsoPublishedAt: ['其他发布渠道', 'other place of publication'],
  attachments: ['附件', 'attachment'],
  'attachments.name': ['名称', 'name'],
  'attachments.url': ['链接', 'link'],
  'attachments.bytes': ['大小', 'size'],
  'attachments.sha256': ['SHA-256 校验值', 'SHA-256'],
  'attachments.htmlUrl': ['网页版链接', 'link of the web page'],
  posts: ['岗位', 'post'],
  'posts.code': ['岗位代码', 'code'],
  'posts.title': ['岗位名称', 'title'],
  'posts.occupation': ['职业', 'occupation'],
  'posts.duties': ['岗位职责', 'duties'],
  'posts.unit': ['用人部门', 'unit'],
  'posts.places': ['工作地点', 'place of work'],
  'posts.openings': ['人数', 'openings'],
  'posts.educationLevel': ['学历', 'education'],
  'posts.degree': ['学位', 'degree'],
  'posts.majors': ['专业', 'major'],
  'posts.age': ['年龄', 'age'],
  'posts.age.most': ['年龄上限', 'highest age'],
  'posts.age.on': ['年龄计算日', 'day of the age'],
  'posts.age.reason': ['限龄理由', 'reason of the age limit'],
  'posts.requirements': ['条件', 'requirement'],
  'posts.requirements.kind': ['种类', 'kind'],
  'posts.requirements.text': ['内容', 'text'],
  'posts.requirements.must': ['是否必须', 'must'],
  'posts.experienceMonths': ['工作经历月数', 'months of experience'],
  'posts.physical': ['身体条件', 'physical condition'],
  'posts.physical.text': ['身体条件内容', 'physical condition'],
  'posts.physical.standard': ['身体条件依据标准', 'standard of the physical condition'],
  'posts.employmentType': ['用工形式', 'type of employment'],
  'posts.pay': ['薪酬', 'pay'],
  'posts.pay.minFen': ['薪酬下限', 'least pay'],
  'posts.pay.maxFen': ['薪酬上限', 'highest pay'],
  'posts.pay.period': ['薪酬周期', 'period of pay'],
  'posts.pay.months': ['每年发放次数', 'payments a year'],
  'posts.pay.basis': ['薪酬说明', 'basis of pay'],
  'posts.workHours': ['工时', 'hours of work'],
  'posts.startsOn': ['到岗时间', 'start'],
  'posts.reservedForVeterans': ['退役士兵预留岗位', 'kept for veterans'],
};

export function labelOf(path: string): Text {
  const steps = path.split('.');
  const named = steps.flatMap((step, i) => {
    const number = /\[(\d+)\]$/.exec(step)?.[1];
    if (number === undefined && i < steps.length - 1) return [];
    const key = steps
      .slice(0, i + 1)
      .join('.')
      .replaceAll(/\[\d+\]/g, '');
    const [zh, en] = labels[key] ?? [step, step];
    const count = number === undefined ? null : Number(number) + 1;
    return [count === null ? { zh, en } : { zh: `${zh}${count}`, en: `${en} ${count}` }];
  });
  return { zh: named.map(({ zh }) => zh).join('，'), en: named.map(({ en }) => en).join(', ') };
}

export const isLabelled = (path: string): boolean => Object.hasOwn(labels, path.replaceAll(/\[\d+\]/g, ''));

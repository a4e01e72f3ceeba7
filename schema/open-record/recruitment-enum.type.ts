/** The closed lists of a recruitment's words: a value is the rules' own word in capitals, its description what the rules call it. */
import { registerEnumType } from 'type-graphql';
import type { Text } from '../../rules/condition.js';
import { changeKinds, changeReasons } from '../../rules/recruitment/changes.js';
import { facetNames } from '../../rules/recruitment/facets.js';
import type { FacetName } from '../../rules/recruitment/facets.js';
import type { Pay } from '../../rules/recruitment/notice.js';
import {
  basisWords,
  channelWords,
  deemedWords,
  employmentTypeWords,
  noticeKindWords,
  requirementWords,
  stageWords,
} from '../../rules/recruitment/notice-words.js';
import { noticeStateWords, postStateWords, publicityStateWords } from '../../rules/recruitment/state-words.js';

/** `article-11` is ARTICLE_11, `employerLevel` EMPLOYER_LEVEL. */
export const enumName = (word: string): string => word.replaceAll(/[A-Z]/g, '_$&').replaceAll('-', '_').toUpperCase();

function enumOf<W extends string>(name: string, description: string, words: Readonly<Record<W, Text>>) {
  const all = Object.entries<Text>(words);
  const values = Object.fromEntries(all.map(([word]) => [enumName(word), word])) as Record<string, W>;
  const says = ({ zh, en }: Text) => `${zh}。${en.charAt(0).toUpperCase()}${en.slice(1)}.`;
  const valuesConfig = Object.fromEntries(all.map(([word, text]) => [enumName(word), { description: says(text) }]));
  registerEnumType(values, { name, description, valuesConfig });
  return values;
}

const periods: Record<Pay['period'], Text> = {
  month: { zh: '按月', en: 'By the month' },
  year: { zh: '按年', en: 'By the year' },
};
const facets: Record<FacetName, Text> = {
  state: { zh: '状态', en: 'State' },
  employer: { zh: '招聘单位', en: 'Employer' },
  employerLevel: { zh: '单位层级', en: 'Level of the employer' },
  region: { zh: '工作地点', en: 'Place of work' },
  education: { zh: '最低学历', en: 'Least level of education' },
  major: { zh: '专业', en: 'Major' },
  occupation: { zh: '职业', en: 'Occupation' },
  industry: { zh: '单位行业', en: 'Industry of the employer' },
  employmentType: { zh: '用工形式', en: 'Form of employment' },
  graduationYear: { zh: '毕业年份', en: 'Year of graduation' },
  pay: { zh: '最低月薪档次', en: 'Band of the least pay a month' },
  basis: { zh: '招聘依据', en: 'Basis of the recruitment' },
  veterans: { zh: '退役士兵定向岗位', en: 'Kept for veterans' },
};
/** What is a facet for the rules is asked for by the name of its filter. */
const facetWords = Object.fromEntries(
  facetNames.map((name) => [name === 'veterans' ? 'reservedForVeterans' : name, facets[name]]),
);

export const NoticeStateEnum = enumOf('RecruitmentNoticeState', '招聘公告的状态。State of a notice.', noticeStateWords);
export const PostStateEnum = enumOf('RecruitmentPostState', '招聘岗位的状态。State of a post.', postStateWords);
export const PublicityStateEnum = enumOf(
  'RecruitmentPublicityState',
  '一批拟聘公示的状态。State of one publicity of proposed hires.',
  publicityStateWords,
);
export const BasisEnum = enumOf(
  'RecruitmentBasis',
  '招聘所依据的政策条款。Why a recruitment is published.',
  basisWords,
);
export const NoticeKindEnum = enumOf('RecruitmentKind', '招聘类型。Kind of a recruitment.', noticeKindWords);
export const DeemedEnum = enumOf(
  'DeemedGraduate',
  '视同应届毕业生的人员。Who counts as a fresh graduate.',
  deemedWords,
);
export const ChannelEnum = enumOf('ApplicationChannelKind', '报名方式。How to apply.', channelWords);
export const StageEnum = enumOf('RecruitmentStageKind', '招聘环节。Stage of a selection.', stageWords);
export const EmploymentTypeEnum = enumOf(
  'RecruitmentEmploymentType',
  '用工形式。Form of employment.',
  employmentTypeWords,
);
export const PayPeriodEnum = enumOf('PayPeriod', '薪酬的计算周期。By what time pay is counted.', periods);
export const RequirementEnum = enumOf(
  'PostRequirementKind',
  '岗位要求的类别。Kind of a requirement.',
  requirementWords,
);
export const RecordKindEnum = enumOf('RecruitmentRecordKind', '记录的类别。Kind of a record.', {
  notice: { zh: '招聘公告', en: 'A notice' },
  post: { zh: '招聘岗位', en: 'A post' },
});
export const FacetNameEnum = enumOf('RecruitmentFacetName', '可计数的条件。By what records are counted.', facetWords);
export const ChangeReasonEnum = enumOf(
  'RecruitmentChangeReason',
  '记录撤下或变更的原因。Why a record is gone or changed.',
  changeReasons,
);
export const ChangeKindEnum = enumOf('RecruitmentChangeKind', '变更的类别。Kind of a change.', {
  ...changeKinds,
  entered_filter: { zh: '改动后符合所给条件', en: 'It changed and fits the filter now' },
  left_filter: {
    zh: '改动后不再符合所给条件，副本应删除',
    en: 'It changed and no longer fits the filter: copies must go',
  },
});
export const RecordStateEnum = enumOf('RecruitmentRecordLife', '记录是否仍在。Whether a record is there.', {
  live: { zh: '仍在', en: 'It is there' },
  gone: { zh: '已撤下', en: 'It is gone' },
});

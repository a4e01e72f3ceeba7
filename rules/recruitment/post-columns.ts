/** The columns of the posts table (岗位表): header, hint, and which part of a post each one holds. */
import type { Text } from '../condition.js';
import { employmentTypeWords } from './notice-words.js';
import type { EmploymentType, PayPeriod } from './notice.js';
import {
  type Beside,
  choice,
  code,
  codes,
  day,
  type Kind,
  money,
  requirements,
  text,
  whole,
  yesNo,
} from './post-cells.js';
import type { PartAt, PostPath, PostRow } from './post-row.js';

interface Look {
  /** Also found under these headers. Blanks, stars and brackets of a header mean nothing. */
  aliases?: readonly string[];
  required?: boolean;
  hint: Text;
}

export interface Column {
  path: PostPath;
  header: string;
  aliases: readonly string[];
  required: boolean;
  hint: Text;
  takesDates: boolean;
  /** Puts what the text says into the row, or says why it cannot. */
  read(text: string, beside: Beside, row: PostRow): Text | null;
  write(row: PostRow, beside: Beside): string | number | null;
}

function column<P extends PostPath>(
  path: P,
  header: string,
  kind: Kind<PartAt<P>>,
  { aliases = [], required = false, hint }: Look,
): Column {
  return {
    path,
    header,
    aliases,
    required,
    hint,
    takesDates: kind.takesDates ?? false,
    read(cell, beside, row) {
      const reading = kind.read(cell, beside);
      if ('refused' in reading) return reading.refused;
      row[path] = reading.value;
      return null;
    },
    write(row, beside) {
      const value = row[path];
      const cell = value === undefined ? '' : kind.write(value, beside);
      return cell === '' ? null : cell;
    },
  };
}

const required = true;
const dated: Text = { zh: '日期，例如 2027-07-01', en: 'a day, such as 2027-07-01' };
const yuan: Text = { zh: '元，例如 6000 或 0.6万', en: 'yuan, such as 6000 or 0.6万' };
const withAge: Text = { zh: '限年龄时必填', en: 'needed with an age limit' };

/** In the order in which they are written and read: what a reading needs beside its cell stands before it. */
export const columns: readonly Column[] = [
  column('code', '岗位代码', text, {
    aliases: ['岗位编号', '职位代码', '岗位编码'],
    required,
    hint: { zh: '本公告内不重复，例如 A01', en: 'once in the notice, such as A01' },
  }),
  column('title', '岗位名称', text, {
    aliases: ['职位名称', '招聘岗位', '岗位'],
    required,
    hint: { zh: '只写岗位，例如 会计', en: 'the job only, such as 会计' },
  }),
  column('occupation', '职业', code('occupation'), {
    aliases: ['职业代码', '职业名称', '职业分类'],
    required,
    hint: {
      zh: '职业分类大典的代码或名称，例如 2-06-03-00',
      en: 'code or name of the 职业分类大典, such as 2-06-03-00',
    },
  }),
  column('duties', '岗位职责', text, {
    aliases: ['职责', '工作内容', '岗位描述'],
    required,
    hint: { zh: '这个岗位做什么，不少于 30 字', en: 'what the job does, 30 characters at least' },
  }),
  column('unit', '用人部门', text, {
    aliases: ['用人单位', '部门', '招聘部门'],
    required,
    hint: { zh: '例如 财务部', en: 'such as 财务部' },
  }),
  column('places', '工作地点', codes('region'), {
    aliases: ['工作地', '地点'],
    required,
    hint: {
      zh: '行政区划代码或名称，多个用顿号分开，例如 华龙区、清丰县',
      en: 'codes or names of regions, parted by 、',
    },
  }),
  column('openings', '招聘人数', whole(/^[人名]$/), {
    aliases: ['人数', '计划人数', '招聘计划', '需求人数'],
    required,
    hint: { zh: '整数，例如 3', en: 'a whole number, such as 3' },
  }),
  column('educationLevel', '学历', code('education'), {
    aliases: ['学历要求', '最低学历'],
    required,
    hint: { zh: '最低学历，例如 本科', en: 'the least level, such as 本科' },
  }),
  column('degree', '学位', code('degree'), {
    aliases: ['学位要求'],
    hint: { zh: '例如 学士；不要求时留空', en: 'such as 学士; empty where none is asked for' },
  }),
  column('majors', '专业', codes('major', { read: /^(专业)?不限(专业)?$/, write: '不限' }), {
    aliases: ['专业要求', '所需专业'],
    required,
    hint: {
      zh: '专业目录的代码或名称，多个用顿号分开，例如 计算机类、120203K；不限时写“不限”',
      en: 'codes or names of the catalogues, parted by 、; 不限 for any',
    },
  }),
  column('age.most', '年龄上限', whole(/^周?岁(及?以下)?$/), {
    aliases: ['年龄', '年龄要求', '最高年龄'],
    hint: {
      zh: '周岁，例如 35；不限时三列年龄都留空',
      en: 'years, such as 35; without a limit all three columns of age stay empty',
    },
  }),
  column('age.on', '年龄计算日', day, {
    aliases: ['年龄计算日期', '年龄截止日期'],
    hint: { zh: `${withAge.zh}；${dated.zh}`, en: `${withAge.en}; ${dated.en}` },
  }),
  column('age.reason', '年龄理由', text, {
    aliases: ['限制年龄的理由'],
    hint: { zh: `${withAge.zh}；写明法定或岗位依据`, en: `${withAge.en}: the reason in law or in the job` },
  }),
  column('requirements', '证书技能要求', requirements, {
    aliases: ['证书要求', '技能要求', '其他要求', '其他条件', '其它条件'],
    hint: { zh: '每行一条，例如 证书：初级会计（优先）', en: 'one a line, such as 证书：初级会计（优先）' },
  }),
  column('experienceMonths', '工作经历(月)', whole(/^个?月$/, /^(无|不限|无要求|不要求)$/), {
    aliases: ['工作经验', '工作经历要求', '工作经验要求'],
    required,
    hint: { zh: '整数个月，招应届毕业生写 0', en: 'whole months, 0 for graduates' },
  }),
  column('physical.text', '身体条件', text, {
    hint: { zh: '只有法定体检标准才可以写', en: 'only where a standard in law asks for it' },
  }),
  column('physical.standard', '体检标准', text, {
    hint: {
      zh: '写身体条件时必填，例如《公务员录用体检通用标准（试行）》',
      en: 'needed with 身体条件: the name of the standard',
    },
  }),
  column(
    'employmentType',
    '用工形式',
    choice<EmploymentType>({
      labour_contract: [employmentTypeWords.labour_contract.zh, '劳动合同', '合同制', '劳动合同制'],
      dispatch: [employmentTypeWords.dispatch.zh, '派遣'],
    }),
    {
      aliases: ['用工方式', '用工性质'],
      required,
      hint: { zh: '签订劳动合同 或 劳务派遣', en: '签订劳动合同 (labour contract) or 劳务派遣 (dispatch)' },
    },
  ),
  column('pay.minFen', '月薪下限', money, {
    aliases: ['薪酬下限', '最低月薪', '年薪下限'],
    hint: { zh: `${yuan.zh}；上下限和薪酬说明至少填一种`, en: `${yuan.en}; a range or words, one at least` },
  }),
  column('pay.maxFen', '月薪上限', money, { aliases: ['薪酬上限', '最高月薪', '年薪上限'], hint: yuan }),
  column('pay.basis', '薪酬说明', text, {
    aliases: ['薪酬', '薪酬待遇', '薪资说明'],
    hint: { zh: '不能写明上下限时，写薪酬依据', en: 'what pay rests on, where no range can be said' },
  }),
  column('pay.months', '年发薪月数', whole(/^(个?月|薪)$/), {
    aliases: ['发薪月数'],
    required,
    hint: { zh: '一年发几次，例如 12', en: 'payments a year, such as 12' },
  }),
  column('pay.period', '计薪周期', choice<PayPeriod>({ month: ['月', '按月', '月薪'], year: ['年', '按年', '年薪'] }), {
    hint: { zh: '月 或 年；留空为月', en: '月 (month) or 年 (year); empty says month' },
  }),
  column('workHours', '工时', text, {
    aliases: ['工作时间', '班次', '工时班次'],
    hint: { zh: '例如 每日8小时，每周5日', en: 'hours and shifts' },
  }),
  column('startsOn', '到岗时间', day, { aliases: ['到岗日期', '报到时间'], hint: dated }),
  column('reservedForVeterans', '退役军人专岗', yesNo, {
    aliases: ['退役军人岗位', '是否退役军人专岗'],
    hint: { zh: '是 或 否；留空为否', en: '是 (yes) or 否 (no); empty says no' },
  }),
];

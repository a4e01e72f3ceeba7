/** What a field of a record is called where a person reads it, in the list of who has looked. */
import type { Field } from './visibility.js';

const labels: Readonly<Record<Field, string>> = {
  'Person.id': '平台内部编号',
  'Person.provenance': '数据来源',
  'Person.name': '姓名',
  'Person.sex': '性别',
  'Person.birthDate': '出生日期',
  'Person.householdRegion': '户籍所在地',
  'Person.education': '学历',
  'Person.employments': '就业与失业登记',
  'Person.enterprises': '创办的企业',
  'Person.contributions': '社会保险缴费',
  'Person.benefitGrants': '已享受的补贴',
  'Person.unemploymentBenefits': '失业保险待遇',
  'Person.hardships': '就业困难认定',
  'Person.entitlements': '可享受的政策',
  'Organization.creditCode': '统一社会信用代码',
  'Organization.provenance': '数据来源',
  'Organization.name': '单位名称',
  'Organization.entityKind': '单位类型',
  'Organization.ownership': '所有制',
  'Organization.stateLevel': '国有企业层级',
  'Organization.industry': '行业',
  'Organization.region': '所在地',
  'Organization.address': '地址',
  'Organization.legalRepresentativeName': '法定代表人',
  'Organization.establishedOn': '成立日期',
  'Organization.state': '登记状态',
  'Organization.taxState': '税务登记状态',
  'Organization.vatKind': '增值税纳税人类别',
  'Organization.annualRevenueFen': '年营业收入',
  'Organization.headcount': '从业人数',
  'Organization.entitlements': '可享受的政策',
};

/** What the log calls things beside fields of a record. */
const others: Readonly<Record<string, string>> = {
  ProposedHire: '拟聘公示名单',
  ObjectionContent: '异议内容',
  AccessEvent: '访问日志',
};

export interface LoggedField {
  /** As the log writes it. */
  code: string;
  label: string;
  masked: boolean;
}

/** Codes as an access event holds them, `Person.name:masked,Person.sex`, in words. */
export function loggedFields(codes: string): LoggedField[] {
  return codes
    .split(',')
    .filter((written) => written !== '')
    .map((written) => {
      const [code = '', how] = written.split(':');
      const label = Object.hasOwn(labels, code) ? labels[code as Field] : (others[code] ?? code);
      return { code, label, masked: how === 'masked' };
    });
}

/**
 * Short excerpts of the code lists, so that the hub can be tried before the lists are imported. They were typed by hand and are
 * no source: each is marked as a sample, and a complete edition that is imported puts all samples of its list out of use.
 */
import type { CodeList, CodeListName } from './codes.js';
import { majorsOfColleges, majorsOfGraduateSchools, undergraduateMajors } from './sample-majors.js';

const regions = `
410000 河南省; 410900 濮阳市; 410902 华龙区; 410922 清丰县; 410923 南乐县; 410926 范县; 410927 台前县; 410928 濮阳县`;

const educations = `
10 研究生教育; 11 博士研究生毕业; 14 硕士研究生毕业; 20 大学本科教育; 21 大学本科毕业; 30 大学专科教育; 31 大学专科毕业
40 中等职业教育; 60 普通高级中学教育; 61 普通高中毕业; 70 初级中学教育; 80 小学教育; 90 其他`;

const degrees = `
1 名誉博士; 2 博士; 3 硕士; 4 学士
401 哲学学士学位; 402 经济学学士学位; 403 法学学士学位; 404 教育学学士学位; 405 文学学士学位; 406 历史学学士学位
407 理学学士学位; 408 工学学士学位; 409 农学学士学位; 410 医学学士学位`;

const industries2017 = `
A 农、林、牧、渔业; A01 农业; A014 蔬菜、食用菌及园艺作物种植; A0141 蔬菜种植
C 制造业; C14 食品制造业; C1411 糕点、面包制造; C26 化学原料和化学制品制造业; C2669 其他专用化学产品制造
D 电力、热力、燃气及水生产和供应业; D44 电力、热力生产和供应业; D4411 火力发电
E 建筑业; E47 房屋建筑业; E4790 其他房屋建筑业; E48 土木工程建筑业; E4813 市政道路工程建筑
F 批发和零售业; F52 零售业; F5211 百货零售; F5213 便利店零售; F5232 服装零售; F5271 家用视听设备零售
G 交通运输、仓储和邮政业; G54 道路运输业; G543 道路货物运输; G5442 货运枢纽（站）
H 住宿和餐饮业; H62 餐饮业; H6210 正餐服务; H6291 小吃服务
I 信息传输、软件和信息技术服务业; I65 软件和信息技术服务业; I651 软件开发; I6511 基础软件开发; I6513 应用软件开发
I6579 其他数字内容服务; J 金融业; L 租赁和商务服务业; M 科学研究和技术服务业
O 居民服务、修理和其他服务业; O80 居民服务业; O8010 家庭服务; O8040 理发及美容服务
P 教育; P83 教育; P8399 其他未列明教育; Q 卫生和社会工作
R 文化、体育和娱乐业; R87 广播、电视、电影和录音制作业; R8710 广播`;

/** Registers keep codes of the edition under which a firm registered. */
const industries2011 = `
G 交通运输、仓储和邮政业; G54 道路运输业; G5430 道路货物运输
I 信息传输、软件和信息技术服务业; I65 软件和信息技术服务业; I6510 软件开发`;

const occupations = `
2 专业技术人员; 2-02 工程技术人员; 2-02-06 化工工程技术人员; 2-02-06-03 化工生产工程技术人员
2-02-07 机械工程技术人员; 2-02-07-01 机械设计工程技术人员; 2-02-07-02 机械制造工程技术人员
2-02-10 信息和通信工程技术人员; 2-02-10-03 计算机软件工程技术人员; 2-02-10-04 计算机网络工程技术人员
2-02-10-07 信息安全工程技术人员; 2-02-10-08 信息系统运行维护工程技术人员
2-02-12 电力工程技术人员; 2-02-18 建筑工程技术人员; 2-02-18-02 土木建筑工程技术人员
2-02-38 数字技术工程技术人员; 2-02-38-01 人工智能工程技术人员; 2-02-38-03 大数据工程技术人员
2-06 经济和金融专业人员; 2-06-03 会计专业人员; 2-06-03-00 会计专业人员; 2-06-04 审计专业人员; 2-06-04-00 审计专业人员
2-06-07 商务专业人员; 2-06-07-02 市场营销专业人员; 2-06-08 人力资源专业人员; 2-06-08-01 人力资源管理专业人员
3 办事人员和有关人员; 3-01 行政办事及辅助人员; 3-01-02 行政事务处理人员; 3-01-02-02 秘书
4 社会生产服务和生活服务人员; 4-01 批发与零售服务人员; 4-01-02 销售人员; 4-01-02-01 营销员
4-02 交通运输、仓储物流和邮政业服务人员; 4-02-06 仓储人员; 4-02-06-01 仓储管理员
4-04 信息传输、软件和信息技术服务人员; 4-04-05 软件和信息技术服务人员; 4-04-05-01 计算机程序设计员
6 生产制造及有关人员; 6-11 化学原料和化学制品制造人员; 6-11-01 化工产品生产通用工艺人员; 6-11-01-03 化工总控工
6-18 机械制造基础加工人员; 6-18-02 机械热加工人员; 6-18-02-04 焊工; 6-31 生产辅助人员; 6-31-01 机械设备修理人员
6-31-01-03 电工`;

/** Each code with its name, parted by a semicolon or a new line. */
function sample(name: CodeListName, edition: string, text: string): CodeList {
  const codes = text.split(/[;\n]/).flatMap((pair) => {
    const [, code, label] = /^\s*(\S+) (.+)$/.exec(pair) ?? [];
    return code === undefined || label === undefined ? [] : [[code, { code, name: label, parent: null }] as const];
  });
  return {
    name,
    edition,
    source: '随系统附带的样本，仅供试用 / sample for trial only',
    sample: true,
    codes: new Map(codes),
  };
}

export const sampleCodes: readonly CodeList[] = [
  sample('region', 'GB/T 2260-2007', regions),
  sample('industry', 'GB/T 4754-2017', industries2017),
  sample('industry', 'GB/T 4754-2011', industries2011),
  sample('occupation', '职业分类大典 2022', occupations),
  sample('major', '本科专业目录 2020', undergraduateMajors),
  sample('major', '研究生教育学科专业目录 2022', majorsOfGraduateSchools),
  sample('major', '高等职业教育专科专业目录 2021', majorsOfColleges),
  sample('education', 'GB/T 4658-2006', educations),
  sample('degree', 'GB/T 6864-2003', degrees),
];

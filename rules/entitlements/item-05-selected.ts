/** Item 5: support that goes to whom is chosen. What is known to bar it bars it; no fact could give a yes, so none is asked. */
import { all, decidedElsewhere, ifGiven, isTrue } from '../condition.js';
import { rule } from '../entitlement.js';
import { fundNotStated, inForce } from './policy.js';

const selection = { item: 5, sentence: 3 };
const funding = { item: 5, sentence: 2 };

export const selectedStartupSupport = rule({
  id: 'art05.selected-startup-support',
  name: { zh: '优秀初创企业重点扶持', en: 'support for selected start-ups' },
  cites: [selection],
  subject: 'enterprise',
  inForce,
  conditions: all(
    null,
    ifGiven(
      'enterprise.isStartup',
      isTrue({ zh: '属于初创企业', en: 'the business is a start-up' }, selection, 'enterprise.isStartup'),
    ),
    decidedElsewhere({ zh: '列入当年遴选名单', en: "chosen in the year's selection" }, selection),
  ),
  fund: fundNotStated,
  papers: [
    { zh: '当年优秀初创企业遴选通知', en: "the year's call for the selection of start-ups" },
    { zh: '省扶持创业项目推荐通知', en: "the province's call for start-up projects" },
  ],
  readings: ['R-20', 'R-26'],
  remarks: [
    { zh: '由主管部门每年遴选，原文未规定金额', en: 'chosen each year by the authority; the text names no sum' },
  ],
});

export const startupProjectFunding = rule({
  id: 'art05.startup-project-funding',
  name: { zh: '大众创业项目资助', en: 'funding of start-up projects' },
  cites: [funding],
  subject: 'person',
  inForce,
  conditions: decidedElsewhere({ zh: '项目经评审获得资助', en: 'the project was chosen for funding' }, funding),
  fund: fundNotStated,
  papers: [{ zh: '创业项目资助办法', en: 'the rules for funding start-up projects' }],
  readings: ['R-20', 'R-26'],
  remarks: [
    {
      zh: '鼓励互联网+、战略性新兴产业、先进制造业、现代服务业项目；条件和金额原文未规定',
      en: 'internet, emerging industries, advanced manufacturing and modern services are encouraged; the text sets no condition or sum',
    },
  ],
});

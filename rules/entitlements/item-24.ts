/** Item 24: what the employment special fund bears besides subsidies. */
import { decidedElsewhere } from '../condition.js';
import { rule } from '../entitlement.js';
import { employmentSpecialFund, inForce, noPapersListed } from './policy.js';

const costs = { item: 24, sentence: 3 };

export const activityCostFunding = rule({
  id: 'art24.activity-cost-funding',
  name: { zh: '专项服务活动经费补贴', en: 'funding of special service activities' },
  cites: [costs],
  subject: 'provider',
  inForce,
  conditions: decidedElsewhere(
    {
      zh: '公共就业创业服务机构或高校的活动，按就业专项资金规定核定',
      en: 'an activity of a public employment service or a university, accepted under the rules of the fund',
    },
    costs,
  ),
  fund: employmentSpecialFund,
  papers: [{ zh: '就业专项资金管理办法', en: 'the rules of the employment special fund' }],
  readings: ['R-20'],
  remarks: [
    {
      zh: '招聘会、创业大赛等活动，创业型城市和充分就业社区创建，人员培训和信息化建设',
      en: 'job fairs, contests and the like; model cities and communities; training of staff; information systems',
    },
    noPapersListed,
  ],
});

/** Item 14: who comes home from military service, and the families of soldiers. */
import { numberOf, sum } from '../amount.js';
import { all, decidedElsewhere, ifGiven, isTrue, reaches, requires } from '../condition.js';
import type { Cite } from '../condition.js';
import { rule } from '../entitlement.js';
import { isUniversityGraduate } from './item-11-graduate.js';
import { inForce, noMoney, noPapersListed } from './policy.js';

const placement = { item: 14, sentence: 2 };
const recruitment = { item: 14, sentence: 3 };
const moreOfThem = { item: 14, sentence: 4 };
const experience = { item: 14, sentence: 5 };
const families = { item: 14, sentence: 6 };

const isDischarged = (cite: Cite) =>
  isTrue({ zh: '退役士兵', en: 'discharged soldier' }, cite, 'person.isDischargedSoldier');
const isToBePlaced = isTrue(
  { zh: '符合政府安排工作条件', en: 'meets the conditions for placement by the government' },
  placement,
  'person.meetsGovernmentPlacementConditions',
);

export const veteranPlacement = rule({
  id: 'art14.veteran-placement',
  name: { zh: '符合政府安排工作条件退役士兵岗位落实', en: 'a post for soldiers whom the government places' },
  cites: [placement],
  subject: 'person',
  inForce,
  // Nobody meets the conditions without having served: the service is heard, but not asked.
  conditions: all(null, isToBePlaced, ifGiven('person.isDischargedSoldier', isDischarged(placement))),
  priority: isToBePlaced,
  fund: noMoney,
  papers: [{ zh: '国有企业预留岗位比例的规定', en: 'the rule on the share of posts that state firms reserve' }],
  readings: ['R-20'],
  remarks: [
    {
      zh: '公务员招录、事业单位招聘同等条件优先；国有企业按比例预留岗位择优招录',
      en: 'goes first at equal merit in the civil service and public institutions; state firms reserve a share of posts',
    },
    noPapersListed,
  ],
});

const years = (zh: string, en: string, path: 'person.yearsOfMilitaryService' | 'person.otherWorkYears') =>
  numberOf({ zh, en }, 'years', [path], (count) => count ?? 0);

export const serviceCountsAsExperience = rule({
  id: 'art14.service-counts-as-experience',
  name: { zh: '服役经历视为基层工作经历', en: 'military service counts as work at the grass roots' },
  cites: [experience],
  subject: 'person',
  inForce,
  conditions: all(
    null,
    isDischarged(experience),
    requires(
      { zh: '报考公务员或应聘事业单位', en: 'applies for the civil service or a public institution' },
      experience,
      ['exam.kind'],
      (kind) => kind === 'civil_service' || kind === 'public_institution',
    ),
    // Any number of years will do: whether service counts does not hang on them, their sum is there to be read.
    reaches(
      { zh: '服役年限计入工作年限后的合计', en: 'years of service and of other work together' },
      experience,
      sum(
        years('服役年限', 'years of service', 'person.yearsOfMilitaryService'),
        years('其他工作年限', 'other years of work', 'person.otherWorkYears'),
      ),
      0,
    ),
  ),
  fund: noMoney,
  readings: ['R-20'],
  remarks: [
    {
      zh: '职位要求的工作年限是否达到，由招考机关按合计年限审核',
      en: 'whether the years suffice for a post is checked by whoever recruits',
    },
    noPapersListed,
  ],
});

export const graduateSoldierPoliceRecruitment = rule({
  id: 'art14.graduate-soldier-police-recruitment',
  name: { zh: '政法干警招录大学生退役士兵', en: 'police and justice posts for graduates who served' },
  cites: [recruitment, moreOfThem],
  subject: 'person',
  inForce,
  conditions: all(
    null,
    isDischarged(recruitment),
    isUniversityGraduate(recruitment),
    decidedElsewhere({ zh: '被当年招录计划录用', en: "is chosen in the year's recruitment" }, recruitment),
  ),
  fund: noMoney,
  papers: [
    { zh: '全省政法干警招录培养体制改革文件', en: "the province's papers on recruiting police and justice staff" },
  ],
  readings: ['R-20'],
});

export const militaryFamilyPlacement = rule({
  id: 'art14.military-family-placement',
  name: { zh: '随军家属就业安置', en: 'work for the families of soldiers' },
  cites: [families],
  subject: 'person',
  inForce,
  conditions: decidedElsewhere(
    { zh: '随军家属，按规定安置', en: 'family of a soldier, placed by the rules for them' },
    families,
  ),
  fund: noMoney,
  papers: [{ zh: '随军家属就业安置的规定', en: 'the rules on work for the families of soldiers' }],
  readings: ['R-20'],
});

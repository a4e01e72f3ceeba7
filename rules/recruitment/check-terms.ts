/** Whether what a notice offers and takes is lawful: probation, fee, quota, publicity, papers, attachments, and who is asked about it. */
import { nameKey } from '../names.js';
import type { Filing } from './filing.js';
import { elementsOf, said } from './findings.js';
import type { Findings } from './findings.js';
import { laws } from './laws.js';
import type { NoticeDraft } from './notice.js';

const MOST_BYTES = 20 * 1024 * 1024;

export function checkTerms(draft: NoticeDraft, { limits }: Filing, findings: Findings): void {
  checkTitle(draft, findings);
  checkProbation(draft, findings);
  checkNumbers(draft, limits.time, findings);
  checkContacts(draft, findings);
  for (const [path, { bytes }] of elementsOf(draft.attachments, 'attachments'))
    if ((bytes ?? 0) > MOST_BYTES)
      findings.error(
        `${path}.bytes`,
        'attachments.size',
        said('不应超过20 MB，请压缩或拆分', 'at most 20 MB: make it smaller'),
      );
}

function checkTitle({ title }: NoticeDraft, findings: Findings): void {
  if (!title) return;
  if (!/(?:19|20|21)\d{2}/.test(title.normalize('NFKC')))
    findings.error('title', 'title.year', said('应写明年度，如 2027年', 'names its year, such as 2027年'));
  if (!title.includes('招聘')) findings.error('title', 'title.word', said('应含有“招聘”', 'holds the word 招聘'));
  if (/\d{3,4}-?\d{7,8}/.test(title.normalize('NFKC')))
    findings.error(
      'title',
      'title.phone',
      said('标题中不应有电话，请填入咨询电话', 'no phone in the title: it has a field of its own'),
    );
}

/** Most months of probation by months of contract. */
export function mostProbation(contractMonths: number): number {
  if (contractMonths < 3) return 0;
  if (contractMonths < 12) return 1;
  return contractMonths < 36 ? 2 : 6;
}

function checkProbation({ terms }: NoticeDraft, findings: Findings): void {
  const { contractMonths, probationMonths } = terms ?? {};
  if (typeof contractMonths !== 'number' || typeof probationMonths !== 'number') return;
  const most = mostProbation(contractMonths);
  if (probationMonths > most)
    findings.error(
      'terms.probationMonths',
      'terms.probation',
      most === 0
        ? said('合同不满3个月，不得约定试用期，请填0', 'a contract under 3 months has no probation: enter 0')
        : said(
            `合同期${contractMonths}个月，试用期至多${most}个月`,
            `at most ${most} months with a contract of ${contractMonths} months`,
          ),
      laws.contract19,
    );
}

function checkNumbers(draft: NoticeDraft, time: Filing['limits']['time'], findings: Findings): void {
  const { application, reservedQuota, publicityPlan, substitution } = draft;
  if ((application?.feeFen ?? 0) > 0 && !application?.feeBasis)
    findings.error(
      'application.feeBasis',
      'fee.basis',
      said('收费须写明依据文件，没有依据的不得收费', 'a fee names the paper that allows it; without one there is none'),
      laws.contract9,
    );
  const openings = (draft.posts ?? []).reduce((sum, post) => sum + (post?.openings ?? 0), 0);
  if ((reservedQuota ?? 0) > openings)
    findings.error(
      'reservedQuota',
      'quota',
      said(`不应多于招聘总人数${openings}人`, `is no more than all openings, ${openings}`),
    );
  const { value, source } = time.publicityOfHires;
  const days = publicityPlan?.workingDays;
  if (typeof days === 'number' && days < value)
    findings.error(
      'publicityPlan.workingDays',
      'publicity.days',
      said(`不应少于${value}个工作日`, `at least ${value} working days`),
      said(`${source.document}：${source.note.zh}`, `${source.document}: ${source.note.en}`),
    );
  if (substitution?.allowed === true && !substitution.withinWorkingDays)
    findings.error(
      'substitution.withinWorkingDays',
      'substitution.days',
      said('允许递补的，须写明几个工作日内决定', 'where substitutes are allowed, say within how many working days'),
    );
}

/** Offices only; and one of those who watch must stand outside the department that recruits. */
function checkContacts({ supervision, contact }: NoticeDraft, findings: Findings): void {
  const channels = elementsOf(supervision, 'supervision');
  for (const [path, { phone, email }] of channels)
    if (!phone && !email)
      findings.error(path, 'supervision.reach', said('须有电话或邮箱', 'has a phone or an e-mail address'));
  const department = contact?.department;
  if (!department || channels.length === 0) return;
  const isOutside = channels.some(
    ([, { organization }]) => organization && nameKey(organization) !== nameKey(department),
  );
  if (!isOutside)
    findings.error(
      'supervision[0].organization',
      'supervision.outside',
      said(
        '至少一个监督渠道应在招聘部门之外，如纪检监察机构',
        'at least one is outside the recruiting department, such as the office of discipline',
      ),
      laws.stateFirms2015,
    );
}

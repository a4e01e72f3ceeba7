/**
 * Posts kept for veterans. Item 14, sentence 2 asks state firms to keep posts "in proportion" and to choose on merit among those
 * they are kept for: such a post must be marked, must be open to them, and is filled by an examination. It names no share.
 */
import type { FilingLimits } from './filing.js';
import { elementsOf, said } from './findings.js';
import type { Findings } from './findings.js';
import { laws } from './laws.js';
import type { NoticeDraft } from './notice.js';

const KEPT =
  /(?:面向|定向|专门?|仅限?|限|只)(?:招聘|招录|招收|招用)?(?:退役|退伍|复员|转业)|(?:退役|退伍|复员|转业)(?:军人|士兵|士官|大学生士兵)?(?:专岗|专项|定向|预留)/;

export function checkVeterans(draft: NoticeDraft, { veteransPercent }: FilingLimits, findings: Findings): void {
  const posts = elementsOf(draft.posts, 'posts');
  const reserved = posts.filter(([, post]) => post.reservedForVeterans === true);
  for (const [path, { reservedForVeterans, title, duties, requirements }] of posts) {
    const texts = [title, duties, ...(requirements ?? []).map((one) => one?.text)];
    if (reservedForVeterans !== true && texts.some((text) => text && KEPT.test(text)))
      findings.error(
        `${path}.reservedForVeterans`,
        'veterans.unmarked',
        said('文字说明面向退役军人，须标记为预留岗位', 'the text keeps it for veterans, so it is to be marked'),
        laws.policy14,
      );
  }
  if (reserved.length > 0) checkReserved(draft, findings);

  const openings = posts.reduce((sum, [, post]) => sum + (post.openings ?? 0), 0);
  const kept = reserved.reduce((sum, [, post]) => sum + (post.openings ?? 0), 0);
  if (veteransPercent !== null && kept * 100 < openings * veteransPercent)
    findings.warning(
      'posts',
      'veterans.share',
      said(
        `为退役军人预留${kept}人，不足招聘总人数${openings}人的${veteransPercent}%，请增加或说明`,
        `${kept} of ${openings} openings are kept for veterans, less than ${veteransPercent} %: add some, or justify it`,
      ),
      laws.policy14,
    );
}

function checkReserved({ basis, eligibility, stages }: NoticeDraft, findings: Findings): void {
  // By the years of graduation alone a veteran who served after graduating would be shut out.
  if (basis === 'article-11' && !(eligibility?.deemed ?? []).includes('veteran'))
    findings.error(
      'eligibility.deemed',
      'veterans.excluded',
      said('有预留岗位时，视同应届须包含退役人员', 'with posts kept for veterans, they are among the deemed graduates'),
      laws.policy14,
    );
  const isOnMerit = (stages ?? []).some((stage) => stage?.kind === 'written' || stage?.kind === 'interview');
  if (!isOnMerit)
    findings.error(
      'stages',
      'veterans.merit',
      said(
        '预留岗位须择优招录，请设笔试或面试',
        'posts kept for veterans are filled on merit: plan a written examination or interviews',
      ),
      laws.policy14,
    );
}

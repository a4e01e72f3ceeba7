/** The checks at filing: a draft of whatever shape in, all that is wrong with it out, and the notice itself if nothing is. */
import { checkDates } from './check-dates.js';
import { checkPosts } from './check-post.js';
import { checkTerms } from './check-terms.js';
import { checkVeterans } from './check-veterans.js';
import type { Filing } from './filing.js';
import { Findings } from './findings.js';
import { lintText } from './lint-text.js';
import type { LintHit } from './lint-text.js';
import type { NoticeContent, NoticeDraft } from './notice.js';
import { noticeShape } from './notice-shape.js';
import type { Problem } from './problems.js';
import { take } from './shapes.js';
import type { Reading, WrittenText } from './shapes.js';

/** Warnings do not stop a notice: whoever files it justifies them. */
export interface CheckedNotice {
  readonly problems: readonly Problem[];
  readonly content: NoticeContent | null;
}

export function checkNotice(draft: NoticeDraft, filing: Filing): CheckedNotice {
  const findings = new Findings();
  const reading: Reading = { codes: filing.codes, findings, texts: [] };
  const content = take(noticeShape, draft, '', reading);
  // What could not be read is null in it, whatever its type says.
  const read: NoticeDraft = content ?? {};
  checkDates(read, filing, findings);
  checkTerms(read, filing, findings);
  checkPosts(read, filing, findings);
  checkVeterans(read, filing.limits, findings);
  const hits = reading.texts
    .flatMap((written) => lintText(written, [filing.employer.name]))
    .filter((hit) => !isSaidInItsField(hit, reading.texts, read));
  const problems = [...findings.problems, ...hits];
  return { problems, content: problems.some(({ severity }) => severity === 'error') ? null : content };
}

/** An age or a height belongs into its field; where that says it with its reason, the text may repeat it. */
function isSaidInItsField(
  { rule, path, span }: LintHit,
  texts: readonly WrittenText[],
  { posts }: NoticeDraft,
): boolean {
  if (rule === 'lint.appearance') return /\.physical\.\w+$/.test(path);
  if (rule !== 'lint.age') return false;
  const post = posts?.[Number(/^posts\[(\d+)\]/.exec(path)?.[1])];
  const most = post?.age?.most;
  const written = texts.find((one) => one.path === path)?.text ?? '';
  return (
    most !== undefined && most !== null && Array.from(written).slice(span.from, span.to).join('').includes(String(most))
  );
}

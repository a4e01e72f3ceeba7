/** What is checked within a single post, and between the posts of a notice. */
import { nameKey } from '../names.js';
import { ancestorsOf, findCode } from './codes.js';
import type { CodeLists } from './codes.js';
import type { Filing } from './filing.js';
import { elementsOf, said } from './findings.js';
import type { Findings } from './findings.js';
import { laws } from './laws.js';
import type { Basis, NoticeDraft, PostDraft } from './notice.js';
import { checkPay } from './check-pay.js';

export function checkPosts({ posts, basis }: NoticeDraft, filing: Filing, findings: Findings): void {
  const first = new Map<string, number>();
  for (const [path, post, i] of elementsOf(posts, 'posts')) {
    checkPost(post, path, basis ?? null, filing, findings);
    if (!post.code) continue;
    const before = first.get(post.code);
    if (before === undefined) first.set(post.code, i);
    else
      findings.error(
        `${path}.code`,
        'posts.code',
        said(`与岗位${before + 1}相同，请改为不同的代码`, `is that of post ${before + 1}, too: each has its own`),
      );
  }
}

function checkPost(post: PostDraft, path: string, basis: Basis | null, filing: Filing, findings: Findings): void {
  checkTitle(post, path, filing.codes, findings);
  checkPay(post.pay ?? {}, `${path}.pay`, filing.limits.minimumWageFen, findings);
  if (basis === 'article-11' && (post.experienceMonths ?? 0) > 0)
    findings.error(
      `${path}.experienceMonths`,
      'posts.experience',
      said('面向应届毕业生的岗位不得要求工作经历，请填0', 'a post for graduates asks for no experience: enter 0'),
      laws.policy11,
    );
  if (post.age)
    findings.warning(
      `${path}.age`,
      'posts.age',
      said('限制年龄须确有必要，请在提交时说明', 'an age limit must be needed: justify it on submission'),
      laws.employment26,
    );
  const standard = post.physical?.standard;
  if (standard && !/《.+》|\bGB[ZJ]?\b|〔\d{4}〕|第.+条/u.test(standard))
    findings.error(
      `${path}.physical.standard`,
      'posts.physical',
      said(
        '须写明法律或标准的名称，如《……》或 GBZ 号；没有依据的请删去身体条件',
        'names the law or standard, such as 《…》 or a GBZ number; without one, delete the condition',
      ),
      laws.employment26,
    );
}

const payWords = /\d(?:\.\d+)?(?:元|k|千|万)|月薪|年薪|底薪|高薪|五险|提成|包吃|包住/i;

function checkTitle({ title, duties, places }: PostDraft, path: string, codes: CodeLists, findings: Findings): void {
  if (!title) return;
  const plain = nameKey(title);
  if (payWords.test(plain))
    findings.error(
      `${path}.title`,
      'posts.title',
      said('不要写薪酬，请填入薪酬栏', 'says no pay: it has fields of its own'),
    );
  const place = placeNames(places ?? [], codes).find((name) => plain.includes(name));
  if (place !== undefined)
    findings.error(
      `${path}.title`,
      'posts.title',
      said(`不要写地点「${place}」，请填入工作地点`, `says no place (${place}): it has a field of its own`),
    );
  if (duties && nameKey(duties).replaceAll(plain, '').length === 0)
    findings.error(`${path}.duties`, 'posts.duties', said('不应只重复岗位名称', 'says more than the title'));
}

/** What the post's own places and those above them are called, with and without 市 or 县, if two characters are left. */
function placeNames(places: readonly (string | null)[], codes: CodeLists): string[] {
  const all = new Set(places.flatMap((place) => (place ? ancestorsOf(codes, 'region', place) : [])));
  return [...all].flatMap((code) => {
    const name = findCode(codes, 'region', code)?.name;
    return name === undefined ? [] : [name, name.replace(/[省市区县]$/, '')].filter(({ length }) => length >= 2);
  });
}

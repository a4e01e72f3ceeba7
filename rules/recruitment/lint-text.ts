/** Looks through a text for what a notice may not say, and for what is personal; each hit says where, so that a page can mark it. */
import { problemAt } from './findings.js';
import { lintRules } from './lint-rules.js';
import type { LintRule } from './lint-rules.js';
import type { Problem } from './problems.js';
import type { WrittenText } from './shapes.js';

/** Counted in characters from 0 (𠮷 is one), the end not included. */
export interface Span {
  readonly from: number;
  readonly to: number;
}
export interface LintHit extends Problem {
  readonly span: Span;
}

/** `names`: of firms and institutions; what stands in a name says nothing about applicants. */
export function lintText({ path, text, address }: WrittenText, names: readonly string[] = []): LintHit[] {
  const words = address ? null : lawfulBlanked(readable(text, 'words'), names);
  const numbers = readable(text, 'numbers');
  return lintRules.flatMap((rule) => {
    const read = rule.of === 'numbers' ? numbers : words;
    return read ? hitsOf(rule, read, path, text) : [];
  });
}

/** A text made comparable; `at[i]` is the character of the original that its i-th unit comes from. */
interface Readable {
  readonly text: string;
  readonly at: readonly number[];
}

// The characters in which these words are most often written otherwise; a whole dictionary would find no more of them.
const simplified = new Map(
  Array.from('歲戶種齡婦僅醫學歷優殘專應屆無隻畢業難證號繳納擔滿漢維顏氣質別', (written, i) => [
    written,
    '岁户种龄妇仅医学历优残专应届无只毕业难证号缴纳担满汉维颜气质别'[i]!,
  ]),
);
const digits = new Map(Array.from('〇零一幺二两三四五六七八九', (written, i) => [written, '0011223456789'[i]!]));

function readable(original: string, form: LintRule['of']): Readable {
  let text = '';
  const at: number[] = [];
  for (const [i, character] of Array.from(original).entries()) {
    let read = character.normalize('NFKC');
    if (form === 'numbers') read = digits.get(read) ?? read;
    else if (read === '\n') read = ';';
    else read = /^[\s\p{Cf}]*$/u.test(read) ? '' : (simplified.get(read) ?? read);
    text += read;
    for (let unit = 0; unit < read.length; unit++) at.push(i);
  }
  return { text, at };
}

const TOPIC =
  '(?:性别|男女|民族|种族|户籍|户口|籍贯|生源地?|地域|婚育(?:状况|情况)?|婚否|婚姻(?:状况)?|生育(?:状况)?|(?:毕业)?院校|学校|年龄|身高|宗教信仰|宗教)';
const AND = '(?:[、/]|和|及|或|与)?';
/** Said of all of these, it opens the post: 男女不限, 不限户籍和院校. */
const lawful = [
  new RegExp(`(?:不限制?|不分|不论|不设|不要求|不考虑)(?:${TOPIC}${AND})+`, 'g'),
  new RegExp(`(?:${TOPIC}${AND})+(?:(?:均|皆)?(?:不限|不[作做](?:要求|限制)|不设限|平等)|均可|皆可)`, 'g'),
  // Nobody under 16 may be employed, and 18 is full age.
  /年?满?1[68]周?岁(?:及?以上)?/g,
];

function lawfulBlanked({ text, at }: Readable, names: readonly string[]): Readable {
  let left = text;
  const blank = (found: string) => '\u0001'.repeat(found.length);
  for (const name of names) {
    const plain = readable(name, 'words').text;
    if (plain !== '') left = left.replaceAll(plain, blank);
  }
  for (const pattern of lawful) left = left.replaceAll(pattern, blank);
  return { text: left, at };
}

/** A ban on what was found, in the same clause: 不得设置性别限制, 不以户籍为由. 不得患有乙肝 is none. */
const FORBIDDEN =
  /(?:(?:不得|不应|不准|不能|不可|严禁|禁止|杜绝|消除|反对|避免)(?:以|因|将|把|对|就|设|限|提出|含有|出现|询问|要求|查|检|存在|歧视|实行|收|扣|向)|不(?:会因|因|以|将|向|查|检|询问|收取))[^,。;!?]{0,16}$/u;
/** The same where what was found begins with its verb: 不|收取押金, 严禁|扣押身份证. 不得|招女生 is none. */
const FORBIDS = /(?:不得?|不应|不准|不需|不用|不必|无需|无须|免|严禁|禁止|杜绝)$/u;
const DEMANDS = /^(?:限|要求|收取|[缴交支扣]|抵押|质押)/u;

function isForbidden(text: string, start: number): boolean {
  const before = text.slice(Math.max(0, start - 24), start);
  return FORBIDDEN.test(before) || (FORBIDS.test(before) && DEMANDS.test(text.slice(start, start + 4)));
}

function hitsOf(rule: LintRule, { text, at }: Readable, path: string, original: string): LintHit[] {
  const hits: LintHit[] = [];
  for (const pattern of rule.patterns) {
    const seeking = new RegExp(pattern.source, pattern.flags);
    for (let match = seeking.exec(text); match; match = seeking.exec(text)) {
      const [found] = match;
      const start = match.index;
      if (rule.only && !rule.only(found)) {
        // Another may begin within what was no hit: a longer run of digits can hold an ID number anywhere.
        seeking.lastIndex = start + 1;
        continue;
      }
      const span = { from: at[start]!, to: at[start + found.length - 1]! + 1 };
      const isKnown = hits.some((hit) => span.from < hit.span.to && hit.span.from < span.to);
      if (isKnown || (rule.of === 'words' && isForbidden(text, start))) continue;
      hits.push({ ...problemAt(rule.severity, path, rule.id, sentence(rule, original, span), rule.basis), span });
    }
  }
  return hits;
}

function sentence({ isPersonal, text }: LintRule, original: string, { from, to }: Span): Problem['text'] {
  if (isPersonal) return text;
  // A hit may reach into what is personal: a long number is not repeated, whatever it is.
  const found = Array.from(original)
    .slice(from, to)
    .join('')
    .replace(/\d{7,}/g, '…');
  return { zh: `「${found}」${text.zh}`, en: `「${found}」 ${text.en}` };
}

/** What a draft may be, however wrong: as much as is looked at in one piece, and nothing that no database keeps. */
import { HubError } from './errors.js';

const mostContent = 60_000;

export function checkContent(content: object): void {
  if (!isKept(content))
    throw new HubError(
      'BAD_INPUT',
      'content 含有空字符或残缺字符，或嵌套过深，请删去后重新保存',
      'content holds a null character or half a character, or is nested too deep: delete it and save again',
      { path: 'content' },
    );
  if (JSON.stringify(content).length > mostContent)
    throw new HubError(
      'LIMIT_EXCEEDED',
      `content 至多 ${mostContent} 字；岗位很多时请用岗位表上传`,
      `content has at most ${mostContent} characters; many posts are better uploaded as a table`,
    );
}

/** PostgreSQL reads no text that holds a null character or half a pair; no notice is nested half as deep. */
function isKept(value: unknown, deeper = 12): boolean {
  if (typeof value === 'string') return !/[\0\p{Cs}]/u.test(value);
  if (typeof value !== 'object' || value === null) return true;
  return deeper > 0 && Object.entries(value).every(([name, one]) => isKept(name) && isKept(one, deeper - 1));
}

/** The published versions of a notice, and in what each differs from the one before, in people's words. */
import { isLabelled, labelOf } from '../../../rules/recruitment/field-labels.js';
import { dayInWords, momentInWords, yuan } from '../../../rules/recruitment/notice-words.js';
import { Table, Time } from './shown.js';

export interface Version {
  version: number;
  publishedAt: string;
  reason: string | null;
  differences: { path: string; before: string | null; after: string | null }[];
}

export function Versions({ path, shown, versions }: { path: string; shown: number; versions: readonly Version[] }) {
  return (
    <section aria-labelledby="versions">
      <h2 id="versions">版本记录</h2>
      <ol class="versions" reversed>
        {versions.toReversed().map(({ version, publishedAt, reason, differences }) => (
          <li key={version}>
            <p>
              {version === shown ? (
                `第 ${version} 版（本页）`
              ) : (
                <a href={`${path}?version=${version}`}>第 {version} 版</a>
              )}
              ，
              <Time at={publishedAt} />
              {version === 1 ? ' 首次发布' : ` 更正：${reason ?? ''}`}
            </p>
            {differences.length > 0 && <Differences of={differences} />}
          </li>
        ))}
      </ol>
    </section>
  );
}

function Differences({ of }: { of: Version['differences'] }) {
  return (
    <Table labelledBy="versions" columns={['项目', '更正前', '更正后']}>
      {of.map(({ path, before, after }) => (
        <tr key={path}>
          <th scope="row">{nameOf(path)}</th>
          <td>{said(path, before)}</td>
          <td>{said(path, after)}</td>
        </tr>
      ))}
    </Table>
  );
}

/** What the register and the filing add to what the firm writes. */
const added: Readonly<Record<string, string>> = {
  'filing.number': '备案号',
  'filing.acceptedAt': '备案时间',
  totalOpenings: '总人数',
  officialUrl: '人社部门网站公告',
  officialPublishedAt: '人社部门网站发布时间',
};

/** `posts[A01].openings` is 岗位 A01，人数. */
function nameOf(path: string): string {
  const [, code, rest = ''] = /^posts\[(.+?)\]\.?(.*)$/.exec(path) ?? [];
  if (code !== undefined) return rest === '' ? `岗位 ${code}` : `岗位 ${code}，${labelOf(`posts.${rest}`).zh}`;
  if (path.startsWith('employer')) return '招聘单位';
  return added[path] ?? (isLabelled(path) ? labelOf(path).zh : path);
}

function said(path: string, json: string | null): string {
  if (json === null) return '（无）';
  return plain(path, JSON.parse(json) as Json);
}

type Json = null | boolean | number | string | Json[] | { [name: string]: Json };

function plain(path: string, value: Json): string {
  if (value === null || value === '') return '（无）';
  if (typeof value === 'boolean') return value ? '是' : '否';
  if (typeof value === 'number') return path.endsWith('Fen') ? yuan(value) : String(value);
  if (Array.isArray(value)) return value.length === 0 ? '（无）' : value.map((one) => plain(path, one)).join('；');
  if (typeof value === 'object')
    return Object.entries(value)
      .filter(([, one]) => one !== null)
      .map(([name, one]) => plain(name, one))
      .join('，');
  if (/^\d{4}-\d{2}-\d{2}T[\d:.]+Z$/.test(value)) return momentInWords(value);
  return /^\d{4}-\d{2}-\d{2}$/.test(value) ? dayInWords(value) : value;
}

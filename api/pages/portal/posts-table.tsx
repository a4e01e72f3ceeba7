/** The posts of a notice as a table, a hundred at a time. */
import { payText } from '../../../rules/recruitment/official-text.js';
import type { PublicPost } from '../../../rules/recruitment/public-record.js';
import { postStateWords } from '../../../rules/recruitment/state-words.js';
import { saidOf, Table } from './shown.js';

export type Pay = Omit<PublicPost['pay'], 'period'> & { period: string };
export const paySaid = (pay: Pay): string => payText({ ...pay, period: pay.period === 'YEAR' ? 'year' : 'month' });

export interface NoticePost {
  id: string;
  path: string;
  code: string;
  title: string;
  unit: string;
  openings: number;
  state: string;
  pay: Pay;
}

export function PostsTable(props: { path: string; after: string | null; totalOpenings: number; posts: NoticePost[] }) {
  const { path, after, totalOpenings, posts } = props;
  return (
    <section aria-labelledby="posts">
      <h2 id="posts">岗位表（共招 {totalOpenings} 人）</h2>
      <Table labelledBy="posts" columns={['岗位代码', '岗位名称', '用人部门', '人数', '薪酬', '状态']}>
        {posts.map((post) => (
          <tr key={post.id}>
            <td>{post.code}</td>
            <th scope="row">
              <a href={post.path}>{post.title}</a>
            </th>
            <td>{post.unit}</td>
            <td>{post.openings}</td>
            <td>{paySaid(post.pay)}</td>
            <td>{saidOf(postStateWords, post.state).split('，')[0]}</td>
          </tr>
        ))}
      </Table>
      <nav class="paging" aria-label="岗位翻页">
        {after !== null && <a href={`${path}#posts`}>回到前一百个岗位</a>}
        {posts.length === 100 && <a href={`${path}?after=${posts.at(-1)!.id}#posts`}>后面的岗位</a>}
      </nav>
    </section>
  );
}

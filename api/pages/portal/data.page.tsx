/** `/recruitment/data`: what data is open, under which licence, and the ways to take it. */
import { licence } from '../../../rules/recruitment/public-record.js';
import { htmlOf, Layout } from '../layout.js';
import { type Ask, Facts, type Shown, Table } from './shown.js';

interface Answer {
  recruitmentNotices: { totalCount: number };
  recruitmentPosts: { totalCount: number };
}

/** Runs as it is printed. */
const example = `query {
  recruitmentPosts(filter: { state: [OPEN], region: ["410902"], text: "软件" }, first: 10) {
    totalCount
    facets(names: [EDUCATION]) { values { value label count } }
    edges { cursor node { title openings closesAt employer { name } url } }
  }
}`;

const ways = [
  ['/open-data/', '目录', '数据项说明、许可、更新时间、各种取法及其参数（JSON）'],
  [
    '/open-data/snapshots/latest/manifest.json',
    '每日快照',
    '每日 02:30 生成的全量文件（NDJSON、CSV）及其 SHA-256 清单',
  ],
  ['/open-data/changes', '变更流', '按提交次序、无缺口的全部变更，含截止、撤回及原因；可按条件订阅，可等待'],
  ['/open-data/feed.atom', 'Atom', '最新公告，可加任意条件；撤回的以墓碑告知'],
  ['/open-data/feed.json', 'JSON Feed', '同上，JSON Feed 1.1'],
  ['/sitemap.xml', '网站地图', '全部公告和招聘中的岗位'],
  ['/graphiql', 'GraphQL', '在查询台中试用；接口地址 /graphql，无需密钥'],
] as const;

export async function renderData(ask: Ask): Promise<Shown> {
  const { recruitmentNotices, recruitmentPosts } = await ask<Answer>(
    `{ recruitmentNotices { totalCount } recruitmentPosts { totalCount } }`,
  );
  const html = htmlOf(
    <Layout title="数据开放 - 濮阳市就业信息共享平台" heading="数据开放" here="/recruitment/data">
      <Facts
        of={[
          ['内容', '国有企业招聘应届高校毕业生的备案公告、岗位、全部更正及过程结果（只有人数，不含任何人的姓名）'],
          ['现有', `公告 ${recruitmentNotices.totalCount} 份，岗位 ${recruitmentPosts.totalCount} 个`],
          ['更新', '发布、更正、截止、撤回后一分钟内'],
          ['许可', <a href={licence}>知识共享 署名 4.0（CC BY 4.0）</a>],
          ['署名', '数据来源：濮阳市就业信息共享平台'],
          ['费用与登记', '免费，无需注册，无需密钥'],
        ]}
      />
      <h2 id="ways">取用方式</h2>
      <Table labelledBy="ways" columns={['方式', '地址', '说明']}>
        {ways.map(([href, name, what]) => (
          <tr key={href}>
            <th scope="row">{name}</th>
            <td>
              <a href={href}>{href}</a>
            </td>
            <td>{what}</td>
          </tr>
        ))}
      </Table>
      <h2>GraphQL 示例</h2>
      <pre tabindex={0}>
        <code>{example}</code>
      </pre>
      <h2>副本是否完整</h2>
      <p>
        <a href="/open-data/completeness">/open-data/completeness</a>{' '}
        一次给出各日（首次发布日）的记录数和摘要：与自己的副本比对，少一条也能发现。撤回的记录请同时删除。
      </p>
    </Layout>,
  );
  return { status: 200, html };
}

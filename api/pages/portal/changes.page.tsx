/** `/recruitment/changes`: notices that were corrected, withdrawn or annulled, newest first. */
import { changeKinds, changeReasons } from '../../../rules/recruitment/changes.js';
import { htmlOf, Layout } from '../layout.js';
import { type Ask, saidOf, type Shown, Time } from './shown.js';

interface Answer {
  recruitmentCorrections: {
    pageInfo: { hasNextPage: boolean; endCursor: string | null };
    edges: {
      cursor: string;
      node: {
        at: string;
        kind: string;
        reason: string | null;
        remark: string | null;
        noticeId: string;
        version: number;
        title: string;
        employerName: string;
      };
    }[];
  };
}

const query = `query ($after: String) { recruitmentCorrections(first: 20, after: $after) {
  pageInfo { hasNextPage endCursor } edges { cursor node { at kind reason remark noticeId version title employerName } } } }`;

export async function renderChanges(ask: Ask, after: string | null): Promise<Shown> {
  const { pageInfo, edges } = (await ask<Answer>(query, { after })).recruitmentCorrections;
  const html = htmlOf(
    <Layout title="更正与撤回 - 濮阳市就业信息共享平台" heading="更正与撤回" here="/recruitment/changes">
      <p class="hint">已发布的招聘公告每次更正、撤回或撤销都在这里，新的在前，长期保留。</p>
      {edges.length === 0 && <p>没有更正或撤回的公告。</p>}
      <ol class="posts">
        {edges.map(({ cursor, node }) => (
          <li key={cursor}>
            <h2>
              <a href={`/recruitment/notices/${node.noticeId}${node.kind === 'AMENDED' ? '#versions' : ''}`}>
                {node.title}
              </a>
            </h2>
            <p>
              <Time at={node.at} />{' '}
              <strong>
                {saidOf(changeKinds, node.kind)}
                {node.kind === 'AMENDED' && `为第 ${node.version} 版`}
              </strong>
              {[node.reason !== null && saidOf(changeReasons, node.reason), node.remark]
                .filter(Boolean)
                .map((why) => `：${why}`)
                .join('')}
            </p>
            <p class="hint">{node.employerName}</p>
          </li>
        ))}
      </ol>
      <nav class="paging" aria-label="翻页">
        {after !== null && <a href="/recruitment/changes">回到第一页</a>}
        {pageInfo.hasNextPage && (
          <a href={`/recruitment/changes?${new URLSearchParams({ after: pageInfo.endCursor! })}`} rel="next">
            下一页
          </a>
        )}
      </nav>
    </Layout>,
  );
  return { status: 200, html };
}

/** `/recruitment`: posts by words and conditions, newest first, with the count of whatever else could be chosen. */
import { levelWords } from '../../../rules/recruitment/notice-words.js';
import type { RecordFilter } from '../../../rules/recruitment/post-filter.js';
import { postStateWords } from '../../../rules/recruitment/state-words.js';
import { htmlOf, Layout } from '../layout.js';
import { filterInput, isCountOf, conditions, parametersOf, withDefaults } from './conditions.js';
import { ChosenConditions, type Facet, MoreConditions, SearchBox } from './search-form.js';
import { type Pay, paySaid } from './posts-table.js';
import { type Ask, saidOf, type Shown, Time } from './shown.js';

interface Post {
  path: string;
  title: string;
  state: string;
  openings: number;
  places: string[];
  educationLevel: string;
  pay: Pay;
  closesAt: string;
  employer: { name: string; level: string };
}
interface Answer {
  recruitmentPosts: {
    totalCount: number;
    facets: Facet[];
    pageInfo: { hasNextPage: boolean; endCursor: string | null };
    edges: { node: Post }[];
  };
}

const query = `query ($filter: RecruitmentPostFilter, $after: String) {
  recruitmentPosts(filter: $filter, first: 20, after: $after) {
    totalCount facets(values: 100) { name values { value label count isSelected } }
    pageInfo { hasNextPage endCursor }
    edges { node { path title state openings places educationLevel closesAt employer { name level }
      pay { minFen maxFen period months basis } } } } }`;

export async function renderNoticeList(
  ask: Ask,
  asked: { filter: RecordFilter; after: string | null },
): Promise<Shown> {
  const filter = withDefaults(asked.filter);
  const { recruitmentPosts } = await ask<Answer>(query, { filter: filterInput(filter), after: asked.after });
  const { totalCount, facets, pageInfo, edges } = recruitmentPosts;
  const nameOf = (facet: 'region' | 'education', code: string) => {
    const condition = conditions.find((one) => one.facet === facet)!;
    const counted = facets.find(({ name }) => isCountOf(condition, name))?.values ?? [];
    return counted.find(({ value }) => value === code)?.label ?? code;
  };
  const next = parametersOf(filter);
  if (pageInfo.endCursor !== null) next.set('after', pageInfo.endCursor);
  const html = htmlOf(
    <Layout
      title="招聘岗位 - 濮阳市就业信息共享平台"
      heading="国有企业招聘岗位"
      here="/recruitment"
      head={asked.after !== null && <meta name="robots" content="noindex" />}
    >
      <SearchBox filter={filter} />
      <div class="finding">
        <section aria-labelledby="found">
          <div role="status">
            <h2 id="found">共找到 {totalCount} 个岗位</h2>
          </div>
          <a class="to-conditions" href="#conditions">
            到筛选条件
          </a>
          <ChosenConditions filter={filter} facets={facets} />
          {totalCount === 0 && <Advice filter={filter} facets={facets} />}
          <ul class="posts">
            {edges.map(({ node }) => (
              <li key={node.path}>
                <PostCard post={node} nameOf={nameOf} />
              </li>
            ))}
          </ul>
          <nav class="paging" aria-label="翻页">
            {asked.after !== null && <a href={`/recruitment?${parametersOf(filter)}`}>回到第一页</a>}
            {pageInfo.hasNextPage && (
              <a href={`/recruitment?${next}`} rel="next">
                下一页
              </a>
            )}
          </nav>
          <Feeds filter={filter} />
        </section>
        <MoreConditions filter={filter} facets={facets} />
      </div>
    </Layout>,
  );
  return { status: 200, html };
}

function PostCard({ post, nameOf }: { post: Post; nameOf: (facet: 'region' | 'education', code: string) => string }) {
  return (
    <>
      <h3>
        <a href={post.path}>{post.title}</a>
      </h3>
      <p>
        {post.employer.name} <span class="tag">{saidOf(levelWords, post.employer.level)}</span>
      </p>
      <p class="hint">
        {post.places.map((code) => nameOf('region', code)).join('、')} · 招 {post.openings} 人 ·{' '}
        {nameOf('education', post.educationLevel)}及以上 · {paySaid(post.pay)}
      </p>
      <p class="hint">
        {post.state === 'OPEN' ? '报名截止 ' : `${saidOf(postStateWords, post.state)}，报名截止 `}
        <Time at={post.closesAt} />
      </p>
    </>
  );
}

function Advice({ filter, facets }: { filter: RecordFilter; facets: readonly Facet[] }) {
  const states = facets.find(({ name }) => name === 'STATE')?.values ?? [];
  const isElsewhere = states.some(({ count, isSelected }) => count > 0 && !isSelected);
  return (
    <div class="note">
      <p>没有符合这些条件的岗位。可以试试：</p>
      <ul>
        {filter.text && <li>换一个更短或更常见的词，例如只写“会计”；多个词须同时出现</li>}
        <li>去掉上面的一两个条件，或改选上一级的地区、专业、职业</li>
        {isElsewhere && <li>在下面的“状态”中加选其他状态：已截止的岗位里有符合的，可了解往年的条件</li>}
        <li>
          <a href="/recruitment">查看全部招聘中的岗位</a>
        </li>
      </ul>
    </div>
  );
}

function Feeds({ filter }: { filter: RecordFilter }) {
  const parameters = parametersOf(filter);
  parameters.set('kind', 'post');
  return (
    <p class="hint">
      订阅这些条件的岗位：<a href={`/open-data/feed.atom?${parameters}`}>Atom</a>
      {' · '}
      <a href={`/open-data/feed.json?${parameters}`}>JSON Feed</a>，无需注册。
    </p>
  );
}

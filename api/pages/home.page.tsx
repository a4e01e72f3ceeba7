/** The page at `/`: how the sources stand, whom to look at, and who is hiring. */
import { momentInWords } from '../../rules/recruitment/notice-words.js';
import { htmlOf, Layout } from './layout.js';
import { type SourceName, SourceCard, type StreamState } from './source-card.js';

export interface HomeProps {
  /** Runs a GraphQL query as whoever looks at the page. */
  ask: <T>(query: string) => Promise<T>;
  /** The officer who is signed in; null shows the public parts alone. */
  signedInAs: string | null;
  samples: { name: string; case: string }[];
  formKey: string;
}

interface Notice {
  id: string;
  title: string;
  employer: { name: string };
  totalOpenings: number;
  application: { closesAt: string };
  path: string;
}
interface SourceState {
  source: SourceName;
  streams: StreamState[];
}
interface Answer {
  recruitmentNotices: { edges: { node: Notice }[] };
  sourceStates?: SourceState[];
}

const noticesQuery = `recruitmentNotices(first: 10, filter: { state: PUBLISHED }) {
  edges { node { id title employer { name } totalOpenings application { closesAt } path } } }`;
const sourcesQuery = `sourceStates { source streams { stream dataAsOf rows lastRun {
  state expectedRows rowsRead rowsNew rowsChanged rowsUnchanged rowsRejected queuedAt finishedAt error } pause { by at reason } } }`;

const cases: Record<string, string> = {
  eligible: '符合补贴条件',
  conflict: '来源不一致',
  stale: '资料陈旧',
  unknown: '资料不足',
  quarantined: '有隔离记录',
};

export async function renderHome({ ask, signedInAs, samples, formKey }: HomeProps): Promise<string> {
  const { recruitmentNotices, sourceStates = [] } = await ask<Answer>(
    `{ ${noticesQuery} ${signedInAs === null ? '' : sourcesQuery} }`,
  );
  const running = sourceStates.some(({ streams }) =>
    streams.some(({ lastRun }) => lastRun?.state === 'QUEUED' || lastRun?.state === 'RUNNING'),
  );
  const notices = recruitmentNotices.edges.map((edge) => edge.node);
  return htmlOf(
    <Layout title="濮阳市就业信息共享平台" refresh={running} signedInAs={signedInAs}>
      {signedInAs !== null && <Sources states={sourceStates} formKey={formKey} />}
      <div class="columns">
        {signedInAs !== null && <Samples samples={samples} />}
        <Notices notices={notices} />
      </div>
    </Layout>,
  );
}

function Sources({ states, formKey }: { states: SourceState[]; formKey: string }) {
  return (
    <section aria-labelledby="sources">
      <h2 id="sources">来源系统</h2>
      <div class="cards">
        {states.map((state) => (
          <SourceCard key={state.source} {...state} formKey={formKey} />
        ))}
      </div>
    </section>
  );
}

function Samples({ samples }: { samples: HomeProps['samples'] }) {
  return (
    <section aria-labelledby="samples">
      <h2 id="samples">示例人员</h2>
      <p class="hint">均为虚构。点击即在 GraphiQL 中打开填好的查询。</p>
      <ul class="list">
        {samples.map((sample, i) => (
          <li key={i}>
            <a href={`/graphiql?sample=${i}`}>{sample.name}</a>
            <span class="tag">{cases[sample.case] ?? sample.case}</span>
          </li>
        ))}
        {samples.length === 0 && <li class="hint">首次同步完成后显示。</li>}
      </ul>
    </section>
  );
}

function Notices({ notices }: { notices: Notice[] }) {
  return (
    <section aria-labelledby="notices">
      <h2 id="notices">招聘公告</h2>
      <ul class="list">
        {notices.map((notice) => (
          <li key={notice.id}>
            <a href={notice.path}>{notice.title}</a>
            <span class="hint">
              {notice.employer.name} · 招 {notice.totalOpenings} 人 · {momentInWords(notice.application.closesAt)} 截止
            </span>
          </li>
        ))}
        {notices.length === 0 && <li class="hint">暂无可报名的公告。</li>}
      </ul>
      <p>
        <a href="/recruitment">全部招聘岗位</a>
      </p>
    </section>
  );
}

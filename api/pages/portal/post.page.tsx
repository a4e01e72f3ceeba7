/** `/recruitment/posts/:id`: one post. While applications are taken it says where to send them, to search engines too. */
import { channelWords } from '../../../rules/recruitment/notice-words.js';
import { postStateWords } from '../../../rules/recruitment/state-words.js';
import { htmlOf, Layout } from '../layout.js';
import { type RecordState, renderAbsent, stateFields } from './gone.js';
import { Address, type Ask, Facts, OfficialText, saidOf, type Shown, Time } from './shown.js';

interface Post {
  state: string;
  code: string;
  title: string;
  occupation: string;
  employer: { name: string; creditCode: string; investor: string | null };
  notice: { id: string; title: string; noticeNo: string; filingNumber: string };
  noticeRecord: { website: string | null; pauseReason: string | null; terms: { benefits: string } } | null;
  eligibility: { general: string[]; exclusions: string[] };
  opensAt: string;
  closesAt: string;
  publishedAt: string;
  channels: { kind: string; address: string }[];
  contact: { department: string; phone: string; email: string | null; hours: string | null };
  url: string;
  text: string;
  textSha256: string;
  licence: string;
  jsonLd: string | null;
}
interface Answer {
  recruitmentRecordState: RecordState | null;
  recruitmentPost: Post | null;
}

const query = `query ($id: ID!) {
  ${stateFields}
  recruitmentPost(id: $id) {
    state code title occupation employer { name creditCode investor } notice { id title noticeNo filingNumber }
    noticeRecord { website pauseReason terms { benefits } } eligibility { general exclusions }
    opensAt closesAt publishedAt channels { kind address } contact { department phone email hours }
    url text textSha256 licence jsonLd } }`;

export async function renderPost(ask: Ask, id: string): Promise<Shown> {
  const { recruitmentRecordState, recruitmentPost: post } = await ask<Answer>(query, { id });
  if (!post) return renderAbsent('岗位', recruitmentRecordState);
  const { employer, notice, noticeRecord, eligibility, contact } = post;
  const html = htmlOf(
    <Layout
      title={`${post.title} - ${employer.name} - 濮阳市就业信息共享平台`}
      heading={post.title}
      head={
        <>
          <link rel="canonical" href={post.url} />
          {post.jsonLd !== null && <script type="application/ld+json" dangerouslySetInnerHTML={data(post.jsonLd)} />}
        </>
      }
    >
      <Banner post={post} />
      {post.state === 'OPEN' && <Apply post={post} />}
      <OfficialText text={post.text} label="岗位正文" />
      <section aria-labelledby="more">
        <h2 id="more">报考须知</h2>
        <Facts
          of={[
            ['所属公告', <a href={`/recruitment/notices/${notice.id}`}>{notice.title}</a>],
            ['招聘单位', `${employer.name}（统一社会信用代码 ${employer.creditCode}）`],
            employer.investor !== null && ['出资人', employer.investor],
            noticeRecord?.website != null && ['单位网站', <Address to={noticeRecord.website} />],
            ['基本条件', <Sentences of={eligibility.general} />],
            eligibility.exclusions.length > 0 && ['不得报考', <Sentences of={eligibility.exclusions} />],
            noticeRecord && ['福利待遇', noticeRecord.terms.benefits],
            ['咨询', [contact.department, contact.phone, contact.email, contact.hours].filter(Boolean).join('，')],
            ['备案号与岗位代码', `${notice.filingNumber} ${post.code}`],
            ['职业代码', post.occupation],
            ['发布时间', <Time at={post.publishedAt} />],
            ['正文校验值（SHA-256）', <code>{post.textSha256}</code>],
            ['使用许可', <Address to={post.licence} />],
          ]}
        />
      </section>
    </Layout>,
  );
  return { status: 200, html };
}

function Banner({ post }: { post: Post }) {
  return (
    <p class="banner" data-state={post.state}>
      <strong>{post.state === 'CLOSED' ? '报名已截止' : saidOf(postStateWords, post.state)}</strong>
      {post.state === 'PAUSED' && post.noticeRecord?.pauseReason && `：${post.noticeRecord.pauseReason}`}（报名{' '}
      <Time at={post.opensAt} /> 至 <Time at={post.closesAt} />）
    </p>
  );
}

function Apply({ post }: { post: Post }) {
  return (
    <section aria-labelledby="apply">
      <h2 id="apply">报名方式</h2>
      <ul>
        {post.channels.map(({ kind, address }) => (
          <li key={address}>
            {saidOf(channelWords, kind)}：<Address to={address} />
          </li>
        ))}
      </ul>
    </section>
  );
}

function Sentences({ of }: { of: readonly string[] }) {
  return (
    <ul>
      {of.map((sentence) => (
        <li key={sentence}>{sentence}</li>
      ))}
    </ul>
  );
}

/** No text can end the element that it stands in. */
const data = (json: string) => ({ __html: json.replaceAll('<', '\\u003c') });

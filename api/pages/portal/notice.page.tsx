/** `/recruitment/notices/:id`: the official text of a notice in one of its versions, its posts, its course, and what was corrected. */
import { noticeStateWords } from '../../../rules/recruitment/state-words.js';
import { htmlOf, Layout } from '../layout.js';
import { type Version, Versions } from './differences.js';
import { type RecordState, renderAbsent, stateFields } from './gone.js';
import { type NoticePost, PostsTable } from './posts-table.js';
import { Address, type Ask, Facts, OfficialText, saidOf, type Shown, Time } from './shown.js';
import { type Course, Timeline } from './timeline.js';

interface Notice extends Course {
  id: string;
  version: number;
  noticeNo: string;
  state: string;
  title: string;
  path: string;
  url: string;
  text: string;
  textSha256: string;
  licence: string;
  filing: { number: string; acceptedAt: string };
  officialUrl: string;
  officialPublishedAt: string;
  amendedAt: string;
  pauseReason: string | null;
  openObjections: number;
  attachments: { name: string; url: string; bytes: number; sha256: string; htmlUrl: string }[];
  versions: Version[];
}
interface Answer {
  recruitmentRecordState: RecordState | null;
  recruitmentNotice: Notice | null;
  current: { version: number; totalOpenings: number; posts: NoticePost[] } | null;
}

const query = `query ($id: ID!, $version: Int, $after: ID) {
  ${stateFields}
  current: recruitmentNotice(id: $id) { version totalOpenings
    posts(first: 100, after: $after) { id path code title unit openings state pay { minFen maxFen period months basis } } }
  recruitmentNotice(id: $id, version: $version) {
    id version noticeNo state title path url text textSha256 licence filing { number acceptedAt }
    officialUrl officialPublishedAt publishedAt amendedAt pauseReason openObjections
    attachments { name url bytes sha256 htmlUrl }
    application { opensAt closesAt } stages { kind on place }
    stageResults { stage on expected present passed } hired { post hired }
    publicity { id state firstDay lastDay posts { post proposed } }
    versions { version publishedAt reason differences { path before after } } } }`;

export async function renderNotice(
  ask: Ask,
  asked: { id: string; version: number | null; after: string | null },
): Promise<Shown> {
  const { recruitmentRecordState, recruitmentNotice: notice, current } = await ask<Answer>(query, asked);
  if (!notice || !current)
    return renderAbsent(asked.version === null ? '公告' : '公告或这个版本', recruitmentRecordState);
  const isOld = notice.version < current.version;
  const html = htmlOf(
    <Layout
      title={`${notice.title} - 濮阳市就业信息共享平台`}
      heading={notice.title}
      head={<link rel="canonical" href={notice.url} />}
    >
      <Banner notice={notice} isOld={isOld} />
      <OfficialText text={notice.text} label="公告正文" />
      {!isOld && <PostsTable {...current} path={notice.path} after={asked.after} />}
      <Timeline course={notice} />
      <section aria-labelledby="filing">
        <h2 id="filing">备案与核对</h2>
        <Facts
          of={[
            ['公告编号', notice.noticeNo],
            ['备案号', notice.filing.number],
            ['备案时间', <Time at={notice.filing.acceptedAt} />],
            ['人社部门网站公告', <Address to={notice.officialUrl} />],
            ['该网站发布时间', <Time at={notice.officialPublishedAt} />],
            notice.openObjections > 0 && ['未办结的异议', `${notice.openObjections} 件`],
            ['正文校验值（SHA-256）', <code>{notice.textSha256}</code>],
            ['使用许可', <Address to={notice.licence} />],
          ]}
        />
      </section>
      {notice.attachments.length > 0 && <Attachments of={notice.attachments} />}
      <Versions path={notice.path} shown={notice.version} versions={notice.versions} />
    </Layout>,
  );
  return { status: 200, html };
}

function Banner({ notice, isOld }: { notice: Notice; isOld: boolean }) {
  const { opensAt, closesAt } = notice.application;
  if (isOld)
    return (
      <p class="banner">
        <strong>这是第 {notice.version} 版，已被更正。</strong> <a href={notice.path}>查看现行版本</a>
      </p>
    );
  return (
    <p class="banner" data-state={notice.state}>
      <strong>{notice.state === 'CLOSED' ? '报名已截止' : saidOf(noticeStateWords, notice.state)}</strong>
      {notice.pauseReason !== null && `：${notice.pauseReason}`}（报名 <Time at={opensAt} /> 至 <Time at={closesAt} />）
    </p>
  );
}

function Attachments({ of }: { of: Notice['attachments'] }) {
  return (
    <section aria-labelledby="attachments">
      <h2 id="attachments">附件</h2>
      <ul>
        {of.map(({ name, url, bytes, sha256, htmlUrl }) => (
          <li key={url}>
            <Address to={url}>
              {name}（{Math.ceil(bytes / 1024)} KB）
            </Address>{' '}
            <Address to={htmlUrl}>网页版</Address> <span class="hint">SHA-256 {sha256}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}

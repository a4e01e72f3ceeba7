/** What stands at the address of a record that is not there: it was withdrawn and why, or it was never published. */
import { changeKinds, changeReasons } from '../../../rules/recruitment/changes.js';
import { htmlOf, Layout } from '../layout.js';
import { Facts, saidOf, type Shown, Time } from './shown.js';

export interface RecordState {
  state: 'LIVE' | 'GONE';
  title: string;
  kind: string;
  reason: string | null;
  remark: string | null;
  at: string;
  noticeId: string;
  recordKind: 'NOTICE' | 'POST';
}
export const stateFields = `recruitmentRecordState(id: $id) { state title kind reason remark at noticeId recordKind }`;

/** `what` is looked for; `record` is what the log knows of its id. */
export function renderAbsent(what: string, record: RecordState | null): Shown {
  return record?.state === 'GONE'
    ? renderGone(record)
    : renderMessage(404, '没有这一页', `没有这个${what}，或它从未发布。`);
}

function renderGone(record: RecordState): Shown {
  const what = saidOf(changeKinds, record.kind);
  const html = htmlOf(
    <Layout title={`${record.title} - 濮阳市就业信息共享平台`} heading={record.title} head={unlisted}>
      <p class="banner">
        <strong>
          {record.recordKind === 'POST' ? '此岗位' : '此公告'}已{what}
        </strong>
      </p>
      <Facts
        of={[
          ['时间', <Time at={record.at} />],
          record.reason !== null && ['原因', saidOf(changeReasons, record.reason)],
          record.remark !== null && ['说明', record.remark],
        ]}
      />
      {record.recordKind === 'POST' && (
        <p>
          <a href={`/recruitment/notices/${record.noticeId}`}>所属公告</a>
        </p>
      )}
      <Onward />
    </Layout>,
  );
  return { status: 410, html };
}

/** A sentence that says what is wrong, and where to go from here. */
export function renderMessage(
  status: Shown['status'],
  heading: string,
  message: string,
  onward?: { href: string; name: string },
): Shown {
  const html = htmlOf(
    <Layout title={`${heading} - 濮阳市就业信息共享平台`} heading={heading} head={unlisted}>
      <p class="banner">{message}</p>
      {onward && (
        <p>
          <a href={onward.href}>{onward.name}</a>
        </p>
      )}
      <Onward />
    </Layout>,
  );
  return { status, html };
}

const unlisted = <meta name="robots" content="noindex" />;

function Onward() {
  return (
    <p>
      <a href="/recruitment">招聘中的岗位</a> · <a href="/recruitment/changes">更正与撤回</a>
    </p>
  );
}

/** What is answered to an objection, or to whoever asks with its receipt: how it stands, and by when it will be decided. */
import { dayInWords } from '../../../rules/recruitment/notice-words.js';
import { htmlOf, Layout } from '../layout.js';
import { Facts, type Shown, Time } from './shown.js';

export interface Receipt {
  receipt: string;
  state: keyof typeof states;
  receivedAt: string;
  acknowledgeBy: string | null;
  decideBy: string | null;
  decidedAt: string | null;
  finding: string | null;
}
export const receiptFields = `receipt state receivedAt acknowledgeBy decideBy decidedAt finding`;

const states = {
  RECEIVED: '已收到',
  ACKNOWLEDGED: '已受理，正在核实',
  UNFOUNDED: '已办结：查无问题',
  UPHELD: '已办结：查实',
  INADMISSIBLE: '不予受理',
};

export function renderReceipt(id: string, receipt: Receipt, isNew: boolean): Shown {
  const heading = isNew ? '异议已收到' : '异议办理情况';
  const isDecided = receipt.decidedAt !== null;
  const html = htmlOf(
    <Layout
      title={`${heading} - 濮阳市就业信息共享平台`}
      heading={heading}
      head={<meta name="robots" content="noindex, noarchive, nosnippet" />}
    >
      {isNew && (
        <p class="banner">
          <strong>请抄下回执号，它只在本页显示一次。</strong>凭它可以查询办理情况；没有它，任何人都查不到这件异议。
        </p>
      )}
      <Facts
        of={[
          ['回执号', <strong class="receipt">{receipt.receipt}</strong>],
          ['状态', states[receipt.state]],
          ['收到时间', <Time at={receipt.receivedAt} />],
          !isDecided && ['受理期限', by(receipt.acknowledgeBy)],
          !isDecided && ['办结期限', by(receipt.decideBy)],
          receipt.decidedAt !== null && ['办结时间', <Time at={receipt.decidedAt} />],
          receipt.finding !== null && ['结论', receipt.finding],
        ]}
      />
      <p>
        <a href={`/recruitment/publicity/${id}`}>回到公示页面</a>
      </p>
    </Layout>,
  );
  return { status: 200, html };
}

const by = (day: string | null) => (day === null ? '待国务院公布当年节假日后推算' : `${dayInWords(day)} 24:00 前`);

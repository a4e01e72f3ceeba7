/** `/recruitment/publicity/:id`: who is proposed to be hired, on this page and in its period alone; and how to object. */
import { dayInWords } from '../../../rules/recruitment/notice-words.js';
import { htmlOf, Layout } from '../layout.js';
import { renderMessage } from './gone.js';
import { type AskedObjection, type AskedReceipt, ObjectionForm, ReceiptForm } from './objection-forms.js';
import { type Ask, Facts, type Shown, Table, Time } from './shown.js';

interface Hire {
  place: number;
  postTitle: string;
  name: string;
  school: string | null;
  education: string | null;
  degree: string | null;
  major: string | null;
  admissionNo: string | null;
  score: string | null;
  rank: number | null;
}
interface Publicity {
  id: string;
  phase: 'ON_PAGE' | 'OVER';
  noticeId: string;
  noticeTitle: string;
  employerName: string;
  postedAt: string;
  firstDay: string;
  lastDay: string;
  workingDays: number;
  workingDaysLeft: number | null;
  hires: Hire[];
  takenDownAt: string | null;
  takeDownProof: string | null;
}
interface Office {
  organization: string;
  phone: string | null;
  email: string | null;
}
interface NoticeAnswer {
  recruitmentNotice: { supervision: Office[] } | null;
}

const query = `query ($id: ID!) { publicityPage(id: $id) {
  id phase noticeId noticeTitle employerName postedAt firstDay lastDay workingDays workingDaysLeft takenDownAt takeDownProof
  hires { place postTitle name school education degree major admissionNo score rank } } }`;
const noticeQuery = `query ($id: ID!) { recruitmentNotice(id: $id) { supervision { organization phone email } } }`;

export interface PublicityParts {
  /** As the public, and in the schema that only these pages reach. */
  ask: Ask;
  askPage: Ask;
  id: string;
  /** Made anew with each page, so that a form sent twice objects once. */
  formKey: string;
  /** What was typed and why it was refused. */
  objection?: AskedObjection;
  receipt?: AskedReceipt;
}

export async function renderPublicity(parts: PublicityParts): Promise<Shown> {
  const { ask, askPage, id, formKey, objection, receipt } = parts;
  const { publicityPage: page } = await askPage<{ publicityPage: Publicity | null }>(query, { id });
  if (!page) return renderMessage(404, '没有这一页', '没有这份拟聘公示，或它从未公示。');
  const isOn = page.phase === 'ON_PAGE';
  const offices = isOn ? (await ask<NoticeAnswer>(noticeQuery, { id: page.noticeId })).recruitmentNotice : null;
  const heading = isOn ? '拟聘人员公示' : '拟聘公示已结束，名单已撤下';
  const html = htmlOf(
    <Layout title={`${heading} - ${page.noticeTitle}`} heading={heading} head={unlisted}>
      <Facts
        of={[
          ['公告', <a href={`/recruitment/notices/${page.noticeId}`}>{page.noticeTitle}</a>],
          ['招聘单位', page.employerName],
          [
            '公示期',
            `${dayInWords(page.firstDay)}至${dayInWords(page.lastDay)} 24:00，共 ${page.workingDays} 个工作日`,
          ],
          isOn && page.workingDaysLeft !== null && ['剩余', `${page.workingDaysLeft} 个工作日（含今天）`],
          page.takenDownAt !== null && ['撤下时间', <Time at={page.takenDownAt} />],
          page.takeDownProof !== null && ['撤下证明（记录摘要）', <code>{page.takeDownProof}</code>],
        ]}
      />
      {isOn && <Hires of={page.hires} />}
      {isOn && (
        <ObjectionForm id={id} formKey={formKey} asked={objection}>
          {offices?.supervision.map(({ organization, phone, email }) => (
            <li key={organization}>电话或信函：{[organization, phone, email].filter(Boolean).join('，')}</li>
          ))}
        </ObjectionForm>
      )}
      <ReceiptForm id={id} asked={receipt} />
    </Layout>,
  );
  return { status: isOn ? ((objection ?? receipt) ? 400 : 200) : 410, html };
}

const unlisted = <meta name="robots" content="noindex, noarchive, nosnippet" />;

const columns: readonly (readonly [keyof Hire, string])[] = [
  ['place', '序号'],
  ['postTitle', '报考岗位'],
  ['name', '姓名'],
  ['school', '毕业院校'],
  ['education', '学历'],
  ['degree', '学位'],
  ['major', '专业'],
  ['admissionNo', '准考证号'],
  ['score', '成绩'],
  ['rank', '排名'],
];

function Hires({ of }: { of: readonly Hire[] }) {
  const shown = columns.filter(([name]) => of.some((hire) => hire[name] !== null));
  return (
    <section aria-labelledby="hires">
      <h2 id="hires">名单</h2>
      {of.length === 0 && <p>名单上的人选均已取消。</p>}
      <Table labelledBy="hires" columns={shown.map(([, title]) => title)}>
        {of.map((hire) => (
          <tr key={hire.place}>
            {shown.map(([name]) =>
              name === 'name' ? (
                <th key={name} scope="row">
                  {hire.name}
                </th>
              ) : (
                <td key={name}>{hire[name]}</td>
              ),
            )}
          </tr>
        ))}
      </Table>
    </section>
  );
}

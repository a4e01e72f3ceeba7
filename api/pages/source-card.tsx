/** One source system: how new its data is, what its last runs did, and a button to sync again. */
import type { SourceName } from './resync-source.js';

export type { SourceName };

export interface StreamState {
  stream: string;
  dataAsOf: string | null;
  rows: number;
  lastRun: {
    state: 'QUEUED' | 'RUNNING' | 'HELD' | 'DONE' | 'FAILED' | 'CANCELLED';
    expectedRows: number | null;
    rowsRead: number;
    rowsNew: number;
    rowsChanged: number;
    rowsUnchanged: number;
    rowsRejected: number;
    finishedAt: string | null;
    error: string | null;
  } | null;
  pause: { by: string; at: string; reason: string } | null;
}

const names: Record<SourceName, string> = {
  EMPLOYMENT: '就业管理',
  TAX: '税务',
  COMMERCE: '市场监管',
  SOCIAL_INSURANCE: '社会保险',
};
const streamNames: Record<string, string> = {
  'job-seekers': '求职人员',
  registrations: '就失业登记',
  hardship: '就业困难认定',
  'benefit-grants': '补贴发放',
  certificates: '就业创业证',
  trainings: '职业培训',
  'startup-loans': '创业担保贷款',
  internships: '就业见习',
  'rural-labour': '农村劳动力',
  households: '零就业和低保家庭',
  'internship-units': '就业见习单位',
  parks: '创业园区',
  'park-residents': '园区入驻企业',
  communities: '社区',
  'welfare-posts': '公益性岗位',
  'training-bodies': '培训机构',
  taxpayers: '纳税人',
  withholding: '工资扣缴申报',
  'market-entities': '市场主体',
  'market-entity-members': '股东及出资',
  persons: '参保人员',
  'unemployment-benefits': '失业保险金',
  contributions: '缴费',
  participation: '参保登记',
};
const stateNames = {
  QUEUED: '排队中',
  RUNNING: '同步中',
  HELD: '待决定',
  DONE: '完成',
  FAILED: '失败',
  CANCELLED: '已停止',
} as const;
const number = new Intl.NumberFormat('zh-CN');
const time = new Intl.DateTimeFormat('zh-CN', { dateStyle: 'medium', timeStyle: 'short', timeZone: 'Asia/Shanghai' });

export function SourceCard({
  source,
  streams,
  formKey,
}: {
  source: SourceName;
  streams: StreamState[];
  formKey: string;
}) {
  const name = names[source];
  const busy = streams.some(({ lastRun }) => lastRun?.state === 'QUEUED' || lastRun?.state === 'RUNNING');
  return (
    <article class="card" data-source={source} aria-label={name}>
      <h3>{name}</h3>
      <p class="rows">
        {number.format(streams.reduce((sum, stream) => sum + stream.rows, 0))} <small>行</small>
      </p>
      <ul class="streams">
        {streams.map((stream) => (
          <li key={stream.stream}>
            <Stream {...stream} />
          </li>
        ))}
      </ul>
      <form method="post" action="/resync">
        <input type="hidden" name="source" value={source} />
        <input type="hidden" name="formKey" value={formKey} />
        <button type="submit" disabled={busy}>
          {busy ? '同步中…' : `重新同步${name}`}
        </button>
      </form>
    </article>
  );
}

function Stream({ stream, dataAsOf, rows, lastRun, pause }: StreamState) {
  const name = streamNames[stream] ?? stream;
  return (
    <>
      <div class="line">
        <span>{name}</span>
        <span>{number.format(rows)} 行</span>
      </div>
      <div class="line hint">
        <span>{dataAsOf ? `数据截至 ${time.format(new Date(dataAsOf))}` : '尚未读取'}</span>
        {lastRun && <span class={`state ${lastRun.state.toLowerCase()}`}>{stateNames[lastRun.state]}</span>}
      </div>
      {pause && (
        <p class="error">
          {time.format(new Date(pause.at))} 起由{pause.by}暂停：{pause.reason}
        </p>
      )}
      {lastRun && <LastRun name={name} run={lastRun} />}
    </>
  );
}

function LastRun({ name, run }: { name: string; run: NonNullable<StreamState['lastRun']> }) {
  if (run.state === 'FAILED' || run.state === 'HELD') return <p class="error">{run.error}</p>;
  const counts = `读取 ${number.format(run.rowsRead)} · 新增 ${number.format(run.rowsNew)} · 变更 ${number.format(run.rowsChanged)} · 未变 ${number.format(run.rowsUnchanged)} · 隔离 ${number.format(run.rowsRejected)}`;
  if (run.state === 'DONE' || run.state === 'CANCELLED') return <p class="hint">{counts}</p>;
  const measured = run.expectedRows !== null && run.expectedRows > 0;
  return (
    <>
      {measured ? (
        <progress aria-label={`${name}的进度`} value={run.rowsRead} max={Math.max(run.expectedRows!, run.rowsRead)} />
      ) : (
        <progress aria-label={`${name}的进度`} />
      )}
      <p class="hint">
        {counts}
        {measured && ` / 预计 ${number.format(run.expectedRows!)}`}
      </p>
    </>
  );
}

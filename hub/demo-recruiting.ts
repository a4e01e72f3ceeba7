/** What firms and bureaus of the demo do with notices, each through the mutations and under the roles that everybody has. */
import type { NoticeContent } from '../rules/recruitment/notice.js';
import { askFor } from './ask.js';
import { bureauToken, firmToken } from './demo-officers.js';

export interface Scene {
  home: string;
  url: string;
  /** Where the bureau's own pages stand: in the demo, the hub's. */
  pages: string;
  clock: () => Date;
  signal: AbortSignal;
}

export interface Parties {
  creditCode: string;
  /** Region code of the responsible bureau. */
  bureau: string;
}
export interface Notice extends Parties {
  id: string;
}

const createMutation =
  'mutation ($input: CreateRecruitmentNoticeInput!) { made: createRecruitmentNotice(input: $input) { id } }';
const saveMutation =
  'mutation ($input: SaveRecruitmentNoticeInput!) { saveRecruitmentNotice(input: $input) { version } }';
const moveMutation =
  'mutation ($input: MoveRecruitmentNoticeInput!) { moveRecruitmentNotice(input: $input) { state } }';
const listMutation = 'mutation ($input: SavePublicityListInput!) { saved: savePublicityList(input: $input) { id } }';
const moveListMutation = 'mutation ($input: MovePublicityListInput!) { movePublicityList(input: $input) { state } }';

export async function publish(scene: Scene, parties: Parties, content: NoticeContent): Promise<void> {
  const clerk = await firmToken(scene.home, 'clerk', parties.creditCode);
  const input = { content };
  const { made } = await askFor<{ made: { id: string } }>(scene.url, clerk, createMutation, { input }, scene.signal);
  await fileAndPublish(scene, { ...parties, id: made.id });
}

export async function amend(scene: Scene, notice: Notice, content: NoticeContent, amendReason: string): Promise<void> {
  const clerk = await firmToken(scene.home, 'clerk', notice.creditCode);
  const input = { id: notice.id, content, amendReason };
  await askFor(scene.url, clerk, saveMutation, { input }, scene.signal);
  await fileAndPublish(scene, notice);
}

export async function withdraw(scene: Scene, notice: Notice): Promise<void> {
  const asked = { reasonCode: 'PLAN_CHANGED', reason: '招聘计划调整，另行公告。（演示）' };
  await move(scene, await firmToken(scene.home, 'approver', notice.creditCode), notice, 'REQUEST_WITHDRAWAL', asked);
  await move(scene, await bureauToken(scene.home, 'approver', notice.bureau), notice, 'WITHDRAW');
}

/** A list of invented persons for the page: a few for each post. */
export async function proposeHires(
  { home, url, signal }: Scene,
  { id: noticeId, creditCode, bureau }: Notice,
  { posts }: NoticeContent,
): Promise<void> {
  const hires = posts
    .flatMap(({ code, openings }) => Array.from({ length: Math.min(openings, 2) }, () => code))
    .map((post, i) => ({
      post,
      name: `演示${'甲乙丙丁戊己庚辛壬癸'[i % 10]}`,
      school: '示例大学',
      admissionNo: `D${String(i + 1).padStart(6, '0')}`,
      score: (88 - i * 0.75).toFixed(2),
    }));
  const input = { noticeId, recusalStatement: true, hires };
  const clerk = await firmToken(home, 'clerk', creditCode);
  const { saved } = await askFor<{ saved: { id: string } }>(url, clerk, listMutation, { input }, signal);
  const steps = [
    [await firmToken(home, 'approver', creditCode), 'SUBMIT'],
    [await bureauToken(home, 'approver', bureau), 'PUBLISH'],
  ] as const;
  for (const [token, name] of steps)
    await askFor(url, token, moveListMutation, { input: { id: saved.id, move: name } }, signal);
}

/** From the firm's approver over the bureau's two officers to its page. */
async function fileAndPublish(scene: Scene, notice: Notice): Promise<void> {
  const { home, pages } = scene;
  const approver = await bureauToken(home, 'approver', notice.bureau);
  const justification = '按年度招聘计划，备案当日开放报名。';
  await move(scene, await firmToken(home, 'approver', notice.creditCode), notice, 'SUBMIT', { justification });
  await move(scene, await bureauToken(home, 'reviewer', notice.bureau), notice, 'REVIEW');
  await move(scene, approver, notice, 'ACCEPT');
  await move(scene, approver, notice, 'PUBLISH', { officialUrl: `${pages}/recruitment/notices/${notice.id}` });
}

async function move({ url, signal }: Scene, token: string, { id }: Notice, name: string, more = {}): Promise<void> {
  await askFor(url, token, moveMutation, { input: { id, move: name, ...more } }, signal);
}

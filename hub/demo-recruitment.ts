/** The demo's recruitment: a few firms with open notices at the first start, and something new every minute. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { NoticeContent } from '../rules/recruitment/notice.js';
import { askFor } from './ask.js';
import { firmsOnRegister, registerFirms } from './demo-firms.js';
import { amendedNotice, demoNotice } from './demo-notice.js';
import type { DemoFirm } from './demo-notice.js';
import { demoClients } from './demo.js';
import { bureauToken, firmToken } from './demo-officers.js';
import { amend, proposeHires, publish, withdraw } from './demo-recruiting.js';
import type { Notice, Scene } from './demo-recruiting.js';

const mostOpen = 40;
/** One more notice in five turns, until there are enough. */
const steps = ['publish', 'amend', 'publish', 'withdraw', 'amend'] as const;

/** State firms on the register, and a notice of each where none was ever filed. */
export async function beginRecruitment(scene: Scene): Promise<void> {
  const firms = await registerFirms(scene.home, scene.url);
  if ((await filed(scene, [])).length > 0) return;
  for (const [number, firm] of firms.entries()) await publishNext(scene, firm, number);
}

/** Until the signal: publishes, amends or withdraws a notice in each turn. What fails is told once and tried again. */
export async function keepRecruiting(scene: Scene, say: (line: string) => void, everyMs = 60_000): Promise<void> {
  let failing = false;
  for (let turn = 0; !scene.signal.aborted; turn++) {
    await sleep(everyMs, undefined, { signal: scene.signal }).catch(() => undefined);
    if (scene.signal.aborted) return;
    try {
      await takeTurn(scene, turn);
      failing = false;
    } catch (error) {
      if (!failing && !scene.signal.aborted) say(`the demo's notices stand still for now: ${(error as Error).message}`);
      failing = true;
    }
  }
}

export async function takeTurn(scene: Scene, turn: number): Promise<void> {
  if (await showHires(scene)) return;
  const open = await filed(scene, ['PUBLISHED']);
  const step = open.length >= mostOpen ? 'withdraw' : steps[turn % steps.length]!;
  const one = open[turn % open.length];
  const oldest = open.at(-1);
  if (step === 'amend' && one) {
    const content = await contentOf(scene, one);
    return amend(scene, one, amendedNotice(content, scene.clock()), '增加招聘人数，报名时间相应延长。（演示）');
  }
  if (step === 'withdraw' && oldest) return withdraw(scene, oldest);
  const firms = await firmsOnRegister(scene.home, scene.url);
  const number = turn % firms.length;
  const firm = firms[number];
  if (firm) await publishNext(scene, firm, number);
}

/** One list of proposed hires is to be seen as soon as a notice has closed: days after the first start, or after `hub sandbox advance`. */
async function showHires(scene: Scene): Promise<boolean> {
  const [shown] = await filed(scene, ['IN_PUBLICITY', 'OBJECTION']);
  const [closed] = await filed(scene, ['CLOSED']);
  if (shown || !closed) return false;
  const token = await firmToken(scene.home, 'clerk', closed.creditCode);
  const { filing } = await askFor<{ filing: { publicity: object[] } }>(
    scene.url,
    token,
    'query ($id: ID!) { filing: recruitmentFiling(id: $id) { publicity { id } } }',
    { id: closed.id },
    scene.signal,
  );
  if (filing.publicity.length > 0) return false;
  await proposeHires(scene, closed, await contentOf(scene, closed));
  return true;
}

async function publishNext(scene: Scene, firm: DemoFirm, number: number): Promise<void> {
  const token = await firmToken(scene.home, 'clerk', firm.creditCode);
  const serial = (await filed(scene, [], token)).length + 1;
  await publish(scene, firm, demoNotice(firm, { number, serial, now: scene.clock() }));
}

/** Newest first, up to a hundred: all of the city's, or of the firm whose token it is. */
async function filed(scene: Scene, states: readonly string[], token?: string): Promise<Notice[]> {
  const { filings } = await askFor<{ filings: { edges: { node: Notice }[] } }>(
    scene.url,
    token ?? (await bureauToken(scene.home, 'supervisor', demoClients.staff.region)),
    'query ($states: [RecruitmentFilingState!]) { filings: recruitmentFilings(states: $states, first: 100) { edges { node { id creditCode bureau } } } }',
    { states: states.length > 0 ? states : null },
    scene.signal,
  );
  return filings.edges.map(({ node }) => node);
}

async function contentOf(scene: Scene, { id, creditCode }: Notice): Promise<NoticeContent> {
  const { filing } = await askFor<{ filing: { published: { content: NoticeContent } } }>(
    scene.url,
    await firmToken(scene.home, 'clerk', creditCode),
    'query ($id: ID!) { filing: recruitmentFiling(id: $id) { published { content } } }',
    { id },
    scene.signal,
  );
  return filing.published.content;
}

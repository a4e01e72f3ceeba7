/** Who somebody is in a recruitment, what they may know of, and how a refused move is told. */
import { randomBytes } from 'node:crypto';
import type { Actor, Dossier } from '../rules/recruitment/dossier.js';
import { parties } from '../rules/recruitment/life-cycle.js';
import type { Party } from '../rules/recruitment/life-cycle.js';
import { beginningOf } from '../rules/regions.js';
import type { Problem } from '../rules/recruitment/problems.js';
import type { RecordWords } from '../rules/recruitment/changes.js';
import { readCircumstances, type World, wordsOf } from '../schema/notice/circumstances.reads.js';
import { numberOpenChanges } from '../schema/open-record/open-record.writes.js';
import type { Viewer } from './authenticate.js';
import { checkNoIdNumber } from './bad-input.js';
import type { Context } from './context.js';
import { HubError } from './errors.js';
import { isText } from './is-text.js';

const partyOfRole: Readonly<Record<string, Party>> = {
  'employer/clerk': 'firm-clerk',
  'employer/approver': 'firm-approver',
  'staff/reviewer': 'bureau-reviewer',
  'staff/approver': 'bureau-approver',
  'staff/supervisor': 'bureau-supervisor',
};

export function actorOf({ audience, roles, client }: Viewer): Actor {
  return { client, parties: roles.flatMap((role) => partyOfRole[`${audience}/${role}`] ?? []) };
}

/** FORBIDDEN for whoever has no part in recruitment; a bureau's officer must belong to a region. */
export function requirePart({ viewer }: Context): Actor {
  const actor = actorOf(viewer);
  if (actor.parties.length === 0 || (viewer.audience === 'staff' && viewer.region === null)) {
    const [chinese, english] =
      viewer.audience === 'employer'
        ? ['clerk 或 approver', 'clerk or approver']
        : ['reviewer、approver 或 supervisor，并有所属区划', 'reviewer, approver or supervisor, and a region'];
    throw new HubError('FORBIDDEN', `此操作需要角色 ${chinese}`, `this takes the role ${english}`);
  }
  return actor;
}

/** A firm knows its own notices; a bureau those filed with it, its supervisor those of the counties below it, too. */
export function mayKnow({ audience, roles, creditCode, region }: Viewer): (dossier: Dossier) => boolean {
  if (audience === 'employer') return (dossier) => dossier.creditCode === creditCode;
  if (audience !== 'staff' || region === null) return () => false;
  const below = roles.includes('supervisor') ? beginningOf(region) : region;
  return ({ bureau, version, pending }) => bureau.startsWith(below) && (version > 0 || pending?.submittedAt != null);
}

/** What the codes of the bureaus begin with that an officer sees in lists. */
export function bureausOf({ roles, region }: Viewer): string {
  return roles.includes('supervisor') ? beginningOf(region!) : region!;
}

export async function worldOf({ clock, codeLists, isDemo }: Context): Promise<{
  world: World;
  words: RecordWords;
  around: (db: Parameters<typeof readCircumstances>[0], dossier: Dossier) => ReturnType<typeof readCircumstances>;
}> {
  const world = { now: clock(), codes: await codeLists.current(), isDemo };
  return { world, words: wordsOf(world.codes), around: (db, dossier) => readCircumstances(db, dossier, world) };
}

/** After a move: what it changed for the public gets its numbers at once. */
export async function tellPublic({ database, log }: Context): Promise<void> {
  // The move stands; if numbering fails now, the worker does it.
  await numberOpenChanges(database.pool).catch((error: Error) => log.warn({ kind: error.name }, 'numbering failed'));
}

export function checkTexts(texts: Readonly<Record<string, string | null | undefined>>, most = 500): void {
  for (const [name, text] of Object.entries(texts)) {
    if (text == null) continue;
    if (!isText(text, most))
      throw new HubError('BAD_INPUT', `${name} 须为 1 至 ${most} 字`, `${name} must have 1 to ${most} characters`);
    checkNoIdNumber(name, text);
  }
}

/** Twenty characters out of 32 that cannot be mistaken for each other: nobody guesses another's. */
export function newReceipt(): string {
  const alphabet = '23456789ABCDEFGHJKLMNPQRSTUVWXYZ';
  return Array.from(randomBytes(20), (byte) => alphabet[byte % 32]).join('');
}

export const noNotice = () => new HubError('NOT_FOUND', '没有这份公告', 'there is no such notice');

type Refused =
  | { is: 'not-found' }
  | { is: 'other-request' }
  | { is: 'illegal'; state: string; legal: readonly string[] }
  | { is: 'closed'; state: string }
  | { is: 'not-yours'; by: readonly Party[] }
  | { is: 'same-person' }
  | { is: 'stale'; revision: number }
  | { is: 'no-reason' }
  | { is: 'out-of-period' }
  | { is: 'problems'; problems: readonly Problem[] };

/** The refusal in the hub's words; a move that was made gives back its outcome. */
export function orRefuse(outcome: { is: 'done'; id: string } | Refused): { id: string } {
  if (outcome.is === 'done') return outcome;
  throw refusal(outcome);
}

function refusal(refused: Refused): HubError {
  switch (refused.is) {
    case 'not-found':
      return noNotice();
    case 'other-request':
      return new HubError(
        'CONFLICT',
        '此 idempotencyKey 已用于另一个要求，请换一个',
        'this idempotencyKey was used for another request; take a new one',
      );
    case 'illegal':
    case 'closed': {
      const state = refused.state.toUpperCase();
      const legal = 'legal' in refused ? refused.legal.map(nameOfMove) : [];
      return new HubError(
        'ILLEGAL_MOVE',
        `状态 ${state} 下不能这样做，可作：${legal.join('、') || '无'}`,
        `this cannot be done in state ${state}; legal: ${legal.join(', ') || 'none'}`,
        { state, legalMoves: legal },
      );
    }
    case 'not-yours':
      return new HubError(
        'FORBIDDEN',
        `此操作由${refused.by.map((party) => parties[party].zh).join('或')}办理`,
        `this is for ${refused.by.map((party) => parties[party].en).join(' or ')}`,
      );
    case 'same-person':
      return new HubError(
        'FORBIDDEN',
        '前后两步须由两人办理',
        'another person must do this than who did the step before',
      );
    case 'stale':
      return new HubError(
        'CONFLICT',
        `他人已保存修订 ${refused.revision}，请在其上修改`,
        `somebody has saved revision ${refused.revision} since; make your changes on it`,
        { revision: refused.revision },
      );
    case 'no-reason':
      return new HubError('BAD_INPUT', '更正须填写 amendReason', 'an amendment needs amendReason', {
        path: 'amendReason',
      });
    case 'out-of-period':
      return new HubError('ILLEGAL_MOVE', '不在公示期内', 'it was not made within the period of publicity');
    case 'problems': {
      const problems = refused.problems.map(({ path, rule, text, basis, severity }) => ({
        path,
        rule,
        message: `${text.zh} / ${text.en}`,
        basis: basis && `${basis.zh} / ${basis.en}`,
        severity,
      }));
      const errors = problems.filter(({ severity }) => severity === 'error').length;
      return new HubError(
        'BAD_INPUT',
        `发现 ${errors} 个问题，见 problems：${refused.problems[0]?.text.zh}`,
        `problems found: ${errors}, see problems: ${refused.problems[0]?.text.en}`,
        { problems },
      );
    }
  }
}

/** `requestWithdrawal` → `REQUEST_WITHDRAWAL`, as the enumeration names it. */
export const nameOfMove = (move: string) => move.replaceAll(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase();

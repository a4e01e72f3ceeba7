/** Who may move what from where: the four tables, exhausted. */
import { describe, expect, test } from 'vitest';
import {
  filingMoves,
  judgeMove,
  movesFrom,
  needsAnother,
  noticeMoves,
  objectionMoves,
  parties,
  publicityMoves,
  stateByPublicity,
} from '../../../rules/recruitment/life-cycle.js';
import type { Move, Party } from '../../../rules/recruitment/life-cycle.js';

const tables: [string, Readonly<Record<string, Move<string>>>, string[]][] = [
  ['filing', filingMoves, ['draft', 'submitted', 'returned', 'filed', 'published', 'dropped', 'purged']],
  [
    'notice',
    noticeMoves,
    ['published', 'paused', 'closed', 'in_publicity', 'objection', 'concluded', 'withdrawn', 'annulled', 'draft'],
  ],
  ['publicity', publicityMoves, ['draft', 'submitted', 'returned', 'public', 'ended', 'cancelled']],
  ['objection', objectionMoves, ['received', 'acknowledged', 'unfounded', 'upheld', 'inadmissible']],
];
const everybody = Object.keys(parties) as Party[];

describe.each(tables)('%s', (_name, moves, states) => {
  test('every move of every party from every state is legal, illegal with the legal ones named, or somebody else’s', () => {
    for (const state of states)
      for (const move of [...Object.keys(moves), 'constructor', 'nonsense'])
        for (const party of everybody) {
          const judged = judgeMove(moves, move, state, [party]);
          const rule = Object.hasOwn(moves, move) ? moves[move] : undefined;
          if (!rule?.from.includes(state)) expect(judged).toEqual({ is: 'illegal', legal: movesFrom(moves, state) });
          else if (rule.by.includes(party)) expect(judged).toEqual({ is: 'legal', to: rule.to ?? state });
          else expect(judged).toEqual({ is: 'not-yours', by: rule.by });
        }
  });

  test('what is listed as legal can be done by somebody, and leads to a known state', () => {
    for (const state of states)
      for (const move of movesFrom(moves, state)) {
        const judged = judgeMove(moves, move, state, everybody);
        expect(judged.is).toBe('legal');
        if (judged.is === 'legal') expect(states).toContain(judged.to);
      }
  });

  test('nobody but a bureau lets something become public, and no firm decides about itself', () => {
    const firms = (by: readonly Party[]) => by.filter((party) => party.startsWith('firm-'));
    for (const move of ['accept', 'publish', 'withdraw', 'conclude', 'annul', 'dismiss', 'uphold', 'cancel'])
      if (moves[move]) expect(firms(moves[move].by)).toEqual([]);
  });
});

test('the ends are ends', () => {
  expect(movesFrom<string>(noticeMoves, 'withdrawn')).toEqual([]);
  expect(movesFrom<string>(noticeMoves, 'annulled')).toEqual([]);
  expect(movesFrom<string>(noticeMoves, 'concluded')).toEqual(['annul']);
  expect(movesFrom<string>(publicityMoves, 'cancelled')).toEqual([]);
  for (const state of ['unfounded', 'upheld', 'inadmissible'])
    expect(movesFrom<string>(objectionMoves, state)).toEqual([]);
});

test('after closing a notice stands where its lists and objections stand', () => {
  expect([stateByPublicity(0, 0), stateByPublicity(2, 0), stateByPublicity(0, 1), stateByPublicity(1, 1)]).toEqual([
    'closed',
    'in_publicity',
    'objection',
    'objection',
  ]);
});

test('a second person is needed where two are asked for', () => {
  expect([
    needsAnother(2, '甲', '甲'),
    needsAnother(2, '甲', '乙'),
    needsAnother(1, '甲', '甲'),
    needsAnother(2, null, '甲'),
  ]).toEqual([true, false, false, false]);
});

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
    const wanted = (move: string, state: string, party: Party) => {
      const rule = Object.hasOwn(moves, move) ? moves[move] : undefined;
      if (!rule?.from.includes(state)) return { is: 'illegal', legal: movesFrom(moves, state) };
      return rule.by.includes(party) ? { is: 'legal', to: rule.to ?? state } : { is: 'not-yours', by: rule.by };
    };
    for (const state of states)
      for (const move of [...Object.keys(moves), 'constructor', 'nonsense'])
        for (const party of everybody)
          expect(judgeMove(moves, move, state, [party])).toEqual(wanted(move, state, party));
  });

  test('what is listed as legal can be done by somebody, and leads to a known state', () => {
    const led = states.flatMap((state) =>
      movesFrom(moves, state).map((move) => judgeMove(moves, move, state, everybody)),
    );
    expect(led.map((judged) => (judged.is === 'legal' ? states.includes(judged.to) : judged.is))).toEqual(
      led.map(() => true),
    );
  });

  test('nobody but a bureau lets something become public, and no firm decides about itself', () => {
    const bureaus = ['accept', 'publish', 'withdraw', 'conclude', 'annul', 'dismiss', 'uphold', 'cancel'];
    const byFirms = bureaus.filter((move) => moves[move]?.by.some((party) => party.startsWith('firm-')));
    expect(byFirms).toEqual([]);
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

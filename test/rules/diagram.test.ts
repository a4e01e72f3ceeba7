/** Decision diagrams by themselves: what does not decide is not in them, and what they come to is exact. */
import { expect, it } from 'vitest';
import { Diagram, FALSE, TRUE } from '../../rules/diagram.js';
import type { Node } from '../../rules/diagram.js';

const sorted = <T>(values: Iterable<T>) => [...values].sort((a, b) => Number(a) - Number(b));
const add = (a: unknown, b: unknown) => (a as number) + (b as number);

function begun() {
  const diagram = new Diagram();
  const amounts = (variable: number, ...values: number[]) =>
    diagram.choice(
      variable,
      values.map((value) => diagram.terminal(value)),
    );
  const flag = (variable: number) => diagram.choice(variable, [TRUE, FALSE]);
  return { diagram, amounts, flag };
}

it('one value is one terminal', () => {
  const { diagram } = begun();
  const five = diagram.terminal(5);
  expect([diagram.terminal(5), diagram.terminal(true), diagram.terminal(false)]).toEqual([five, TRUE, FALSE]);
  expect([five, diagram.terminal(null)].map((node) => [diagram.isTerminal(node), diagram.valueOf(node)])).toEqual([
    [true, 5],
    [true, null],
  ]);
  expect(diagram.size).toBe(4);
});

it('a choice between equal branches is no choice, and the same choice is one node', () => {
  const { diagram, amounts, flag } = begun();
  expect(diagram.choice(0, [TRUE, TRUE])).toBe(TRUE);
  expect(diagram.choice(0, [FALSE, FALSE, FALSE])).toBe(FALSE);
  const node = flag(0);
  expect([flag(0), diagram.isTerminal(node), diagram.size]).toEqual([node, false, 3]);
  expect(flag(1)).not.toBe(node);
  expect(diagram.choice(0, [FALSE, TRUE])).not.toBe(node);
  const three = amounts(0, 1, 2, 3);
  expect(amounts(0, 1, 2, 3)).toBe(three);
  expect(amounts(0, 1, 2, 4)).not.toBe(three);
  // Beyond the numbers that fit one key.
  const far = 2 ** 11;
  expect(flag(far)).toBe(flag(far));
  expect(new Set([far - 1, far, far + 1].map(flag)).size).toBe(3);
});

it('and, or: what is certain ends them', () => {
  const { diagram, flag } = begun();
  const [a, b] = [flag(0), flag(1)];
  expect([diagram.all([]), diagram.any([])]).toEqual([TRUE, FALSE]);
  expect([diagram.all([a, FALSE, b]), diagram.any([a, TRUE, b])]).toEqual([FALSE, TRUE]);
  expect([diagram.all([a, TRUE]), diagram.any([FALSE, a])]).toEqual([a, a]);
  expect(sorted(diagram.support(diagram.all([a, b])))).toEqual([0, 1]);
  const not = diagram.map(a, (value) => value !== true);
  expect([diagram.all([a, not]), diagram.any([a, not])]).toEqual([FALSE, TRUE]);
  // (a and b) or (not a and b) is b.
  expect(diagram.any([diagram.all([a, b]), diagram.all([not, b])])).toBe(b);
});

it('a sum of choices by one variable goes through its values side by side', () => {
  const { diagram, amounts } = begun();
  const same = diagram.join(amounts(0, 1, 2, 3), amounts(0, 10, 20, 30), add);
  expect(sorted(diagram.values(same))).toEqual([11, 22, 33]);
  const crossed = diagram.join(amounts(1, 1, 2, 3), amounts(0, 10, 20), add);
  expect(sorted(diagram.values(crossed))).toEqual([11, 12, 13, 21, 22, 23]);
  expect(diagram.join(amounts(0, 10, 20), amounts(1, 1, 2, 3), add)).toBe(crossed);
  // What cancels out is gone.
  const none = diagram.join(amounts(0, 1, 2), amounts(0, 2, 1), add);
  expect([diagram.isTerminal(none), diagram.valueOf(none)]).toEqual([true, 3]);
});

it('a part that was joined once is not joined again', () => {
  const { diagram, amounts } = begun();
  let asked = 0;
  const counted = (a: unknown, b: unknown) => {
    asked++;
    return add(a, b);
  };
  // Twenty choices of 0 or 1: a million ways, twenty-one sums.
  let total: Node = diagram.terminal(0);
  for (let i = 0; i < 20; i++) total = diagram.join(amounts(i, 0, 1), total, counted);
  expect(diagram.values(total).size).toBe(21);
  expect(asked).toBeLessThan(2000);
});

it('where a condition holds only its amounts count, and only they decide', () => {
  const { diagram, amounts, flag } = begun();
  const [holds, amount] = [flag(0), amounts(1, 5, 7)];
  const paid = diagram.where(holds, amount);
  expect(diagram.where(TRUE, amount)).toBe(amount);
  expect(sorted(diagram.values(paid))).toEqual([5, 7]);
  expect(sorted(diagram.support(paid))).toEqual([0, 1]);
  expect([...diagram.deciding(paid)]).toEqual([1]);
  expect([...diagram.values(diagram.where(FALSE, amount))]).toEqual([]);
  // Both decide where both make a difference.
  const both = diagram.join(holds, amount, (holds, value) => (holds === true ? value : 0));
  expect(sorted(diagram.deciding(both))).toEqual([0, 1]);
});

it('a variable decides also where the difference lies below it, and only between defined values', () => {
  const { diagram, amounts, flag } = begun();
  const nothing = diagram.terminal(undefined);
  const [low, high] = [amounts(2, 1, 2), amounts(2, 1, 3)];
  expect(sorted(diagram.deciding(diagram.choice(0, [low, high])))).toEqual([0, 2]);
  // Where one side is defined the other is not: nothing is decided by 0.
  const left = diagram.choice(2, [diagram.terminal(1), nothing]);
  const right = diagram.choice(2, [nothing, diagram.terminal(2)]);
  expect([...diagram.deciding(diagram.choice(0, [left, right]))]).toEqual([]);
  expect([...diagram.deciding(diagram.choice(0, [nothing, diagram.terminal(1)]))]).toEqual([]);
  // Branches of different depth are compared, too, in either order.
  for (const branches of [
    [diagram.terminal(1), low],
    [low, diagram.terminal(1)],
    [amounts(1, 4, 5), low],
    [low, amounts(1, 4, 5)],
  ])
    expect(diagram.deciding(diagram.choice(0, branches)).has(0)).toBe(true);
  expect(diagram.values(diagram.terminal(4))).toEqual(new Set([4]));
  expect(diagram.values(nothing)).toEqual(new Set());
  expect(diagram.support(TRUE)).toEqual(new Set());
  expect(sorted(diagram.support(diagram.choice(0, [low, flag(3)])))).toEqual([0, 2, 3]);
});

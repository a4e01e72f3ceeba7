/** Variables are the client's own JSON: how deep, how many values, and nothing that two readers would read differently. */
import { HubError } from './errors.js';
import { limits, tooMuch } from './limits.js';

/** Of what cannot be an object of variables nothing is said here: Apollo refuses it. Texts are looked at where they are taken. */
export function checkVariables(variables: unknown): void {
  if (typeof variables !== 'object' || variables === null) return;
  let values = 0;
  // Level by level and not by calls within calls: ten thousand levels must not overflow the stack.
  let level: unknown[] = [variables];
  for (let depth = 1; level.length > 0; depth++) {
    if (depth > limits.variableDepth) throw tooMuch('变量层数', 'levels of variables', limits.variableDepth);
    const below: unknown[] = [];
    for (const value of level) {
      if (++values > limits.variableValues) throw tooMuch('变量值', 'values in variables', limits.variableValues);
      if (typeof value === 'number') {
        // 1e400 is a number in JSON and none here.
        if (!Number.isFinite(value))
          throw new HubError('BAD_INPUT', 'variables 中有超出范围的数', 'variables hold a number out of range');
      } else if (typeof value === 'object' && value !== null) {
        if (Object.hasOwn(value, '__proto__'))
          throw new HubError('BAD_INPUT', 'variables 中不得有 __proto__', 'variables must not hold __proto__');
        for (const member of Object.values(value)) below.push(member);
      }
    }
    level = below;
  }
}

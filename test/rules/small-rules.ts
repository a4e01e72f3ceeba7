/** Rules of a few words, for tests of the engine: conditions on flags, amounts in fen. */
import { parseDay } from '../../rules/civil-date.js';
import { isTrue, requires } from '../../rules/condition.js';
import type { Condition } from '../../rules/condition.js';
import { decide } from '../../rules/decide.js';
import { rule } from '../../rules/entitlement.js';
import type { Entitlement } from '../../rules/entitlement.js';
import type { Amount } from '../../rules/amount.js';
import type { Decision } from '../../rules/outcome.js';
import { parseFacts } from '../../rules/parse-facts.js';
import { parseParameters } from '../../rules/parse-parameters.js';
import type { ReadingChoices } from '../../rules/readings.js';

export const says = (en: string) => ({ zh: `${en}-zh`, en });
export const cite = { item: 5, sentence: 4 };
export const today = parseDay('2016-09-01')!;

type Flag = 'disabled' | 'lostLand' | 'isOlderWorker' | 'zeroEmploymentFamily' | 'isVeteran';
export const flag = (name: Flag) => isTrue(says(name), cite, `person.${name}`);
export const atLeastMonths = (least: number) =>
  requires(says(`${least} months`), cite, ['employment.monthsClaimed'], (months) => months !== null && months >= least);

export function ruleOf(conditions: Condition, of: Amount | null = null, more: Partial<Entitlement> = {}): Entitlement {
  return rule({
    id: 'small',
    name: says('small'),
    subject: 'person',
    inForce: null,
    cites: [cite],
    fund: says('fund'),
    conditions,
    amount: of === null ? null : { is: 'once', of },
    ...more,
  });
}

export const circumstancesOf = (facts: object, parameters: object = {}, assessOn = today) => ({
  assessOn,
  facts: parseFacts(facts, null),
  parameters: parseParameters(parameters, 'test'),
});

export const decideSmall = (
  written: Entitlement,
  facts: object,
  parameters: object = {},
  choices: ReadingChoices = {},
): Decision => decide(written, circumstancesOf(facts, parameters), choices);

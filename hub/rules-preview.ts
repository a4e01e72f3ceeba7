/** `hub rules preview`: who would gain and who would lose by other parameters, over everybody on record. Changes nothing. */
import { parseArgs } from 'node:util';
import { parseDay } from '../rules/civil-date.js';
import { readings, ruleById } from '../rules/index.js';
import type { ReadingChoices, RuleEffect } from '../rules/index.js';
import { parsePapers } from '../rules/parameter-papers.js';
import type { PaperEntry } from '../rules/parameter-papers.js';
import { Refusal as RefusalOfRules } from '../rules/refusal.js';
import { civilDay } from '../rules/shanghai-time.js';
import { openDatabase } from '../schema/database.js';
import type { Database } from '../schema/database.js';
import { countRecords, readEffect } from '../schema/parameter/parameter-effect.reads.js';
import type { Effect, Footing } from '../schema/parameter/parameter-effect.reads.js';
import { knownParameters, readParameters } from '../schema/parameter/parameter.reads.js';
import type { KnownParameters } from '../schema/parameter/parameter.reads.js';
import type { ParameterPayload } from '../schema/parameter/parameter.writes.js';
import { readProposal } from '../schema/proposal/proposal.reads.js';
import { clockOfMode } from './clock.js';
import { Refusal } from './command.js';
import type { Io } from './command.js';
import { addressOfHub } from './sync.js';

const usage =
  'usage: hub rules preview --parameter NAME=VALUE@FROM … | --proposal ID | --reading R-nn=CHOICE | --rule ID [--on YYYY-MM-DD]';
const sayMs = 2000;

export async function run(args: string[], io: Io): Promise<number> {
  const { wishes, proposal, reading, rule, on } = readOptions(args);
  const database = await openDatabase(addressOfHub(), { poolSize: 2 });
  try {
    const now = clockOfMode(process.env)();
    const before = await readParameters(database.pool);
    const papers = { ...before.papers };
    if (proposal !== undefined) Object.assign(papers, await papersOf(database, proposal, now));
    for (const wish of wishes) papers[wish.name] = withValue(papers[wish.name] ?? [], wish);
    const assessOn = on ?? civilDay(now);
    const was = { ...before, ...(rule !== undefined && { without: [rule] }) };
    const wouldBe = { ...knownParameters(papers), ...(reading !== undefined && { readings: readChoice(reading) }) };
    const effect = await compare(database, was, wouldBe, assessOn, io);
    io.stdout.write(`on ${assessOn}, ${linesOf(effect).join('\n')}\n`);
    return 0;
  } finally {
    await database.close();
  }
}

async function compare({ pool }: Database, before: Footing, after: Footing, assessOn: string, io: Io): Promise<Effect> {
  const total = await countRecords(pool);
  let said = Date.now();
  return readEffect(pool, { before, after, assessOn }, (records) => {
    if (Date.now() - said < sayMs) return;
    said = Date.now();
    io.stderr.write(`${records} of ${total} records\n`);
  });
}

async function papersOf({ pool }: Database, id: string, now: Date): Promise<KnownParameters['papers']> {
  const proposal = /^[\da-f-]{36}$/.test(id) ? await readProposal(pool, id, now) : null;
  if (proposal?.kind !== 'parameter') throw new Refusal(`there is no proposal of a parameter ${id}`);
  const { name, entries } = proposal.payload as ParameterPayload;
  return { [name]: entries };
}

interface Wish {
  name: string;
  value: unknown;
  from: string;
}

/** The value counts from its day on, whatever was to follow. */
function withValue(entries: readonly PaperEntry[], { name, value, from }: Wish): readonly PaperEntry[] {
  const earlier = entries.filter((entry) => entry.from < from);
  const kept = earlier.map((entry) => (entry.to !== null && entry.to >= from ? { ...entry, to: null } : entry));
  const source = { document: 'hub rules preview', title: 'not approved' };
  try {
    return parsePapers(name, [...kept, { from, value, source }]);
  } catch (error) {
    throw error instanceof RefusalOfRules ? new Refusal(error.message) : error;
  }
}

const columns: readonly [title: string, of: (effect: RuleEffect) => string | number][] = [
  ['newly eligible', (effect) => effect.newlyEligible],
  ['no longer', (effect) => effect.noLongerEligible],
  ['more', (effect) => effect.amountUp],
  ['less', (effect) => effect.amountDown],
  ['settled', (effect) => effect.unknownSettled],
  ['newly unknown', (effect) => effect.newlyUnknown],
  ['change, yuan', (effect) => (effect.changeFen / 100).toFixed(2)],
  ['settled, yuan', (effect) => (effect.settledFen / 100).toFixed(2)],
];

function linesOf({ persons, organizations, rules, effects }: Effect): string[] {
  if (rules.length === 0) return ['nobody: no rule about persons or organizations on record is concerned'];
  const compared = `${persons} persons and ${organizations} organizations compared by ${rules.join(', ')}`;
  if (effects.length === 0) return [compared, 'nobody gains and nobody loses'];
  const width = Math.max(...effects.map(({ rule }) => rule.length));
  const cell = (text: string | number, [title]: (typeof columns)[number]) => String(text).padStart(title.length + 2);
  const head = ''.padEnd(width) + columns.map((column) => cell(column[0], column)).join('');
  const rows = effects.map(
    (effect) => effect.rule.padEnd(width) + columns.map((column) => cell(column[1](effect), column)).join(''),
  );
  return [compared, head, ...rows];
}

interface Options {
  wishes: Wish[];
  proposal: string | undefined;
  reading: string | undefined;
  rule: string | undefined;
  on: string | undefined;
}

function readOptions(args: string[]): Options {
  const string = { type: 'string' } as const;
  let values;
  try {
    ({ values } = parseArgs({
      args,
      options: {
        parameter: { ...string, multiple: true },
        proposal: string,
        reading: string,
        rule: string,
        on: string,
      },
    }));
  } catch {
    throw new Refusal(usage);
  }
  const { parameter = [], proposal, reading, rule, on } = values;
  const asked = [parameter.length > 0, proposal !== undefined, reading !== undefined, rule !== undefined];
  if (asked.filter(Boolean).length !== 1) throw new Refusal(usage);
  if (on !== undefined && parseDay(on) === null) throw new Refusal('--on must be a day that exists, YYYY-MM-DD');
  if (rule !== undefined && !ruleById(rule)) throw new Refusal(`there is no rule ${rule}; see: hub rules list`);
  return { wishes: parameter.map(readWish), proposal, reading, rule, on };
}

function readChoice(text: string): ReadingChoices {
  const [id = '', choice = ''] = text.split('=');
  const known: Readonly<Record<string, { readonly choices: readonly string[] }>> = readings;
  const choices = Object.hasOwn(known, id) ? known[id]!.choices : null;
  if (!choices) throw new Refusal(`there is no reading ${id}; there are ${Object.keys(known).join(', ')}`);
  if (!choices.includes(choice)) throw new Refusal(`reading ${id} can be ${choices.join(' or ')}`);
  return { [id]: choice };
}

function readWish(text: string): Wish {
  const [, name = '', value = '', from = ''] = /^(\w+)=(.+)@([\d-]+)$/s.exec(text) ?? [];
  try {
    return { name, value: JSON.parse(value) as unknown, from };
  } catch {
    throw new Refusal('--parameter must be NAME=VALUE@FROM, the value as JSON, such as startupAgeMonths=36@2016-01-01');
  }
}

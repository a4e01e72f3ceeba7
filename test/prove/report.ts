/** What was proved of the rules, in figures: a section of test/PROOF.md. */
import type { Timed } from './killer.js';
import type { Mutant } from './mutants.js';

export interface Verdict {
  mutant: Mutant;
  /** What stands there, and what would. */
  code: string;
  /** A test, `timeout`, or null: it survived. */
  killedBy: string | null;
}

export interface Proof {
  /** Of every how many mutants one was tried. */
  every: number;
  verdicts: readonly Verdict[];
  apart: readonly Mutant[];
  /** How many of those drawn cannot change what anybody sees. */
  equivalent: number;
  tests: readonly Timed[];
  leftOut: readonly Timed[];
  /** When, and on which commit. */
  stand: string;
  minutes: number;
}

export function proofOf({ every, verdicts, apart, equivalent, tests, leftOut, stand, minutes }: Proof): string {
  const files = countsBy(verdicts, ({ mutant }) => mutant.file);
  const kinds = countsBy(verdicts, ({ mutant }) => mutant.kind);
  const timeouts = verdicts.filter(({ killedBy }) => killedBy === 'timeout').length;
  const count = (kind: string) => apart.filter((mutant) => mutant.kind === kind).length;
  const total = countsBy(verdicts, () => 'all').get('all');
  const lines = [
    '## The tests of the rules see a fault',
    '',
    `${stand}, ${minutes} minutes of CPU time.`,
    '',
    `Each small fault (a comparison moved, a number one up or down, a condition, call or branch left out) was written into \`rules/\`, one at a time, and the real tests of \`test/rules/\` were run${every === 1 ? '' : `; **one of every ${every} faults was tried**, the whole is \`npm run prove\`. What a sample showed has been closed by tests since, so another sample would say a little less`}.`,
    '',
    `**${total ? shown(total) : 'none tried'}**; ${timeouts} of the killed hung and were ended. Seen but not judged: ${count('words')} in words for readers, names, units and example values, ${count('citation')} in citations, and ${equivalent} of those drawn that cannot change what anybody sees: \`test/prove/equivalent.ts\` gives the reason of each.`,
    '',
    `Tests used, quickest first: ${listed(tests)}.${leftOut.length > 0 ? ` Left out as too slow, so that the figure is a lower bound: ${listed(leftOut)}.` : ''}`,
    '',
    ...survivors(verdicts),
    '| kind | killed |',
    '|---|---|',
    ...rows(kinds),
    '',
    '| file | killed |',
    '|---|---|',
    ...rows(files),
    '',
  ];
  return lines.join('\n');
}

/** What nobody saw, a line each, where they are few enough to be read. */
function survivors(verdicts: readonly Verdict[]): string[] {
  const left = verdicts.filter(({ killedBy }) => killedBy === null);
  if (left.length === 0 || left.length > MOST_SHOWN) return [];
  return [
    'Not seen:',
    '',
    ...left.map(({ mutant, code }) => `- ${mutant.file}:${mutant.line} \`${code.replaceAll('`', "'").slice(0, 140)}\``),
    '',
  ];
}

const MOST_SHOWN = 100;

interface Count {
  killed: number;
  of: number;
}

function countsBy(verdicts: readonly Verdict[], groupOf: (verdict: Verdict) => string): Map<string, Count> {
  const counts = new Map<string, Count>();
  for (const verdict of verdicts) {
    const count = counts.get(groupOf(verdict)) ?? { killed: 0, of: 0 };
    counts.set(groupOf(verdict), { killed: count.killed + (verdict.killedBy === null ? 0 : 1), of: count.of + 1 });
  }
  return counts;
}

const shown = ({ killed, of }: Count) => `${killed} of ${of} killed, ${((100 * killed) / of).toFixed(1)} %`;
const rows = (counts: Map<string, Count>) =>
  [...counts].sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, count]) => `| ${name} | ${shown(count)} |`);
const listed = (tests: readonly Timed[]) =>
  tests.map(({ file, ms }) => `${file.slice('test/rules/'.length)} ${(ms / 1000).toFixed(1)} s`).join(', ');

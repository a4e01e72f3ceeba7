/** Writes every small fault into rules/ in turn and runs their tests; test/PROOF.md says how many were seen. */
import { createHash } from 'node:crypto';
import { appendFileSync, existsSync, globSync, mkdirSync, readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { isEquivalent } from './equivalent.js';
import type { Timed } from './killer.js';
import { keyOf, mutantsOf, mutated } from './mutants.js';
import type { Mutant } from './mutants.js';
import { stand as standOf, writeSection } from './proof-file.js';
import { proofOf } from './report.js';
import type { Verdict } from './report.js';
import { Tester } from './tester.js';

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    /** One of every so many mutants. */
    every: { type: 'string', default: '1' },
    /** Processes at a time. */
    workers: { type: 'string', default: '2' },
    /** Test files that take longer are left out. */
    'most-ms': { type: 'string', default: '5000' },
  },
});
const every = Number(options.every);

const files = globSync('rules/**/*.ts').sort();
const sources = new Map(files.map((file) => [file, readFileSync(file, 'utf8')]));
const wanted = (file: string) => positionals.length === 0 || positionals.some((path) => file.startsWith(path));
const mutants = files.filter(wanted).flatMap((file) => mutantsOf(file, sources.get(file)!));
const isApart = ({ kind }: Mutant) => kind === 'words' || kind === 'citation';
const sample = mutants.filter((mutant) => !isApart(mutant)).filter((_, i) => i % every === 0);
const judged = sample.filter((mutant) => !isEquivalent(mutant, sources.get(mutant.file)!));

// What is known of a mutant holds as long as no source and no test has changed.
const stand = createHash('sha256');
for (const file of [...files, ...globSync('test/rules/**/*.{ts,json}').sort()]) stand.update(readFileSync(file));
const folder = 'node_modules/.cache/prove';
const journal = `${folder}/${stand.digest('hex').slice(0, 16)}.jsonl`;
mkdirSync(folder, { recursive: true });
interface Line {
  key: string;
  killedBy: string | null;
  ms: number;
}
const lines = existsSync(journal) ? readFileSync(journal, 'utf8').trim().split('\n').filter(Boolean) : [];
const known = new Map(lines.map((line) => JSON.parse(line) as Line).map((line) => [line.key, line]));

const first = new Tester();
const measured = await first.measure('rules/civil-date.ts');
const [tests, leftOut] = [true, false].map((quick) =>
  measured.filter(({ ms }) => ms <= Number(options['most-ms']) === quick),
);
say(
  `${judged.length} mutants, ${known.size} known, tests: ${tests!.map(({ file, ms }) => `${file} ${ms} ms`).join(', ')}`,
);

const open = judged.filter((mutant) => !known.has(keyOf(mutant)));
let done = 0;
let shownAt = Date.now();
/** The test file that killed the last mutant of a source is asked first, then those that kill most in their time. */
const lastKillers = new Map<string, string>();
const kills = new Map<string, number>();
const killerOf = (killedBy: string) => killedBy.split(':')[0]!;
const countKill = (killer: string) => kills.set(killer, (kills.get(killer) ?? 0) + 1);
for (const { killedBy } of known.values()) if (killedBy !== null) countKill(killerOf(killedBy));
const worth = ({ file, ms }: Timed) => ((kills.get(file) ?? 0) + 1) / ms;
const workers = Array.from({ length: Number(options.workers) }, async (_, n) => {
  const tester = n === 0 ? first : new Tester();
  for (let mutant = open.shift(); mutant; mutant = open.shift()) {
    const { file } = mutant;
    const last = lastKillers.get(file);
    const order = tests!.toSorted((a, b) => Number(b.file === last) - Number(a.file === last) || worth(b) - worth(a));
    const { ended, killedBy } = await tester.kill(file, mutated(sources.get(file)!, mutant), order);
    if (killedBy !== null) {
      lastKillers.set(file, killerOf(killedBy));
      countKill(killerOf(killedBy));
    }
    const line: Line = { key: keyOf(mutant), killedBy, ms: ended.reduce((sum, { ms }) => sum + ms, 0) };
    known.set(line.key, line);
    appendFileSync(journal, `${JSON.stringify(line)}\n`);
    done++;
    if (killedBy === null) say(`survived ${file}:${mutant.line} ${faultOf(mutant)}`);
    if (Date.now() - shownAt < 10_000) continue;
    shownAt = Date.now();
    say(`${done} done, ${open.length} to go`);
  }
  await tester.sound(tests!);
  await tester.close();
});
await Promise.all(workers);

const verdicts: Verdict[] = judged.map((mutant) => ({
  mutant,
  code: faultOf(mutant),
  killedBy: known.get(keyOf(mutant))!.killedBy,
}));
const text = proofOf({
  every,
  verdicts,
  apart: mutants.filter(isApart),
  equivalent: sample.length - judged.length,
  tests: tests!,
  leftOut: leftOut!,
  stand: standOf('rules', 'test/rules'),
  minutes: Math.round(judged.reduce((sum, mutant) => sum + known.get(keyOf(mutant))!.ms, 0) / 60_000),
});
if (positionals.length === 0) writeSection(text);
say(text);

function faultOf({ file, start, end, replacement }: Mutant): string {
  return `${sources.get(file)!.slice(start, end)} → ${replacement || 'nothing'}`.replaceAll(/\s+/g, ' ');
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

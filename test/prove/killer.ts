/** A child process with one vitest that stays: it runs the real tests of the rules on one mutant after another. */
import { resolve } from 'node:path';
import { createVitest } from 'vitest/node';
import type { TestSpecification } from 'vitest/node';

/** A test file and the CPU time that it takes when nothing is wrong: the clock of a busy machine says little. */
export interface Timed {
  file: string;
  ms: number;
}
/** `mutant` null: the sources as they are. */
export interface Order {
  mutant: { file: string; code: string } | null;
  tests: Timed[];
}
export interface Ended {
  ended: Timed[];
  /** A test, `timeout`, or null: all tests pass. After a timeout this process is of no more use. */
  killedBy: string | null;
}
export type Word = { ready: string[] } | Ended;

/** A mutant hangs when a test file takes this many times its sound time, and some seconds. */
const patience = 4;
const leastPatienceMs = 4000;

/** Of these files the mutant is not seen: they read the sources or the bundle from the disk. */
const blind = ['test/rules/pure.test.ts', 'test/rules/bundle.test.ts', 'test/rules/same-bytes.test.ts'];

class InOrder {
  sort(files: TestSpecification[]): TestSpecification[] {
    return files.toSorted((a, b) => placeOf(a) - placeOf(b));
  }
  shard(files: TestSpecification[]): TestSpecification[] {
    return files;
  }
}

let mutant: Order['mutant'] = null;
let order: string[] = [];
const placeOf = ({ moduleId }: TestSpecification) => order.indexOf(moduleId.slice(process.cwd().length + 1));

const vitest = await createVitest(
  'test',
  {
    config: false,
    watch: false,
    include: ['test/rules/**/*.test.ts'],
    exclude: blind,
    reporters: [{}],
    // One thread loads the rules once for all test files of a run, in the order that is asked for, up to the first failure.
    pool: 'threads',
    maxWorkers: 1,
    isolate: false,
    sequence: { sequencer: InOrder },
    bail: 1,
    testTimeout: 600_000,
    fsModuleCache: false,
  },
  {
    plugins: [
      {
        name: 'mutant',
        enforce: 'pre',
        transform: (_code, id) => (mutant !== null && id === resolve(mutant.file) ? mutant.code : null),
      },
    ],
  },
);
const specifications = await vitest.globTestSpecifications();
const nameOf = ({ moduleId }: TestSpecification) => moduleId.slice(process.cwd().length + 1);

async function run({ mutant: next, tests }: Order): Promise<void> {
  for (const changed of [mutant, next]) if (changed !== null) vitest.invalidateFile(resolve(changed.file));
  mutant = next;
  const ended: Timed[] = [];
  let killedBy: string | null = null;
  // On the sound sources each file is measured by itself.
  for (const group of next === null ? tests.map((test) => [test]) : [tests]) {
    const before = process.cpuUsage();
    const spent = () => {
      const { user, system } = process.cpuUsage(before);
      return Math.round((user + system) / 1000);
    };
    const limit = leastPatienceMs + patience * group.reduce((sum, { ms }) => sum + ms, 0);
    // The tests run in a thread of their own, so this one can still look.
    const watch = setInterval(() => {
      if (spent() > limit) say({ ended, killedBy: 'timeout' });
    }, 250);
    order = group.map(({ file }) => file);
    killedBy = await failureIn(specifications.filter((one) => placeOf(one) >= 0));
    clearInterval(watch);
    ended.push({ file: order.join(), ms: spent() });
    if (killedBy !== null) break;
  }
  say({ ended, killedBy });
}

async function failureIn(files: TestSpecification[]): Promise<string | null> {
  const { testModules, unhandledErrors } = await vitest.runTestSpecifications(files, false);
  // vitest also hands out what it remembers of earlier runs.
  const ran = new Set(files.map(({ moduleId }) => moduleId));
  for (const module of testModules) {
    if (module.ok() || !ran.has(module.moduleId)) continue;
    const [failed] = module.children.allTests('failed');
    return `${module.relativeModuleId}: ${failed?.fullName ?? module.errors()[0]?.message ?? 'does not load'}`;
  }
  return unhandledErrors.length > 0 ? 'an error outside of any test' : null;
}

const say = (word: Word) => process.send?.(word);
process.on('message', (order: Order) => void run(order));
process.on('disconnect', () => process.exit());
say({ ready: specifications.map(nameOf) });

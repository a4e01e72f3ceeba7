/** Hands mutants to a killer; one that hangs is ended, and the next mutant gets a new one. */
import { fork } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import type { Ended, Order, Timed, Word } from './killer.js';

/** A sound run of a test file may take this many times its measured time before the mutant counts as hanging. */
const patience = 4;
const leastPatienceMs = 6000;
const patient = () => 600_000;

export class Tester {
  private child: ChildProcess | null = null;
  private files: string[] = [];

  /** Every test file with its time on the sound sources, the quickest first. A source without content must be seen on the way. */
  async measure(source: string): Promise<Timed[]> {
    await this.start();
    if (
      (await this.run({ mutant: { file: source, code: 'export {};' }, tests: this.files }, patient)).killedBy === null
    )
      throw new Error(`没有测试发现 ${source} 被清空 / no test sees that ${source} is empty`);
    return (await this.sound(this.files)).sort((a, b) => a.ms - b.ms);
  }

  /** The times on the sources as they are; refused when a test fails on them: then it would seem to kill every mutant. */
  async sound(tests: string[]): Promise<Timed[]> {
    const { ended, killedBy } = await this.run({ mutant: null, tests }, patient);
    if (killedBy !== null) throw new Error(`规则测试本身未通过 / the tests of the rules fail as they are: ${killedBy}`);
    return ended;
  }

  /** What killed the mutant: a test, `timeout`, or nothing. */
  async kill(file: string, code: string, tests: readonly Timed[]): Promise<string | null> {
    const limits = new Map(tests.map((test) => [test.file, leastPatienceMs + patience * test.ms]));
    const order = { mutant: { file, code }, tests: tests.map((test) => test.file) };
    return (await this.run(order, (test) => limits.get(test) ?? leastPatienceMs)).killedBy;
  }

  async close(): Promise<void> {
    const { child } = this;
    this.child = null;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    child.kill('SIGKILL');
    await once(child, 'exit');
  }

  private async start(): Promise<ChildProcess> {
    if (this.child) return this.child;
    const child = fork(new URL('killer.js', import.meta.url), {
      execArgv: [],
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    });
    this.child = child;
    const [word] = (await once(child, 'message')) as [Word];
    if ('ready' in word) this.files = word.ready;
    return child;
  }

  private async run(order: Order, limitOf: (test: string) => number): Promise<Ended> {
    const child = await this.start();
    let timer: NodeJS.Timeout | undefined;
    const ended = await new Promise<Ended>((settle) => {
      const hangs = () => settle({ ended: [], killedBy: 'timeout' });
      child.removeAllListeners().on('exit', hangs);
      child.on('message', (word: Word) => {
        if ('ended' in word) settle(word);
        if ('begins' in word) {
          clearTimeout(timer);
          timer = setTimeout(hangs, limitOf(word.begins));
        }
      });
      child.send(order);
    });
    clearTimeout(timer);
    if (ended.killedBy === 'timeout') await this.close();
    return ended;
  }
}

/** Hands mutants to a killer; after one that hangs the next gets a new killer. */
import { fork } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import type { Ended, Order, Timed, Word } from './killer.js';

const patientMs = 150_000;

export class Tester {
  private child: ChildProcess | null = null;
  private files: string[] = [];

  /** Every test file with its time on the sound sources, the quickest first. A source without content must be seen on the way. */
  async measure(source: string): Promise<Timed[]> {
    await this.start();
    const tests = this.files.map((file) => ({ file, ms: patientMs }));
    if ((await this.run({ mutant: { file: source, code: 'export {};' }, tests })).killedBy === null)
      throw new Error(`没有测试发现 ${source} 被清空 / no test sees that ${source} is empty`);
    return (await this.sound(tests)).sort((a, b) => a.ms - b.ms);
  }

  /** The times on the sources as they are; refused when a test fails on them: then it would seem to kill every mutant. */
  async sound(tests: Timed[]): Promise<Timed[]> {
    const { ended, killedBy } = await this.run({ mutant: null, tests });
    if (killedBy !== null) throw new Error(`规则测试本身未通过 / the tests of the rules fail as they are: ${killedBy}`);
    return ended;
  }

  /** What killed the mutant: a test, `timeout`, or nothing. */
  async kill(file: string, code: string, tests: Timed[]): Promise<Ended> {
    return this.run({ mutant: { file, code }, tests });
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

  private async run(order: Order): Promise<Ended> {
    const child = await this.start();
    const ended = await new Promise<Ended>((settle) => {
      child.removeAllListeners();
      // Ended from outside, or out of memory by the mutant.
      child.on('exit', () => settle({ ended: [], killedBy: 'timeout' }));
      child.on('message', (word: Ended) => settle(word));
      child.send(order);
    });
    if (ended.killedBy === 'timeout') await this.close();
    return ended;
  }
}

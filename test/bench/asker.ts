/** Starts the process that asks. */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import type { Answered, Round } from './ask-many.js';

export interface Asker {
  ask(round: Round): Promise<Answered>;
  close(): void;
}

export async function startAsker(): Promise<Asker> {
  const child = fork(new URL('ask-many.js', import.meta.url), { execArgv: [] });
  await once(child, 'message');
  return {
    async ask(round) {
      child.send(round);
      const [answer] = (await once(child, 'message')) as [Answered | { error: string }];
      if ('error' in answer) throw new Error(answer.error);
      return answer;
    },
    close: () => child.disconnect(),
  };
}

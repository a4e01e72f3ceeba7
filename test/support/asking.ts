/** Starts the processes that ask, so that asking takes no time from answering. */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import type { Asked, Round } from './ask-on.js';

export interface Asking {
  ask(round: Round): Promise<Asked>;
  close(): void;
}

/** Built by `npm test` before it runs. */
export async function startAsking(): Promise<Asking> {
  const child = fork('dist/test/support/ask-on.js', { execArgv: [] });
  await once(child, 'message');
  return {
    async ask(round) {
      child.send(round);
      const [answer] = (await once(child, 'message')) as [Asked | { error: string }];
      if ('error' in answer) throw new Error(answer.error);
      return answer;
    },
    close: () => child.disconnect(),
  };
}

/** A process of its own that asks, so that asking takes no time from answering. */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { setPriority } from 'node:os';

export interface AskingProcess<Round, Answered> {
  ask(round: Round): Promise<Answered>;
  close(): void;
}

/** Starts a program that ends with {@link answerBy}; `niceness` as the system counts it, 19 gives way to everybody. */
export async function startAskingProcess<Round extends object, Answered extends object>(
  program: string | URL,
  niceness = 0,
): Promise<AskingProcess<Round, Answered>> {
  const child = fork(program, { execArgv: [] });
  if (niceness > 0) setPriority(child.pid!, niceness);
  // Whoever waits for a process that has ended would wait for ever.
  const ended = once(child, 'exit').then(([code, signal]) => {
    throw new Error(`${String(program)} ended by itself: ${String(code ?? signal)}`);
  });
  ended.catch(() => undefined); // Heard by whoever asks.
  await Promise.race([once(child, 'message'), ended]);
  return {
    async ask(round) {
      child.send(round);
      const [answer] = (await Promise.race([once(child, 'message'), ended])) as [Answered | { error: string }];
      if ('error' in answer) throw new Error(answer.error);
      return answer;
    },
    close: () => child.disconnect(),
  };
}

/** The other end: asks what it is told to, one round after the other. */
export function answerBy<Round, Answered>(ask: (round: Round) => Promise<Answered>): void {
  process.on('message', (round: Round) => {
    void ask(round).then(
      (answered) => process.send?.(answered),
      (error: Error) => process.send?.({ error: error.message }),
    );
  });
  process.send?.('ready');
}

/** When a process of the hub should end: told by a signal, or because its supervisor vanished. */
export function endOfProcess(): AbortSignal {
  const ended = new AbortController();
  if (process.connected) {
    // A Ctrl-C in the terminal reaches the whole group; the supervisor ends us in its own order.
    process.on('SIGINT', () => {});
    process.once('disconnect', () => ended.abort());
  } else {
    process.once('SIGINT', () => ended.abort());
  }
  process.once('SIGTERM', () => ended.abort());
  // Whatever still hangs by then, a lost connection above all, must not keep the process.
  ended.signal.addEventListener('abort', () => setTimeout(() => process.exit(1), 9000).unref());
  return ended.signal;
}

export async function untilAborted(signal: AbortSignal): Promise<void> {
  if (!signal.aborted) await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }));
}

/** Tells the supervisor, if there is one, that we are up. */
export function announceReady(detail: object = {}): void {
  process.send?.({ ready: true, ...detail });
}

/** One log for a process: lines of JSON on standard error, without personal data and secrets. */
import { pino } from 'pino';
import type { Logger } from 'pino';

/** What waits in memory while the log cannot be written; lines beyond it are lost, and counted. */
const mostWaiting = 1 << 20;

export function openLog(name: string): Logger {
  const log: Logger = pino(
    {
      name,
      level: process.env['LOG_LEVEL'] ?? 'info',
      redact: ['password', 'secret', 'token', 'authorization', 'idNumber', 'name.value'],
    },
    {
      write: outlivingFullDisks((told) => log.warn(told, 'the log could not be written: make room for standard error')),
    },
  );
  return log;
}

/** A full disk under the log must not end the process. pino's own bound (`maxLength`) would never try again once it was reached. */
function outlivingFullDisks(tell: (told: { failures: number; lost: number }) => void): (line: string) => void {
  const destination = pino.destination({ dest: 2, sync: true });
  let [failures, lost, waiting] = [0, 0, 0];
  destination.on('error', () => failures++);
  return (line) => {
    const before = failures;
    // What waits is tried again with each line, also with one that finds no room beside it.
    if (waiting > mostWaiting) destination.write('');
    if (failures > before) {
      lost++;
      return;
    }
    destination.write(line);
    if (failures > before) waiting += line.length;
    else if (failures > 0) {
      const told = { failures, lost };
      [failures, lost, waiting] = [0, 0, 0];
      tell(told);
    }
  };
}

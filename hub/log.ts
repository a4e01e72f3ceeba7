/** One log for a process: lines of JSON on standard error, without personal data and secrets. */
import { pino } from 'pino';
import type { Logger } from 'pino';

export function openLog(name: string): Logger {
  return pino(
    {
      name,
      level: process.env['LOG_LEVEL'] ?? 'info',
      redact: ['password', 'secret', 'token', 'authorization', 'idNumber', 'name.value'],
    },
    pino.destination({ dest: 2, sync: true }),
  );
}

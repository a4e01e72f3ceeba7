/** Whether this node may serve: its clock must be the database's, for tokens, proofs and deadlines are judged by it. */
import type { FastifyInstance } from 'fastify';
import type { Logger } from 'pino';
import { readDatabaseClock } from '../schema/clock/clock.reads.js';
import type { Database } from '../schema/database.js';
import { HubError } from './errors.js';

const mostOffMs = 60_000;
const lookAgainMs = 30_000;

export interface HealthParts {
  database: Database;
  machineClock: () => Date;
  log: Logger;
}

/** Throws when the clock is wrong already; gives the routes, and a gate before all others. */
export async function openHealth({
  database,
  machineClock,
  log,
}: HealthParts): Promise<(app: FastifyInstance) => void> {
  let offBySeconds = await measure();
  if (offBySeconds !== 0) throw new Error(wrongClock(offBySeconds));

  /** How far the machine is ahead of the database; 0 when nobody has to mind. */
  async function measure(): Promise<number> {
    const before = machineClock().getTime();
    const theirs = (await readDatabaseClock(database.pool)).getTime();
    const after = machineClock().getTime();
    const off = before > theirs ? before - theirs : Math.min(0, after - theirs);
    return Math.abs(off) > mostOffMs ? Math.round(off / 1000) : 0;
  }

  async function look(): Promise<void> {
    // A database that does not answer is seen by whoever asks it.
    const measured = await measure().catch(() => offBySeconds);
    if (measured !== 0 && offBySeconds === 0)
      log.error({ offBySeconds: measured }, 'the clock is wrong: nothing is served');
    offBySeconds = measured;
  }

  return (app) => {
    const timer = setInterval(() => void look(), lookAgainMs).unref();
    app.addHook('onClose', async () => clearInterval(timer));
    app.addHook('onRequest', (request, _reply, done) => {
      if (offBySeconds === 0 || request.url === '/healthz' || request.url === '/readyz') return done();
      const refused = new HubError('SOURCE_UNAVAILABLE', '本节点时钟不准，暂停服务', wrongClock(offBySeconds));
      done(Object.assign(refused, { statusCode: 503 }));
    });
    app.get('/healthz', async () => ({ status: 'ok' }));
    app.get('/readyz', async (_request, reply) => {
      await look();
      const migrated = await database.orm.migrator.getPending().then(
        (pending) => pending.length === 0,
        () => false,
      );
      const fault = offBySeconds === 0 ? null : wrongClock(offBySeconds);
      if (migrated && fault === null) return { status: 'ready' };
      return reply.code(503).send({ status: fault ?? 'the database does not answer or lacks migrations' });
    });
  };
}

function wrongClock(offBySeconds: number): string {
  const how = offBySeconds > 0 ? 'ahead of' : 'behind';
  return `the clock of this machine is ${Math.abs(offBySeconds)} s ${how} the database's: set both by NTP`;
}

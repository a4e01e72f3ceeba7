/** How a run goes on, told as it happens. */
import { Arg, ID, Resolver, Root, Subscription } from 'type-graphql';
import { type AskedRun, readSyncRun } from '../../schema/sync-run/sync-run.reads.js';
import { SyncRun } from '../../schema/sync-run/sync-run.type.js';
import type { Context } from '../context.js';
import { isUuid } from '../page-of.js';
import { noRun } from '../run-requests.js';

@Resolver()
export class RunProgressResolver {
  @Subscription(() => SyncRun, {
    description:
      '一个同步任务的进展：先是现状，再是每次变动（每秒至多两次），最后是结束时的状态，随即结束。经 graphql-transport-ws 在 /graphql 订阅。How a run goes on: as it stands, then as it moves (twice a second at most), and last as it ended; then it is over. Over graphql-transport-ws at /graphql.',
    subscribe: async ({ args, context }) => {
      const { id } = args as { id: string };
      const { database, runProgress } = context as Context;
      if (!isUuid(id) || !(await readSyncRun(database.pool, id))) throw noRun();
      return runProgress.follow(id);
    },
  })
  syncRunProgress(
    @Root() run: AskedRun,
    @Arg('id', () => ID, { description: '任务编号。Id of the run.' }) _id: string,
  ): AskedRun {
    return run;
  }
}

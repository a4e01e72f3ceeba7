/** Walks a list of public posts from its first page to its very end while a writer changes them: each post once, and no page dearer than another. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { NoticeStanding } from '../../rules/recruitment/public-record.js';
import type { BenchHub } from '../bench/open-hub.js';
import { postsOfNotice, standingOf } from '../bench/open-posts.js';
import { median } from '../bench/pairs.js';
import type { Sentence } from '../bench/recruitment.bench.js';
import { tell } from '../support/told-notices.js';

const first = 100;
const query = `query ($after: String) { recruitmentPosts(first: ${first}, after: $after) {
  edges { node { id } } pageInfo { endCursor hasNextPage } } }`;
interface Page {
  edges: { node: { id: string } }[];
  pageInfo: { endCursor: string; hasNextPage: boolean };
}

export async function walkAllPages(hub: BenchHub, posts: number): Promise<Sentence> {
  const { rows } = await hub.database.pool.query<{ id: string }>(
    `select record_id as id from open_record where record_kind = 'post'`,
  );
  const wanted = new Set(rows.map(({ id }) => id));
  const writer = openWriter(hub, posts / postsOfNotice);
  const seen = new Set<string>();
  const times: number[] = [];
  let twice = 0;
  for (let after: string | null = null, isMore = true; isMore;) {
    const began = performance.now();
    const { data, text } = await hub.ask(query, { variables: { after } });
    times.push(performance.now() - began);
    const page = (data as { recruitmentPosts: Page } | null)?.recruitmentPosts;
    if (!page) throw new Error(text);
    for (const { node } of page.edges) {
      if (seen.has(node.id)) twice++;
      seen.add(node.id);
    }
    after = page.pageInfo.endCursor;
    isMore = page.pageInfo.hasNextPage;
  }
  const { withdrawn, counts } = await writer.stop();
  for (const id of withdrawn) wanted.delete(id);
  const lost = [...wanted].filter((id) => !seen.has(id)).length;
  if (lost > 0 || twice > 0) throw new Error(`${lost} posts were lost on the way and ${twice} came twice`);
  const tenth = Math.max(1, Math.floor(times.length / 10));
  const [early, late] = [times.slice(0, tenth), times.slice(-tenth)].map(median);
  return {
    name: 'from the first page to the end',
    says: `${times.length.toLocaleString('en')} pages of ${first} while a writer amended ${counts.amended}, withdrew ${counts.withdrawn} and published ${counts.published} notices of ${postsOfNotice} posts: none lost, none twice; a page took ${early!.toFixed(1)} ms in the first tenth and ${late!.toFixed(1)} ms in the last`,
  };
}

/** Changes one notice after the other, anywhere in the list, until it is stopped. */
function openWriter({ database: { pool }, clock }: BenchHub, notices: number) {
  const until = clock();
  const withdrawn: string[] = [];
  const counts = { amended: 0, withdrawn: 0, published: 0 };
  const stopped = new AbortController();
  async function work(): Promise<void> {
    for (let n = 0; n < notices && !stopped.signal.aborted; n++) {
      // Leaps through all notices, so that none is changed a second time.
      const notice = standingOf((n * 7919) % notices, notices, until);
      if (n % 3 === 0) {
        await tell(pool, notice, amended(notice, clock()));
        counts.amended++;
      } else if (n % 3 === 1) {
        await tell(pool, notice, null, { reason: 'plan_changed' });
        withdrawn.push(...Object.values(notice.postIds));
        counts.withdrawn++;
      } else {
        await tell(pool, null, standingOf(notices + n, notices, until));
        counts.published++;
      }
      await sleep(20);
    }
  }
  const working = work();
  return {
    async stop() {
      stopped.abort();
      await working;
      return { withdrawn, counts };
    },
  };
}

function amended(notice: NoticeStanding, now: Date): NoticeStanding {
  const content = { ...notice.content, title: `${notice.content.title}（更正）` };
  return { ...notice, version: 2, content, amendedAt: now.toISOString(), amendReason: '更正标题' };
}

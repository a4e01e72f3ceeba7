/** Looks whether the bureaus' own pages say what was published (第11条: the notice stands on the bureau's website). Every hour for each. */
import { hash } from 'node:crypto';
import type { ConnectorContext } from '../connectors/connector.js';
import type { Database } from '../schema/database.js';
import { readOfficialPagesDue, readOfficialText } from '../schema/notice/official-page.reads.js';
import type { OfficialPage } from '../schema/notice/official-page.reads.js';
import { writeOfficialVerdict } from '../schema/notice/official-page.writes.js';
import type { OfficialVerdict } from '../schema/notice/official-page.writes.js';
import { fetchPage } from './fetch-page.js';
import type { FetchLimits, Page, PageFault } from './fetch-page.js';
import { decodePage, stripped, visibleText } from './page-text.js';
import type { CheckTarget } from './webhook-target.js';

export interface OfficialPageDependencies {
  database: Database;
  checkTarget: CheckTarget;
  now: () => Date;
  log: ConnectorContext['log'];
  limits?: FetchLimits;
}

const hourMs = 3_600_000;
/** All on few servers: asked gently. */
const atOnce = 8;
const mostInTurn = 2000;
/** After so long others have their turn; what is left is the first of the next one. */
const turnMs = 60_000;

/** Returns how many pages were looked at. */
export async function checkOfficialPages(
  dependencies: OfficialPageDependencies,
  stopping: AbortSignal,
): Promise<number> {
  const { database, now, log } = dependencies;
  const turnEnds = performance.now() + turnMs;
  const due = await readOfficialPagesDue(database.pool, new Date(now().getTime() - hourMs), mostInTurn);
  let looked = 0;
  const look = async () => {
    for (let page = due.shift(); page && !stopping.aborted && performance.now() < turnEnds; page = due.shift()) {
      try {
        if (await checkOne(dependencies, page, stopping)) looked++;
      } catch (error) {
        // Looked at again in the next turn; one page holds up no other.
        if (!stopping.aborted) log('an official page was not checked', { id: page.id, kind: (error as Error).name });
      }
    }
  };
  await Promise.all(Array.from({ length: atOnce }, look));
  return looked;
}

async function checkOne(
  { database, checkTarget, now, limits }: OfficialPageDependencies,
  page: OfficialPage,
  stopping: AbortSignal,
): Promise<boolean> {
  const text = await readOfficialText(database.pool, page);
  if (text === null) return false;
  const found = await fetchPage(page.officialUrl, checkTarget, stopping, limits);
  await writeOfficialVerdict(database.pool, page, judge(text, found), now());
  return true;
}

/** The text must stand on the page as one passage, whatever stands around it; its SHA-256 tells later what was looked for. */
function judge(text: string, found: Page | { fault: PageFault }): { verdict: OfficialVerdict; detail: object } {
  if ('fault' in found) return { verdict: 'unreachable', detail: { fault: found.fault } };
  const expected = stripped(text);
  const isThere = stripped(visibleText(decodePage(found))).includes(expected);
  return { verdict: isThere ? 'same' : 'differs', detail: { expectedSha256: hash('sha256', expected) } };
}

/** Public posts over the whole path of the API, against statements by hand behind bare Fastify, its own first page, and itself with fewer posts. */
import { isDeepStrictEqual } from 'node:util';
import type { Vault } from '../../schema/vault.js';
import { writeCursor } from '../../api/page-of.js';
import { startAsker } from './asker.js';
import type { Asker } from './asker.js';
import { measureIndex } from './index-memory.js';
import type { OpenNew } from './on-postgres.js';
import { loadOpenPosts, postsOfNotice } from './open-posts.js';
import { openBenchHub } from './open-hub.js';
import type { BenchHub } from './open-hub.js';
import { pair } from './pairs.js';
import type { Pairing } from './pairs.js';
import { changePages, detail, listAsk, lists } from './post-questions.js';
import type { Question } from './post-questions.js';
import { benchPublishing } from './publishing.bench.js';
import { startRival } from './recruitment-rivals.js';
import { everything } from '../../rules/recruitment/post-filter.js';

const seconds = Number(process.env['BENCH_SECONDS'] ?? 3);
/** By hand an answer about a million posts takes seconds: fewer are asked for at once. */
const connectionsFor = (posts: number) => (posts > 200_000 ? 4 : 32);
/** The day of the measurement: its year is in the calendar of working days. */
const until = new Date('2026-03-02T02:00:00Z');
const json = { 'content-type': 'application/json' };

export interface Sentence {
  name: string;
  says: string;
}
export interface Plan {
  /** How many posts, the fewest first. */
  sizes: readonly number[];
  rounds: number;
  /** What else is looked at with the most posts. */
  last?: (hub: BenchHub, posts: number) => Promise<Sentence>;
}
interface Loaded {
  posts: number;
  hub: BenchHub;
}

export async function benchRecruitment(
  openNew: OpenNew,
  vault: Vault,
  { sizes, rounds, last }: Plan,
): Promise<{ pairings: Pairing[]; sentences: Sentence[] }> {
  const pairings: Pairing[] = [];
  const sentences: Sentence[] = [];
  await using ending = new AsyncDisposableStack();
  const asker = ending.adopt(await startAsker(), async (one) => one.close());
  let before: Loaded | null = null;
  for (const posts of sizes) {
    const { database, url } = await openNew(`posts_${posts}`);
    ending.defer(() => database.close());
    const began = performance.now();
    await loadOpenPosts(database, posts, until);
    log(`${shown(posts)} posts stand after ${Math.round((performance.now() - began) / 1000)} s`);
    sentences.push({ name: `posts in memory, ${shown(posts)}`, says: await measureIndex(database) });
    const hub = ending.adopt(await openBenchHub(database, vault, url), (one) => one.close());
    hub.shift(until.getTime() - Date.now());
    const loaded = { posts, hub };
    const measured = await measure(asker, loaded, rounds);
    pairings.push(...measured.pairings);
    sentences.push(...measured.sentences);
    if (before) pairings.push(...(await growth(asker, before, loaded, rounds)));
    before = loaded;
  }
  if (before) {
    pairings.push(...(await benchPublishing(before.hub, before.posts, rounds)));
    if (last) sentences.push(await last(before.hub, before.posts));
  }
  return { pairings, sentences };
}

async function measure(asker: Asker, { posts, hub }: Loaded, rounds: number) {
  const connections = connectionsFor(posts);
  const rival = await startRival(hub.database.pool, hub.clock);
  await mustAgree(hub.url, rival.url);
  const pairings: Pairing[] = [];
  const sentences: Sentence[] = [];
  for (const question of [...lists, detail(posts), ...changePages(posts)]) {
    const isList = lists.includes(question);
    const ours = isList ? 'the whole path; what was counted before is kept until the log moves' : 'the whole path';
    const what = { ours, rival: 'statements by hand behind bare Fastify', unit: 'requests/s' };
    const name = `${question.name}, ${shown(posts)} posts`;
    const [slow, other]: number[][] = [[], []];
    const side = (url: string, asks: Question['ours'], p95: number[]) => async () => {
      const answered = await askAll(asker, url, asks, question.says, connections);
      p95.push(answered.p95Ms);
      return answered.rate;
    };
    const [own, hands] = [side(hub.url, question.ours, slow!), side(rival.url, question.rival, other!)];
    // Both are warm before anything counts.
    await askAll(asker, hub.url, question.ours, question.says, connections);
    await askAll(asker, rival.url, question.rival, question.says, connections);
    pairings.push(await pair({ ...what, name }, rounds, own, hands));
    if (!isList) continue;
    const alone = await askAll(asker, hub.url, question.ours, question.says, 1);
    const aloneRival = await askAll(asker, rival.url, question.rival, question.says, 1);
    sentences.push({
      name: `${name}, 95 % within`,
      says: `${ms(alone.p95Ms)} for one asker, ${ms(Math.max(...slow!))} for ${connections} at once; by hand ${ms(aloneRival.p95Ms)} and ${ms(Math.max(...other!))}`,
    });
  }
  pairings.push(await deepPage(asker, { posts, hub }, rounds));
  await rival.close();
  return { pairings, sentences };
}

/** The page behind nine tenths of all posts, against the first. */
function deepPage(asker: Asker, { posts, hub }: Loaded, rounds: number): Promise<Pairing> {
  const place = Math.floor((posts / postsOfNotice) * (1 + postsOfNotice) * 0.1);
  const page = (after: string | null) => async () =>
    (await askAll(asker, hub.url, [listAsk(everything, after)], '"closesAt"', connectionsFor(posts))).rate;
  return pair(
    {
      name: `page behind 90 % of the list, ${shown(posts)} posts`,
      ours: 'cursor at nine tenths',
      rival: 'our own first page',
      unit: 'requests/s',
    },
    rounds,
    page(writeCursor('posts', String(place))),
    page(null),
  );
}

/** The same questions to ten times as many posts: a ratio of 1 is an answer that costs the same. */
async function growth(asker: Asker, small: Loaded, large: Loaded, rounds: number): Promise<Pairing[]> {
  const pairings: Pairing[] = [];
  const [few, many] = [small, large].map(({ posts }) => [...lists, detail(posts), ...changePages(posts)]);
  for (const [i, question] of many!.entries()) {
    const rate = (hub: BenchHub, asks: Question['ours']) => async () =>
      (await askAll(asker, hub.url, asks, question.says, connectionsFor(large.posts))).rate;
    const name = `growth of ${question.name}, ${shown(small.posts)} → ${shown(large.posts)}`;
    pairings.push(
      await pair(
        { name, ours: 'the larger', rival: 'the smaller', unit: 'requests/s' },
        rounds,
        rate(large.hub, question.ours),
        rate(small.hub, few![i]!.ours),
      ),
    );
  }
  return pairings;
}

function askAll(asker: Asker, origin: string, asks: Question['ours'], says: string, connections: number) {
  return asker.ask({ origin, headers: json, asks, says, connections, seconds });
}

interface ListAnswer {
  totalCount: number;
  edges: { node: { id: string } }[];
  facets: { name: string; values: { value: string; count: number }[] }[];
}

/** The same posts, totals and counts, or the figures say nothing. */
async function mustAgree(ours: string, rival: string): Promise<void> {
  const answer = async (origin: string, { path, body }: Question['ours'][number]) => {
    const response = await fetch(origin + path, { method: 'POST', headers: json, body: body! });
    const said = (await response.json()) as { data?: { posts: ListAnswer }; posts?: ListAnswer };
    const { totalCount, edges, facets } = (said.data ?? said).posts!;
    const plain = (word: string) => word.toLowerCase().replaceAll(/[_-]/g, '');
    const counts = facets.map(({ name, values }) => [
      plain(name),
      values.flatMap(({ value, count }) => (count > 0 ? [[plain(value), count]] : [])),
    ]);
    return { totalCount, ids: edges.map(({ node }) => node.id), counts };
  };
  for (const { name, ours: own, rival: other } of lists) {
    const [one, two] = [await answer(ours, own.at(-1)!), await answer(rival, other.at(-1)!)];
    if (one.totalCount === 0 || !isDeepStrictEqual(one, two))
      throw new Error(`${name}: ${one.totalCount} found here, ${two.totalCount} by hand, or other counts`);
  }
}

const shown = (count: number) => count.toLocaleString('en');
const ms = (value: number) => `${value < 10 ? value.toFixed(1) : Math.round(value).toLocaleString('en')} ms`;
const log = (line: string) => void process.stdout.write(`${line}\n`);

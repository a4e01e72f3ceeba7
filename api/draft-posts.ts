/** The posts of a draft as the posts table takes them in and out: for the firm whose notice it is. */
import { checkNotice } from '../rules/recruitment/check-notice.js';
import type { Dossier } from '../rules/recruitment/dossier.js';
import { Findings } from '../rules/recruitment/findings.js';
import { mostPosts, postShape } from '../rules/recruitment/notice-shape.js';
import { list, take } from '../rules/recruitment/shapes.js';
import { readCircumstances } from '../schema/notice/circumstances.reads.js';
import { saveDraft } from '../schema/notice/draft.writes.js';
import { readNotice } from '../schema/notice/notice.reads.js';
import type { Viewer } from './authenticate.js';
import type { House } from './context.js';
import { isUuid } from './page-of.js';
import type { PostsTableParts } from './posts-table-routes.js';
import { actorOf, mayKnow, noNotice, orRefuse } from './recruitment.js';

type Parts = Required<Pick<PostsTableParts, 'savePosts' | 'loadPosts' | 'checkPosts'>>;

export function draftPosts({ database, clock, codeLists, isDemo }: House): Parts {
  /** Throws NOT_FOUND alike for what is not there and for what is another's. */
  async function own(viewer: Viewer, id: string): Promise<Dossier> {
    const known = isUuid(id) && actorOf(viewer).parties.length > 0 ? await readNotice(database.pool, id) : null;
    if (!known || !mayKnow(viewer)(known.dossier)) throw noNotice();
    return known.dossier;
  }
  const textOf = ({ pending, published }: Dossier) => (pending ?? published)!.content;

  return {
    async savePosts(viewer, id, posts) {
      await own(viewer, id);
      const saved = {
        id,
        change: (content: object) => ({ ...content, posts }),
        amendReason: null,
        revision: null,
        savedBy: viewer.client,
        mayKnow: mayKnow(viewer),
      };
      orRefuse(await saveDraft(database.pool, saved, clock()));
    },

    /** A draft may hold anything: what is no part of a post at all has no cell. */
    async loadPosts(viewer, id) {
      const { posts } = textOf(await own(viewer, id));
      const reading = { codes: await codeLists.current(), findings: new Findings(), texts: [] };
      return (take(list(postShape, 0, mostPosts), posts, 'posts', reading) ?? []).filter((post) => post !== null);
    },

    /** As submitting would find it, but only what is about posts. */
    async checkPosts(viewer, id, posts) {
      const dossier = await own(viewer, id);
      const world = { now: clock(), codes: await codeLists.current(), isDemo };
      const { employer, limits, ...around } = await readCircumstances(database.pool, dossier, world);
      if (!employer) return [];
      const filing = { codes: around.codes, now: around.now, employer, limits: { time: limits, ...around } };
      const { problems } = checkNotice({ ...textOf(dossier), posts }, filing);
      return problems.filter(({ path }) => path.startsWith('posts['));
    },
  };
}

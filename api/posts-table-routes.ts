/** The posts table over HTTP: the template for everybody, a notice's posts out to and in from a workbook for the firm's own people. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { CodeLists } from '../rules/recruitment/codes.js';
import type { PostDraft } from '../rules/recruitment/notice.js';
import { atCells } from '../rules/recruitment/posts-table.js';
import type { Problem } from '../rules/recruitment/problems.js';
import type { TableProblem } from '../rules/recruitment/table-problem.js';
import type { Authenticate, Viewer } from './authenticate.js';
import { HubError } from './errors.js';
import { postsWorkbookTemplate, readPostsWorkbook, writePostsWorkbook } from './posts-workbook.js';
import { mostUploaded } from './unpack-workbook.js';

export interface PostsTableParts {
  authenticate: Authenticate;
  codeLists: () => Promise<CodeLists>;
  /** Replaces the posts of a draft, or throws; it settles whose notice it is and whether it may still change. */
  savePosts: (viewer: Viewer, noticeId: string, posts: PostDraft[]) => Promise<unknown>;
  loadPosts: (viewer: Viewer, noticeId: string) => Promise<readonly PostDraft[]>;
  /** What is wrong with the posts beside their cells. */
  checkPosts?: (viewer: Viewer, noticeId: string, posts: PostDraft[]) => Promise<readonly Problem[]>;
}

const workbook = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
interface OfNotice {
  Params: { id: string };
  Querystring: { dryRun?: string };
}

/** To be registered as a plug-in of its own: bodies and refusals are its own. */
export function postsTableRoutes(app: FastifyInstance, parts: PostsTableParts): void {
  const { authenticate, codeLists, savePosts, loadPosts, checkPosts } = parts;
  const viewers = new WeakMap<FastifyRequest, Viewer>();
  // Before the body is read: who may not send a table is not listened to.
  const onRequest = async (request: FastifyRequest) => void viewers.set(request, firmOnly(await authenticate(request)));

  app.removeAllContentTypeParsers();
  app.addContentTypeParser(workbook, { parseAs: 'buffer', bodyLimit: mostUploaded }, (_request, body, done) =>
    done(null, body),
  );
  app.setErrorHandler((error: Error & { statusCode?: number }) => {
    throw inOwnWords(error);
  });

  let template: Promise<Buffer> | undefined;
  app.get('/recruitment/posts-table.xlsx', async (_request, reply) =>
    download(reply.header('cache-control', 'public, max-age=3600'), await (template ??= postsWorkbookTemplate())),
  );

  app.get<OfNotice>('/recruitment/notices/:id/posts-table.xlsx', { onRequest }, async (request, reply) => {
    const posts = await loadPosts(viewers.get(request)!, request.params.id);
    return download(reply.header('cache-control', 'no-store'), await writePostsWorkbook(posts, await codeLists()));
  });

  app.post<OfNotice>('/recruitment/notices/:id/posts-table', { onRequest }, async (request, reply) => {
    const { id } = request.params;
    const viewer = viewers.get(request)!;
    const isTrial = isDryRun(request.query.dryRun);
    if (!Buffer.isBuffer(request.body) || request.body.length === 0) throw noFile();
    const table = await readPostsWorkbook(request.body, await codeLists());
    const further = (await checkPosts?.(viewer, id, table.posts)) ?? [];
    const problems = [...table.problems, ...atCells(further, table)];
    const saved = !isTrial && !problems.some(({ severity }) => severity === 'error');
    if (saved) await savePosts(viewer, id, table.posts);
    return reply
      .header('cache-control', 'no-store')
      .send({ rows: table.posts.length, posts: table.posts, problems: problems.map(inOneLine), saved });
  });
}

const inOneLine = ({ text, ...problem }: TableProblem) => ({ ...problem, message: `${text.zh} / ${text.en}` });

function download(reply: FastifyReply, bytes: Buffer): FastifyReply {
  return reply
    .type(workbook)
    .header(
      'content-disposition',
      `attachment; filename="posts-table.xlsx"; filename*=UTF-8''${encodeURIComponent('岗位表.xlsx')}`,
    )
    .send(bytes);
}

function firmOnly(viewer: Viewer): Viewer {
  if (viewer.audience === 'public')
    throw new HubError('UNAUTHENTICATED', '请用单位账号登录后操作', 'sign in with an account of the firm');
  if (viewer.audience !== 'employer')
    throw new HubError(
      'FORBIDDEN',
      '只有招聘单位可以上传和下载自己的岗位表',
      'only the firm itself handles its posts table',
    );
  return viewer;
}

function isDryRun(given: unknown): boolean {
  if (given === undefined || given === 'false') return false;
  if (given === 'true') return true;
  throw new HubError('BAD_INPUT', 'dryRun 应为 true 或 false', 'dryRun must be true or false');
}

const noFile = () =>
  new HubError(
    'BAD_INPUT',
    '没有收到文件，请把 .xlsx 文件作为请求体发送',
    'no file came: send the .xlsx file as the body',
  );

/** Fastify's refusals, which know nothing of workbooks. */
function inOwnWords(error: Error & { statusCode?: number }): Error {
  if (error instanceof HubError) return error;
  if (error.statusCode === 413)
    return new HubError(
      'LIMIT_EXCEEDED',
      `文件最大 ${mostUploaded / 1048576} MiB`,
      `the file is at most ${mostUploaded / 1048576} MiB`,
    );
  if (error.statusCode === 415)
    return new HubError('BAD_INPUT', `请以 ${workbook} 发送 .xlsx 文件`, `send the .xlsx file as ${workbook}`);
  if (error.statusCode === 400) return noFile();
  return error;
}

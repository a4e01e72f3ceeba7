/** How the pages of the portal are sent, and how they say what is wrong: in a page, not in JSON. */
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Logger } from 'pino';
import { HubError, mask } from './errors.js';
import { renderMessage } from './pages/portal/gone.js';
import { inChinese, type Shown } from './pages/portal/shown.js';
import { RefusedOperation, type RunOperation } from './run-operation.js';

export interface PortalParts {
  runOperation: RunOperation;
  publicUrl: () => string;
  log: Logger;
}

export function sendPage(reply: FastifyReply, { status, html }: Shown): FastifyReply {
  return reply.code(status).type('text/html; charset=utf-8').send(html);
}

type Thrown = Error & { statusCode?: number };

const headings: Partial<Record<number, string>> = {
  400: '地址或内容有误',
  403: '不能这样提交',
  413: '内容太长',
  429: '访问太频繁',
};

export function sendRefusal(reply: FastifyReply, error: Thrown, request: FastifyRequest, log: Logger): FastifyReply {
  const { status, message } = refusalOf(error, log);
  const path = request.url.split('?')[0]!;
  const plain = status === 400 && path !== request.url ? { href: path, name: '打开不带参数的本页' } : undefined;
  reply.header('cache-control', 'no-store');
  return sendPage(reply, renderMessage(status, headings[status] ?? '暂时无法显示', `${inChinese(message)}。`, plain));
}

const shownAs: Partial<Record<string, Shown['status']>> = { FORBIDDEN: 403, BUDGET_EXHAUSTED: 429 };

function refusalOf(error: Thrown, log: Logger): Pick<Shown, 'status'> & { message: string } {
  const { message, statusCode = 500 } = error;
  if (statusCode === 429) return { status: 429, message };
  if (statusCode === 413) return { status: 413, message: '请缩短后再提交' };
  if (error instanceof HubError && error.code !== 'INTERNAL') return { status: shownAs[error.code] ?? 400, message };
  if (error instanceof RefusedOperation) return { status: error.code === 'INTERNAL' ? 500 : 400, message };
  if (statusCode < 500) return { status: 400, message: '请从本站页面重新提交' };
  return { status: 500, message: mask(error, log).message };
}

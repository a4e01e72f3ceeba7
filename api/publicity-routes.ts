/** The pages of proposed hires: kept by nobody on the way, slow to whoever asks too often, and objected to from our own page alone. */
import { hash, randomUUID } from 'node:crypto';
import rateLimit from '@fastify/rate-limit';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { publicViewer } from './authenticate.js';
import { HubError } from './errors.js';
import { readQuery } from './open-data/query.js';
import { renderPublicity } from './pages/portal/publicity.page.js';
import { networkOf } from './network-of.js';
import { type Receipt, receiptFields, renderReceipt } from './pages/portal/receipt.page.js';
import { type Ask, inChinese } from './pages/portal/shown.js';
import { RefusedOperation } from './run-operation.js';
import { type PortalParts, sendPage } from './send-page.js';
import { isFromOwnPage } from './this-machine.js';

/** For one address. It is kept in memory while it counts, and written nowhere. */
const limits = {
  page: { max: 60, timeWindow: '1 minute' },
  objections: { max: 10, timeWindow: '1 hour' },
} as const;

const headers = {
  'cache-control': 'no-store',
  'x-robots-tag': 'noindex, noarchive, nosnippet',
  // A form's browser tells its origin only where the policy lets it.
  'referrer-policy': 'same-origin',
};

const objectionQuery = `mutation ($batchId: ID!, $text: String!, $contact: String) {
  fileObjection(batchId: $batchId, text: $text, contact: $contact) { ${receiptFields} } }`;
const receiptQuery = `query ($receipt: String!) { objectionByReceipt(receipt: $receipt) { ${receiptFields} } }`;

interface Named {
  Params: { id: string };
}

export async function publicityRoutes(app: FastifyInstance, { runOperation, publicUrl }: PortalParts): Promise<void> {
  const ask: Ask = (query, variables) => runOperation(publicViewer, query, variables);
  const askPage: Ask = (query, variables) => runOperation(publicViewer, query, variables, 'page');
  const once = oncePerForm<Receipt>();
  const pageOf = (id: string) => ({ ask, askPage, id, formKey: randomUUID() });
  app.addHook('onRequest', async (_request, reply) => void reply.headers(headers));
  await app.register(rateLimit, {
    global: false,
    keyGenerator: ({ ip }) => networkOf(ip),
    errorResponseBuilder: (_request, { after }) => tooOften(after),
  });

  app.get<Named>('/publicity/:id', { config: { rateLimit: limits.page } }, async (request, reply) => {
    readQuery(request, []);
    return sendPage(reply, await renderPublicity(pageOf(request.params.id)));
  });

  app.post<Named>('/publicity/:id/objections', { config: { rateLimit: limits.objections } }, async (request, reply) => {
    const { id } = request.params;
    const { text, contact, formKey } = typed(request, publicUrl(), ['text', 'contact', 'formKey']);
    try {
      const receipt = await once(hash('sha256', [id, formKey, text, contact].join('\0')), async () => {
        const variables = { batchId: id, text: text.trim(), contact: contact.trim() || null };
        return (await askPage<{ fileObjection: Receipt }>(objectionQuery, variables)).fileObjection;
      });
      return sendPage(reply, renderReceipt(id, receipt, true));
    } catch (error) {
      if (!(error instanceof RefusedOperation) || error.code === 'INTERNAL') throw error;
      const objection = { text, contact, error: `${inChinese(error.message)}。` };
      return sendPage(reply, await renderPublicity({ ...pageOf(id), objection }));
    }
  });

  app.post<Named>('/publicity/:id/receipts', { config: { rateLimit: limits.page } }, async (request, reply) => {
    const { id } = request.params;
    const { receipt } = typed(request, publicUrl(), ['receipt']);
    const { objectionByReceipt: found } = await askPage<{ objectionByReceipt: Receipt | null }>(receiptQuery, {
      receipt,
    });
    if (found) return sendPage(reply, renderReceipt(id, found, false));
    const error = '没有这个回执号，请核对 20 位字母和数字。';
    return sendPage(reply, await renderPublicity({ ...pageOf(id), receipt: { receipt, error } }));
  });

  // Whoever opens the address of an answer again stands before the page itself.
  for (const answer of ['objections', 'receipts'])
    app.get<Named>(`/publicity/:id/${answer}`, async (request, reply) =>
      reply.redirect(`/recruitment/publicity/${encodeURIComponent(request.params.id)}`, 303),
    );
}

/** What was typed into a form of our own; a browser ends lines in two characters. */
function typed<N extends string>(request: FastifyRequest, publicUrl: string, names: readonly N[]): Record<N, string> {
  if (!isFromOwnPage(request, publicUrl))
    throw new HubError('FORBIDDEN', '请在本站的公示页面上提交', 'submit it on the page of the publicity');
  const body = (request.body ?? {}) as Partial<Record<N, unknown>>;
  const text = (value: unknown) => (typeof value === 'string' ? value.replaceAll('\r\n', '\n') : '');
  return Object.fromEntries(names.map((name) => [name, text(body[name])])) as Record<N, string>;
}

function tooOften(after: string): HubError {
  const error = new HubError('BUDGET_EXHAUSTED', `请在 ${after} 后再试`, `try again after ${after}`);
  return Object.assign(error, { statusCode: 429 });
}

/** A form that is sent again by a second click or a reload is answered as the first time. */
function oncePerForm<T>(most = 1000): (key: string, act: () => Promise<T>) => Promise<T> {
  const answered = new Map<string, Promise<T>>();
  return (key, act) => {
    const known = answered.get(key);
    if (known) return known;
    if (answered.size >= most) answered.delete(answered.keys().next().value!);
    const answer = act();
    answered.set(key, answer);
    answer.catch(() => answered.delete(key));
    return answer;
  };
}

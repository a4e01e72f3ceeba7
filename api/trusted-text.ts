/** A document that is asked by its id, as the appendix of GraphQL over HTTP on persisted documents has it. */
import type { TrustedDocuments } from '../schema/trusted-document/trusted-document.reads.js';
import type { Viewer } from './authenticate.js';
import { HubError } from './errors.js';

/** Null: the request brings its own text. */
export async function trustedText(documents: TrustedDocuments, viewer: Viewer, body: unknown): Promise<string | null> {
  if (typeof body !== 'object' || body === null || !('documentId' in body)) return null;
  const { documentId } = body;
  // An id that stands for nothing must not make way for the text beside it.
  if ('query' in body || ('extensions' in body && body.extensions != null))
    throw new HubError(
      'BAD_INPUT',
      '使用 documentId 时不得再带 query 或 extensions',
      'beside documentId there must be no query and no extensions',
    );
  const text =
    typeof documentId === 'string' && viewer.audience === 'partner'
      ? await documents.textOf(viewer.client, documentId)
      : null;
  // Unknown, removed and another client's are one.
  if (text === null)
    throw new HubError('NOT_FOUND', '本单位没有这个 documentId 的文档', 'you have no document of this documentId');
  return text;
}

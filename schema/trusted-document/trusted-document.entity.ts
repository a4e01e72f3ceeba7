import { defineEntity, p } from '@mikro-orm/core';
import { instant } from '../columns.js';

/** A document that one client may ask by its id; the list is made at the hub's own machine, never by a request. */
export const TrustedDocumentEntity = defineEntity({
  name: 'TrustedDocument',
  properties: {
    client: p.text().primary(),
    /** `sha256:` and the digest of the text. */
    documentId: p.text().primary(),
    text: p.text(),
    addedAt: instant(),
    addedBy: p.text(),
    /** It stays readable for whoever reads the access log later. */
    removedAt: instant().nullable(),
    removedBy: p.text().nullable(),
  },
});

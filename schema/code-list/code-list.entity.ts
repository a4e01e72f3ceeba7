import { defineEntity, p } from '@mikro-orm/core';
import { instant } from '../columns.js';

/** One edition of a code list as it was loaded. */
export const CodeListEntity = defineEntity({
  name: 'CodeList',
  properties: {
    name: p.text().primary(),
    edition: p.text().primary(),
    source: p.text(),
    sample: p.boolean(),
    rows: p.integer(),
    sha256: p.text(),
    loadedBy: p.text(),
    loadedAt: instant(),
  },
});

/** A code of one edition. `parent` is null where the form of the code tells what stands above. */
export const CodeEntity = defineEntity({
  name: 'Code',
  properties: {
    name: p.text().primary(),
    edition: p.text().primary(),
    code: p.text().primary(),
    label: p.text(),
    parent: p.text().nullable(),
  },
});

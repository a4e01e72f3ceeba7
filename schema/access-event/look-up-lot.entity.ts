import { defineEntity, p } from '@mikro-orm/core';
import { count, day } from '../columns.js';

/** How many of a day's look-ups the processes of the API have taken for a client. */
export const LookUpLotEntity = defineEntity({
  name: 'LookUpLot',
  properties: {
    client: p.text().primary(),
    day: day().primary(),
    taken: count(),
  },
});

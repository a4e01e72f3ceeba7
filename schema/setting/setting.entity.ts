import { defineEntity, p } from '@mikro-orm/core';
import { instant } from '../columns.js';

/** What one bureau has set otherwise than by default. */
export const SettingEntity = defineEntity({
  name: 'Setting',
  properties: {
    bureau: p.text().primary(),
    name: p.text().primary(),
    value: p.json(),
    setBy: p.text(),
    setAt: instant(),
  },
});

/** 就业创业证, item 20: the certificate, or the one that it replaced and that stays good. */
import { any, isTrue } from '../condition.js';
import type { Condition } from '../condition.js';

export const holdsValidCertificate: Condition = any(
  { zh: '持有就业创业证或就业失业登记证', en: 'holds the employment and start-up certificate or the former one' },
  isTrue(
    { zh: '持有就业创业证', en: 'holds the employment and start-up certificate' },
    { item: 20, sentence: 1 },
    'person.holdsEmploymentStartupCertificate',
  ),
  isTrue(
    { zh: '持有原就业失业登记证', en: 'holds the former employment and unemployment certificate' },
    { item: 20, sentence: 2 },
    'person.holdsOldEmploymentUnemploymentCertificate',
  ),
);

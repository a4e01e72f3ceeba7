/** 中小微企业, item 2: the size class as the national standard gives it; the class itself is a fact. */
import { requires } from '../condition.js';

const classes: readonly (string | null)[] = ['micro', 'small', 'medium'];

export const isMicroSmallOrMedium = requires(
  { zh: '属于中型、小型或微型', en: 'of medium, small or micro size' },
  { item: 2, sentence: 1 },
  ['employer.size'],
  (size) => classes.includes(size),
  ['R-41'],
);

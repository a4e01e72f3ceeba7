/** Days as part of a row's schema: years that no record of this city can be about are faults of the writer, not facts. */
import { z } from 'zod';

/** Whether a text begins with a year from 1900 to 2099: 0001, 1066, 9999 and years of two digits stand for "we do not know". */
export const isOfOurTimes = (text: string): boolean => /^(19|20)\d\d/.test(text);

export const outOfRange = {
  params: { code: 'date-out-of-range' },
  message: 'the year is none from 1900 to 2099',
};

/** `2016-01-06`, a day that exists. */
export const isoDay = z.iso.date().refine(isOfOurTimes, outOfRange);

/** The registers of firms, places and bodies: their rows are about no person. */
import { z } from 'zod';
import { creditCode } from '../identifiers.records.js';
import { codeOf, day, fen, instant, key, region, text } from './fields.records.js';
import { courseKinds } from './registers-of-persons.records.js';

export const parkKinds = { '01': 'incubator', '02': 'park' } as const;
export const communityKinds = { '01': 'urban', '02': 'village' } as const;

/** What every row carries; `name` is that of the firm, place or post. */
const common = { key, name: text, updatedAt: instant };
const period = { validFrom: day, validTo: day.nullable() };
const count = z.int().nonnegative().max(1_000_000);
/** Statistical division code 统计用区划代码: twelve digits. */
const communityCode = z.string().regex(/^\d{12}$/);

const internshipUnit = z.strictObject({ ...common, creditCode, region, posts: count, ...period });

const park = z.strictObject({
  ...common,
  kind: codeOf(parkKinds),
  region,
  address: text,
  areaSquareMetres: count,
  /** Of the operator; a park is no legal person. */
  creditCode: creditCode.nullable(),
  ...period,
});

const parkResident = z.strictObject({
  ...common,
  creditCode,
  /** Key of the park. */
  park: key,
  areaSquareMetres: count,
  rentFreeUntil: day.nullable(),
  ...period,
});

const community = z.strictObject({
  ...common,
  key: communityCode,
  kind: codeOf(communityKinds),
  region,
  /** Since when it counts as 充分就业社区. */
  fullEmploymentSince: day.nullable(),
});

const welfarePost = z.strictObject({
  ...common,
  community: communityCode,
  /** Of the unit that employs; null where the community itself does. */
  creditCode: creditCode.nullable(),
  posts: count,
  filled: count,
  monthlyFen: fen,
  ...period,
});

const trainingBody = z.strictObject({
  ...common,
  creditCode,
  region,
  kinds: z.array(codeOf(courseKinds)).min(1).max(3),
  ...period,
});

export const registersOfPlaces = {
  'internship-units': internshipUnit,
  parks: park,
  'park-residents': parkResident,
  communities: community,
  'welfare-posts': welfarePost,
  'training-bodies': trainingBody,
};

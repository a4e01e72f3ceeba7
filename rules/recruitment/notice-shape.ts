/** The shape of a notice and of a post: which fields there are, how long they may be, and which may be left out. */
import { code, day, form, instant, officeMail, officePhone, url } from './formats.js';
import {
  bases,
  channelKinds,
  deemedGraduates,
  employmentTypes,
  noticeKinds,
  payPeriods,
  requirementKinds,
  stageKinds,
} from './notice.js';
import type { Application, Eligibility, NoticeContent, Pay, PostContent, Stage } from './notice.js';
import { choice, flag, given, line, list, object, optional, prose, whole } from './shapes.js';
import type { Shape } from './shapes.js';

type Element<L extends readonly unknown[]> = L[number];
const MOST_FEN = 1_000_000_000;
export const mostPosts = 500;

const eligibility = object<Eligibility>({
  graduatedFrom: day,
  graduatedTo: day,
  deemed: list(choice(deemedGraduates), 0, deemedGraduates.length),
  general: list(line(300, 2), 1, 30),
  exclusions: list(line(300, 2), 1, 30),
});

type Channel = Element<Application['channels']>;
const online = object<Channel>({ kind: choice(channelKinds), address: url });
const inPlace = object<Channel>({ kind: choice(channelKinds), address: line(300, 2) });
const channel: Shape<Channel> = {
  read(value, path, reading) {
    const isOnline = typeof value === 'object' && value !== null && 'kind' in value && value.kind === 'online';
    return (isOnline ? online : inPlace).read(value, path, reading);
  },
};

const application = object<Application>({
  opensAt: instant,
  closesAt: instant,
  channels: list(channel, 1, 10),
  documents: list(
    object<Element<Application['documents']>>({
      name: line(60),
      copies: whole(1, 20),
      purpose: optional(line(100)),
    }),
    0,
    30,
  ),
  feeFen: whole(0, 1_000_000),
  feeBasis: optional(line(200)),
});

const stage = object<Stage>({
  kind: choice(stageKinds),
  on: day,
  place: optional(line(100)),
  weightPercent: optional(whole(1, 100)),
  minRatio: optional(whole(1, 100)),
});

const pay = object<Pay>({
  minFen: optional(whole(1, MOST_FEN)),
  maxFen: optional(whole(1, MOST_FEN)),
  period: choice(payPeriods),
  months: whole(1, 24),
  basis: optional(line(200)),
});

export const postShape = object<PostContent>({
  code: form(
    /^[\p{L}\p{N}][\p{L}\p{N}._-]{0,19}$/u,
    '应为至多20个字母、数字、汉字、点或横线',
    'at most 20 letters, digits, dots or hyphens are expected',
    (written) => written.normalize('NFKC'),
  ),
  title: line(40, 2),
  occupation: code('occupation'),
  duties: prose(3000, 30),
  unit: line(60),
  places: list(code('region'), 1, 20),
  openings: whole(1, 999),
  educationLevel: code('education'),
  degree: optional(code('degree')),
  majors: given(list(code('major'), 0, 50)),
  age: optional(object<NonNullable<PostContent['age']>>({ most: whole(18, 65), on: day, reason: line(200, 4) })),
  requirements: list(
    object<Element<PostContent['requirements']>>({
      kind: choice(requirementKinds),
      text: line(300, 2),
      must: flag,
    }),
    0,
    30,
  ),
  experienceMonths: whole(0, 600),
  physical: optional(object<NonNullable<PostContent['physical']>>({ text: line(300, 2), standard: line(300, 4) })),
  employmentType: choice(employmentTypes),
  pay,
  workHours: optional(line(100)),
  startsOn: optional(day),
  reservedForVeterans: { ...flag, ifAbsent: () => false },
});

export const noticeShape = object<NoticeContent>({
  title: line(80, 10),
  basis: choice(bases),
  kind: choice(noticeKinds),
  legalBasis: list(
    object<Element<NoticeContent['legalBasis']>>({
      title: line(100, 2),
      documentNo: optional(line(60)),
      url: optional(url),
    }),
    1,
    10,
  ),
  overview: optional(prose(2000)),
  website: optional(url),
  eligibility,
  reservedQuota: optional(whole(0, 100_000)),
  application,
  stages: list(stage, 1, 10),
  resultsUrl: url,
  substitution: object<NoticeContent['substitution']>({
    allowed: flag,
    withinWorkingDays: optional(whole(1, 365)),
  }),
  publicityPlan: object<NoticeContent['publicityPlan']>({ workingDays: whole(1, 365), url: optional(url) }),
  terms: object<NoticeContent['terms']>({
    contractMonths: whole(1, 600),
    probationMonths: whole(0, 60),
    benefits: prose(2000, 2),
  }),
  recusal: prose(1000, 10),
  supervision: list(
    object<Element<NoticeContent['supervision']>>({
      organization: line(60, 2),
      phone: optional(officePhone),
      email: optional(officeMail),
    }),
    1,
    10,
  ),
  contact: object<NoticeContent['contact']>({
    department: line(60, 2),
    phone: officePhone,
    email: optional(officeMail),
    hours: optional(line(60)),
  }),
  alsoPublishedAt: list(url, 0, 20),
  attachments: list(
    object<Element<NoticeContent['attachments']>>({
      name: line(100),
      url,
      bytes: whole(1, Number.MAX_SAFE_INTEGER),
      sha256: form(/^[0-9a-f]{64}$/, '应为64位十六进制的校验值', '64 hexadecimal digits are expected', (written) =>
        written.toLowerCase(),
      ),
      htmlUrl: url,
    }),
    0,
    20,
  ),
  posts: list(postShape, 1, mostPosts),
});

/** A post as schema.org's JobPosting: what search engines read in its page while applications are taken, and nothing that the page does not say. */
import type { NoticeContent } from './notice.js';
import type { NameOfCode } from './official-text.js';
import type { PublicPost } from './public-record.js';

export type JsonLd = Readonly<Record<string, unknown>>;

export interface PostingParts {
  post: PublicPost;
  notice: Pick<NoticeContent, 'website' | 'terms'>;
  /** Where this hub's pages begin, without a slash at the end. */
  publicUrl: string;
  nameOf: NameOfCode;
  now: Date;
}

/** Null when nobody can apply any more, or not now: a page of such a post carries no markup. */
export function jobPosting({ post, notice, publicUrl, nameOf, now }: PostingParts): JsonLd | null {
  if (post.state !== 'open' || now.getTime() >= Date.parse(post.closesAt)) return null;
  const { employer, contact } = post;
  return {
    '@context': 'https://schema.org/',
    '@type': 'JobPosting',
    url: publicUrl + post.path,
    title: post.title,
    description: paragraphs(post.text),
    inLanguage: 'zh-CN',
    license: post.licence,
    identifier: property('备案号与岗位代码', `${post.notice.filingNumber} ${post.code}`),
    datePosted: post.publishedAt,
    validThrough: post.closesAt,
    hiringOrganization: {
      '@type': 'Organization',
      name: employer.name,
      identifier: property('统一社会信用代码', employer.creditCode),
      ...(notice.website !== null && { sameAs: notice.website }),
      ...(employer.investor !== null && {
        parentOrganization: { '@type': 'Organization', name: employer.investor },
      }),
    },
    employmentUnit: { '@type': 'Organization', name: post.unit },
    jobLocation: post.places.map((code) => placeOf(code, nameOf)),
    // Whoever is sent by an agency is not the firm's own employee.
    employmentType: post.employmentType === 'dispatch' ? 'CONTRACTOR' : 'FULL_TIME',
    ...salaryOf(post.pay),
    totalJobOpenings: post.openings,
    occupationalCategory: `${post.occupation} ${nameOf('occupation', post.occupation)}`,
    responsibilities: post.duties,
    qualifications: [...post.eligibility.general, ...post.requirements.map(({ text }) => text)].join('\n'),
    educationRequirements: {
      '@type': 'EducationalOccupationalCredential',
      credentialCategory: credentialOf(post.educationLevel),
      ...(post.majors.length > 0 && { competencyRequired: post.majors.map((code) => nameOf('major', code)) }),
    },
    experienceRequirements:
      post.experienceMonths === 0
        ? 'no requirements'
        : { '@type': 'OccupationalExperienceRequirements', monthsOfExperience: post.experienceMonths },
    ...(post.physical !== null && { physicalRequirement: post.physical.text }),
    ...(post.workHours !== null && { workHours: post.workHours }),
    ...(post.startsOn !== null && { jobStartDate: post.startsOn }),
    jobBenefits: notice.terms.benefits,
    directApply: post.channels.some(({ kind }) => kind === 'online'),
    applicationContact: {
      '@type': 'ContactPoint',
      contactType: contact.department,
      telephone: contact.phone,
      ...(contact.email !== null && { email: contact.email }),
    },
  };
}

/** Where a post's page stands: the list, its notice, itself. */
export function breadcrumb(post: PublicPost, publicUrl: string): JsonLd {
  const steps = [
    ['招聘公告', '/recruitment'],
    [post.notice.title, `/recruitment/notices/${post.notice.id}`],
    [post.title, post.path],
  ] as const;
  return {
    '@context': 'https://schema.org/',
    '@type': 'BreadcrumbList',
    itemListElement: steps.map(([name, path], i) => ({
      '@type': 'ListItem',
      position: i + 1,
      name,
      item: publicUrl + path,
    })),
  };
}

/** A paragraph a line, so that the lines can be had back as they were. */
function paragraphs(text: string): string {
  const escaped = text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
  return escaped
    .split('\n')
    .map((line) => `<p>${line}</p>`)
    .join('');
}

const property = (name: string, value: string) => ({ '@type': 'PropertyValue', name, value });

/** Province, then city and county in one; a code that has no name in the loaded lists names nothing. */
function placeOf(code: string, nameOf: NameOfCode): JsonLd {
  const named = (part: string) => (nameOf('region', part) === part ? '' : nameOf('region', part));
  const [province, city] = [`${code.slice(0, 2)}0000`, `${code.slice(0, 4)}00`];
  const locality = [...new Set([city, code])]
    .filter((part) => part !== province)
    .map(named)
    .join('');
  return {
    '@type': 'Place',
    address: {
      '@type': 'PostalAddress',
      addressCountry: 'CN',
      ...(named(province) !== '' && { addressRegion: named(province) }),
      ...(locality !== '' && { addressLocality: locality }),
    },
  };
}

/** Pay without a range is told in words alone. */
function salaryOf({ minFen, maxFen, period }: PublicPost['pay']): JsonLd {
  if (minFen === null || maxFen === null) return {};
  const unitText = period === 'month' ? 'MONTH' : 'YEAR';
  const value = { '@type': 'QuantitativeValue', minValue: minFen / 100, maxValue: maxFen / 100, unitText };
  return { baseSalary: { '@type': 'MonetaryAmount', currency: 'CNY', value } };
}

/** Google's five words for a least level of GB/T 4658, by its first digit. */
function credentialOf(level: string): string {
  const words: Readonly<Record<string, string>> = {
    1: 'postgraduate degree',
    2: 'bachelor degree',
    3: 'associate degree',
    4: 'professional certificate',
    6: 'high school',
  };
  return words[level.charAt(0)] ?? 'no requirements';
}

/** Texts of a fixed form: days, moments, codes, links, and the phones and addresses of offices. */
import { parseDay } from '../civil-date.js';
import type { Day, Instant } from '../units.js';
import { codeProblem } from './codes.js';
import type { CodeListName } from './codes.js';
import { said } from './findings.js';
import { laws } from './laws.js';
import { personalMail } from './lint-privacy.js';
import { wrongType } from './shapes.js';
import type { Shape } from './shapes.js';

export const day: Shape<Day> = {
  read: (value, path, reading) =>
    typeof value === 'string' && parseDay(value) !== null
      ? value
      : wrongType(reading, path, '应为存在的日期，如 2027-03-05', 'a day that exists is expected, such as 2027-03-05'),
};

const moment =
  /^(\d{4}-\d{2}-\d{2})T(?:[01]\d|2[0-3]):[0-5]\d(?::[0-5]\d(?:\.\d{1,9})?)?(?:Z|[+-](?:0\d|1[0-4]):[0-5]\d)$/;

/** Any offset is taken; what is kept is UTC. */
export const instant: Shape<Instant> = {
  read(value, path, reading) {
    const [, date] = (typeof value === 'string' && moment.exec(value)) || [];
    if (date !== undefined && parseDay(date) !== null) return new Date(value as string).toISOString();
    return wrongType(
      reading,
      path,
      '应为带时区的时间，如 2027-03-05T17:00:00+08:00',
      'a moment with its offset is expected, such as 2027-03-05T17:00:00+08:00',
    );
  },
};

/** What has a pattern, such as a hash. `asWritten` brings it to one form first. */
export function form(pattern: RegExp, zh: string, en: string, asWritten = (value: string) => value): Shape<string> {
  return {
    read(value, path, { findings }) {
      const written = typeof value === 'string' && value.length <= 200 ? asWritten(value.trim()) : '';
      if (pattern.test(written)) return written;
      findings.error(path, 'form', said(zh, en));
      return null;
    },
  };
}

/** A code that cannot be taken is told once, in the words of its list. */
export function code(name: CodeListName): Shape<string> {
  return {
    read(value, path, { codes, findings }) {
      const written = typeof value === 'string' && value.length <= 100 ? value.trim() : '';
      const problem = codeProblem(codes, name, written);
      if (problem) findings.error(path, `code.${name}`, problem);
      return written;
    },
  };
}

const host = /^(?:[\p{L}\p{N}](?:[\p{L}\p{N}-]*[\p{L}\p{N}])?\.)+\p{L}[\p{L}\p{N}-]*(?::\d{1,5})?$/u;

export const url: Shape<string> = {
  read(value, path, { findings, texts }) {
    const written = typeof value === 'string' ? value.trim() : '';
    if (written.length > 500) {
      findings.error(
        path,
        'url.length',
        said('链接不应超过500个字符，请换较短的链接', 'a link has at most 500 characters'),
      );
      return null;
    }
    const [, scheme, authority = '', rest = ''] = /^(https?):\/\/([^/?#]*)(.*)$/is.exec(written) ?? [];
    if (scheme === undefined) {
      findings.error(
        path,
        'url.scheme',
        said('应为以 https:// 开头的链接', 'a link is expected that begins with https://'),
      );
      return null;
    }
    if (authority.includes('@')) {
      findings.error(path, 'url.userinfo', said('链接中不应带用户名或密码', 'a link carries no user name or password'));
      return null;
    }
    if (!host.test(authority) || /[\s"<>\\^`{|}\p{C}]/u.test(rest)) {
      findings.error(path, 'url.form', said('不是公众能打开的网址', 'is no address that the public could open'));
      return null;
    }
    if (scheme.toLowerCase() === 'http')
      findings.warning(path, 'url.http', said('请尽量改用 https', 'use https if the site has it'));
    texts.push({ path, text: written, address: true });
    return written;
  },
};

const landline =
  /^(?:\(?0(?:10|2\d|[3-9]\d{2})\)?-?[2-8]\d{6,7}|400-?\d{3}-?\d{4}|(?:12|9[56])\d{3,4})(?:(?:-|转)\d{1,6})?$/;

/** One or several, parted by 、 or a comma. */
export const officePhone: Shape<string> = {
  read(value, path, { findings }) {
    const written =
      typeof value === 'string' && value.length <= 100 ? value.normalize('NFKC').replaceAll(' ', '').trim() : '';
    if (written.split(/[、,;/]/).every((one) => landline.test(one))) return written;
    const way = said(
      '应为带区号的座机（如 0393-1234567）、400 或 12333 一类的号码，不应留手机号',
      'a landline with its area code is expected (such as 0393-1234567), or a number like 400… or 12333, never a mobile phone',
    );
    findings.error(path, 'contact.phone', way, laws.privacy);
    return null;
  },
};

export const officeMail: Shape<string> = {
  read(value, path, { findings, texts }) {
    const written = typeof value === 'string' && value.length <= 200 ? value.normalize('NFKC').trim() : '';
    if (!/^[\w.%+-]{1,64}@(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,}$/i.test(written)) {
      findings.error(path, 'contact.email', said('不是有效的邮箱地址', 'is no valid e-mail address'));
      return null;
    }
    if (personalMail.test(written))
      findings.warning(
        path,
        'contact.personal-mail',
        said('请使用单位邮箱，不要用个人邮箱', 'use the mail of the office, not of a personal provider'),
        laws.privacy,
      );
    texts.push({ path, text: written, address: true });
    return written;
  },
};

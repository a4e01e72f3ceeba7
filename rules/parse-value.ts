/** One value as it stands at the border, into the module's own: strictly by its kind, never by guessing. */
import { parseDay } from './civil-date.js';
import type { Value } from './fact.js';
import type { FactKind } from './fact-names.js';
import { parseYuan } from './money.js';
import { firstOfMonth } from './record-time.js';
import { Refusal } from './refusal.js';

export function parseValue(value: unknown, kind: FactKind, path: string): Value {
  if (value === null) return null;
  if (typeof kind !== 'string') {
    if (typeof value === 'string' && kind.includes(value)) return value;
    throw new Refusal(path, `应为 ${kind.join('、')} 之一`, `one of ${kind.join(', ')} is expected`);
  }
  switch (kind) {
    case 'flag':
      if (typeof value === 'boolean') return value;
      throw new Refusal(path, '应为 true 或 false', 'true or false is expected');
    case 'day':
      return parseDayAt(value, path);
    case 'month': {
      const firstDay = typeof value === 'string' ? parseDay(`${value}-01`) : null;
      if (firstDay !== null) return firstDay;
      throw new Refusal(path, '应为月份 YYYY-MM', 'a month YYYY-MM is expected');
    }
    case 'month-or-day': {
      const day = typeof value === 'string' ? (parseDay(`${value}-01`) ?? parseDay(value)) : null;
      if (day !== null) return firstOfMonth(day, 0);
      throw new Refusal(path, '应为月份 YYYY-MM 或日期', 'a month YYYY-MM, or a day in it, is expected');
    }
    case 'money': {
      const fen = typeof value === 'number' || typeof value === 'string' ? parseYuan(value) : null;
      if (fen !== null) return fen;
      throw new Refusal(
        path,
        '应为金额（元，至多两位小数）',
        'yuan are expected, with at most two decimals, not negative',
      );
    }
    case 'count':
      if (typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 && value <= 1e9) return value;
      throw new Refusal(path, '应为非负整数', 'a whole number, not negative, is expected');
    case 'rate':
      if (typeof value === 'number' && value >= 0 && value <= 1) return value;
      throw new Refusal(path, '应为0至1之间的数', 'a number from 0 to 1 is expected');
    case 'text':
      return parseTextAt(value, path);
  }
}

export function parseTextAt(value: unknown, path: string): string {
  if (typeof value === 'string' && value.length > 0 && value.length <= 200) return value;
  throw new Refusal(path, '应为文本（至多200字）', 'text of at most 200 characters is expected');
}

export function parseDayAt(value: unknown, path: string): number {
  const day = typeof value === 'string' ? parseDay(value) : null;
  if (day !== null) return day;
  throw new Refusal(path, '应为存在的日期 YYYY-MM-DD', 'a day that exists, YYYY-MM-DD, from 1900 to 2199, is expected');
}

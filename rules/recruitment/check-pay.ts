/** Whether the pay of a post is said, and can be meant so. */
import type { Fen } from '../units.js';
import { said } from './findings.js';
import type { Findings } from './findings.js';
import { laws } from './laws.js';
import type { Draft, Pay } from './notice.js';
import { yuan } from './notice-words.js';

/** Beyond these a month's pay was most likely typed in another unit or period. */
const [LEAST_PLAUSIBLE, MOST_PLAUSIBLE] = [50_000, 10_000_000];

export function checkPay(pay: Draft<Pay> & object, path: string, minimumWageFen: Fen | null, findings: Findings): void {
  const [least, most] = [pay.minFen ?? null, pay.maxFen ?? null];
  if (least === null && most === null) {
    if (pay.basis) return;
    findings.error(path, 'pay.missing', said('请填写上下限，或说明薪酬依据', 'say a range, or the basis in words'));
    return;
  }
  if (least === null || most === null) {
    findings.error(
      least === null ? `${path}.minFen` : `${path}.maxFen`,
      'pay.range',
      said('上下限须同时填写', 'a range has both ends'),
    );
    return;
  }
  if (most < least)
    findings.error(`${path}.maxFen`, 'pay.range', said('不应低于下限', 'must not be below the least pay'));
  else if (most > 3 * least)
    findings.warning(
      `${path}.maxFen`,
      'pay.wide',
      said('超过下限的3倍，请缩小范围或说明', 'is more than three times the least: narrow it, or justify it'),
    );
  if (!pay.period) return;
  const months = pay.period === 'year' ? 12 : 1;
  if (minimumWageFen !== null && least < minimumWageFen * months)
    findings.error(
      `${path}.minFen`,
      'pay.minimum',
      said(
        `低于当地最低工资（每月${yuan(minimumWageFen)}），请核对金额和周期`,
        `is below the local minimum wage (${yuan(minimumWageFen)} a month): check amount and period`,
      ),
      laws.wage,
    );
  else if (least < LEAST_PLAUSIBLE * months || most > MOST_PLAUSIBLE * months)
    findings.warning(
      `${path}.period`,
      'pay.unit',
      said(
        '金额与周期不相称，请核对是按月还是按年、是否以分为单位',
        'does not fit the amounts: check month or year, and that they are in fen',
      ),
    );
}

/** Days off and days made up for them, as the General Office of the State Council announced them, each year with its papers. */
import { formatDay, parseDay } from '../civil-date.js';
import type { Day } from '../units.js';
import type { WorkYear } from './working-days.js';

/** A first and a last day as ISO 8601 writes an interval: the last one leaves out what it has in common. */
function daysOf(intervals: string): Day[] {
  return intervals.split(' ').flatMap((interval) => {
    const [first = '', end = ''] = interval.split('/');
    const from = parseDay(first)!;
    const to = parseDay(first.slice(0, first.length - end.length) + end)!;
    return Array.from({ length: to - from + 1 }, (_, i) => formatDay(from + i));
  });
}

const announced = (year: number, papers: readonly string[], daysOff: string, workDays: string): WorkYear => {
  return { year, papers, daysOff: daysOf(daysOff), workDays: daysOf(workDays), example: false };
};

const at = 'https://www.gov.cn/zhengce/zhengceku/';

/** A year that is not here is not announced yet, or was before this policy. */
export const announcedYears: readonly WorkYear[] = [
  announced(
    2016,
    [`${at}2015-12/10/content_10394.htm`],
    '2016-01-01 2016-02-07/13 2016-04-04 2016-05-01/02 2016-06-09/11 2016-09-15/17 2016-10-01/07',
    '2016-02-06 2016-02-14 2016-06-12 2016-09-18 2016-10-08/09',
  ),
  announced(
    2017,
    [`${at}2016-12/01/content_5141603.htm`],
    '2017-01-01/02 2017-01-27/02-02 2017-04-02/04 2017-05-01 2017-05-28/30 2017-10-01/08',
    '2017-01-22 2017-02-04 2017-04-01 2017-05-27 2017-09-30',
  ),
  announced(
    2018,
    [`${at}2017-11/30/content_5243579.htm`],
    '2018-01-01 2018-02-15/21 2018-04-05/07 2018-04-29/05-01 2018-06-18 2018-09-24 2018-10-01/07',
    '2018-02-11 2018-02-24 2018-04-08 2018-04-28 2018-09-29/30',
  ),
  // The second paper of March 2019 made the May holiday longer.
  announced(
    2019,
    [`${at}2018-12/06/content_5346276.htm`, `${at}2019-03/22/content_5375877.htm`],
    '2018-12-30/2019-01-01 2019-02-04/10 2019-04-05 2019-05-01/04 2019-06-07 2019-09-13 2019-10-01/07',
    '2018-12-29 2019-02-02/03 2019-04-28 2019-05-05 2019-09-29 2019-10-12',
  ),
  // The second paper of January 2020 made Spring Festival longer, to 2 February; 1 February was to be worked before.
  announced(
    2020,
    [`${at}2019-11/21/content_5454164.htm`, `${at}2020-01/27/content_5472352.htm`],
    '2020-01-01 2020-01-24/02-02 2020-04-04/06 2020-05-01/05 2020-06-25/27 2020-10-01/08',
    '2020-01-19 2020-04-26 2020-05-09 2020-06-28 2020-09-27 2020-10-10',
  ),
  announced(
    2021,
    [`${at}2020-11/25/content_5564127.htm`],
    '2021-01-01/03 2021-02-11/17 2021-04-03/05 2021-05-01/05 2021-06-12/14 2021-09-19/21 2021-10-01/07',
    '2021-02-07 2021-02-20 2021-04-25 2021-05-08 2021-09-18 2021-09-26 2021-10-09',
  ),
  announced(
    2022,
    [`${at}2021-10/25/content_5644835.htm`],
    '2022-01-01/03 2022-01-31/02-06 2022-04-03/05 2022-04-30/05-04 2022-06-03/05 2022-09-10/12 2022-10-01/07',
    '2022-01-29/30 2022-04-02 2022-04-24 2022-05-07 2022-10-08/09',
  ),
  announced(
    2023,
    [`${at}2022-12/08/content_5730844.htm`],
    '2022-12-31/2023-01-02 2023-01-21/27 2023-04-05 2023-04-29/05-03 2023-06-22/24 2023-09-29/10-06',
    '2023-01-28/29 2023-04-23 2023-05-06 2023-06-25 2023-10-07/08',
  ),
  announced(
    2024,
    [`${at}202310/content_6911528.htm`],
    '2024-01-01 2024-02-10/17 2024-04-04/06 2024-05-01/05 2024-06-10 2024-09-15/17 2024-10-01/07',
    '2024-02-04 2024-02-18 2024-04-07 2024-04-28 2024-05-11 2024-09-14 2024-09-29 2024-10-12',
  ),
  announced(
    2025,
    [`${at}202411/content_6986383.htm`],
    '2025-01-01 2025-01-28/02-04 2025-04-04/06 2025-05-01/05 2025-05-31/06-02 2025-10-01/08',
    '2025-01-26 2025-02-08 2025-04-27 2025-09-28 2025-10-11',
  ),
  announced(
    2026,
    [`${at}202511/content_7047091.htm`],
    '2026-01-01/03 2026-02-15/23 2026-04-04/06 2026-05-01/05 2026-06-19/21 2026-09-25/27 2026-10-01/07',
    '2026-01-04 2026-02-14 2026-02-28 2026-05-09 2026-09-20 2026-10-10',
  ),
];

/** Month and date of the days that are off in every year by the regulation on public holidays; the lunar ones move. */
export const FIXED_HOLIDAYS = ['01-01', '05-01', '10-01', '10-02', '10-03'] as const;

/** For a demonstration: a year that is not announced yet, with the holidays of fixed date alone. */
export function exampleYear(year: number): WorkYear {
  const daysOff = FIXED_HOLIDAYS.map((date) => `${year}-${date}`);
  return { year, papers: ['示例，不是国务院文件 (example, not law)'], daysOff, workDays: [], example: true };
}

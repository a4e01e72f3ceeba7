/** In what days, months, times and money are written. */

/** A civil day in Asia/Shanghai, `YYYY-MM-DD`. */
export type Day = string;
/** A calendar month, `YYYY-MM`. */
export type Month = string;
/** A point in time, ISO 8601 in UTC, `2026-01-01T00:00:00.000Z`. */
export type Instant = string;
/** Money: an integer number of fen (1/100 yuan). */
export type Fen = number;

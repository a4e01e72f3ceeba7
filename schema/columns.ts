/** Column kinds that several tables share. */
import { p } from '@mikro-orm/core';

/** A primary key that sorts by time of creation. */
export const uuidKey = () => p.uuid().primary().defaultRaw('uuidv7()');
/** A point in time, milliseconds. */
export const instant = () => p.datetime(3);
/** A civil day, read and written as `YYYY-MM-DD`. */
export const day = () => p.string().columnType('date');
/** Bytes. */
export const bytes = () => p.blob().columnType('bytea');
/** A whole number up to 2^53, read as a number. */
export const count = () => p.bigint('number').default(0);

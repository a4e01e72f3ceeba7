/** Every migration, oldest first; a published one is never edited. */
import { FirstThread } from './20261123-first-thread.js';

export const migrations = [{ name: '20261123-first-thread', class: FirstThread }];

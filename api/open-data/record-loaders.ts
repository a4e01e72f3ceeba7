/** What one operation reads of public records beside its lists: each kind of thing in one statement, and not without end. */
import type pg from 'pg';
import type { PublicNotice, PublicPost } from '../../rules/recruitment/public-record.js';
import { readOpenRecords } from '../../schema/open-record/open-record.reads.js';
import { readVersionBodies, readVersions } from '../../schema/open-record/version.reads.js';
import type { NoticeVersion, VersionBody } from '../../schema/open-record/version.reads.js';
import type { Context } from '../context.js';
import { HubError } from '../errors.js';

/** Stored text that one operation may hand out through fields of records: posts of notices of posts could go on for ever. */
export const mostCharacters = 8_000_000;
/** Notices whose versions one operation may compare. */
export const mostCompared = 5;

export interface RecordLoaders {
  /** Null: it is gone. */
  notice(id: string): Promise<PublicNotice | null>;
  /** In the order of the ids, without those that are gone. */
  posts(ids: readonly string[]): Promise<PublicPost[]>;
  versions(noticeId: string): Promise<NoticeVersion[]>;
  /** Of a notice and of every post that it ever had. */
  versionBodies(noticeId: string): Promise<VersionBody[]>;
}

const loaders = new WeakMap<Context, RecordLoaders>();

export function loadersOf(context: Context): RecordLoaders {
  const known = loaders.get(context);
  if (known) return known;
  const opened = openLoaders(context);
  loaders.set(context, opened);
  return opened;
}

function openLoaders({ database: { pool } }: Context): RecordLoaders {
  let handedOut = 0;
  const compared = new Map<string, Promise<VersionBody[]>>();
  const records = together(async (ids) => {
    const rows = await readOpenRecords(pool, ids);
    return new Map(
      rows.map(({ id, body }) => [id, { size: body.length, record: JSON.parse(body) as PublicNotice | PublicPost }]),
    );
  });
  const versions = together(async (ids) => Map.groupBy(await readVersions(pool, ids), ({ noticeId }) => noticeId));

  async function record(id: string) {
    const found = await records(id);
    handedOut += found?.size ?? 0;
    if (handedOut > mostCharacters) throw tooMuch();
    return found?.record ?? null;
  }

  return {
    notice: (id) => record(id) as Promise<PublicNotice | null>,
    async posts(ids) {
      const found = await Promise.all(ids.map(record));
      return found.filter((one) => one !== null) as PublicPost[];
    },
    versions: async (noticeId) => (await versions(noticeId)) ?? [],
    versionBodies(noticeId) {
      const known = compared.get(noticeId);
      if (known) return known;
      if (compared.size >= mostCompared) throw tooManyCompared();
      const found = readBodies(pool, noticeId);
      compared.set(noticeId, found);
      return found;
    },
  };
}

async function readBodies(pool: pg.Pool, noticeId: string): Promise<VersionBody[]> {
  const own = await readVersionBodies(pool, [noticeId]);
  const posts = new Set(own.flatMap(({ body }) => (JSON.parse(body) as PublicNotice).posts));
  return [...own, ...(await readVersionBodies(pool, [...posts]))];
}

/** Keys that are asked for in one turn go into one read; each is read once. */
function together<V>(
  read: (keys: readonly string[]) => Promise<Map<string, V>>,
): (key: string) => Promise<V | undefined> {
  const known = new Map<string, Promise<V | undefined>>();
  let group: { keys: string[]; found: Promise<Map<string, V>> } | null = null;
  async function readTogether(keys: readonly string[]): Promise<Map<string, V>> {
    await turnOver();
    group = null;
    return read(keys);
  }
  return (key) => {
    const before = known.get(key);
    if (before) return before;
    if (!group) {
      const keys: string[] = [];
      group = { keys, found: readTogether(keys) };
    }
    group.keys.push(key);
    const found = group.found.then((all) => all.get(key));
    known.set(key, found);
    return found;
  };
}

/** After everything that is ready to ask has asked. */
const turnOver = () => new Promise<void>((resolve) => void setImmediate(resolve));

function tooManyCompared(): HubError {
  return new HubError(
    'LIMIT_EXCEEDED',
    `differences 一次至多查 ${mostCompared} 份公告`,
    `differences are told of at most ${mostCompared} notices at once`,
    { limit: mostCompared },
  );
}

function tooMuch(): HubError {
  return new HubError(
    'LIMIT_EXCEEDED',
    '查询过大：请减少 first，或不在记录之内再取记录',
    'the query is too large: ask for fewer with first, or not for records within records',
    { limit: mostCharacters },
  );
}

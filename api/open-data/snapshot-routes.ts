/** Daily snapshots: a manifest and files, sent from the database part by part as they were compressed when they were written. */
import { pipeline, Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import type { FastifyInstance } from 'fastify';
import { parseDay } from '../../rules/civil-date.js';
import { licence } from '../../rules/recruitment/public-record.js';
import { readSnapshot, readSnapshotPart } from '../../schema/snapshot/snapshot.reads.js';
import type { SnapshotFileEntry, SnapshotRow } from '../../schema/snapshot/snapshot.reads.js';
import { isNamed } from '../not-modified.js';
import { changeCursor } from '../page-of.js';
import type { OpenDataParts } from './open-data-routes.js';
import { notFound, readQuery } from './query.js';

const forever = 'public, max-age=31536000, immutable';
const types: Readonly<Record<string, string>> = {
  ndjson: 'application/x-ndjson; charset=utf-8',
  csv: 'text/csv; charset=utf-8; header=present',
};
interface Place {
  Params: { day: string; file: string };
}

export function snapshotRoutes(app: FastifyInstance, { database }: OpenDataParts): void {
  async function snapshotOf(day: string): Promise<SnapshotRow> {
    const known = day === 'latest' || parseDay(day) !== null;
    const snapshot = known ? await readSnapshot(database.pool, day === 'latest' ? null : day) : null;
    if (snapshot) return snapshot;
    throw notFound(
      '没有这一天的快照；现有的列在 /open-data/',
      'there is no snapshot of that day; /open-data/ lists those that are kept',
    );
  }

  app.get<Place>('/open-data/snapshots/:day/manifest.json', { helmet: false }, async (request, reply) => {
    readQuery(request, []);
    const { day } = request.params;
    if (day !== 'latest') reply.header('cache-control', forever);
    return manifestOf(await snapshotOf(day));
  });

  app.get<Place>('/open-data/snapshots/:day/:file', { helmet: false }, async (request, reply) => {
    readQuery(request, []);
    const { files, day } = await snapshotOf(request.params.day);
    const entry = files.find(({ name }) => name === request.params.file);
    if (!entry) throw notFound('快照中没有这个文件', 'the snapshot has no such file');
    // The newest stands under another address tomorrow.
    if (request.params.day === 'latest') return reply.redirect(`/open-data/snapshots/${day}/${entry.name}`, 307);
    const gzipped = takesGzip(request.headers['accept-encoding']);
    // One tag for the file however it is encoded: a weak one, as the bytes on the way differ.
    const tag = `W/"${entry.sha256}"`;
    reply.headers({
      etag: tag,
      vary: 'accept-encoding',
      'cache-control': forever,
      'content-type': types[entry.name.split('.').at(-1)!],
    });
    if (isNamed(tag, request.headers['if-none-match'])) return reply.code(304).send();
    reply.header('content-length', gzipped ? entry.gzipBytes : entry.bytes);
    if (gzipped) reply.header('content-encoding', 'gzip');
    return reply.send(request.method === 'HEAD' ? Readable.from([]) : bytesOf(day, entry, gzipped));
  });

  function bytesOf(day: string, entry: SnapshotFileEntry, gzipped: boolean): Readable {
    const parts = Readable.from(partsOf(day, entry), { objectMode: false });
    // A fault in between destroys both, and with them the answer, whose length then says that it is not whole.
    return gzipped ? parts : pipeline(parts, createGunzip(), () => {});
  }

  async function* partsOf(day: string, { name, parts }: SnapshotFileEntry) {
    for (let part = 0; part < parts; part++) {
      const bytes = await readSnapshotPart(database.pool, day, name, part);
      if (!bytes) throw new Error(`snapshot of ${day} went while ${name} was sent`);
      yield bytes;
    }
  }
}

function manifestOf({ day, createdAt, number, files, totals, days }: SnapshotRow) {
  return {
    day,
    createdAt,
    cursor: changeCursor(number),
    licence,
    recordsVersion: 1,
    files: files.map(({ name, rows, bytes, sha256, gzipBytes }) => ({
      name,
      path: `/open-data/snapshots/${day}/${name}`,
      rows,
      bytes,
      sha256,
      gzipBytes,
    })),
    totals,
    days,
    verify: {
      zh: 'sha256 为解压后文件的 SHA-256。ndjson 每行（不含换行符）为一条记录；totals 与 days 的 digest 为各记录该行 SHA-256 的按位异或，days 按首次发布日（北京时间）计。之后从 /open-data/changes?after=cursor 继续。',
      en: 'sha256 is of the file once decompressed. A line of ndjson without its line end is a record; the digests of totals and days are the XOR of the SHA-256 of these lines, days being those of first publication in Beijing. Go on from /open-data/changes?after=cursor.',
    },
  };
}

/** By its own weight, or else by that of anything. */
function takesGzip(header: string | string[] | undefined): boolean {
  const weights = new Map(
    String(header ?? '')
      .toLowerCase()
      .split(',')
      .map((one) => {
        const [name = '', weight = 'q=1'] = one.split(';').map((part) => part.trim());
        return [name, Number(weight.replace(/^q=/, ''))] as const;
      }),
  );
  return (weights.get('gzip') ?? weights.get('*') ?? 0) > 0;
}

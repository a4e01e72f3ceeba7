/** Snapshots over plain HTTP: a manifest that says how to go on, files that are whole, however they are encoded, and never change. */
import { createHash, hash } from 'node:crypto';
import { once } from 'node:events';
import { get as request, type IncomingMessage } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { gunzipSync } from 'node:zlib';
import { parse } from 'csv-parse/sync';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { writeSnapshot } from '../../jobs/write-snapshot.job.js';
import { openTestApi } from '../support/api.js';
import type { TestApi } from '../support/api.js';
import { standingOf, tell } from '../support/told-notices.js';

interface Manifest {
  day: string;
  cursor: string;
  licence: string;
  files: { name: string; path: string; rows: number; bytes: number; sha256: string; gzipBytes: number }[];
  totals: { kind: string; records: number; digest: string }[];
  days: unknown[];
}

const at = new Date('2026-11-27T02:00:00Z');
let api: TestApi;
let manifest: Manifest;
beforeAll(async () => {
  api = await openTestApi();
  for (let n = 1; n <= 3; n++) await tell(api.database.pool, null, standingOf(n, at));
  await writeSnapshot(
    { database: api.database, now: () => new Date('2026-11-27T18:30:00Z'), log: () => {} },
    new AbortController().signal,
  );
  manifest = (await (await get('/open-data/snapshots/latest/manifest.json')).json()) as Manifest;
});
afterAll(() => api.close());

const get = (path: string, headers: Record<string, string> = {}) => fetch(api.url + path, { headers });
/** As it comes over the wire. */
async function raw(path: string, headers: Record<string, string>) {
  const [response] = (await once(request(api.url + path, { headers }), 'response')) as [IncomingMessage];
  return { headers: response.headers, bytes: await buffer(response) };
}

test('the manifest says what there is, how it adds up and where to go on', async () => {
  expect(manifest).toMatchObject({ day: '2026-11-28', licence: 'https://creativecommons.org/licenses/by/4.0/' });
  expect(manifest.files.map(({ name, rows }) => [name, rows])).toEqual([
    ['notices.ndjson', 3],
    ['notices.csv', 3],
    ['posts.ndjson', 6],
    ['posts.csv', 6],
  ]);
  expect(manifest.totals.map(({ kind, records }) => [kind, records])).toEqual([
    ['notice', 3],
    ['post', 6],
  ]);
  const { changes } = (await (await get(`/open-data/changes?after=${manifest.cursor}`)).json()) as {
    changes: unknown[];
  };
  expect(changes).toEqual([]);
});

test('each file is what its digest says, compressed or not', async () => {
  for (const { path, sha256, bytes, gzipBytes } of manifest.files) {
    const packed = await raw(path, { 'accept-encoding': 'gzip' });
    expect(packed.headers).toMatchObject({ 'content-encoding': 'gzip', 'content-length': String(gzipBytes) });
    const plain = await raw(path, {});
    expect(plain.headers).toMatchObject({ 'content-length': String(bytes), vary: 'accept-encoding' });
    expect(plain.headers).not.toHaveProperty('content-encoding');
    for (const file of [gunzipSync(packed.bytes), plain.bytes])
      expect(createHash('sha256').update(file).digest('hex')).toBe(sha256);
  }
});

test.each([
  ['gzip;q=0', undefined],
  ['br, gzip;q=0.5', 'gzip'],
  ['identity', undefined],
  ['*', 'gzip'],
  ['gzip;q=0, *', undefined],
])('to %s a file goes as %s', async (accepted, encoding) => {
  const { headers } = await raw(manifest.files[0]!.path, { 'accept-encoding': accepted });
  expect(headers['content-encoding']).toBe(encoding);
});

test('the lines are the records, and their digests those of the manifest', async () => {
  const lines = (await (await get('/open-data/snapshots/2026-11-28/posts.ndjson')).text()).trimEnd().split('\n');
  const sum = lines.reduce((all, line) => all ^ BigInt(`0x${hash('sha256', line)}`), 0n);
  expect(sum.toString(16).padStart(64, '0')).toBe(manifest.totals.find(({ kind }) => kind === 'post')!.digest);
});

test('a table has a column for each of its names in every row', async () => {
  const table = await (await get('/open-data/snapshots/2026-11-28/posts.csv')).text();
  const rows = parse<Record<string, string>>(table, { bom: true, columns: true });
  expect(rows).toHaveLength(6);
  expect(rows[0]).toMatchObject({ code: 'P001', places: '410902', state: 'open', employmentType: 'labour_contract' });
});

test('what is dated is for ever, what is newest is not, and a tag saves sending it again', async () => {
  const [{ path, sha256 }] = manifest.files as [Manifest['files'][0]];
  const dated = await get(path, { 'if-none-match': `"other", W/"${sha256}"` });
  expect([dated.status, await dated.text()]).toEqual([304, '']);
  for (const one of [path, '/open-data/snapshots/2026-11-28/manifest.json'])
    expect((await get(one)).headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
  const newest = await get('/open-data/snapshots/latest/manifest.json');
  expect(newest.headers.get('cache-control')).toBe('public, max-age=60');
  const again = await get('/open-data/snapshots/latest/manifest.json', {
    'if-none-match': newest.headers.get('etag')!,
  });
  expect(again.status).toBe(304);
  expect((await get('/open-data/snapshots/latest/posts.csv')).url).toBe(
    `${api.url}/open-data/snapshots/2026-11-28/posts.csv`,
  );
});

test('HEAD says how long a file is and sends nothing of it', async () => {
  const [{ path, gzipBytes }] = manifest.files as [Manifest['files'][0]];
  const head = await fetch(api.url + path, { method: 'HEAD', headers: { 'accept-encoding': 'gzip' } });
  expect([head.status, head.headers.get('content-length'), await head.text()]).toEqual([200, String(gzipBytes), '']);
});

test.each([
  '/open-data/snapshots/2020-01-01/manifest.json',
  '/open-data/snapshots/yesterday/manifest.json',
  '/open-data/snapshots/2026-11-28/persons.csv',
  '/open-data/snapshots/2020-01-01/posts.csv',
])('%s is not there', async (path) => {
  expect((await get(path)).status).toBe(404);
});

test.each([
  '/open-data/snapshots/2026-11-29/manifest.json',
  '/open-data/snapshots/2026-11-28/persons.csv',
  '/open-data/feed.json?first=0',
])('nobody on the way keeps the refusal of %s: tomorrow it may be there', async (path) => {
  expect((await get(path)).headers.get('cache-control')).toBe('no-store');
});

test('a file whose parts are gone breaks off: nobody takes it for whole', async () => {
  await api.database.pool.query(`delete from open_snapshot_part where file = 'posts.ndjson'`);
  await expect(get('/open-data/snapshots/2026-11-28/posts.ndjson').then((response) => response.text())).rejects.toThrow(
    'terminated',
  );
});

/** A mirror against 32 who publish, amend and withdraw at once: killed at random and run again, it ends equal to the hub. */
import { type ChildProcess, spawn } from 'node:child_process';
import { hash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { writeSnapshot } from '../../jobs/write-snapshot.job.js';
import { openTestApi } from '../support/api.js';
import type { TestApi } from '../support/api.js';
import { officialUrl, openRecruiters, recruitment } from '../support/recruitment.js';
import type { Recruiters } from '../support/recruitment.js';

const script = /```js\n([^`]*(?:`(?!``)[^`]*)*)```/.exec(readFileSync('README.md', 'utf8'))![1]!;
const folder = mkdtempSync(join(tmpdir(), 'mirror 濮阳 '));
const copyFile = join(folder, 'copy.json');
const writers = 32;

let api: TestApi;
let who: Recruiters;
let at: ReturnType<typeof recruitment>;
beforeAll(async () => {
  writeFileSync(join(folder, 'mirror.mjs'), script);
  api = await openTestApi();
  who = await openRecruiters(api);
  at = recruitment(api, who);
});
afterAll(async () => {
  await api.close();
  rmSync(folder, { recursive: true, force: true });
});

function run(): { child: ChildProcess; ended: Promise<{ code: number | null; said: string }> } {
  const child = spawn(process.execPath, ['mirror.mjs', api.url, copyFile], {
    cwd: folder,
    env: { PATH: process.env['PATH'] },
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text) => (said += text));
  return { child, ended: new Promise((done) => child.once('close', (code) => done({ code, said: said.trim() }))) };
}

/** One notice's life: published, then amended, withdrawn or left alone, by lot that is the same in every run. */
async function live(writer: number, round: number): Promise<void> {
  const id = await at.publish({ title: `濮阳示例水务集团2026年招聘公告（${writer}-${round}）` });
  const fate = (writer * 7 + round * 3) % 4;
  if (fate === 0) at.ok(await at.move(who.approver, id, 'WITHDRAW', { reason: '违规', reasonCode: 'VIOLATION' }));
  if (fate === 1) {
    at.ok(
      await at.save(id, { ...at.content(), posts: at.content().posts.slice(0, 1) }, { amendReason: '减少一个岗位' }),
    );
    await at.fileAgain(id);
    at.ok(await at.move(who.approver, id, 'PUBLISH', { officialUrl }));
  }
  if (fate === 2) {
    at.ok(await at.move(who.approver, id, 'PAUSE', { reason: '维护' }));
    at.ok(await at.move(who.approver, id, 'RESUME'));
  }
}

test('equal by digest at the end, whatever was killed on the way; one row less is noticed in one request', async () => {
  await Promise.all(
    Array.from({ length: 8 }, (_, n) => at.publish({ title: `濮阳示例水务集团2026年招聘公告（先${n}）` })),
  );
  await writeSnapshot({ database: api.database, now: at.now, log: () => {} }, new AbortController().signal);
  let writing = true;
  const isWriting = () => writing;
  const killer = (async () => {
    let kills = 0;
    for (let n = 0; isWriting(); n++) {
      const { child, ended } = run();
      await Promise.race([sleep(60 + ((n * 137) % 900)), ended]);
      if (child.kill('SIGKILL')) kills++;
      await ended;
    }
    return kills;
  })();
  await Promise.all(
    Array.from({ length: writers }, async (_, writer) => {
      for (let round = 0; round < 2; round++) await live(writer, round);
    }),
  ).finally(() => (writing = false));
  expect(await killer).toBeGreaterThan(5);

  const last = await run().ended;
  const { rows } = await api.database.pool.query<{ body: string; sha256: string }>(
    `select body, encode(sha256, 'hex') as sha256 from open_record order by record_id`,
  );
  expect(last).toEqual({ code: 0, said: `${rows.length} records, complete` });
  const copy = JSON.parse(readFileSync(copyFile, 'utf8')) as { records: Record<string, string> };
  const ids = Object.keys(copy.records).sort();
  expect(ids.map((id) => hash('sha256', copy.records[id]!))).toEqual(rows.map(({ sha256 }) => sha256));

  const { [ids[7]!]: lost, ...left } = copy.records;
  expect(lost).toBeDefined();
  writeFileSync(copyFile, JSON.stringify({ ...copy, records: left }));
  expect(await run().ended).toEqual({
    code: 1,
    said: expect.stringMatching(/^not complete: 2026-03-02 (notices|posts)$/) as string,
  });
}, 180_000);

/** The job that reads the bureaus' own pages, against a server that serves them as real ones come. */
import { createServer } from 'node:http';
import type { Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import iconv from 'iconv-lite';
import { checkOfficialPages } from '../../jobs/check-official-pages.job.js';
import { visibleText } from '../../jobs/page-text.js';
import { targetsOf } from '../../jobs/webhook-target.js';
import { openTestApi } from '../support/api.js';
import type { TestApi } from '../support/api.js';
import { goodNotice } from '../support/notices.js';
import { openRecruiters, recruitment } from '../support/recruitment.js';
import type { Recruiters } from '../support/recruitment.js';

let api: TestApi;
let who: Recruiters;
let on: ReturnType<typeof recruitment>;
let server: Server;
let origin: string;
let id: string;
/** The official text, as everybody reads it. */
let text: string;
let answer: (response: ServerResponse, path: string) => void;
let asked: string[] = [];
const logged: unknown[] = [];

beforeAll(async () => {
  server = createServer((request, response) => {
    asked.push(request.url!);
    answer(response, request.url!);
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  api = await openTestApi();
  who = await openRecruiters(api);
  on = recruitment(api, who);
  // A name with a character of four bytes in GB18030.
  id = await on.publish({ overview: '集团在𠮷庄负责供水 & 排水，管网<800>公里。' });
  const read = await api.ask(`query ($id: ID!) { recruitmentNotice(id: $id) { text } }`, { variables: { id } });
  ({ text } = read.data!['recruitmentNotice'] as { text: string });
});
afterAll(async () => {
  server.closeAllConnections();
  await new Promise((closed) => server.close(closed));
  await api.close();
});

beforeEach(async () => {
  asked = [];
  // The published page stands on this machine, and nobody has looked yet.
  await api.database.pool.query(
    `update notice_version set official_url = $1, official_checked_at = null, official_verdict = null`,
    [`${origin}/notice.html`],
  );
});

const escaped = (one: string) => one.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
const page = (lines: string, charset = 'utf-8') =>
  `<!DOCTYPE html><html><head><meta charset="${charset}"><title>公告</title><style>p{color:red}</style></head>
   <body><ul id=nav><li>首页<li>通知公告</ul><script>var html='<p>无关</p>'</script>${lines}<footer>濮阳市人力资源和社会保障局</footer></body></html>`;
const paragraphs = (of: string) =>
  of
    .split('\n')
    .map((line) => `<p>\u3000\u3000${escaped(line)}</p>`)
    .join('\r\n');
const serve = (body: string | Buffer, headers: Record<string, string> = { 'content-type': 'text/html' }) => {
  answer = (response) => response.writeHead(200, headers).end(body);
};

function look(limits?: { timeoutMs: number; mostBytes: number }, embedded = true): Promise<number> {
  const dependencies = {
    database: api.database,
    checkTarget: targetsOf(embedded),
    now: on.now,
    log: (...line: unknown[]) => void logged.push(line),
    ...(limits && { limits }),
  };
  return checkOfficialPages(dependencies, new AbortController().signal);
}

async function found() {
  const read = await api.ask(
    `query ($id: ID!) { recruitmentFiling(id: $id) { published { officialVerdict officialCheckedAt } history { move detail isSound } } }`,
    { token: who.reviewer, variables: { id } },
  );
  const { published, history } = read.data!['recruitmentFiling'] as {
    published: { officialVerdict: string | null; officialCheckedAt: string | null };
    history: { move: string; detail: Record<string, unknown>; isSound: boolean }[];
  };
  expect(history.every(({ isSound }) => isSound)).toBe(true);
  return { ...published, told: history.filter(({ move }) => move === 'official-page').map(({ detail }) => detail) };
}
const verdict = async () => (await found()).officialVerdict;

describe('the same words', () => {
  test('as paragraphs with menus and scripts around them', async () => {
    serve(page(paragraphs(text)));
    expect(await look()).toBe(1);
    expect(await verdict()).toBe('SAME');
  });

  test.each([
    ['declared by the header', { 'content-type': 'text/html; charset=GB18030' }, 'utf-8'],
    ['declared by the page alone', { 'content-type': 'text/html' }, 'gb2312'],
    ['declared by nobody', {}, ''],
  ])('in GB18030, %s', async (_, headers, meta) => {
    const html = page(paragraphs(text), meta || 'x').replace('<meta charset="x">', '');
    serve(iconv.encode(html, 'gb18030'), headers);
    await look();
    expect(await verdict()).toBe('SAME');
  });

  test('in UTF-8 with a byte order mark, which goes before what the header says', async () => {
    serve(Buffer.concat([Buffer.from('efbbbf', 'hex'), Buffer.from(page(paragraphs(text), 'gbk'))]), {
      'content-type': 'text/html; charset=gbk',
    });
    await look();
    expect(await verdict()).toBe('SAME');
  });

  test('cut up by tags, comments, blanks and entities in the middle of words', async () => {
    const cut = Array.from(text)
      .map((character, i) => {
        const written = escaped(character);
        return [
          `<b>${written}</b>`,
          `${written}<!-- 注 -->`,
          `&nbsp;${written}&#8203;`,
          `&#${character.codePointAt(0)};`,
        ][i % 4];
      })
      .join('');
    serve(page(`<div>${cut}</div>`));
    await look();
    expect(await verdict()).toBe('SAME');
  });
});

describe('not the same', () => {
  test('one character is another', async () => {
    serve(page(paragraphs(text.replace('不收取任何费用', '不收取任何资用'))));
    await look();
    expect(await verdict()).toBe('DIFFERS');
  });

  test('a line is missing, or a word comes between', async () => {
    const lines = text.split('\n');
    serve(page(paragraphs(lines.toSpliced(4, 1).join('\n'))));
    await look();
    expect(await verdict()).toBe('DIFFERS');
    serve(page(paragraphs(lines.toSpliced(4, 0, '限本地户籍').join('\n'))));
    await lookAgain();
    expect(await verdict()).toBe('DIFFERS');
  });

  test.each([
    ['a script', (words: string) => `<script>${words}</script>`],
    ['a style', (words: string) => `<style>${words}</style>`],
    ['a template', (words: string) => `<template>${words}</template>`],
    ['a comment', (words: string) => `<!-- ${words} -->`],
    ['an attribute', (words: string) => `<p title="${words}"></p>`],
    ['what only those without scripts see', (words: string) => `<noscript>${words}</noscript>`],
  ])('it stands in %s alone', async (_, hide) => {
    serve(page(hide(text)));
    await look();
    expect(await verdict()).toBe('DIFFERS');
  });
});

describe('out of reach', () => {
  const fault = async () => (await found()).told.at(-1);

  test('the page is gone', async () => {
    answer = (response) => response.writeHead(404).end(page(paragraphs(text)));
    await look();
    expect(await verdict()).toBe('UNREACHABLE');
    expect(await fault()).toEqual({ verdict: 'unreachable', fault: 'status' });
  });

  test('nobody answers in time, not even when something trickles in', async () => {
    answer = (response) => {
      response.writeHead(200);
      const drip = setInterval(() => response.write(' '), 20);
      response.on('close', () => clearInterval(drip));
    };
    const begun = performance.now();
    await look({ timeoutMs: 300, mostBytes: 100_000 });
    expect(performance.now() - begun).toBeLessThan(3000);
    expect(await fault()).toEqual({ verdict: 'unreachable', fault: 'timeout' });
  });

  test('it leads in circles', async () => {
    answer = (response, path) => response.writeHead(302, { location: path === '/a' ? '/b' : '/a' }).end();
    await look();
    expect(asked).toEqual(['/notice.html', '/a', '/b', '/a']);
    expect(await fault()).toEqual({ verdict: 'unreachable', fault: 'redirect' });
  });

  test('three steps are followed', async () => {
    answer = (response, path) => {
      const step = Number(path.slice(1)) || 0;
      if (step < 3) response.writeHead(301, { location: `/${step + 1}` }).end();
      else response.writeHead(200).end(page(paragraphs(text)));
    };
    await look();
    expect(await verdict()).toBe('SAME');
  });

  test('it leads to where nobody may go, and nobody goes there', async () => {
    for (const location of [
      'http://169.254.169.254/latest',
      'file:///etc/passwd',
      'http://[',
      'http://user:pass@127.0.0.1/',
    ]) {
      answer = (response, path) =>
        path === '/notice.html' ? response.writeHead(302, { location }).end() : response.end(page(paragraphs(text)));
      await lookAgain();
      expect(await verdict()).toBe('UNREACHABLE');
    }
    expect(asked.every((path) => path === '/notice.html')).toBe(true);
  });

  test('outside the embedded mode this machine is not asked', async () => {
    serve(page(paragraphs(text)));
    await look(undefined, false);
    expect(asked).toEqual([]);
    expect(await fault()).toEqual({ verdict: 'unreachable', fault: 'scheme' });
  });

  test('it is huge', async () => {
    serve(page(paragraphs(text) + '<p>无</p>'.repeat(300_000)));
    await look();
    expect(await fault()).toEqual({ verdict: 'unreachable', fault: 'too-large' });
  });

  test('a page of half a million elements in each other is read in no time', () => {
    const begun = performance.now();
    expect(visibleText(`${'<div><b>'.repeat(250_000)}底`)).toBe('底');
    expect(performance.now() - begun).toBeLessThan(3000);
  });
});

async function lookAgain(): Promise<void> {
  await api.database.pool.query(`update notice_version set official_checked_at = null`);
  await look();
}

describe('when', () => {
  test('an hour passes before the same page is asked for again; the history tells what changed, not each look', async () => {
    const before = (await found()).told.length;
    serve(page(paragraphs(text)));
    await look();
    await look();
    expect(asked).toHaveLength(1);
    await on.goTo(new Date(on.now().getTime() + 3_601_000));
    await look();
    expect(asked).toHaveLength(2);
    const { told, officialCheckedAt } = await found();
    expect(on.now().getTime() - Date.parse(officialCheckedAt!)).toBeLessThan(60_000);
    expect(told.slice(before)).toEqual([
      { verdict: 'same', expectedSha256: expect.stringMatching(/^[0-9a-f]{64}$/) as string },
    ]);
    serve(page('改版中'));
    await lookAgain();
    expect((await found()).told.slice(before).map((one) => one['verdict'])).toEqual(['same', 'differs']);
    await on.goBack();
  });

  test('an amended notice is looked for in its new words', async () => {
    serve(page(paragraphs(text)));
    await look();
    const changed = goodNotice({ overview: '集团负责供水。' }, on.now().toISOString().slice(0, 10));
    on.ok(await on.save(id, changed, { amendReason: '更正单位简介' }));
    await on.fileAgain(id);
    on.ok(await on.move(who.approver, id, 'PUBLISH', { officialUrl: 'https://rsj.puyang.example/notices/1' }));
    await api.database.pool.query(`update notice_version set official_url = $1`, [`${origin}/notice.html`]);
    expect(await verdict()).toBeNull();
    await look();
    expect(await verdict()).toBe('DIFFERS');
  });

  test('a bureau finds those that differ', async () => {
    serve(page(''));
    await look();
    const list = async (which: string) => {
      const read = on.ok(
        await api.ask(`{ recruitmentFilings(officialVerdict: ${which}) { edges { node { id } } } }`, {
          token: who.reviewer,
        }),
      );
      return (read.data!['recruitmentFilings'] as { edges: { node: { id: string } }[] }).edges.map(
        ({ node }) => node.id,
      );
    };
    expect([await list('DIFFERS'), await list('SAME'), await list('UNREACHABLE')]).toEqual([[id], [], []]);
    on.ok(await on.move(who.approver, id, 'WITHDRAW', { reason: '违反规定', reasonCode: 'VIOLATION' }));
    expect(await list('DIFFERS')).toEqual([]);
  });

  test('what is no longer public is not looked at, and no page was written into a log', async () => {
    expect(await look()).toBe(0);
    expect(asked).toEqual([]);
    expect(logged).toEqual([]);
  });
});

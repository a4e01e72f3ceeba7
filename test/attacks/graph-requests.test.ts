/** Requests that come the wrong way, too large, too slow or too many: cut off early, while others are served. */
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { requestLimits } from '../../api/guard-requests.js';
import { codeOf, openTestApi, readAnswer } from '../support/api.js';
import type { TestApi } from '../support/api.js';

let api: TestApi;
let partner: string;
let staff: string;
const opened: Socket[] = [];

beforeAll(async () => {
  api = await openTestApi(undefined, { own: { requestMs: 1500 } });
  partner = await api.token({ sub: '民政局', audience: 'partner' });
  staff = await api.token({ sub: '王科员', audience: 'staff', roles: ['operator'] });
});
afterEach(() => {
  for (const socket of opened.splice(0)) socket.destroy();
});
afterAll(() => api.close());

const query = '{ __typename }';
const json = { 'content-type': 'application/json' };
const post = (body: BodyInit, headers: Record<string, string> = json) =>
  fetch(`${api.url}/graphql`, { method: 'POST', headers, body }).then(readAnswer);

interface Line {
  socket: Socket;
  said: () => string;
  /** Resolves with what was said once the other side has closed. */
  closed: Promise<string>;
}

function dial(localAddress?: string, origin = api.url): Line {
  const { port, hostname } = new URL(origin);
  const socket = connect({ port: Number(port), host: hostname, ...(localAddress && { localAddress }) });
  opened.push(socket);
  let text = '';
  const closed = Promise.withResolvers<string>();
  socket.on('data', (chunk) => (text += String(chunk)));
  // Whoever is cut off while still sending sees a reset.
  socket.on('error', () => undefined);
  socket.on('close', () => closed.resolve(text));
  return { socket, said: () => text, closed: closed.promise };
}

describe('form', () => {
  it('G9: a batch is refused as a whole, also one of one', async () => {
    for (const count of [1, 2, 100]) {
      const answer = await post(JSON.stringify(Array.from({ length: count }, () => ({ query }))));
      expect([answer.status, codeOf(answer), answer.data]).toEqual([400, 'BAD_INPUT', null]);
    }
  });

  it.each([
    ['text/plain', JSON.stringify({ query })],
    ['application/x-www-form-urlencoded', `query=${encodeURIComponent(query)}`],
    ['multipart/form-data; boundary=x', `--x\r\ncontent-disposition: form-data; name="query"\r\n\r\n${query}\r\n--x--`],
    ['application/graphql', query],
    ['message/x; y', JSON.stringify({ query })],
  ])('G13: POST with %s is refused', async (type, body) => {
    for (const token of [undefined, partner, staff]) {
      const answer = await post(body, { 'content-type': type, ...(token && { authorization: `Bearer ${token}` }) });
      expect([answer.status, codeOf(answer), answer.data]).toEqual([415, 'BAD_INPUT', null]);
    }
  });

  it('G13: the graph of whoever has a token takes no GET, and that of the public none that a page could send unasked', async () => {
    const address = `${api.url}/graphql?query=${encodeURIComponent(query)}`;
    for (const token of [partner, staff]) {
      const headers = { authorization: `Bearer ${token}`, ...json, 'apollo-require-preflight': '1' };
      expect(codeOf(await readAnswer(await fetch(address, { headers })))).toBe('BAD_INPUT');
    }
    for (const headers of [
      {},
      { 'content-type': 'text/plain' },
      { 'content-type': 'message/x;y' },
      { 'content-type': ',' },
    ])
      expect(codeOf(await readAnswer(await fetch(address, { headers })))).toBe('BAD_INPUT');
  });

  it('G14: no mutation by a link', async () => {
    const mutation = 'mutation { registerPlatform(name: "x", contactEmail: "x@example.org") { id } }';
    const address = `${api.url}/graphql?query=${encodeURIComponent(mutation)}`;
    for (const headers of [{}, { 'apollo-require-preflight': '1' }]) {
      const answer = await readAnswer(await fetch(address, { headers }));
      expect([answer.status >= 400, answer.data]).toEqual([true, null]);
    }
    expect((await api.database.pool.query('select from platform')).rowCount).toBe(0);
  });

  it('G17: a body that is packed is not unpacked', async () => {
    const bomb = gzipSync(Buffer.alloc(20_000_000, 0x20));
    expect(bomb.length).toBeLessThan(64 * 1024);
    const answer = await post(new Uint8Array(bomb), { ...json, 'content-encoding': 'gzip' });
    expect([answer.status, codeOf(answer)]).toEqual([415, 'BAD_INPUT']);
  });
});

describe('size and time', () => {
  it('G17: fifty megabytes are cut off after the first 64 KiB, announced or not', async () => {
    for (const announced of [true, false]) {
      const { socket, closed, said } = dial();
      const length = announced ? 'content-length: 50000000' : 'transfer-encoding: chunked';
      socket.write(`POST /graphql HTTP/1.1\r\nhost: hub\r\ncontent-type: application/json\r\n${length}\r\n\r\n`);
      let sent = 0;
      const chunk = Buffer.alloc(16 * 1024, 0x20);
      while (!socket.destroyed && sent < 50_000_000 && !said().includes('LIMIT_EXCEEDED')) {
        socket.write(announced ? chunk : Buffer.concat([Buffer.from('4000\r\n'), chunk, Buffer.from('\r\n')]));
        sent += chunk.length;
        await sleep(1);
      }
      expect(said()).toMatch(/^HTTP\/1.1 413 /);
      expect(sent).toBeLessThan(10_000_000);
      socket.end();
      await closed;
    }
  });

  it('G17: who sends a byte at a time is cut off in the end, and nobody else waits meanwhile', async () => {
    const lines = Array.from({ length: 20 }, () => dial());
    const start = performance.now();
    for (const { socket } of lines)
      socket.write(
        'POST /graphql HTTP/1.1\r\nhost: hub\r\ncontent-type: application/json\r\ncontent-length: 5000\r\n\r\n',
      );
    const drip = setInterval(() => {
      for (const { socket } of lines) if (!socket.destroyed) socket.write(' ');
    }, 100);
    const times: number[] = [];
    const all = Promise.all(lines.map(({ closed }) => closed));
    const meanwhile = { done: false };
    void all.then(() => (meanwhile.done = true));
    while (!meanwhile.done && performance.now() - start < 10_000) {
      const asked = performance.now();
      expect((await api.ask(query)).errors).toEqual([]);
      times.push(performance.now() - asked);
      await sleep(20);
    }
    clearInterval(drip);
    for (const said of await all) expect(said).toMatch(/^(HTTP\/1.1 408 |$)/);
    expect(performance.now() - start).toBeLessThan(9000);
    expect(times.sort((a, b) => a - b)[Math.floor(times.length / 2)]).toBeLessThan(100);
  });

  it('G17: ten thousand headers are refused by their bytes, and some hundred by their number', async () => {
    const many = (count: number) => Array.from({ length: count }, (_, n) => `x-${n}: 1\r\n`).join('');
    for (const count of [10_000, requestLimits.headers + 1]) {
      const { socket, closed } = dial();
      socket.write(`GET /healthz HTTP/1.1\r\nhost: hub\r\nconnection: close\r\n${many(count)}\r\n`);
      expect(await closed).toMatch(/^HTTP\/1.1 431 /);
    }
    const { socket, closed } = dial();
    socket.write(`GET /healthz HTTP/1.1\r\nhost: hub\r\nconnection: close\r\n${many(requestLimits.headers - 10)}\r\n`);
    expect(await closed).toMatch(/^HTTP\/1.1 200 /);
  });
});

describe('what is refused before it is a request', () => {
  it('G17: what is no request is told one after the other, like other refusals', async () => {
    const start = performance.now();
    const lines = Array.from({ length: 15 }, () => dial());
    for (const { socket } of lines) socket.write('no request\r\n\r\n');
    for (const said of await Promise.all(lines.map(({ closed }) => closed))) expect(said).toMatch(/^HTTP\/1.1 400 /);
    expect(performance.now() - start).toBeGreaterThan(15 * 20 - 20);
  });

  it('G18: a body with too many values is refused before it is parsed', async () => {
    const broken = `{"query":"{ __typename }","variables":{"x":[${'1,'.repeat(20_000)}`;
    expect(codeOf(await post(broken))).toBe('LIMIT_EXCEEDED');
    expect(codeOf(await post(`{"query":"{ __typename }","variables":{"x":${'['.repeat(5000)}`))).toBe('LIMIT_EXCEEDED');
    // Within a text nothing counts.
    const text = JSON.stringify({ query, variables: { x: '\\"[,'.repeat(6000) } });
    expect((await post(text)).errors).toEqual([]);
  });

  it('G19: a connection beyond the limit hears so after a moment, and not at once', async () => {
    const lines = Array.from({ length: requestLimits.connections }, () => dial());
    await Promise.all(lines.map(({ socket }) => once(socket, 'connect')));
    const start = performance.now();
    const { socket, closed } = dial();
    socket.write('GET /healthz HTTP/1.1\r\nhost: hub\r\n\r\n');
    expect(await closed).toBe('');
    expect(performance.now() - start).toBeGreaterThan(requestLimits.refusedMs - 50);
  });
});

describe('connections', () => {
  // What can be tried on that one door: sockets.test.ts.
  it('G19: there are no websockets but one for staff who subscribe: no other upgrade is a door', async () => {
    for (const [path, protocol] of [
      ['/', 'graphql-transport-ws'],
      ['/graphql/', 'graphql-transport-ws'],
      ['/graphql', 'graphql-ws'],
      ['/graphql', 'graphql-transport-wss'],
      ['/recruitment', 'graphql-transport-ws'],
    ]) {
      const { socket, closed } = dial();
      socket.write(
        `GET ${path} HTTP/1.1\r\nhost: hub\r\nconnection: upgrade, close\r\nupgrade: websocket\r\nsec-websocket-version: 13\r\nsec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==\r\nsec-websocket-protocol: ${protocol}\r\n\r\n`,
      );
      const until = setTimeout(() => socket.end(), 2000);
      expect(await closed).not.toMatch(/^HTTP\/1.1 101/);
      clearTimeout(until);
    }
    expect(codeOf(await api.ask('subscription { recruitmentChanges { endCursor } }'))).toBe('BAD_INPUT');
  });

  it('G19: one address holds so many connections and no more; when it lets go, it may come again', async () => {
    const lines = Array.from({ length: requestLimits.connections + 40 }, () => dial());
    const open = () => lines.filter(({ socket }) => !socket.destroyed).length;
    await expect.poll(open, { timeout: 10_000 }).toBeLessThanOrEqual(requestLimits.connections);
    expect(open()).toBeGreaterThan(requestLimits.connections / 2);
    for (const { socket } of lines) socket.destroy();
    await sleep(200);
    expect((await api.ask(query)).errors).toEqual([]);
  });

  it('G19: on one connection a few requests may wait for their answers, and a flood of them closes it', async () => {
    const body = JSON.stringify({ query });
    const one = `POST /graphql HTTP/1.1\r\nhost: hub\r\ncontent-type: application/json\r\ncontent-length: ${body.length}\r\n\r\n${body}`;
    const few = dial();
    few.socket.write(one.repeat(requestLimits.unanswered));
    const answers = (said: string) => said.split('HTTP/1.1 200').length - 1;
    await expect.poll(() => answers(few.said()), { timeout: 5000 }).toBe(requestLimits.unanswered);
    // From elsewhere, so that the other tests are not shut out.
    const elsewhere = '127.0.0.3';
    const many = dial(elsewhere);
    many.socket.write(one.repeat(300));
    await once(many.socket, 'data');
    const again = dial(elsewhere);
    again.socket.write(one);
    expect(answers(await again.closed)).toBe(0);
    expect((await api.ask(query)).errors).toEqual([]);
    // Some may have been answered before the next were read.
    expect(answers(await many.closed)).toBeLessThan(100);
    const later = dial(elsewhere);
    later.socket.write(one);
    await expect.poll(() => answers(later.said()), { timeout: 5000 }).toBe(1);
  });

  it('G19: a connection on which nothing is asked is closed', async () => {
    // Whoever may take a minute for a request may not take it for its headers.
    const patient = await openTestApi(undefined, { own: { requestMs: 60_000 } });
    const { closed } = dial(undefined, patient.url);
    const start = performance.now();
    await closed;
    expect(performance.now() - start).toBeLessThan(requestLimits.headersMs + 5000);
    await patient.close();
  });

  it('G19: one client waits for changes so often at once and no more', async () => {
    const wait = 'query { recruitmentChanges(waitSeconds: 3) { hasMore } }';
    const answers = await Promise.all(Array.from({ length: 30 }, () => api.ask(wait)));
    const refused = answers.filter(({ errors }) => errors.length > 0);
    expect(refused).toHaveLength(10);
    for (const answer of refused) expect(codeOf(answer)).toBe('LIMIT_EXCEEDED');
  });
});

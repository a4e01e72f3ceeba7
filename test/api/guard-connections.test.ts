import { createServer } from 'node:http';
import type { RequestListener, Server } from 'node:http';
import { once } from 'node:events';
import { connect } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';
import { afterEach, describe, expect, it, test } from 'vitest';
import { guardConnections } from '../../api/guard-connections.js';
import { requestLimits } from '../../api/guard-requests.js';

const get = (path: string) => `GET ${path} HTTP/1.1\r\nhost: hub\r\n\r\n`;
const paths = (count: number) => Array.from({ length: count }, (_, n) => `/${n}`);
let server: Server;
const sockets: Socket[] = [];

afterEach(() => {
  for (const socket of sockets.splice(0)) socket.destroy();
  server.closeAllConnections();
  server.close();
});

async function serve(answer: RequestListener, trusted: string[] = []): Promise<{ read: () => number }> {
  server = createServer(answer);
  guardConnections(server, trusted);
  let read = 0;
  server.on('request', () => read++);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { read: () => read };
}

async function dial(): Promise<Socket> {
  const { port } = server.address() as AddressInfo;
  const socket = connect(port, '127.0.0.1');
  sockets.push(socket);
  socket.on('error', () => undefined);
  await once(socket, 'connect');
  return socket;
}

describe('requests on one connection', () => {
  it('are begun one after the other, and answered in their order', async () => {
    const begun: string[] = [];
    const finish: (() => void)[] = [];
    await serve(({ url }, response) => {
      begun.push(url!);
      finish.push(() => response.end(url));
    });
    const socket = await dial();
    let said = '';
    socket.on('data', (chunk) => (said += String(chunk)));
    socket.write(paths(requestLimits.unanswered).map(get).join(''));
    for (const [n, path] of paths(requestLimits.unanswered).entries()) {
      await expect.poll(() => begun.length).toBe(n + 1);
      expect(begun[n]).toBe(path);
      finish[n]!();
    }
    await expect.poll(() => said.match(/\/\d(?=HTTP|$)/g)).toEqual(paths(requestLimits.unanswered));
    // And whoever waits for each answer is served as before.
    socket.write(get('/last'));
    await expect.poll(() => begun.at(-1)).toBe('/last');
  });

  it('are not even read beyond the limit, and its address gets no further connection', async () => {
    const { read } = await serve(() => undefined);
    const flood = await dial();
    flood.write(get('/').repeat(1000));
    await expect.poll(read).toBe(requestLimits.unanswered + 1);
    const again = await dial();
    again.write(get('/'));
    again.resume();
    await once(again, 'close');
    expect(read()).toBe(requestLimits.unanswered + 1);
  });

  it('are bounded for a trusted proxy too, which is not shut out', async () => {
    const { read } = await serve(() => undefined, ['127.0.0.0/8']);
    const flood = await dial();
    flood.write(get('/').repeat(1000));
    await expect.poll(read).toBe(requestLimits.unanswered + 1);
    const again = await dial();
    again.write(get('/'));
    await expect.poll(read).toBe(requestLimits.unanswered + 2);
  });
});

test('of one address are so many connections and no more', async () => {
  await serve(() => undefined);
  const all = await Promise.all(Array.from({ length: requestLimits.connections + 40 }, () => dial()));
  const open = () => all.filter((socket) => !socket.destroyed).length;
  for (const socket of all) socket.resume();
  await expect.poll(open, { timeout: 10_000 }).toBe(requestLimits.connections);
});

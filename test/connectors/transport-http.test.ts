import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createNodeTransport } from '../../connectors/node-transport.js';
import { type Fault, listen, type SandboxServer } from '../../connectors/sandbox/http-server.js';

const transport = createNodeTransport();
let server: SandboxServer;
let fault: Fault | undefined;

beforeAll(async () => {
  const answer = () => Promise.resolve({ status: 200, body: 'x'.repeat(1001) });
  server = await listen({ port: 0, now: () => new Date(), faults: () => fault, answer });
});
afterAll(async () => {
  await transport.close();
  await server.close();
});

function ask(limits: { timeoutMs?: number; maxBytes?: number } = {}, signal = new AbortController().signal) {
  const request = { method: 'GET', url: `${server.url}/?secret=canary`, headers: {}, ...limits } as const;
  return transport.http({ timeoutMs: 5000, maxBytes: 2000, ...request }, signal);
}

test('no more is taken in than was asked for', async () => {
  fault = undefined;
  await expect(ask({ maxBytes: 1000 })).rejects.toMatchObject({ fault: 'too-large' });
  expect((await ask({ maxBytes: 1001 })).body.length).toBe(1001);
});

test('a slow answer is given up, and so is one that nobody wants any more', async () => {
  fault = { kind: 'delay', ms: 400 };
  await expect(ask({ timeoutMs: 60 })).rejects.toMatchObject({ fault: 'timeout' });
  const abort = new AbortController();
  const waiting = ask({}, abort.signal);
  abort.abort(new Error('stopped'));
  await expect(waiting).rejects.toThrow('stopped');
});

test('F2: an answer that drips is given up as a whole, though each byte is in time', async () => {
  const drip = createServer((_request, response) => {
    response.write('x');
    const dripping = setInterval(() => response.write('x'), 20);
    response.on('close', () => clearInterval(dripping));
  });
  await new Promise<void>((resolve) => drip.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(drip.address() as AddressInfo).port}/`;
  const request = { method: 'GET', url, headers: {}, timeoutMs: 300, maxBytes: 2000 } as const;
  const began = performance.now();
  await expect(transport.http(request, new AbortController().signal)).rejects.toMatchObject({ fault: 'timeout' });
  expect(performance.now() - began).toBeLessThan(1500);
  drip.close();
});

test('a dropped connection is named without the address', async () => {
  fault = { kind: 'reset' };
  const message = await ask().then(
    () => 'no error',
    (error: Error) => error.message,
  );
  expect(message).toMatch(/^the connection failed \(\w+\)$/);
});

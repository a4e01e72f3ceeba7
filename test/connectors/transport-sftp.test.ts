/** A server that keeps silent, drips, hangs up or is gone, at every point of a session: whatever was asked of it ends, and in time. */
import { createServer, type AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openSftpSession } from '../../connectors/transport-sftp.js';
import { type Line, openLine } from '../support/line.js';
import { type SlowSftp, startSlowSftp, type Step } from '../support/slow-sftp.js';

const patience = { answerMs: 500, bytesPerSecond: 16 * 1024, goodbyeMs: 200 };
const path = '/outbox/20260301/MANIFEST.csv';
let server: SlowSftp;
let line: Line;

beforeEach(async () => {
  server = await startSlowSftp();
  server.files.set(path, Buffer.alloc(300_000, 'x'));
  line = await openLine(server.settings.port);
});
afterEach(async () => {
  await line.close();
  await server.close();
});

const open = (signal = new AbortController().signal, port = line.port) =>
  openSftpSession({ ...server.settings, port }, signal, patience);

/** How it failed, and that it did within `ms`. */
async function failureWithin(ms: number, work: Promise<unknown>): Promise<{ code: string; message: string }> {
  const began = performance.now();
  const error = await work.then(
    () => ({ code: 'none', message: '' }),
    (thrown: Error & { code: string }) => thrown,
  );
  expect(performance.now() - began).toBeLessThan(ms);
  return { code: error.code, message: error.message };
}

describe('F2: without an answer', () => {
  const list = async () => (await open()).list('/outbox');
  const read = async () => (await open()).read(path, 1 << 20);
  const write = async () => (await open()).write('/inbox/receipt.txt', 'received');
  it.each<[Step, () => Promise<unknown>, string]>([
    ['sign-in', open, 'the sign-in'],
    ['channel', open, 'the SFTP channel'],
    ['OPENDIR', list, '/outbox'],
    ['READDIR', list, '/outbox'],
    ['OPEN', read, path],
    ['READ', read, path],
    ['OPEN', write, '/inbox/receipt.txt'],
    ['WRITE', write, '/inbox/receipt.txt'],
  ])('F2: to %s it is given up', async (step, work, what) => {
    server.answers = (asked) => asked !== step;
    const failure = await failureWithin(1500, work());
    expect(failure).toEqual({ code: 'TIMEOUT', message: `${what} was given up: no answer within 0.5 s` });
  });

  it('F2: a port that says nothing at all is given up', async () => {
    const mute = createServer(() => {});
    await new Promise<void>((resolve) => mute.listen(0, '127.0.0.1', resolve));
    const failure = await failureWithin(1500, open(undefined, (mute.address() as AddressInfo).port));
    expect(failure.code).toBe('TIMEOUT');
    mute.close();
  });
});

describe('F2: a drip', () => {
  it('F2: of a byte in each answer is given up for its pace, though each answer is in time', async () => {
    [server.bytesPerRead, server.waitMs] = [1, 50];
    const session = await open();
    const failure = await failureWithin(1500, session.read(path, 1 << 20));
    expect(failure).toEqual({
      code: 'TIMEOUT',
      message: `${path} was given up: it comes slower than 16384 bytes a second`,
    });
    expect(server.reads).toBeGreaterThan(3);
    expect((await failureWithin(100, session.list('/outbox'))).code).toBe('TIMEOUT');
  });

  it('a file that is slow and keeps the pace is read whole', async () => {
    [server.bytesPerRead, server.waitMs] = [10_000, 50];
    const session = await open();
    expect((await session.read(path, 1 << 20)).length).toBe(300_000);
    await session.close();
  });

  it('F2: of a name in each answer is given up, though each answer is in time', async () => {
    [server.listsForever, server.waitMs] = [true, 50];
    const session = await open();
    expect((await failureWithin(1500, session.list('/outbox'))).code).toBe('TIMEOUT');
  });
});

describe('F2: the goodbye', () => {
  it('F2: a file whose close is never answered is read all the same, also in part', async () => {
    server.answers = (asked) => asked !== 'CLOSE';
    const session = await open();
    expect((await session.read(path, 1 << 20)).length).toBe(300_000);
    expect((await session.read(path, 1)).length).toBe(1);
    await session.close();
  });

  it('F2: a line that is dead is cut, also when closed twice', async () => {
    const session = await open();
    line.goDead();
    const began = performance.now();
    await Promise.all([session.close(), session.close()]);
    await session.close();
    expect(performance.now() - began).toBeLessThan(1000);
  });
});

describe('a session that ends', () => {
  const lost: [string, () => void][] = [
    ['the line is cut', () => line.cut()],
    ['the server hangs up', () => server.hangUp('connections')],
    ['the server closes the channel and keeps the connection', () => server.hangUp('channels')],
  ];
  it.each(lost)('%s: what waits for an answer is told, and so is whoever asks later', async (_what, lose) => {
    const session = await open();
    server.answers = (asked) => {
      if (asked === 'READ') setTimeout(lose, 20);
      return asked !== 'READ';
    };
    expect((await failureWithin(400, session.read(path, 1 << 20))).code).toBe('ECONNECTION');
    for (const ask of [session.read(path, 1), session.list('/outbox'), session.write('/inbox/x', 'x')])
      expect((await failureWithin(100, ask)).code).toBe('ECONNECTION');
    await session.close();
  });

  it('is told to whoever waits when nobody wants it any more', async () => {
    const abort = new AbortController();
    const session = await open(abort.signal);
    server.answers = (asked) => {
      if (asked === 'READ') setTimeout(() => abort.abort(new Error('stopped')), 20);
      return asked !== 'READ';
    };
    expect((await failureWithin(400, session.read(path, 1))).message).toBe('stopped');
    await expect(session.list('/outbox')).rejects.toThrow('stopped');
    await expect(open(abort.signal)).rejects.toThrow('stopped');
    await session.close();
  });
});

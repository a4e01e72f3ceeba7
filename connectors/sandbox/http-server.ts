/** What both simulated HTTP sources share: listening, reading a request, and misbehaving when a test asks for it. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface SandboxRequest {
  method: string;
  path: string;
  query: URLSearchParams;
  headers: Record<string, string | undefined>;
  body: string;
  /** 1 for the first request that this server received. */
  number: number;
}

export interface SandboxAnswer {
  status: number;
  headers?: Record<string, string>;
  body: string;
}

/** A way to misbehave on one request. */
export type Fault =
  /** Answers this, and never looks at the request. */
  | { kind: 'answer'; answer: SandboxAnswer }
  /** Answers properly, but changed on the way: cut off, another prefix, other rows. */
  | { kind: 'edit'; edit: (answer: SandboxAnswer) => SandboxAnswer }
  /** Answers properly, but late. */
  | { kind: 'delay'; ms: number }
  /** Drops the connection without an answer. */
  | { kind: 'reset' };

/** Asked for every request; undefined means: behave. */
export type Faults = (request: SandboxRequest) => Fault | undefined;

export interface SandboxServer {
  /** Address without a path. */
  url: string;
  port: number;
  close(): Promise<void>;
}

const longestBody = 1 << 20;

export async function listen(options: {
  port: number;
  host?: string;
  now: () => Date;
  faults?: Faults;
  answer: (request: SandboxRequest) => Promise<SandboxAnswer>;
}): Promise<SandboxServer> {
  let requests = 0;
  const handle = async (incoming: IncomingMessage, outgoing: ServerResponse) => {
    const request = await read(incoming, ++requests);
    const fault = options.faults?.(request);
    if (fault?.kind === 'reset') {
      outgoing.destroy();
      return;
    }
    let answer = fault?.kind === 'answer' ? fault.answer : await options.answer(request);
    if (fault?.kind === 'edit') answer = fault.edit(answer);
    if (fault?.kind === 'delay') await new Promise((resolve) => void setTimeout(resolve, fault.ms));
    outgoing.writeHead(answer.status, { date: options.now().toUTCString(), ...answer.headers }).end(answer.body);
  };
  const server = createServer((incoming, outgoing) => {
    handle(incoming, outgoing).catch(() => outgoing.destroy());
  });
  const host = options.host ?? '127.0.0.1';
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port, host, resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://${host}:${port}`,
    port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function read(incoming: IncomingMessage, number: number): Promise<SandboxRequest> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of incoming as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > longestBody) throw new Error('request body too long');
    chunks.push(chunk);
  }
  const { pathname, searchParams } = new URL(incoming.url ?? '/', 'http://sandbox');
  const headers = Object.fromEntries(Object.entries(incoming.headers).map(([name, value]) => [name, String(value)]));
  const body = Buffer.concat(chunks).toString();
  return { method: incoming.method ?? 'GET', path: pathname, query: searchParams, headers, body, number };
}

/** A source's own time as it writes it: it bounds the next window, so it keeps its milliseconds. */
export function shanghaiMillis(time: Date): string {
  return `${new Date(time.getTime() + 8 * 3_600_000).toISOString().slice(0, -1)}+08:00`;
}

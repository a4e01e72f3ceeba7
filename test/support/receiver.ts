/** A webhook's receiver over real HTTP: keeps what came, and answers as the test likes. */
import { createServer } from 'node:http';
import type { IncomingHttpHeaders, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Received {
  path: string;
  headers: IncomingHttpHeaders;
  body: string;
  at: number;
}

export interface Receiver {
  url: string;
  received: Received[];
  /** Messages of changes alone. */
  messages: () => Received[];
  /** Answers each message instead of 204; a verification is answered right unless this takes it. Returns true when it answered. */
  answer: (how: (message: Received, response: ServerResponse) => boolean) => void;
  close(): Promise<void>;
}

export async function openReceiver(): Promise<Receiver> {
  const received: Received[] = [];
  let how: (message: Received, response: ServerResponse) => boolean = () => false;
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (part: Buffer) => (body += part.toString()));
    request.on('end', () => {
      const message = { path: request.url ?? '', headers: request.headers, body, at: Date.now() };
      received.push(message);
      if (how(message, response)) return;
      const said = JSON.parse(body) as { type: string; data: { challenge?: string } };
      if (said.type === 'webhook.verify') response.end(JSON.stringify({ challenge: said.data.challenge }));
      else response.writeHead(204).end();
    });
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/hook`,
    received,
    messages: () => received.filter(({ body }) => body.startsWith('{"type":"recruitment.changes"')),
    answer: (next) => void (how = next),
    async close() {
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
    },
  };
}

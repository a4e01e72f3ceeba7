/** A client of graphql-transport-ws as graphql-ws gives it, and a bare socket for what no good client sends. */
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Client, createClient, type FormattedExecutionResult } from 'graphql-ws';
import { WebSocket } from 'ws';

const addressOf = (url: string) => `${url.replace('http', 'ws')}/graphql`;
export const protocol = 'graphql-transport-ws';

type Message = FormattedExecutionResult<Record<string, unknown>, unknown>;

export interface Closing {
  code: number;
  reason: string;
}

export interface Subscriber {
  client: Client;
  /** How the connection ended. */
  closed: Promise<Closing>;
  /** Every message of one subscription, until it is over. */
  all(query: string, variables?: Record<string, unknown>): Promise<Message[]>;
  /** Messages as they come. */
  each(query: string, variables?: Record<string, unknown>): AsyncIterableIterator<Message>;
}

export function subscriber(url: string, params: Record<string, unknown>): Subscriber {
  const ended = Promise.withResolvers<Closing>();
  const client = createClient({
    url: addressOf(url),
    webSocketImpl: WebSocket,
    connectionParams: params,
    retryAttempts: 0,
    lazyCloseTimeout: 60_000,
    on: { closed: (event) => ended.resolve({ code: (event as Closing).code, reason: (event as Closing).reason }) },
  });
  const each = (query: string, variables: Record<string, unknown> = {}) => client.iterate({ query, variables });
  return {
    client,
    closed: ended.promise,
    each,
    async all(query, variables) {
      const messages = [];
      for await (const message of each(query, variables)) messages.push(message);
      return messages;
    },
  };
}

export interface Bare {
  socket: WebSocket;
  closed: Promise<Closing>;
  said: { type: string; id?: string; payload?: unknown }[];
  send(message: unknown): void;
  /** Waits for a message of this type. */
  until(type: string): Promise<void>;
}

/** Resolves once it is open; rejects with the status that refused it. */
export async function bareSocket(
  url: string,
  headers: Record<string, string> = {},
  protocols: string | string[] = protocol,
  options: { autoPong?: boolean } = {},
): Promise<Bare> {
  const socket = new WebSocket(addressOf(url), protocols, { headers, ...options });
  const said: Bare['said'] = [];
  socket.on('message', (data: Buffer) => said.push(JSON.parse(data.toString()) as Bare['said'][number]));
  const closed = new Promise<Closing>((resolve) =>
    socket.once('close', (code, reason) => resolve({ code, reason: String(reason) })),
  );
  await once(socket, 'open');
  socket.on('error', () => undefined);
  return {
    socket,
    closed,
    said,
    send: (message) => socket.send(typeof message === 'string' ? message : JSON.stringify(message)),
    async until(type) {
      for (let tries = 0; tries < 100; tries++) {
        if (said.some((one) => one.type === type)) return;
        await sleep(50);
      }
      throw new Error(`no ${type} came, but ${JSON.stringify(said)}`);
    },
  };
}

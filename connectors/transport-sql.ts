/** The door to a database that speaks the PostgreSQL protocol: read-only, every value as text. */
import { Socket } from 'node:net';
import { Client } from 'pg';
import type { SqlSession } from './transport.js';

const connectTimeoutMs = 10_000;

/** How long a database is waited for. */
export interface SqlPatience {
  /** For one statement, so that a lock, a slow plan or a view that drips its rows cannot hold the hub for ever. */
  statementMs: number;
  /** For a server that has gone silent and so does not keep that limit itself: so much longer. */
  silenceMs: number;
  /** For the goodbye; then the line is cut. */
  goodbyeMs: number;
}

export const usualPatience: SqlPatience = { statementMs: 120_000, silenceMs: 10_000, goodbyeMs: 3_000 };

/**
 * Opens a read-only session in Shanghai time. Rejects with the driver's error, whose `code` is an SQLSTATE or a socket
 * error; its message may quote values, so callers never pass it on.
 */
export async function openSqlSession(
  connectionString: string,
  signal: AbortSignal,
  patience = usualPatience,
): Promise<SqlSession> {
  signal.throwIfAborted();
  const socket = new Socket();
  const client = new Client({
    connectionString,
    stream: () => socket,
    connectionTimeoutMillis: connectTimeoutMs,
    keepAlive: true,
    query_timeout: patience.statementMs + patience.silenceMs,
    types: { getTypeParser: () => (text: string) => text },
  });
  // A connection that dies between two statements reports here; the next statement then rejects.
  client.on('error', () => {});
  const close = once(async () => {
    const late = setTimeout(() => socket.destroy(), patience.goodbyeMs);
    await client.end();
    clearTimeout(late);
  });
  const onAbort = () => void close().catch(() => {});
  signal.addEventListener('abort', onAbort, { once: true });
  const closeForGood = async () => {
    signal.removeEventListener('abort', onAbort);
    await close();
  };
  try {
    await client.connect();
    await client.query(
      `SET SESSION CHARACTERISTICS AS TRANSACTION READ ONLY; SET statement_timeout = ${patience.statementMs};
       SET datestyle = 'ISO'; SET timezone = 'Asia/Shanghai'; SET client_encoding = 'UTF8'`,
    );
  } catch (error) {
    await closeForGood();
    throw error;
  }
  return {
    async query(text, values) {
      signal.throwIfAborted();
      return (await client.query<Record<string, string | null>>(text, [...values])).rows;
    },
    close: closeForGood,
  };
}

function once(run: () => Promise<void>): () => Promise<void> {
  let result: Promise<void> | undefined;
  return () => (result ??= run());
}

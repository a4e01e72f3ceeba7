/** The door to a database that speaks the PostgreSQL protocol: read-only, every value as text. */
import { Client } from 'pg';
import type { SqlSession } from './transport.js';

const connectTimeoutMs = 10_000;
/** One statement, so that a lock or a slow plan at the source cannot hold the hub for ever. */
const statementTimeoutMs = 120_000;

/**
 * Opens a read-only session in Shanghai time. Rejects with the driver's error, whose `code` is an SQLSTATE or a socket
 * error; its message may quote values, so callers never pass it on.
 */
export async function openSqlSession(connectionString: string, signal: AbortSignal): Promise<SqlSession> {
  signal.throwIfAborted();
  const client = new Client({
    connectionString,
    connectionTimeoutMillis: connectTimeoutMs,
    keepAlive: true,
    // The server ends a slow statement itself; a server that has gone silent does not.
    query_timeout: statementTimeoutMs + connectTimeoutMs,
    types: { getTypeParser: () => (text: string) => text },
  });
  // A connection that dies between two statements reports here; the next statement then rejects.
  client.on('error', () => {});
  const close = once(() => client.end());
  const onAbort = () => void close().catch(() => {});
  signal.addEventListener('abort', onAbort, { once: true });
  const closeForGood = async () => {
    signal.removeEventListener('abort', onAbort);
    await close();
  };
  try {
    await client.connect();
    await client.query(
      `SET SESSION CHARACTERISTICS AS TRANSACTION READ ONLY; SET statement_timeout = ${statementTimeoutMs};
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

/** The real doors to the network. Only `jobs` and tests open them; connectors are handed the {@link Transport}. */
import { openHttpDoor } from './transport-http.js';
import { openSftpSession, type SftpPatience } from './transport-sftp.js';
import { openSqlSession, type SqlPatience } from './transport-sql.js';
import type { Transport } from './transport.js';

interface Options {
  /** PEM, trusted instead of the public authorities. */
  ca?: string;
  /** Shorter or longer waits than the usual ones; over HTTP each request says its own. */
  sftp?: SftpPatience;
  sql?: SqlPatience;
}

/** One per process: idle HTTP connections are shared and go with `close()`. */
export function createNodeTransport(options: Options = {}): Transport & { close(): Promise<void> } {
  return {
    ...openHttpDoor(options),
    sql: (connectionString, signal) => openSqlSession(connectionString, signal, options.sql),
    sftp: (server, signal) => openSftpSession(server, signal, options.sftp),
  };
}

/** The real doors to the network. Only `jobs` and tests open them; connectors are handed the {@link Transport}. */
import { openHttpDoor } from './transport-http.js';
import { openSftpSession } from './transport-sftp.js';
import { openSqlSession } from './transport-sql.js';
import type { Transport } from './transport.js';

/** One per process: idle HTTP connections are shared and go with `close()`. `ca` is a PEM text trusted instead of the public authorities. */
export function createNodeTransport(options: { ca?: string } = {}): Transport & { close(): Promise<void> } {
  return { ...openHttpDoor(options), sql: openSqlSession, sftp: openSftpSession };
}

/** `hub audit`: the access log, carried out and proved by whoever wants to. */
import type { Io } from './command.js';
import { Refusal } from './command.js';

const usage = `usage: hub audit export [--out FILE] [--from SEAL]
       hub audit verify FILE --keys PUBLIC.json [--anchors FILE or FOLDER] [--keep FILE]
       hub audit create-key PRIVATE.json PUBLIC.json [--profile standard|sm]`;

/** Each is loaded only when asked for: verifying needs neither a database nor a key file. */
export async function run([verb, ...rest]: string[], io: Io): Promise<number> {
  if (verb === 'verify') return (await import('./audit-verify.js')).run(rest, io);
  if (verb === 'export') return (await import('./audit-export.js')).run(rest, io);
  if (verb === 'create-key') return (await import('./audit-key.js')).run(rest, io);
  throw new Refusal(usage);
}

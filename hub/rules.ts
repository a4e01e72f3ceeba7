/** `hub rules`: ask the rules of the policy from the command line. Deciding reads the module's own files only, never a database. */
import { readFile } from 'node:fs/promises';
import { text } from 'node:stream/consumers';
import { decideRequest, isRefused, rules } from '../rules/index.js';

export interface CommandIo {
  stdin: NodeJS.ReadableStream;
  stdout: NodeJS.WritableStream;
  stderr: NodeJS.WritableStream;
}

const USAGE = 'usage: hub rules decide [--file FILE] < request.json | hub rules list | hub rules preview …';
const REFUSED = 2;

/** Returns the exit code: 0, or 2 when anything was refused. */
export async function run(args: string[], io: CommandIo): Promise<number> {
  const [command, ...rest] = args;
  if (command === 'list' && rest.length === 0) return list(io);
  // Loaded only now: it opens a database, and the others must start at once.
  if (command === 'preview') return (await import('./rules-preview.js')).run(rest, io);
  if (command !== 'decide') return refuse(io, USAGE);
  if (rest.length === 0) return decide(await text(io.stdin), io);
  const [option, file, ...more] = rest;
  if (option !== '--file' || file === undefined || more.length > 0) return refuse(io, USAGE);
  try {
    return decide(await readFile(file, 'utf8'), io);
  } catch (error) {
    return refuse(io, `cannot read ${file}: ${(error as NodeJS.ErrnoException).code ?? 'error'}`);
  }
}

function list(io: CommandIo): number {
  for (const { id, name } of rules) io.stdout.write(`${id}\t${name.zh} / ${name.en}\n`);
  return 0;
}

function decide(input: string, io: CommandIo): number {
  if (input.trim() === '') return refuse(io, 'the request is empty');
  let request: unknown;
  try {
    // Editors on Windows begin a file with a byte order mark.
    request = JSON.parse(input.replace(/^\uFEFF/, ''));
  } catch {
    return refuse(io, 'the request is not JSON');
  }
  const answer = decideRequest(request);
  if (!Array.isArray(answer) && isRefused(answer)) return refuse(io, answer.error.message);
  io.stdout.write(`${JSON.stringify(answer, null, 2)}\n`);
  const refused = Array.isArray(answer) ? answer.filter(isRefused).length : 0;
  return refused === 0 ? 0 : refuse(io, `${refused} of the requests refused`);
}

function refuse(io: CommandIo, message: string): number {
  io.stderr.write(`hub rules: ${message.replaceAll(/\s+/g, ' ')}\n`);
  return REFUSED;
}

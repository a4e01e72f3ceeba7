/** `hub audit create-key`: the pair that signs the access log. The private file is for the worker alone, the public one for whoever verifies. */
import { parseArgs } from 'node:util';
import { createSealingKey } from '../schema/access-log/sealing-key.js';
import { profileOf } from '../schema/crypto-profile.js';
import { Refusal } from './command.js';
import type { Io } from './command.js';

const usage = 'usage: hub audit create-key PRIVATE.json PUBLIC.json [--profile standard|sm]';

export function run(args: string[], { stdout }: Io): Promise<number> {
  const { privateFile, publicFile, profile } = readOptions(args);
  try {
    createSealingKey(profileOf(profile), privateFile, publicFile);
  } catch (error) {
    const { code, path, message } = error as NodeJS.ErrnoException;
    throw new Refusal(code === 'EEXIST' ? `${path} is there already; it is not overwritten` : message);
  }
  stdout.write(`${privateFile} signs, ${publicFile} is to be given to whoever verifies\n`);
  return Promise.resolve(0);
}

function readOptions(args: string[]): { privateFile: string; publicFile: string; profile: string } {
  try {
    const { values, positionals } = parseArgs({
      args,
      options: { profile: { type: 'string' } },
      allowPositionals: true,
    });
    const [privateFile, publicFile, ...more] = positionals;
    if (privateFile !== undefined && publicFile !== undefined && more.length === 0)
      return { privateFile, publicFile, profile: values.profile ?? 'standard' };
  } catch {
    // falls through to the usage line
  }
  throw new Refusal(usage);
}

/** `hub documents`: which documents a partner may ask by id. Made at the hub's own machine alone; no request adds to it. */
import { readFileSync } from 'node:fs';
import { userInfo } from 'node:os';
import { parseArgs } from 'node:util';
import { Kind, parse, validate } from 'graphql';
import { compilerFor } from '../api/compile-document.js';
import { schemaFor } from '../api/graphql.js';
import { limits } from '../api/limits.js';
import { civilDay } from '../rules/shanghai-time.js';
import { openDatabase } from '../schema/database.js';
import type { Database } from '../schema/database.js';
import { readTrustedDocuments } from '../schema/trusted-document/trusted-document.reads.js';
import { addTrustedDocuments, removeTrustedDocument } from '../schema/trusted-document/trusted-document.writes.js';
import { clockOfMode } from './clock.js';
import { Refusal } from './command.js';
import type { Io } from './command.js';
import { addressOfHub } from './sync.js';

const usage = `usage: hub documents list --client NAME
       hub documents add --client NAME FILE..., each FILE one operation with its fragments
       hub documents remove --client NAME ID...`;

export async function run(args: string[], io: Io): Promise<number> {
  const { verb, client, rest } = readOptions(args);
  const texts = verb === 'add' ? rest.map(readDocument) : [];
  const database = await openDatabase(addressOfHub(), { poolSize: 1 });
  try {
    const by = { who: userInfo().username, at: clockOfMode(process.env)() };
    if (verb === 'list') await sayDocuments(database, client, io);
    else if (verb === 'add') {
      const ids = await addTrustedDocuments(database.pool, client, texts, by);
      ids.forEach((id, i) => io.stdout.write(`${id}  ${rest[i]}\n`));
    } else
      for (const id of rest) {
        if (!(await removeTrustedDocument(database.pool, client, id, by)))
          throw new Refusal(`${client} has no document ${id}: hub documents list --client ${client}`);
        io.stdout.write(`${id}  removed\n`);
      }
    return 0;
  } finally {
    await database.close();
  }
}

async function sayDocuments({ pool }: Database, client: string, { stdout }: Io): Promise<void> {
  for (const { id, text, addedAt, addedBy, removedAt } of await readTrustedDocuments(pool, client)) {
    const until = removedAt ? `, removed ${civilDay(removedAt)}` : '';
    stdout.write(
      `${id}  added ${civilDay(addedAt)} by ${addedBy}${until}: ${text.replaceAll(/\s+/g, ' ').slice(0, 100)}\n`,
    );
  }
}

/** One operation that fits what partners are served and keeps within the limits: what is on the list can run. */
function readDocument(file: string): string {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    throw new Refusal(`${file} cannot be read (${(error as NodeJS.ErrnoException).code})`);
  }
  try {
    const document = parse(text, { maxTokens: limits.tokens });
    const operations = document.definitions.filter(({ kind }) => kind === Kind.OPERATION_DEFINITION);
    if (operations.length !== 1) throw new Error(`it holds ${operations.length} operations, and must hold one`);
    const schema = schemaFor('partner');
    const compiled = compilerFor(schema)(text, undefined);
    const [fault] = validate(schema, document);
    if (fault || !compiled) throw fault ?? new Error('it holds no operation');
    return text;
  } catch (error) {
    throw new Refusal(`${file}: ${(error as Error).message}`);
  }
}

function readOptions(args: string[]): { verb: 'list' | 'add' | 'remove'; client: string; rest: string[] } {
  const [verb, ...more] = args;
  try {
    const { values, positionals } = parseArgs({
      args: more,
      options: { client: { type: 'string' } },
      allowPositionals: true,
    });
    const client = values.client?.trim();
    const fits = verb === 'list' ? positionals.length === 0 : positionals.length > 0;
    if ((verb === 'list' || verb === 'add' || verb === 'remove') && client && fits)
      return { verb, client, rest: positionals };
  } catch {
    // falls through to the usage line
  }
  throw new Refusal(usage);
}

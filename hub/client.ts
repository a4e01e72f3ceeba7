/** `hub client`: the machines that may ask for an agency or an employer, each with its public keys. At the hub's own machine alone. */
import { userInfo } from 'node:os';
import { parseArgs } from 'node:util';
import { normalizeCreditCode } from '../rules/identifiers.js';
import { type ClientRow, readClients } from '../schema/client/client.reads.js';
import { addClient, replaceClientKeys, revokeClient } from '../schema/client/client.writes.js';
import { type Database, openDatabase } from '../schema/database.js';
import { Refusal } from './command.js';
import type { Io } from './command.js';
import { readPublicKeys } from './public-keys.js';
import { addressOfHub } from './sync.js';

const usage = `usage: hub client add NAME --audience partner|employer --key FILE [--credit-code CODE]
       hub client rotate NAME --key FILE
       hub client revoke NAME
       hub client list`;

interface Asked {
  what: 'add' | 'rotate' | 'revoke' | 'list';
  name: string;
  audience: ClientRow['audience'];
  keyFile: string;
  creditCode: string | null;
}

export async function run(args: string[], io: Io): Promise<number> {
  const asked = readOptions(args);
  // Read before anything is opened: what is wrong with a file is said at once.
  const keys = asked.what === 'add' || asked.what === 'rotate' ? await readPublicKeys(asked.keyFile) : [];
  const database = await openDatabase(addressOfHub(), { poolSize: 1 });
  const say = (line: string) => void io.stdout.write(`${line}\n`);
  try {
    await act(database, asked, keys, say);
    return 0;
  } finally {
    await database.close();
  }
}

async function act(
  { pool }: Database,
  { what, name, audience, creditCode }: Asked,
  keys: Awaited<ReturnType<typeof readPublicKeys>>,
  say: (line: string) => void,
): Promise<void> {
  const [by, now] = [userInfo().username, new Date()];
  const nobody = () => new Refusal(`no client ${name} may ask: hub client list shows who may`);
  switch (what) {
    case 'add': {
      const id = await addClient(pool, { name, audience, creditCode, keys, addedBy: by }, now);
      if (id === null) throw new Refusal(`${name} is a client already: rotate gives it other keys, revoke ends it`);
      say(`added ${name} (${audience}${creditCode ? `, ${creditCode}` : ''})`);
      say(`client_id ${id}`);
      for (const { alg, kid } of keys) say(`key ${alg} ${kid}`);
      return say(
        'It gets tokens of ten minutes at /oauth/token by private_key_jwt, each bound to a key of its own (DPoP).',
      );
    }
    case 'rotate': {
      const id = await replaceClientKeys(pool, name, keys, now);
      if (id === null) throw nobody();
      say(`rotated ${name}: the keys before and every token got by them have ended`);
      for (const { alg, kid } of keys) say(`key ${alg} ${kid}`);
      return;
    }
    case 'revoke': {
      const id = await revokeClient(pool, name, by, now);
      if (id === null) throw nobody();
      return say(`revoked ${name}: it gets no token any more, and those it has are refused`);
    }
    case 'list': {
      const clients = await readClients(pool);
      if (clients.length === 0) return say('no clients yet');
      for (const client of clients) say(line(client));
    }
  }
}

function line({ id, name, audience, creditCode, keys, addedAt, addedBy, revokedAt }: ClientRow): string {
  const state = revokedAt ? `revoked ${day(revokedAt)}` : `since ${day(addedAt)} by ${addedBy}`;
  const known = keys.map(({ alg, kid }) => `${alg} ${kid}`).join(', ');
  return [id, name, creditCode ? `${audience} ${creditCode}` : audience, state, known].join('  ');
}

const day = (at: Date) => at.toISOString().slice(0, 10);

function readOptions(args: string[]): Asked {
  try {
    const text = { type: 'string' } as const;
    const { values, positionals } = parseArgs({
      args,
      options: { audience: text, key: text, 'credit-code': text },
      allowPositionals: true,
    });
    const [what, name = '', ...more] = positionals;
    const { audience, key, 'credit-code': code } = values;
    const isAdd = what === 'add' && (audience === 'partner' || audience === 'employer') && key !== undefined;
    const isRotate = what === 'rotate' && key !== undefined && audience === undefined;
    const isRevoke = what === 'revoke' && key === undefined && audience === undefined;
    const isList = what === 'list' && name === '' && key === undefined && audience === undefined;
    if (more.length === 0 && (isList || (isName(name) && (isAdd || isRotate || isRevoke)))) {
      const creditCode = isAdd ? creditCodeOf(audience, code) : null;
      return { what, name, audience: audience as Asked['audience'], keyFile: key ?? '', creditCode };
    }
  } catch (error) {
    if (error instanceof Refusal) throw error;
    // falls through to the usage line
  }
  throw new Refusal(usage);
}

/** As agreements and logs write it: in one line, without what cannot be seen. */
const isName = (name: string) => /^[\p{L}\p{N}][\p{L}\p{N} ()（）·_-]{0,79}$/u.test(name);

function creditCodeOf(audience: Asked['audience'], text: string | undefined): string | null {
  if (audience === 'partner' && text === undefined) return null;
  if (audience === 'partner') throw new Refusal('--credit-code is for an employer alone');
  const code = normalizeCreditCode(text ?? '');
  if (!code.ok) throw new Refusal('--credit-code must be the employer’s unified social credit code');
  return code.value;
}

/** `hub client`: the machines that may ask for an agency or an employer, each with its public keys. At the hub's own machine alone. */
import { userInfo } from 'node:os';
import { parseArgs } from 'node:util';
import { normalizeCreditCode } from '../rules/identifiers.js';
import { type ClientRow, readClients } from '../schema/client/client.reads.js';
import { addClient, replaceClientKeys, revokeClient } from '../schema/client/client.writes.js';
import { type Database, openDatabase } from '../schema/database.js';
import { Refusal } from './command.js';
import type { Io } from './command.js';
import { isName } from './names.js';
import { materialOf, readPublicKeys } from './public-keys.js';
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
  const known = await readClients(pool);
  const before = known.find((client) => client.name === name && client.revokedAt === null);
  assertNew(keys, name, known);
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
      if (!before) throw nobody();
      const id = await replaceClientKeys(pool, name, { keys, before: before.keysSince }, now);
      if (id === null) throw new Refusal(`${name} was rotated or revoked meanwhile: hub client list shows what it has`);
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
      if (known.length === 0) return say('no clients yet');
      for (const client of known) say(line(client));
    }
  }
}

/** Whoever holds a key is its client: no two share one, and a client that is given what it has was not rotated. */
function assertNew(keys: Awaited<ReturnType<typeof readPublicKeys>>, name: string, known: readonly ClientRow[]): void {
  const given = new Set(keys.map(materialOf));
  for (const client of known.filter(({ revokedAt }) => revokedAt === null)) {
    const common = client.keys.filter((key) => given.has(materialOf(key))).length;
    if (client.name !== name && common > 0)
      throw new Refusal(`this key is that of ${client.name}: each client makes its own pair`);
    if (client.name === name && common === given.size && common > 0)
      throw new Refusal(`${name} has this key already: rotating takes a new one`);
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

function creditCodeOf(audience: Asked['audience'], text: string | undefined): string | null {
  if (audience === 'partner' && text === undefined) return null;
  if (audience === 'partner') throw new Refusal('--credit-code is for an employer alone');
  const code = normalizeCreditCode(text ?? '');
  if (!code.ok) throw new Refusal('--credit-code must be the employer’s unified social credit code');
  return code.value;
}

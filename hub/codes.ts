/** `hub codes`: the code lists in use, and how a complete one comes in. At the hub's own machine alone. */
import { createHash } from 'node:crypto';
import { userInfo } from 'node:os';
import { parseArgs } from 'node:util';
import { codeListNames, namesItsYear } from '../rules/recruitment/codes.js';
import type { CodeListName } from '../rules/recruitment/codes.js';
import { civilDay } from '../rules/shanghai-time.js';
import { readCodeListLoads, readCodeLists } from '../schema/code-list/code-list.reads.js';
import { writeCodeList } from '../schema/code-list/code-list.writes.js';
import { openDatabase } from '../schema/database.js';
import type { Database } from '../schema/database.js';
import { clockOfMode } from './clock.js';
import { readCodeFile } from './code-file.js';
import { Refusal } from './command.js';
import type { Io } from './command.js';
import { addressOfHub } from './sync.js';

const usage = `usage: hub codes list
       hub codes import FILE --list NAME --edition E --source TEXT [--sample], NAME one of ${codeListNames.join(', ')}`;
const sayMs = 2000;

export async function run(args: string[], io: Io): Promise<number> {
  const asked = readOptions(args);
  const database = await openDatabase(addressOfHub(), { poolSize: 1 });
  try {
    await (asked === 'list' ? sayLists(database, io) : load(database, asked, io));
    return 0;
  } finally {
    await database.close();
  }
}

async function sayLists({ pool }: Database, { stdout }: Io): Promise<void> {
  const lists = await readCodeLists(pool);
  const loads = await readCodeListLoads(pool);
  for (const name of codeListNames)
    for (const { edition, sample, source, codes } of lists[name]) {
      const load = loads.find((one) => one.name === name && one.edition === edition);
      const by = load ? `loaded ${civilDay(load.loadedAt)} by ${load.loadedBy}` : 'shipped with the hub';
      stdout.write(`${name}  ${edition}  ${codes.size} codes${sample ? ', a sample' : ''}, ${by}: ${source}\n`);
    }
}

interface Import {
  file: string;
  name: CodeListName;
  edition: string;
  source: string;
  sample: boolean;
}

async function load({ pool }: Database, { file, ...list }: Import, { stdout, stderr }: Io): Promise<void> {
  const { bytes, codes } = await readCodeFile(file, list.name);
  const from = { sha256: createHash('sha256').update(bytes).digest('hex'), loadedBy: userInfo().username };
  let said = Date.now();
  const written = await writeCodeList(pool, { ...list, codes }, from, clockOfMode(process.env)(), (rows) => {
    if (Date.now() - said < sayMs) return;
    said = Date.now();
    stderr.write(`${rows} of ${codes.size} codes\n`);
  });
  const kind = list.sample ? 'a sample of ' : '';
  const what = `${kind}${list.name} ${list.edition}: ${codes.size} codes`;
  stdout.write(written === 'unchanged' ? `${what}, loaded before; nothing changes\n` : `${what} ${written}\n`);
}

function readOptions(args: string[]): Import | 'list' {
  const [verb, ...rest] = args;
  if (verb === 'list' && rest.length === 0) return 'list';
  const { values, positionals } = parsed(rest);
  const name = codeListNames.find((known) => known === values.list);
  const [file, ...more] = positionals;
  const { edition, source, sample = false } = values;
  if (verb !== 'import' || file === undefined || more.length > 0 || !name || !edition?.trim() || !source?.trim())
    throw new Refusal(usage);
  if (!namesItsYear(edition)) throw new Refusal('--edition must name its year, such as "GB/T 4754-2017"');
  if (name === 'major' && !/本科|研究生|专科/.test(edition))
    throw new Refusal('--edition of majors must say which catalogue it is: 本科, 研究生 or 专科');
  return { file, name, edition: edition.trim(), source: source.trim(), sample };
}

function parsed(args: string[]) {
  try {
    return parseArgs({
      args,
      options: {
        list: { type: 'string' },
        edition: { type: 'string' },
        source: { type: 'string' },
        sample: { type: 'boolean' },
      },
      allowPositionals: true,
    });
  } catch {
    throw new Refusal(usage);
  }
}

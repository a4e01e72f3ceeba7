/** `hub sandbox`: serve the four simulated sources, find invented persons worth looking at, go on to the next day. */
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { endOfProcess } from './ending.js';
import { serveSandbox, servedDays } from './sandbox-serve.js';
import { daysSinceDay0, readSandboxState, SandboxFault, writeSandboxState } from './sandbox-state.js';
import { sampleCases } from '../connectors/sandbox/answer-key.js';
import { createPopulation } from '../connectors/sandbox/population.js';
import { sample } from '../connectors/sandbox/sample.js';

export interface CommandIo {
  stdin: NodeJS.ReadableStream;
  stdout: NodeJS.WritableStream;
  stderr: NodeJS.WritableStream;
}

const usage = `usage: hub sandbox serve
       hub sandbox sample --case ${sampleCases.join('|')} [--persons N] [--json]
       hub sandbox advance [--days N]`;

class Refusal extends Error {}

/** Returns the exit code: 0, or 2 when the command cannot be carried out. */
export async function run(args: string[], io: CommandIo): Promise<number> {
  const home = process.env['HUB_HOME'] || '.hub';
  const [command, ...rest] = args;
  try {
    if (command === 'serve') {
      options(rest, {});
      return await serveSandbox(home, process.env, io, endOfProcess());
    }
    if (command === 'sample') return await showSample(home, rest, io);
    if (command === 'advance') return await advance(home, rest, io);
    throw new Refusal(usage);
  } catch (error) {
    if (!(error instanceof Refusal || error instanceof SandboxFault)) throw error;
    io.stderr.write(error.message === usage ? `${usage}\n` : `hub sandbox: ${error.message}\n`);
    return 2;
  }
}

async function showSample(home: string, args: string[], io: CommandIo): Promise<number> {
  const { values } = options(args, {
    case: { type: 'string' },
    persons: { type: 'string' },
    json: { type: 'boolean' },
  });
  const wanted = sampleCases.find((name) => name === values['case']);
  if (wanted === undefined) throw new Refusal(`--case must be one of ${sampleCases.join(', ')}`);
  const count = wholeNumber('--persons', values['persons'] ?? '5', 100_000);
  const state = await existing(home);
  const found = sample(createPopulation(state), wanted, count, daysSinceDay0(state, new Date()));
  io.stdout.write(values['json'] ? `${JSON.stringify(found)}\n` : table(found));
  if (found.persons.length < count) io.stderr.write(`hub sandbox: only ${found.persons.length} such persons\n`);
  return 0;
}

function table({ persons, organizations }: ReturnType<typeof sample>): string {
  const people = persons.map(({ idNumber, name, case: of }) => `${of}\t${idNumber}\t${name}`);
  const firms = organizations.map(({ creditCode, name }) => `organization\t${creditCode}\t${name}`);
  return [...people, ...firms].map((line) => `${line}\n`).join('');
}

/** Waits for a running sandbox to show the new day, so that a sync right afterwards finds it. */
async function advance(home: string, args: string[], io: CommandIo): Promise<number> {
  const { values } = options(args, { days: { type: 'string' } });
  const days = wholeNumber('--days', values['days'] ?? '1', 366);
  const state = await existing(home);
  const next = { ...state, offsetDays: state.offsetDays + days };
  await writeSandboxState(home, next);
  const wanted = daysSinceDay0(next, new Date());
  for (let tries = 0; tries < 600; tries++) {
    const served = await servedDays(home);
    if (served === null || served >= wanted) break;
    await sleep(100);
  }
  io.stdout.write(`day ${wanted} after ${state.day0}\n`);
  return 0;
}

async function existing(home: string) {
  const state = await readSandboxState(home);
  if (state === null) throw new Refusal(`no sandbox in ${home} yet; start the hub first (npm start), or set HUB_HOME`);
  return state;
}

type OptionTypes = Record<string, { type: 'string' | 'boolean' }>;
function options(args: string[], types: OptionTypes): { values: Record<string, string | undefined> } {
  try {
    return parseArgs({ args, options: types, strict: true }) as { values: Record<string, string | undefined> };
  } catch {
    throw new Refusal(usage);
  }
}

function wholeNumber(name: string, text: string, most: number): number {
  const value = Number(text);
  if (!/^\d+$/.test(text) || value < 1 || value > most)
    throw new Refusal(`${name} must be a whole number from 1 to ${most}`);
  return value;
}

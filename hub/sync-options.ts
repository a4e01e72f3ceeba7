/** What is asked for on the command line of `hub sync`, strictly. */
import { parseArgs } from 'node:util';
import { isFaultCode, isText } from '../api/is-text.js';
import { holdsIdNumber } from '../rules/identifiers.js';
import { type Source, sources, streams } from '../rules/vocabulary.js';
import { Refusal } from './command.js';

export const usage = `usage: hub sync [--source S] [--stream T] [--all | --range FROM..TO | --key-file - | --put-aside [--fault CODE]] [--dry-run] [--reason TEXT] [--wait]
       hub sync list [--source S]                        the last runs and what is paused
       hub sync cancel|retry RUN --reason TEXT           stops a run; has one that failed or was cancelled go on
       hub sync pause|resume SOURCE/STREAM --reason TEXT
FROM and TO are days, which begin at 00:00 in Shanghai, or instants such as 2026-01-01T08:00:00Z. The key of one record is read from
standard input alone: on a command line everybody on the machine could read it. --put-aside reads again what could not be taken,
without asking the source; --fault takes the rows of one fault, such as unknown-code.`;

export interface Target {
  source: Source;
  stream: string;
}

export interface AskedSync {
  targets: Target[];
  scope: 'ALL' | 'CHANGES' | 'RANGE' | 'KEY' | 'QUARANTINE';
  /** Of a QUARANTINE run: only what had this fault. */
  faultCode: string | null;
  range: { from: string; to: string } | null;
  dryRun: boolean;
  reason: string;
  wait: boolean;
}

const every: readonly Target[] = sources.flatMap((source) =>
  (streams[source] as readonly string[]).map((stream) => ({ source, stream })),
);
const named = ({ source, stream }: Target) => `${source}/${stream}`;

export function readSource(source: string | undefined): Source | null {
  if (source === undefined) return null;
  const known = sources.find((one) => one === source);
  if (!known) throw new Refusal(`unknown source ${source}: one of ${sources.join(', ')}`);
  return known;
}

export function readTarget(text: string | undefined): Target {
  const found = every.find((target) => named(target) === text);
  if (!found) throw new Refusal(`no stream ${text ?? ''}: one of ${every.map(named).join(', ')}`);
  return found;
}

/** A reason that stays in the ledger. */
export function readReason(reason: string | undefined): string {
  if (reason === undefined) throw new Refusal('say why: --reason TEXT');
  if (!isText(reason, 500)) throw new Refusal('--reason must have 1 to 500 characters');
  if (holdsIdNumber(reason)) throw new Refusal('--reason must not hold an ID number: it stays in the ledger');
  return reason;
}

const string = { type: 'string' } as const;
const flag = { type: 'boolean', default: false } as const;
const asked = {
  all: flag,
  'dry-run': flag,
  wait: flag,
  range: string,
  'key-file': string,
  'put-aside': flag,
  fault: string,
};

/** Of all commands: none takes what another does. */
export function readSync(args: string[]): AskedSync {
  const { values } = parsed(args, { source: string, stream: string, reason: string, ...asked }, 0);
  const { all, range, stream, 'put-aside': putAside, fault = null } = values;
  const source = readSource(values.source);
  const targets = every.filter(
    (target) => (source === null || target.source === source) && (stream === undefined || target.stream === stream),
  );
  if (targets.length === 0)
    throw new Refusal(`no stream ${stream}${source ? ` of ${source}` : ''}: one of ${every.map(named).join(', ')}`);
  const byKey = values['key-file'] !== undefined;
  if (Number(all) + Number(range !== undefined) + Number(byKey) + Number(putAside) > 1) throw new Refusal(usage);
  if (fault !== null && (!putAside || !isFaultCode(fault)))
    throw new Refusal('--fault goes with --put-aside and is a code such as unknown-code');
  if (byKey && values['key-file'] !== '-') throw new Refusal('the key is read from standard input: --key-file -');
  if (byKey && targets.length !== 1) throw new Refusal('one key is of one stream: say --source and --stream');
  return {
    targets,
    scope: all ? 'ALL' : range !== undefined ? 'RANGE' : byKey ? 'KEY' : putAside ? 'QUARANTINE' : 'CHANGES',
    faultCode: fault,
    range: range === undefined ? null : readRange(range),
    dryRun: values['dry-run'],
    reason: values.reason === undefined ? 'asked for on the command line' : readReason(values.reason),
    wait: values.wait,
  };
}

export function readAct(args: string[]): { what: string; reason: string } {
  const { values, positionals } = parsed(args, { reason: string }, 1);
  return { what: positionals[0]!, reason: readReason(values.reason) };
}

export const readList = (args: string[]): Source | null =>
  readSource(parsed(args, { source: string }, 0).values.source);

function parsed<T extends NonNullable<NonNullable<Parameters<typeof parseArgs>[0]>['options']>>(
  args: string[],
  options: T,
  positions: number,
) {
  let read;
  try {
    read = parseArgs({ args, options, allowPositionals: true });
  } catch {
    throw new Refusal(usage);
  }
  if (read.positionals.length !== positions) throw new Refusal(usage);
  return read;
}

function readRange(text: string): { from: string; to: string } {
  const [from, to, ...more] = text.split('..').map(instantOf);
  if (!from || !to || more.length > 0)
    throw new Refusal('--range is FROM..TO, two days or instants such as 2026-01-01..2026-02-01');
  if (from >= to) throw new Refusal('--range: FROM must be before TO');
  return { from, to };
}

function instantOf(text: string): string | null {
  const isDay = /^\d{4}-\d\d-\d\d$/.test(text);
  if (!isDay && !/^\d{4}-\d\d-\d\dT[\d:.]+(?:Z|[+-]\d\d:\d\d)$/.test(text)) return null;
  const at = new Date(isDay ? `${text}T00:00:00+08:00` : text);
  return Number.isNaN(at.getTime()) ? null : at.toISOString();
}

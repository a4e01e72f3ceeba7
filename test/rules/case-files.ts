/** The cases of `cases/` as requests: each lays its own facts over those of its file. */
import { readdirSync, readFileSync } from 'node:fs';

type Facts = Record<string, unknown>;
interface Case {
  title: string;
  assessOn?: string;
  knownAt?: string;
  parameters?: Facts;
  /** Laid over the file's facts. */
  facts?: Facts;
  /** Left out of them: not known. */
  without?: string[];
  /** Members of the decision that must be so; the others may be anything. */
  expect: Facts;
}
/** What the cases of a file share. */
interface Base {
  assessOn: string;
  parameters?: Facts;
  facts: Facts;
}
interface CaseFile extends Base {
  rule: string;
  cases: Case[];
}

/** Several rules decided for one subject: what comes out of each, and in all. */
interface TogetherFile extends Base {
  subject: string;
  cases: (Case & { rules: string[]; expect: Record<string, Facts>; total: number | null })[];
}

export const caseFiles = filesIn<CaseFile>('cases/');
export const togetherFiles = filesIn<TogetherFile>('together/');

function filesIn<T>(name: string): T[] {
  const folder = new URL(name, import.meta.url);
  return readdirSync(folder).map((file) => JSON.parse(readFileSync(new URL(file, folder), 'utf8')) as T);
}

/** What the border is asked for one case. */
export function requestOf(file: Base & { rule?: string }, one: Omit<Case, 'expect'>, rules = [file.rule]) {
  return {
    rules,
    assessOn: one.assessOn ?? file.assessOn,
    ...(one.knownAt && { knownAt: one.knownAt }),
    parameters: one.parameters ?? file.parameters ?? {},
    facts: without(merged(file.facts, one.facts ?? {}), one.without ?? []),
  };
}

const forms = ['conflict', 'between', 'history'];

function merged(base: unknown, over: unknown): unknown {
  if (!isGroup(base) || !isGroup(over)) return over;
  const keys = new Set([...Object.keys(base), ...Object.keys(over)]);
  return Object.fromEntries([...keys].map((key) => [key, key in over ? merged(base[key], over[key]) : base[key]]));
}

/** A group of facts; a fact in one of its longer forms is no group. */
function isGroup(value: unknown): value is Facts {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  return !forms.some((form) => Array.isArray((value as Facts)[form]));
}

function without(facts: unknown, paths: string[]): unknown {
  const copy = structuredClone(facts) as Facts;
  for (const path of paths) {
    const steps = path.split('.');
    const last = steps.pop()!;
    const parent = steps.reduce<Facts | undefined>((at, step) => at?.[step] as Facts | undefined, copy);
    if (parent) delete parent[last];
  }
  return copy;
}

/** The parameters in use: what the rules module ships, overlaid by what two persons approved; now, or as known at a moment. */
import type pg from 'pg';
import type { Parameters } from '../../rules/fact.js';
import { entryOn, parsePapers, rulesForm, sourceOf } from '../../rules/parameter-papers.js';
import type { PaperEntry, PaperName } from '../../rules/parameter-papers.js';
import { parseParameters } from '../../rules/parse-parameters.js';
import { puyangPapers } from '../../rules/parameters/puyang.js';
import type { Day } from '../../rules/vocabulary.js';
import { jsonHash } from '../json-hash.js';

export interface KnownParameters {
  /** The dated history of every parameter, by name. */
  papers: Readonly<Record<string, readonly PaperEntry[]>>;
  /** The same as the rules take it. */
  parameters: Parameters;
  /** Names exactly these histories: an answer that tells it can be had again. */
  version: string;
}

/** All parameters; with `knownAt` as they were recorded by then. */
export async function readParameters(db: pg.Pool | pg.ClientBase, knownAt?: Date): Promise<KnownParameters> {
  const found = await db.query<{ name: string; version: number; entries: unknown }>(
    `select distinct on (name) name, version, entries from parameter_version
     where $1::timestamptz is null or recorded_at <= $1 order by name, version desc`,
    [knownAt ?? null],
  );
  const approved = found.rows.map(({ name, version, entries }) => {
    try {
      return [name, parsePapers(name, entries)] as const;
    } catch (error) {
      throw new Error(`parameter ${name}, version ${version}, does not fit the rules of this release`, {
        cause: error,
      });
    }
  });
  return knownParameters({ ...puyangPapers, ...Object.fromEntries(approved) });
}

export function knownParameters(papers: KnownParameters['papers']): KnownParameters {
  return { papers, parameters: parseParameters(rulesForm(papers), 'module'), version: jsonHash(papers).slice(0, 16) };
}

/** The parameters for a process that decides often: looked at again once a second, read again only when one was approved. */
export function openParameters(db: pg.Pool, clock: () => Date): { current(): Promise<KnownParameters>; renew(): void } {
  const lookAgainMs = 1000;
  let lookedAt = -Infinity;
  let count = -1;
  let known: Promise<KnownParameters> | undefined;
  async function look(before: Promise<KnownParameters> | undefined): Promise<KnownParameters> {
    // Versions are only ever added.
    const counted = await db.query<{ count: number }>('select count(*)::int as count from parameter_version');
    if (before && counted.rows[0]!.count === count) return before;
    count = counted.rows[0]!.count;
    return readParameters(db);
  }
  return {
    current() {
      const age = clock().getTime() - lookedAt;
      if (!known || age < 0 || age >= lookAgainMs) {
        lookedAt = clock().getTime();
        const looked = look(known);
        // A failed look is not kept: the next reader looks again.
        looked.catch(() => {
          known = undefined;
        });
        known = looked;
      }
      return known;
    },
    renew() {
      lookedAt = -Infinity;
    },
  };
}

export interface ParameterVersionRow {
  name: string;
  /** 0: what the module ships. */
  version: number;
  entries: readonly PaperEntry[];
  proposalId: string | null;
  reason: string | null;
  proposedBy: string | null;
  approvedBy: string | null;
  recordedAt: Date | null;
}

/** Every version of one parameter, newest first, down to what the module ships. */
export async function readParameterHistory(
  db: pg.Pool,
  name: PaperName,
): Promise<[ParameterVersionRow, ...ParameterVersionRow[]]> {
  const found = await db.query<ParameterVersionRow>(
    `select name, version, entries, proposal_id as "proposalId", reason, proposed_by as "proposedBy", decided_by as "approvedBy",
       recorded_at as "recordedAt"
     from parameter_version join proposal using (proposal_id) where name = $1 order by version desc`,
    [name],
  );
  const nobody = { proposalId: null, reason: null, proposedBy: null, approvedBy: null, recordedAt: null };
  const shipped = { name, version: 0, entries: puyangPapers[name] ?? [], ...nobody };
  const [newest, ...older] = found.rows;
  return newest ? [newest, ...older, shipped] : [shipped];
}

/** A parameter on one day; `value` is null where it is not known. */
export interface ParameterOnDay {
  name: string;
  value: unknown;
  from: Day | null;
  to: Day | null;
  source: string | null;
}

export function parametersOn({ papers }: KnownParameters, day: Day): ParameterOnDay[] {
  return Object.entries(papers).map(([name, entries]) => {
    const entry = entryOn(entries, day);
    if (!entry) return { name, value: null, from: null, to: null, source: null };
    return { name, value: entry.value, from: entry.from, to: entry.to, source: sourceOf(entry.source) };
  });
}

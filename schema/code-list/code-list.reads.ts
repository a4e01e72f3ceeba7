/** The code lists in use: what was imported, and the shipped samples until then. */
import type pg from 'pg';
import { codeListsOf } from '../../rules/recruitment/codes.js';
import type { CodeListName, CodeLists } from '../../rules/recruitment/codes.js';
import { sampleCodes } from '../../rules/recruitment/sample-codes.js';
import { lookAgain } from '../look-again.js';
import type { Kept } from '../look-again.js';

interface CodeListRow {
  name: CodeListName;
  edition: string;
  source: string;
  sample: boolean;
  codes: string[];
  labels: string[];
  parents: (string | null)[];
}

export async function readCodeLists(db: pg.Pool | pg.ClientBase): Promise<CodeLists> {
  const { rows } = await db.query<CodeListRow>(
    `select list.name, list.edition, source, sample, array_agg(code order by code) as codes,
       array_agg(label order by code) as labels, array_agg(parent order by code) as parents
     from code_list list join code on (code.name, code.edition) = (list.name, list.edition)
     group by list.name, list.edition order by list.name, list.edition`,
  );
  const imported = rows.map(({ codes, labels, parents, ...list }) => ({
    ...list,
    codes: new Map(codes.map((code, i) => [code, { code, name: labels[i]!, parent: parents[i] ?? null }])),
  }));
  return codeListsOf([...sampleCodes, ...imported]);
}

/** The code lists for a process that asks them often. */
export function openCodeLists(db: pg.Pool, clock: () => Date): Kept<CodeLists> {
  return lookAgain(clock, 5000, {
    async version() {
      const { rows } = await db.query<{ version: string | null }>(
        `select string_agg(concat_ws(' ', name, edition, sha256, sample, source), chr(10) order by name, edition) as version
         from code_list`,
      );
      return rows[0]!.version;
    },
    read: () => readCodeLists(db),
  });
}

export interface CodeListLoad {
  name: CodeListName;
  edition: string;
  loadedBy: string;
  loadedAt: Date;
}

/** Who loaded what, and when. */
export async function readCodeListLoads(db: pg.Pool): Promise<CodeListLoad[]> {
  const { rows } = await db.query<CodeListLoad>(
    'select name, edition, loaded_by as "loadedBy", loaded_at as "loadedAt" from code_list order by name, edition',
  );
  return rows;
}

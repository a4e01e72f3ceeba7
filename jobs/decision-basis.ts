/** What decisions rest on beside facts: the text of the rules as it is installed here, and the parameters in force. */
import { hash } from 'node:crypto';
import { globSync, readFileSync } from 'node:fs';
import { rulesOfPersons, TRACE_FORMAT } from '../rules/index.js';
import type { Basis } from '../schema/entitlement/entitlement.reads.js';
import type { KnownParameters } from '../schema/parameter/parameter.reads.js';

const rulesFolder = new URL('../rules/', import.meta.url);
let rulesVersion: string | null = null;

export function basisOf({ papers, version }: Pick<KnownParameters, 'papers' | 'version'>): Basis {
  rulesVersion ??= versionOf(readRules());
  const parts = {
    rulesVersion,
    parameterVersion: version,
    traceFormat: TRACE_FORMAT,
    rules: rulesOfPersons.map(({ id }) => id),
  };
  return { basis: versionOf(JSON.stringify(parts)), ...parts, parameters: papers };
}

/** Every file of the room: what a rule says hangs on its neighbours too. */
function readRules(): string {
  const files = globSync('**/*.{js,ts}', { cwd: rulesFolder }).sort();
  return files.map((file) => `${file}\n${readFileSync(new URL(file, rulesFolder), 'utf8')}`).join('\n');
}

const versionOf = (text: string): string => hash('sha256', text).slice(0, 16);

/** The repository's own source files and what they import, for the tests of the architecture. */
import { globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path/posix';

export const rooms = ['api', 'connectors', 'hub', 'jobs', 'rules', 'schema', 'test'] as const;

export interface Import {
  file: string;
  /** `zod`, `node:fs`, or a path in the repository without its extension: `schema/database`. */
  target: string;
  inside: boolean;
}

export const sourceFiles = (): string[] => rooms.flatMap((room) => globSync(`${room}/**/*.{ts,tsx}`)).sort();

/** Static, type, re-exporting and dynamic imports alike. */
export function importsOf(file: string, text = readFileSync(file, 'utf8')): Import[] {
  const pattern = /^(?:import|export)\s[^'"`;]*?from\s*['"]([^'"]+)['"]|(?:^import\s+|\bimport\(\s*)['"]([^'"]+)['"]/gm;
  return [...text.matchAll(pattern)].map(([, from, bare]) => {
    const name = (from ?? bare)!;
    if (!name.startsWith('.')) return { file, target: name, inside: false };
    return { file, target: join(dirname(file), name).replace(/\.jsx?$/, ''), inside: true };
  });
}

/** `@scope/name/deep` → `@scope/name`. */
export function packageOf(name: string): string {
  if (name.startsWith('node:')) return name;
  return name
    .split('/')
    .slice(0, name.startsWith('@') ? 2 : 1)
    .join('/');
}

/** test/PROOF.md: a section for each thing that was proved, written by its own run; the others stay as they were. */
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';

const file = 'test/PROOF.md';
const head = '# Proofs\n\nWritten by `npm run prove`; a run that was broken off goes on where it was.\n\n';

/** `section` begins with its title, `## …`; one of the same title gives way to it. */
export function withSection(document: string, section: string): string {
  const parts = document.split(/^(?=## )/m).map((part) => `${part.trimEnd()}\n\n`);
  const title = `${section.split('\n', 1)[0]}\n`;
  const at = parts.findIndex((part) => part.startsWith(title));
  parts.splice(at < 0 ? parts.length : at, at < 0 ? 0 : 1, `${section.trimEnd()}\n\n`);
  return `${parts.join('').trimEnd()}\n`;
}

export function writeSection(section: string): void {
  writeFileSync(file, withSection(existsSync(file) ? readFileSync(file, 'utf8') : head, section));
}

/** When something was proved, and of what: the commit, and whether these paths stand as it has them. */
export function stand(...paths: string[]): string {
  const git = (...args: string[]) => execFileSync('git', args, { encoding: 'utf8' }).trim();
  const changes = git('status', '--short', ...paths) === '' ? '' : ' with changes';
  return `${new Date().toISOString().slice(0, 10)}, commit ${git('rev-parse', '--short', 'HEAD')}${changes}, Node ${process.version}`;
}

/** Each proof writes its own section and leaves the others alone. */
import { expect, test } from 'vitest';
import { withSection } from './proof-file.js';

const head = '# Proofs\n\nWritten by a tool.\n';

test('a section is added behind the others, and gives way to a newer one where it stands', () => {
  const one = withSection(head, '## One\n\nold\n');
  expect(one).toBe(`${head}\n## One\n\nold\n`);
  const both = withSection(one, '## Two\n\n- it holds');
  expect(both).toBe(`${one}\n## Two\n\n- it holds\n`);
  expect(withSection(both, '## One\n\nnew')).toBe(`${head}\n## One\n\nnew\n\n## Two\n\n- it holds\n`);
});

test('a title that begins like another is another', () => {
  expect(withSection('## One\n\na\n', '## One more\n\nb')).toBe('## One\n\na\n\n## One more\n\nb\n');
});

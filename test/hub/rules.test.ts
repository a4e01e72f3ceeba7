/** `hub rules` as a program: what leaves through a pipe. */
import { execFile } from 'node:child_process';
import { expect, it } from 'vitest';
import { program } from '../support/hub-process.js';

function decide(input: string): Promise<{ out: string; code: number | string | null }> {
  return new Promise((settle) => {
    const child = execFile(process.execPath, [program, 'rules', 'decide'], { maxBuffer: 2 ** 28 }, (error, out) =>
      settle({ out, code: error?.code ?? 0 }),
    );
    child.stdin?.end(input);
  });
}

it('an answer that is longer than a pipe holds arrives whole, with its exit code', async () => {
  const requests = Array.from({ length: 20_000 }, () => 0);
  const { out, code } = await decide(JSON.stringify(requests));
  expect(JSON.parse(out)).toHaveLength(requests.length);
  expect(code).toBe(2);
});

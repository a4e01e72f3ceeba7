/** What a page has to load before it can decide. */
import { gzipSync } from 'node:zlib';
import { expect, it } from 'vitest';
import { bundleRules } from '../support/rules-bundle.js';

const mostBytes = 60_000;

it('all rules are one script of less than 60 kB, gzipped', async () => {
  const script = await bundleRules();
  expect(script).toContain('art05.opening-subsidy');
  expect(gzipSync(script).length).toBeLessThan(mostBytes);
});

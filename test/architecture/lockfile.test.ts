/** The lock holds every package of every platform: newer npm refuses one from which a registry left some out. */
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';

interface Locked {
  packages: Record<string, { optionalDependencies?: Record<string, string>; resolved?: string }>;
}

const missing = ({ packages }: Locked) =>
  Object.entries(packages).flatMap(([at, { optionalDependencies = {} }]) =>
    Object.keys(optionalDependencies).filter(
      (name) => !(`node_modules/${name}` in packages) && !(`${at}/node_modules/${name}` in packages),
    ),
  );

it('every optional package that a package names stands in the lock', () => {
  const lock = JSON.parse(readFileSync('package-lock.json', 'utf8')) as Locked;
  expect(Object.keys(lock.packages).length).toBeGreaterThan(200);
  expect(missing(lock)).toEqual([]);
});

it('the search itself finds one that was left out', () => {
  const packages = {
    'node_modules/a': { optionalDependencies: { 'a-linux': '1.0.0', 'a-mac': '1.0.0' } },
    'node_modules/a-linux': {},
  };
  expect(missing({ packages })).toEqual(['a-mac']);
});

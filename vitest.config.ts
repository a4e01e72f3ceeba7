import { defineConfig } from 'vitest/config';
import { hasRedis } from './test/support/redis.js';

const common = {
  // Node gives type-graphql the CommonJS build of graphql; the sources must get the same one.
  resolve: { alias: [{ find: /^graphql$/, replacement: 'graphql/index.js' }] },
};
const patience = { testTimeout: 60_000, hookTimeout: 120_000 };

export default defineConfig({
  ...common,
  test: {
    // Of the root alone, so that both projects share one PostgreSQL and one Redis.
    globalSetup: ['test/support/global-setup.ts'],
    pool: 'forks',
    maxWorkers: 2,
    reporters: ['default', ['json', { outputFile: 'dist/test-report.json' }]],
    projects: [
      { ...common, test: { ...patience, name: 'hub', include: ['test/**/*.test.{ts,tsx}'] } },
      ...(hasRedis()
        ? [
            {
              ...common,
              test: {
                ...patience,
                name: 'redis',
                include: ['test/jobs/worker.test.ts', 'test/journeys/nightly-record.test.ts'],
                env: { QUEUE_BACKEND: 'redis' },
              },
            },
          ]
        : []),
    ],
  },
});

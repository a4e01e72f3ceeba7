/** Who may import whom: the table of the README, held against every import line, type imports included. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { importsOf, packageOf, sourceFiles, type Import } from '../support/source-files.js';

interface Law {
  /** Which files; the first row that fits a file is its law. */
  of: RegExp;
  /** Files of the repository that they may import beside those named by `of` itself. */
  files: RegExp;
  packages: readonly string[];
}

const noun = String.raw`schema/[\w-]+/[\w-]+`;
const rules = /^rules\//;
const transport = ['undici', 'pg', 'pg-cursor', 'ssh2', 'csv-parse', 'saxes', 'iconv-lite', 'zod'];
const orm = [
  '@mikro-orm/core',
  '@mikro-orm/migrations',
  '@mikro-orm/postgresql',
  '@mikro-orm/sql',
  'pg',
  'pg-copy-streams',
];
const web = [
  'fastify',
  '@fastify/etag',
  '@fastify/rate-limit',
  '@fastify/formbody',
  '@fastify/helmet',
  '@apollo/server',
  '@as-integrations/fastify',
  'graphql-ws',
  'ws',
];

const apiFiles = new RegExp(
  `^(rules/|api/|jobs/queues$|schema/(crypto-profile|database|listen|vault)$|${noun}\\.(type|reads|writes)$)`,
);

const laws: Law[] = [
  { of: /\.browser\.tsx?$/, files: rules, packages: [] },
  { of: rules, files: rules, packages: [] },
  {
    of: /^connectors\/sandbox\//,
    // The rows on the wire have one shape for those who send and those who read them.
    files: /^(rules\/|connectors\/sandbox\/|connectors\/.+\.records$)/,
    packages: ['pg', 'pg-copy-streams', 'ssh2', 'csv-stringify', 'iconv-lite', 'saxes', 'zod', 'node:*'],
  },
  {
    of: /^connectors\/.+\.(records|translate)\.ts$/,
    files: /^(rules\/|connectors\/(connector|.+\.records)$)/,
    packages: ['zod'],
  },
  { of: /^connectors\//, files: /^(rules|connectors(?!\/sandbox))\//, packages: [...transport, 'node:*'] },
  {
    of: /^schema\/.+\.type\.ts$/,
    files: /^(rules\/|schema\/)/,
    packages: ['type-graphql', 'graphql', 'graphql-scalars', 'class-validator'],
  },
  { of: /^schema\//, files: /^(rules\/|schema\/(?!.+\.type$))/, packages: [...orm, 'node:*'] },
  { of: /^jobs\/queues\.ts$/, files: rules, packages: ['bullmq'] },
  {
    of: /^jobs\//,
    files: new RegExp(
      `^(rules/|connectors/(?!sandbox/)|jobs/|schema/(crypto-profile|database|listen|vault)$|${noun}\\.(reads|writes)$)`,
    ),
    packages: ['bullmq', 'csv-stringify', 'ipaddr.js', 'parse5', 'pg', 'standardwebhooks', 'undici', 'zod', 'node:*'],
  },
  { of: /^api\/pages\//, files: /^(rules\/|api\/pages\/)/, packages: ['preact', 'preact-render-to-string'] },
  {
    // The one place that speaks OAuth and OpenID Connect.
    of: /^api\/sign-in\//,
    files: apiFiles,
    packages: [...web, 'jose', 'oidc-provider', 'openid-client', 'otpauth', 'pg', 'pino', 'qr', 'node:*'],
  },
  {
    of: /^api\//,
    files: apiFiles,
    packages: [
      ...web,
      'graphql',
      'graphql-scalars',
      'type-graphql',
      'jose',
      'pino',
      'pg',
      'preact-render-to-string',
      'reflect-metadata',
      // The cells of an uploaded table, and a table to download.
      'saxes',
      'write-excel-file',
      'zod',
      '@graphql-yoga/render-graphiql',
      'node:*',
    ],
  },
  { of: /^hub\//, files: /^(?!test\/)/, packages: ['*'] },
  { of: /^test\//, files: /./, packages: ['*'] },
];

/** Null when the import is lawful, else the sentence that says what is wrong. */
function offence({ file, target, inside }: Import): string | null {
  const law = laws.find((row) => row.of.test(file));
  if (!law) return `${file} lies in no room`;
  const name = packageOf(target);
  const allowed = inside
    ? law.files.test(target)
    : law.packages.some((known) => known === '*' || known === name || (known === 'node:*' && name.startsWith('node:')));
  return allowed ? null : `${file} imports ${target}`;
}

test('every import is lawful', () => {
  const imports = sourceFiles().flatMap((file) => importsOf(file));
  expect(imports.length).toBeGreaterThan(200);
  expect(imports.map(offence).filter((line) => line !== null)).toEqual([]);
});

test('nobody imports another source system, and nobody but hub and test the sandbox', () => {
  const across = sourceFiles()
    .filter((file) => /^connectors\/(employment|tax|commerce|social-insurance)\//.test(file))
    .flatMap((file) => importsOf(file))
    .filter(({ file, target, inside }) => {
      const [own, other] = [file, target].map(
        (path) => /^connectors\/(employment|tax|commerce|social-insurance)\//.exec(path)?.[1],
      );
      return inside && other !== undefined && other !== own;
    });
  expect(across).toEqual([]);
});

test.each([
  ['rules/x.ts', `import { readFileSync } from 'node:fs';`],
  ['rules/x.ts', `import type { Pool } from 'pg';`],
  ['rules/x.ts', `import { y } from '../schema/y.js';`],
  ['connectors/tax/tax.client.ts', `import { openDatabase } from '../../schema/database.js';`],
  ['connectors/tax/tax.records.ts', `import { request } from 'undici';`],
  ['connectors/tax/tax.client.ts', `import { startSandbox } from '../sandbox/serve.js';`],
  ['schema/person/person.reads.ts', `export { importSource } from '../../jobs/import-source.job.js';`],
  ['schema/person/person.reads.ts', `import { Person } from './person.type.js';`],
  ['jobs/queues.ts', `import { openDatabase } from '../schema/database.js';`],
  ['jobs/worker.ts', `import { Person } from '../schema/person/person.type.js';`],
  ['jobs/worker.ts', `const { startApi } = await import('../api/http.js');`],
  ['api/http.ts', `import {\n  startWorker,\n} from '../jobs/worker.js';`],
  ['api/http.ts', `import { PersonEntity } from '../schema/person/person.entity.js';`],
  ['api/http.ts', `import { Provider } from 'oidc-provider';`],
  ['api/sign-in/proof.ts', `import { startWorker } from '../../jobs/worker.js';`],
  ['api/pages/home.page.tsx', `import type { Context } from '../context.js';`],
  ['hub/start.ts', `import { createTestDatabase } from '../test/support/database.js';`],
])('%s must not say: %s', (file, line) => {
  expect(importsOf(file, line).map(offence)).toEqual([expect.stringContaining(`${file} imports `)]);
});

test('rules read no clock and draw no lots', () => {
  const found = sourceFiles()
    .filter((file) => rules.test(file))
    .filter((file) => /\bDate\.now\(|\bnew Date\(\)|\bMath\.random\(|\bprocess\./.test(readFileSync(file, 'utf8')));
  expect(found).toEqual([]);
});

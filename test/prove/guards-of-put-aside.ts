/** Every guard of what was put aside and is read again, and how it is switched off: the test that holds it must then fail. */
import type { Guard } from './switched-off.js';

const putAside = 'test/jobs/read-put-aside.test.ts';
const putAsideCases = 'test/jobs/put-aside-cases.test.ts';

export const guards: readonly Guard[] = [
  {
    name: 'put aside: what is read again ends its case',
    file: 'jobs/import-source.job.ts',
    on: 'await closeRead(client, settles);',
    off: 'void closeRead;',
    tests: putAside,
    row: 'are tried without a trace',
  },
  {
    name: 'put aside: what is still not as agreed is no new case',
    file: 'jobs/import-source.job.ts',
    on: "run.scope === 'QUARANTINE' ? [] : batch.rejects",
    off: 'batch.rejects',
    tests: putAside,
    row: 'that cannot be read today',
  },
  {
    name: 'put aside: one fault alone',
    file: 'schema/work-item/quarantine.reads.ts',
    on: 'and ($2::text is null or code = $2) and ($3::uuid is null or work_item_id > $3)',
    off: 'and $2::text is distinct from chr(1) and ($3::uuid is null or work_item_id > $3)',
    tests: putAside,
    row: 'are taken by their fault',
  },
  {
    name: 'put aside: a version of its own',
    file: 'connectors/social-insurance/social-insurance.batches.ts',
    on: "const folder = /_(\\d{8})_\\d+\\.csv$/.exec(String(location['file']))?.[1] ?? '';",
    off: "const folder = '99999999';",
    tests: putAside,
    row: 'are superseded',
  },
  {
    name: 'put aside: closed by hand once',
    file: 'schema/work-item/work-item.writes.ts',
    on: "where work_item_id = $1 and kind = 'quarantine' and state = 'open' returning",
    off: "where work_item_id = $1 and kind = 'quarantine' returning",
    tests: 'test/api/quarantine.test.ts',
    row: 'closes one by hand',
  },
  {
    name: 'put aside: each case by itself',
    file: 'jobs/import-source.job.ts',
    on: "if (run.scope === 'QUARANTINE') await closeRead(client, settles);",
    off: "if (run.scope === 'QUARANTINE') await Promise.all([closeRead(client, settles), closeCases(client, run.streamId, keys)]);",
    tests: putAsideCases,
    row: 'an older row that can be read',
  },
  {
    name: 'put aside: one that is damaged',
    file: 'jobs/read-put-aside.ts',
    on: "      context.log('a row that was put aside cannot be opened'",
    off: "      throw error;\n      context.log('a row that was put aside cannot be opened'",
    tests: putAsideCases,
    row: 'one that is damaged',
  },
  {
    name: 'put aside: weighed as a night is',
    file: 'jobs/weigh-run.ts',
    on: "highWater !== null && scope !== 'KEY' && !dryRun",
    off: "highWater !== null && scope !== 'KEY' && scope !== 'QUARANTINE' && !dryRun",
    tests: putAsideCases,
    row: 'deletions among them',
  },
  {
    name: 'put aside: cases of deletions that wait',
    file: 'jobs/import-source.job.ts',
    on: "!waits || batch.rows[i]!.op === 'upsert'",
    off: "waits !== undefined || batch.rows[i]!.op === 'upsert' || true",
    tests: putAsideCases,
    row: 'deletions among them',
  },
  {
    name: 'put aside: no ID number in clear',
    file: 'jobs/prepare-rows.ts',
    on: "holdsIdNumber(String(value)) ? '?' : value",
    off: 'holdsIdNumber(String(value)) ? value : value',
    tests: putAsideCases,
    row: 'an ID number that stands',
  },
];

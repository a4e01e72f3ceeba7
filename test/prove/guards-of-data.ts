/** Guards against what sources deliver, each with how it is switched off and the test that must then fail. */
import type { Guard } from './guards.js';

const held = 'test/attacks/held-runs.test.ts';
const deliveries = 'test/attacks/deliveries.test.ts';
const answers = 'test/attacks/answers.test.ts';
const client = 'connectors/social-insurance/social-insurance.client.ts';

export const guardsOfData: readonly Guard[] = [
  { row: 'D9: a run is weighed', file: 'jobs/weigh-run.ts', from: 'highWater !== null &&', to: 'false &&', test: held },
  { row: 'D9: nine tenths less', file: 'jobs/weigh-run.ts', from: 'share: 0.9', to: 'share: 9', test: held },
  { row: 'D9: half of it different', file: 'jobs/weigh-run.ts', from: 'share: 0.5', to: 'share: 9', test: held },
  {
    row: 'D9: much that cannot be read',
    file: 'jobs/weigh-run.ts',
    from: 'share: 0.1 }',
    to: 'share: 9 }',
    test: held,
  },
  {
    row: 'D9: what was approved is a ceiling',
    file: 'jobs/weigh-run.ts',
    from: 'count > (allowed?.[what] ?? 0)',
    to: 'allowed === null',
    test: held,
  },
  { row: 'D17: deletions wait', file: 'jobs/weigh-run.ts', from: 'share: 0.02', to: 'share: 2', test: held },
  {
    row: 'D17: withheld rows are not loaded',
    file: 'jobs/import-source.job.ts',
    from: "prepared.rows.filter(({ op }) => op === 'upsert')",
    to: 'prepared.rows',
    test: held,
  },
  {
    row: 'D5: the size',
    file: client,
    from: 'if (bytes.length !== entry.bytes)',
    to: 'if (bytes.length > entry.bytes)',
    test: deliveries,
  },
  {
    row: 'D5: the digest',
    file: client,
    from: "digest('hex') !== entry.sha256",
    to: "digest('hex') === ''",
    test: deliveries,
  },
  { row: 'D5: the rows', file: client, from: 'if (rows !== entry.rows)', to: 'if (rows < 0)', test: deliveries },
  {
    row: 'D5: all parts before the first row',
    file: 'jobs/weigh-run.ts',
    from: 'highWater !== null &&',
    to: 'false &&',
    test: deliveries,
  },
  {
    row: 'D6: older is stale',
    file: 'schema/fact/fact.writes.ts',
    from: "when newest.version < fact.version then 'stale'",
    to: '',
    test: deliveries,
  },
  {
    row: 'D6: a deletion before what it deletes',
    file: 'schema/fact/fact.writes.ts',
    from: "from judged where verdict = 'gone'",
    to: 'from judged where false',
    test: deliveries,
  },
  {
    row: 'D6: an older snapshot is not read',
    file: 'connectors/social-insurance/social-insurance.deliveries.ts',
    from: 'folders.toReversed()',
    to: 'wanted.toReversed()',
    test: deliveries,
  },
  {
    row: 'D3: UTF-8 in GB18030',
    file: client,
    from: 'if (holdsUtf8(',
    to: 'if (false && holdsUtf8(',
    test: deliveries,
  },
  {
    row: 'D3: UTF-8 that is also GB18030',
    file: 'connectors/social-insurance/gb18030-lines.ts',
    from: 'either > foreign / 100',
    to: 'either < 0',
    test: deliveries,
  },
  {
    row: 'D3: characters nobody can read',
    file: 'connectors/text.records.ts',
    from: '!unreadable.test(text)',
    to: 'true',
    test: deliveries,
  },
  {
    row: 'D3: the same over HTTP',
    file: 'connectors/text.records.ts',
    from: '!unreadable.test(text)',
    to: 'true',
    test: answers,
  },
  {
    row: 'D3: names of fields',
    file: 'connectors/reject.ts',
    from: "? key : '?'",
    to: '? key : key',
    test: answers,
  },
  {
    row: 'D10: the DOCTYPE',
    file: 'connectors/xml.ts',
    from: "throw new XmlError('a DOCTYPE is not accepted');",
    to: '',
    test: answers,
  },
  {
    row: 'D11: what a part unpacks to',
    file: 'api/unpack-workbook.ts',
    from: '{ maxOutputLength: Math.max(most, 1) }',
    to: '{}',
    test: 'test/api/posts-table.test.ts',
  },
  {
    row: 'D11: the number of parts',
    file: 'api/unpack-workbook.ts',
    from: 'if (count > mostEntries)',
    to: 'if (count > 1e9)',
    test: 'test/api/posts-table.test.ts',
  },
  {
    row: 'F3: a page that comes again',
    file: 'connectors/employment/employment.connector.ts',
    from: 'if (seen.size === seen.add(page.digest).size)',
    to: 'if (seen.size === -1)',
    test: answers,
  },
  {
    row: 'F3: nothing before all was read',
    file: 'jobs/weigh-run.ts',
    from: 'highWater !== null &&',
    to: 'false &&',
    test: answers,
  },
];

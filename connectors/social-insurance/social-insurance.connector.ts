/** `social-insurance`: insured persons, their insurances, contributions and unemployment benefits from day folders over SFTP. */
import { z } from 'zod';
import type { CheckFinding, Connector, ConnectorContext, Json } from '../connector.js';
import type { SourceSettings } from '../source-settings.js';
import { SourceError } from '../source-error.js';
import { saved } from '../window.js';
import { batchesOf, readAgain } from './social-insurance.batches.js';
import { dayFolders, verifiedFile, withSession } from './social-insurance.client.js';
import { deliveriesOf, endOf, highWaterShape } from './social-insurance.deliveries.js';
import { fileStreams, type SocialInsuranceStream } from './social-insurance.records.js';

const positionShape = z.strictObject({ folder: z.string(), file: z.string(), line: z.int() });
const titles: Record<SocialInsuranceStream, string> = {
  persons: '参保人员',
  'unemployment-benefits': '失业保险金',
  contributions: '社会保险缴费',
  participation: '参保登记',
};

/** The drop folders behind `settings`. The source has no look-up: single keys are found by reading what it keeps. */
export function createSocialInsuranceConnector(settings: SourceSettings['social-insurance']): Connector {
  return {
    descriptor: {
      source: 'social-insurance',
      title: '社会保险',
      streams: (Object.keys(fileStreams) as SocialInsuranceStream[]).map((stream) => ({
        stream,
        title: titles[stream],
        overlapMs: 0,
        canLookUp: false,
      })),
    },
    check: (context) => check(settings, context),
    pull: (request, context) =>
      withSession(settings, context, async function* (session) {
        const stream = streamOf(request.stream);
        const highWater = stored(highWaterShape, request.highWater);
        const position = stored(positionShape, request.position);
        const folders = await dayFolders(session);
        const deliveries = await deliveriesOf(
          session,
          stream,
          folders,
          request,
          highWater,
          position?.folder ?? null,
          context,
        );
        const expectedRows = deliveries.flatMap(({ entries }) => entries).reduce((sum, { rows }) => sum + rows, 0);
        const keys = request.mode.kind === 'key' ? new Set(request.mode.keys) : null;
        for (const { folder, entries } of deliveries) {
          if (position && folder < position.folder) continue;
          for (const entry of entries) {
            const resumes = folder === position?.folder;
            if (resumes && entry.file < position.file) continue;
            const file = await verifiedFile(session, folder, entry);
            const behindLine = resumes && entry.file === position.file ? position.line : 1;
            yield* batchesOf(
              stream,
              { folder, file: entry.file, bytes: file, behindLine },
              keys,
              request.batchSize,
              expectedRows,
            );
          }
        }
        yield endOf(stream, deliveries, folders, request, highWater);
      }),
    readAgain: (stream, row) => readAgain(streamOf(stream), row),
    async acknowledge(streamName, state, context) {
      const [stream, highWater] = [streamOf(streamName), stored(highWaterShape, state)];
      if (highWater === null) return;
      // The same name and content each time, so that repeating it changes nothing.
      const name = `RECEIPT_${fileStreams[stream]}_${highWater.folder}.txt`;
      const writing = withSession(settings, context, async function* (session) {
        yield await session.write(`/inbox/${name}`, `${fileStreams[stream]} ${highWater.folder} received\r\n`);
      });
      for await (const _ of writing);
    },
  };
}

async function check(settings: SourceSettings['social-insurance'], context: ConnectorContext): Promise<CheckFinding[]> {
  const findings: CheckFinding[] = [];
  try {
    const probe = withSession(settings, context, async function* (session) {
      yield { what: 'sign-in', ok: true, message: 'host key and sign-in are right' };
      const folders = await dayFolders(session);
      yield { what: 'outbox', ok: folders.length > 0, message: `newest folder: ${folders.at(-1) ?? 'none yet'}` };
      await session.list('/inbox');
      yield { what: 'inbox', ok: true, message: 'receipts can be left' };
    });
    for await (const finding of probe) findings.push(finding);
  } catch (error) {
    if (!(error instanceof SourceError)) throw error;
    findings.push({ what: error.kind, ok: false, message: error.message });
  }
  return findings;
}

function streamOf(name: string): SocialInsuranceStream {
  if (name in fileStreams) return name as SocialInsuranceStream;
  throw new SourceError('social-insurance', 'defect', `social-insurance has no stream ${name}`);
}

function stored<T>(shape: z.ZodType<T>, value: Json): T | null {
  return value === null ? null : saved('social-insurance', shape, value);
}

/** The contract of every connector: how the hub asks one source system for its records. */
import type { FactBody, Instant, Source, Subject } from '../rules/vocabulary.js';
import type { Transport } from './transport.js';

/** Any JSON value: a checkpoint belongs to its connector, the hub only stores it. */
export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

/** What can be asked of one stream. */
export interface StreamDescriptor {
  stream: string;
  /** 中文名, for cards and errors. */
  title: string;
  /** How much the source's change time may blur: an incremental pull starts this much before the last high water. */
  overlapMs: number;
  /** Whether single keys can be asked for. */
  canLookUp: boolean;
}

export interface ConnectorDescriptor {
  source: Source;
  title: string;
  streams: readonly StreamDescriptor[];
}

/** ALL reads from the beginning, `changes` from the checkpoint, RANGE a window of the source's change time, KEY single records. */
export type PullMode =
  | { kind: 'all' }
  | { kind: 'changes' }
  | { kind: 'range'; from: Instant; to: Instant }
  | { kind: 'key'; keys: readonly string[] };

export interface PullRequest {
  stream: string;
  mode: PullMode;
  /** High water of the last finished run, as this connector gave it; null on the first run. */
  highWater: Json;
  /** Position inside this run, as this connector gave it with its last committed batch; null at the beginning. */
  position: Json;
  /** Rows wanted in a batch; a source's own page limit may make batches smaller. */
  batchSize: number;
}

/** Where a row stood at the source: page and index, file and line, view key. No values. */
export type Location = Record<string, string | number>;

/** One row in the hub's words. */
export type SourceRow =
  | {
      op: 'upsert';
      /** The source's own key of the row. It may hold an ID number: the hub blinds it before writing. */
      key: string;
      subject: Subject;
      body: FactBody;
      /** Orders two versions of one key (a change time or sequence as text that sorts); null when the source has none. */
      version: string | null;
    }
  | { op: 'tombstone'; key: string; version: string | null };

/** A row that could not be read. `raw` is sealed before it is stored; `reason` and `field` never hold a value. */
export interface Reject {
  key: string | null;
  location: Location;
  code: string;
  field: string | null;
  reason: string;
  raw: string;
}

export interface Batch {
  kind: 'batch';
  rows: SourceRow[];
  rejects: Reject[];
  /** Commit this with the batch: a pull that starts here continues behind it. */
  position: Json;
  /** Expected number of rows of the whole pull where the source says it, for progress. */
  expectedRows: number | null;
}

/** The pull is complete. Without an End nothing may be concluded from absence. */
export interface End {
  kind: 'end';
  /** How new the data is, by the source's own clock. */
  asOf: Instant;
  /** Becomes `highWater` of the next pull once committed. */
  highWater: Json;
  /** Whether this pull saw every live row of the stream. */
  completeSnapshot: boolean;
}

/** Everything that a connector may use of the outside; it has no clock, no socket and no randomness of its own. */
export interface ConnectorContext {
  transport: Transport;
  /** Current time. */
  now(): Date;
  /** n random bytes as lower-case hex (nonces). */
  randomHex(bytes: number): string;
  /** Waits, or throws when the signal aborts. */
  sleep(ms: number, signal: AbortSignal): Promise<void>;
  signal: AbortSignal;
  /** A line for the log: no personal data, no secret. */
  log(message: string, details?: Record<string, string | number>): void;
}

export interface CheckFinding {
  what: string;
  ok: boolean;
  message: string;
}

/** A row that was put aside, and where it stood. */
export type PutAside = Pick<Reject, 'raw' | 'location'>;

export interface Connector {
  descriptor: ConnectorDescriptor;
  /** Reach, sign-in and permission; consumes nothing. */
  check(context: ConnectorContext): Promise<CheckFinding[]>;
  /** Batches in the source's order, then one End. Throws SourceError and nothing else. The next batch is fetched when it is asked for. */
  pull(request: PullRequest, context: ConnectorContext): AsyncIterable<Batch | End>;
  /** Reads a row that was put aside as it would be read today; asks no source. */
  readAgain(stream: string, row: PutAside): SourceRow | Reject;
  /** After the hub's own commit (a receipt); safe to repeat. */
  acknowledge?(stream: string, highWater: Json, context: ConnectorContext): Promise<void>;
}

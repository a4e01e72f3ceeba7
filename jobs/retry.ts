/** Which failures deserve another try, and when. */
import { SourceError } from '../connectors/source-error.js';
import { KeysChangedError } from '../schema/fact/ensure-persons.writes.js';
import { FencedError } from '../schema/source-state/source-state.writes.js';

export type Verdict =
  /** Again with growing pauses, a few times. */
  | { again: 'soon'; kind: string; message: string }
  /** Again at the moment that the source named. */
  | { again: 'at'; at: Date; kind: string; message: string }
  /** No: trying again changes nothing until somebody acts. */
  | { again: 'never'; kind: string; message: string }
  /** Another attempt has taken over: nothing to say. */
  | { again: 'overtaken' };

/** Connection lost, server stopping, out of resources or of room on disk, serialization failure, deadlock. */
const passingSqlStates = /^(?:08|53|58030|57P0|40001|40P01)/;
const withoutRoom = new Set(['53100', '58030']);
const passingSystemCodes = new Set(['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'ENOTFOUND', 'EAI_AGAIN']);

export function judgeFailure(error: unknown): Verdict {
  if (error instanceof FencedError) return { again: 'overtaken' };
  if (error instanceof SourceError) return judgeSourceError(error);
  if (error instanceof KeysChangedError) return { again: 'soon', kind: 'keys', message: error.message };
  const { code = '', message } = error as NodeJS.ErrnoException;
  const passing =
    passingSqlStates.test(code) ||
    passingSystemCodes.has(code) ||
    /Connection terminated|timeout exceeded when trying to connect/.test(message);
  if (passing)
    return {
      again: 'soon',
      kind: 'database',
      message: withoutRoom.has(code)
        ? `the disk of the hub's database is full or failing (${code}): make room, the run goes on by itself`
        : `the hub's database did not answer (${code || 'connection lost'})`,
    };
  // A message of the database can quote a row: only its code is kept.
  return {
    again: 'never',
    kind: 'defect',
    message: code ? `unexpected failure ${code} in the hub` : `unexpected failure in the hub: ${(error as Error).name}`,
  };
}

function judgeSourceError(error: SourceError): Verdict {
  const { kind, message } = error;
  switch (kind) {
    case 'rate-limited':
      return error.retryAt ? { again: 'at', at: error.retryAt, kind, message } : { again: 'soon', kind, message };
    case 'timeout':
    case 'unavailable':
    case 'position-expired':
    case 'cancelled':
      return { again: 'soon', kind, message };
    case 'auth':
    case 'permission':
    case 'protocol':
    case 'contract':
    case 'integrity':
    case 'defect':
      return { again: 'never', kind, message };
  }
}

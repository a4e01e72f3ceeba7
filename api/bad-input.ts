/** What staff type is checked before it is kept, and refused without being repeated. */
import { holdsIdNumber } from '../rules/identifiers.js';
import { Refusal } from '../rules/refusal.js';
import { HubError } from './errors.js';
import { isText } from './is-text.js';

/** A reason that is kept for good. */
export function checkReason(reason: string): void {
  if (!isText(reason, 500))
    throw new HubError('BAD_INPUT', 'reason 须为 1 至 500 字', 'reason must have 1 to 500 characters');
  checkNoIdNumber('reason', reason);
}

export function checkNoIdNumber(name: string, text: string): void {
  if (holdsIdNumber(text))
    throw new HubError('BAD_INPUT', `${name} 中不得出现身份证号码`, `${name} must not hold an ID number`);
}

/** A refusal of the rules names its place by itself; anything else is no fault of the asker's. */
export function asBadInput(error: unknown): never {
  throw error instanceof Refusal ? badInput(error) : error;
}

/** What the rules refuse says it in Chinese, then in English. */
export function badInput({ path, message }: Pick<Refusal, 'path' | 'message'>): HubError {
  const [chinese = '', english = ''] = message.split(' / ');
  return new HubError('BAD_INPUT', chinese, english, { path });
}

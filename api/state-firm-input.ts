/** What staff type of a state firm is checked before it is kept. */
import { normalizeCreditCode } from '../rules/identifiers.js';
import type { ProposeStateFirmInput } from '../schema/state-firm/state-firm.type.js';
import { checkNoIdNumber } from './bad-input.js';
import { HubError, refusedIdentifier } from './errors.js';
import { isText } from './is-text.js';

export function creditCodeOf(text: string): string {
  const code = normalizeCreditCode(text);
  if (code.ok) return code.value;
  throw refusedIdentifier('creditCode', '统一社会信用代码', code.reason);
}

/** The names and sentences of a proposed entry: of fitting length, and no ID number in them. */
export function checkFirmTexts({ name, investor, region, evidence }: ProposeStateFirmInput): void {
  for (const [field, text] of Object.entries({ name, investor }))
    if (text != null && !isText(text, 200))
      refuse(`${field} 须为 1 至 200 字`, `${field} must have 1 to 200 characters`);
  if (region != null && !/^\d{6}$/.test(region))
    refuse('region 须为六位行政区划代码', 'region must be a region code of six digits');
  if (evidence.length < 1 || evidence.length > 10 || !evidence.every((sentence) => isText(sentence, 500)))
    refuse('evidence 须为 1 至 10 项，每项 1 至 500 字', 'evidence must be 1 to 10 sentences of 1 to 500 characters');
  for (const text of [name, investor, ...evidence]) if (text != null) checkNoIdNumber('input', text);
}

function refuse(chinese: string, english: string): never {
  throw new HubError('BAD_INPUT', chinese, english);
}

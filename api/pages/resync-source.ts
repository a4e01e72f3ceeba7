/** What the button of a source card does: one run for each of its streams. */
import { type Source, streams } from '../../rules/vocabulary.js';

export const sourceNames = {
  EMPLOYMENT: 'employment',
  TAX: 'tax',
  COMMERCE: 'commerce',
  SOCIAL_INSURANCE: 'social-insurance',
} as const satisfies Record<string, Source>;

export type SourceName = keyof typeof sourceNames;

/** `formKey` is made anew with each page, so that a form sent twice asks once. */
export async function resyncSource(
  ask: (query: string, variables: Record<string, unknown>) => Promise<unknown>,
  source: string,
  formKey: string,
): Promise<void> {
  if (!Object.hasOwn(sourceNames, source)) return;
  for (const stream of streams[sourceNames[source as SourceName]]) {
    await ask(`mutation ($input: TriggerResyncInput!) { triggerResync(input: $input) { id } }`, {
      input: { source, stream, scope: 'ALL', reason: '首页手动同步', idempotencyKey: `page:${formKey}:${stream}` },
    });
  }
}

/** The form of the tables of labels. */

/** Chinese, then English, by the name of the fact within its subject. */
export type Labels = { readonly [name: string]: readonly [zh: string, en: string] };

/** What the facts of one subject are called; `of` names the subject itself. */
export interface SubjectLabels {
  readonly of: readonly [zh: string, en: string];
  readonly facts: Labels;
}

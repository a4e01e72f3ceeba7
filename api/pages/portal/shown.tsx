/** What all pages of the portal share: how they ask, what they come to, and how they say things. */
import type { ComponentChildren } from 'preact';
import type { Text } from '../../../rules/condition.js';
import { dayInWords, momentInWords } from '../../../rules/recruitment/notice-words.js';
import { isPageUrl } from '../../../rules/recruitment/urls.js';

/** Runs a GraphQL operation as the public. */
export type Ask = <T>(query: string, variables?: Record<string, unknown>) => Promise<T>;

/** A page and the status that it is sent with. */
export interface Shown {
  status: 200 | 400 | 403 | 404 | 410 | 413 | 429 | 500;
  html: string;
}

type Words = Readonly<Record<string, Text>>;

/** The rules' own word for a name of GraphQL: `ARTICLE_11` is `article-11`. */
export const wordOf = (words: Words, name: string): string =>
  Object.keys(words).find((word) => nameOfWord(word) === name) ?? name;
export const nameOfWord = (word: string): string => word.replaceAll('-', '_').toUpperCase();
export const saidOf = (words: Words, name: string): string => words[wordOf(words, name)]?.zh ?? name;

/** The Chinese half of a message in two languages. */
export const inChinese = (message: string): string => message.split(' / ')[0]!;

/** A link where it is an address of a page, else its text. */
export function Address({ to, children }: { to: string; children?: ComponentChildren }) {
  if (!isPageUrl(to, true)) return <>{children ?? to}</>;
  return (
    <a href={to} rel="noreferrer">
      {children ?? to}
    </a>
  );
}

/** A day or a moment, both for people and for programs. */
export function Time({ at }: { at: string }) {
  return <time datetime={at}>{at.length > 10 ? momentInWords(at) : dayInWords(at)}</time>;
}

/** The lines of an official text, each a paragraph, and nothing else: joined by line breaks they are the text. */
export function OfficialText({ text, label }: { text: string; label: string }) {
  return (
    <article aria-label={label}>
      {text.split('\n').map((line, i) => (
        <p key={i}>{line}</p>
      ))}
    </article>
  );
}

/** A table that may be wider than a telephone: then it is moved within its frame, by keyboard too. */
export function Table(props: { labelledBy: string; columns: readonly string[]; children: ComponentChildren }) {
  return (
    <div class="wide" role="region" aria-labelledby={props.labelledBy} tabIndex={0}>
      <table>
        <thead>
          <tr>
            {props.columns.map((name) => (
              <th key={name} scope="col">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>{props.children}</tbody>
      </table>
    </div>
  );
}

/** Terms and what they are; what is not there is left out. */
export function Facts({ of }: { of: readonly (readonly [string, ComponentChildren] | false | null)[] }) {
  return (
    <dl>
      {of
        .filter((fact) => fact !== false && fact !== null)
        .map(([term, what]) => (
          <div key={term}>
            <dt>{term}</dt>
            <dd>{what}</dd>
          </div>
        ))}
    </dl>
  );
}

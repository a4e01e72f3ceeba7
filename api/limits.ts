/** What one document and one operation may be at most. All of it is checked before Apollo validates or runs anything. */
import { HubError } from './errors.js';

export const limits = {
  characters: 10_000,
  tokens: 1500,
  /** Fragments and operations that one document defines. */
  definitions: 50,
  directives: 50,
  /** Pairs of fields of one name at one place, which validation would hold against each other. */
  comparisons: 2000,
  depth: 15,
  fields: 300,
  fragments: 100,
  aliases: 15,
  rootFields: 10,
  /** Levels and values of the variables. */
  variableDepth: 32,
  variableValues: 5000,
  /** What an operation may cost at worst; see `costs.ts`. */
  cost: 100_000,
  /** Documents that are remembered. */
  cached: 1000,
};

export function tooMuch(chinese: string, english: string, limit: number): HubError {
  return new HubError(
    'LIMIT_EXCEEDED',
    `查询过大：${chinese}最多 ${limit}`,
    `the query is too large: at most ${limit} ${english}`,
    { limit },
  );
}

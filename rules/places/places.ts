/** The class of every place of the schemas. What has none is closed to everybody, and fails a test. */
import { office } from './of-the-office.js';
import { open } from './of-the-public.js';
import { argument, type Asks, asks, dossier, figure, log, part, record, root, told } from './of-records.js';

const classes = { open, office, record, part, told, figure, dossier, log, root, argument };
export type PlaceClass = keyof typeof classes;

/** Classes and what they ask for, by schema coordinate: `Person.name`, `Query.person(name:)`, `PaperInput.title`. */
export interface Places {
  classOf(coordinate: string): PlaceClass | undefined;
  asks(coordinate: string): Asks | undefined;
}

export function placesOf(
  tables: Partial<Record<PlaceClass, Readonly<Record<string, string>>>>,
  asked: Readonly<Record<string, Asks>>,
): Places & { coordinates: readonly string[] } {
  const known = new Map<string, PlaceClass>();
  for (const [kind, table] of Object.entries(tables) as [PlaceClass, Record<string, string>][])
    for (const [owner, names] of Object.entries(table))
      for (const name of names.split(/\s+/)) {
        const coordinate = owner.includes('.') ? `${owner}(${name}:)` : `${owner}.${name}`;
        if (known.has(coordinate))
          throw new Error(`${coordinate} has two classes: ${known.get(coordinate)!} and ${kind}`);
        known.set(coordinate, kind);
      }
  const claims = new Map(Object.entries(asked));
  return { classOf: (one) => known.get(one), asks: (one) => claims.get(one), coordinates: [...known.keys()] };
}

export const places = placesOf(classes, asks);

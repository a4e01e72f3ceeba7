/** What a clerk calls each fact, Chinese and English. A fact without its line in `labels/` fails a test. */
import type { Text } from './condition.js';
import type { Labels } from './labels/labels.js';
import { labelsOfOrganizations } from './labels/of-organizations.js';
import { labelsOfPersons } from './labels/of-persons.js';
import { parameterMeanings } from './parameters/meanings.js';

const subjects = Object.entries({ ...labelsOfPersons, ...labelsOfOrganizations });
const labels: Labels = Object.fromEntries(
  subjects.flatMap(([subject, { of, facts }]) => [
    // A list left out as a whole is named by its subject.
    [subject.replace('[]', ''), of] as const,
    ...Object.entries(facts).map(
      ([name, [zh, en]]) => [`${subject}.${name}`, [of[0] + zh, `${of[1]}: ${en}`]] as const,
    ),
  ]),
);

/** The words for a parameter (`parameter:<name>`) or a fact, an element of a list by its number: `hires[1].contractMonths` is the second one’s. Null without words. */
export function factLabel(path: string): Text | null {
  if (path.startsWith('parameter:')) return parameterLabel(path.slice('parameter:'.length));
  const label = labels[path.replaceAll(/\[\d+\]/g, '[]')] ?? null;
  if (label === null) return null;
  const [zh, en] = label;
  const place = /\[(\d+)\]/.exec(path)?.[1];
  if (place === undefined) return { zh, en };
  return { zh: `${zh}（第${Number(place) + 1}项）`, en: `${en} (no. ${Number(place) + 1})` };
}

function parameterLabel(name: string): Text | null {
  const meanings: Readonly<Record<string, Text>> = parameterMeanings;
  // A member of a parameter (`employerRates.pension`) goes by the whole.
  const meaning = meanings[name.split('.')[0] ?? name];
  return meaning ? { zh: `参数：${meaning.zh}`, en: `parameter: ${meaning.en}` } : null;
}

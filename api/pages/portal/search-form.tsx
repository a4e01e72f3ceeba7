/** What a search is made with: the words, what is chosen so far, and what else could be. It is one form, sent as an address. */
import { momentInWords, yuan } from '../../../rules/recruitment/notice-words.js';
import type { RecordFilter } from '../../../rules/recruitment/post-filter.js';
import { conditions, isCountOf, parameterOf, parametersOf, valueOf, without } from './conditions.js';

export interface Facet {
  name: string;
  values: { value: string; label: string; count: number; isSelected: boolean }[];
}

const atFirst = 6;
const mostShown = 40;
/** What an address may ask for beside the form. */
const restTitles = { payAtLeastFen: '月薪可达', closesAfter: '截止晚于', closesBefore: '截止不晚于' } as const;
type Rest = keyof typeof restTitles;
const restOf = (filter: RecordFilter) =>
  (Object.keys(restTitles) as Rest[]).flatMap((name) => {
    const value = filter[name];
    return value === null ? [] : [[name, value] as const];
  });

export function SearchBox({ filter }: { filter: RecordFilter }) {
  return (
    <form id="search" class="search" role="search" method="get" action="/recruitment">
      <label for="text">岗位、专业、单位、县区</label>
      <input id="text" name="text" type="search" maxLength={100} value={filter.text ?? ''} />
      <button type="submit">查找</button>
      {restOf(filter).map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={String(value)} />
      ))}
    </form>
  );
}

export function ChosenConditions({ filter, facets }: { filter: RecordFilter; facets: readonly Facet[] }) {
  const chosen = [
    ...(filter.text ? [{ said: `“${filter.text}”`, left: { ...filter, text: null } }] : []),
    ...conditions.flatMap((condition) => {
      const { facet, title } = condition;
      const counted = facets.find(({ name }) => isCountOf(condition, name))?.values ?? [];
      return (filter.facets[facet] ?? [])
        .filter((value) => facet !== 'state' || String(filter.facets.state) !== 'open' || value !== 'open')
        .map((value) => {
          const label = counted.find((one) => valueOf(condition, one.value) === value)?.label ?? value;
          return { said: `${title}：${label}`, left: without(filter, facet, value) };
        });
    }),
    ...restOf(filter).map(([name, value]) => {
      const shown = typeof value === 'number' ? yuan(value) : momentInWords(value);
      return { said: `${restTitles[name]}：${shown}`, left: { ...filter, [name]: null } };
    }),
  ];
  if (chosen.length === 0) return null;
  return (
    <ul class="chosen" aria-label="已选条件">
      {chosen.map(({ said, left }) => (
        <li key={said}>
          <a href={`/recruitment?${parametersOf(left)}`} aria-label={`去掉条件 ${said}`}>
            {said} <span aria-hidden="true">✕</span>
          </a>
        </li>
      ))}
      <li>
        <a href="/recruitment">清除全部</a>
      </li>
    </ul>
  );
}

export function MoreConditions({ filter, facets }: { filter: RecordFilter; facets: readonly Facet[] }) {
  return (
    <section class="conditions" aria-labelledby="conditions">
      <h2 id="conditions">筛选条件</h2>
      {conditions.map((condition) => {
        const { facet, title } = condition;
        const counted = facets.find(({ name }) => isCountOf(condition, name))?.values ?? [];
        const values = counted.filter(({ count, isSelected }, i) => (count > 0 && i < mostShown) || isSelected);
        if (values.length === 0) return null;
        const ticks = values.map(({ value, label, count }) => {
          const own = valueOf(condition, value);
          const isTicked = filter.facets[facet]?.includes(own) ?? false;
          return (
            <label key={own}>
              <input type="checkbox" form="search" name={parameterOf(facet)} value={own} checked={isTicked} />
              {label}（{count}）
            </label>
          );
        });
        return (
          <fieldset key={facet}>
            <legend>{title}</legend>
            {ticks.slice(0, atFirst)}
            {ticks.length > atFirst && (
              <details open={values.slice(atFirst).some(({ isSelected }) => isSelected)}>
                <summary>更多{title}</summary>
                {ticks.slice(atFirst)}
              </details>
            )}
          </fieldset>
        );
      })}
      <button type="submit" form="search">
        按所选条件查找
      </button>
    </section>
  );
}

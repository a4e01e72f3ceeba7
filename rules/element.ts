/** Paths of the members of one element of a list: with its number where there are facts, without where a rule is read alone. */
export const withNumber = (list: string, index: number) => pathsUnder(`${list}[${index}]`);
export const withoutNumber = (list: string) => pathsUnder(`${list}[]`);

/** Typed `never`: each list has its own members, and a rule's function takes the type of its list. */
function pathsUnder(element: string): never {
  return ((member: string) => (member === '' ? element : `${element}.${member}`)) as never;
}

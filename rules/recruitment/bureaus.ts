/** Which bureau a state firm files with: the one at its own level (同级人社部门), as far as Puyang has one. */

export const stateLevels = ['central', 'provincial', 'municipal', 'county'] as const;
export type StateLevel = (typeof stateLevels)[number];

const city = '410900';
/** Districts and counties of Puyang (GB/T 2260). */
const counties = {
  410902: '华龙区',
  410922: '清丰县',
  410923: '南乐县',
  410926: '范县',
  410927: '台前县',
  410928: '濮阳县',
} as const;

/** Units of central and provincial firms in Puyang have no bureau of their level here: the city's serves them. Staff may decide otherwise. */
export function bureauFor(level: StateLevel, region: string): string {
  return level === 'county' && isCounty(region) ? region : city;
}

export function isCounty(region: string): boolean {
  return region in counties;
}

/** The county that a name speaks of, such as 清丰县财政局. */
export function countyIn(name: string | null): string | null {
  return Object.entries(counties).find(([, county]) => name?.includes(county))?.[0] ?? null;
}

/** The level of an authority, as its name tells it. A county's name may hold the city's, a city's the province's. */
export function levelOfAuthority(name: string | null): StateLevel | null {
  if (name === null) return null;
  if (countyIn(name) !== null) return 'county';
  if (name.includes('濮阳市')) return 'municipal';
  if (name.includes('省')) return 'provincial';
  return /国务院|中央|财政部|^国家|^中国/.test(name) ? 'central' : null;
}

export function isPuyang(region: string): boolean {
  return region === city || isCounty(region);
}

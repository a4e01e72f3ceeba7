/** What a region holds. The codes of GB/T 2260 and its statistical extension nest by their beginnings: 41 province, 4109 city, 410922 county, 410922101 township. */

/** The region of the whole hub: whoever serves it serves everybody in it. */
export const cityRegion = '410900';

/** A code that an officer may belong to: city or county in six digits, township in nine, village in twelve. */
export function isRegion(code: string): boolean {
  return /^[1-9]\d{5}(\d{3}){0,2}$/.test(code);
}

/** What the codes of everything in a region begin with: 410900 is the whole of 4109, 410922 and 410922000 of 410922. */
export function beginningOf(region: string): string {
  const below = region.slice(6).replace(/(000)+$/, '');
  return below === '' ? region.slice(0, 6).replace(/(00)+$/, '') : region.slice(0, 6) + below;
}

/** Whether what happens in `region` is the business of whoever serves `own`; nobody who serves no region has any. */
export function covers(own: string | null, region: string): boolean {
  return own !== null && isRegion(own) && region.startsWith(beginningOf(own));
}

/** Whether anything here can be the business of whoever serves `region`: the city, a part of it, or what it is a part of. */
export function isServedHere(region: string): boolean {
  return covers(region, cityRegion) || (isRegion(region) && covers(cityRegion, region));
}

/**
 * The beginning of the codes that a list shows to whoever serves `own` and asks for `asked`; null where it shows nothing.
 * The city's officers see persons from elsewhere, too: whoever the hub knows is somebody of the city.
 */
export function reachOf(own: string | null, asked: string | null): string | null {
  if (own === null || !isRegion(own)) return null;
  const reach = covers(own, cityRegion) ? '' : beginningOf(own);
  const wanted = asked === null ? '' : beginningOf(asked);
  if (wanted.startsWith(reach)) return wanted;
  return reach.startsWith(wanted) ? reach : null;
}

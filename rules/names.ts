/** When two written names are the same name: width, spaces, middle dots and variant characters do not count. */

/** 异体字 and compatibility forms met in the sources' names; both columns are the same character to a clerk. */
const variants = new Map(
  Object.entries({
    吴: '吳呉',
    黄: '黃',
    张: '張',
    陈: '陳',
    刘: '劉',
    杨: '楊',
    赵: '趙',
    叶: '葉',
    苏: '蘇',
    马: '馬',
    郑: '鄭',
    许: '許',
    孙: '孫',
    强: '強彊',
    温: '溫',
    峰: '峯',
    坤: '堃',
    哲: '喆',
    升: '昇陞',
    德: '徳悳',
    高: '髙',
    吉: '𠮷',
    珍: '珎',
    勋: '勲勛',
    妍: '姸',
    梅: '槑',
  }).flatMap(([usual, others]) => Array.from(others, (other) => [other, usual] as const)),
);

/** The key under which a name is stored and looked up. Equal keys mean: the same name, written differently. */
export function nameKey(name: string): string {
  let key = '';
  for (const character of name.normalize('NFKC').toUpperCase()) {
    if (/[\s\p{Cf}·・•‧∙⋅.]/u.test(character)) continue;
    key += variants.get(character) ?? character;
  }
  return key;
}

/** Whether two names of people who work with the hub may be one person's. Where something takes two, who differs only in this is one. */
export function maybeSamePerson(one: string, other: string): boolean {
  return nameKey(one) === nameKey(other);
}

/** A name for those who may see that there is one: the first character, the rest as one star each (张三丰 → 张**). */
export function maskName(name: string): string {
  const characters = Array.from(name);
  return (characters[0] ?? '') + '*'.repeat(Math.max(characters.length - 1, 1));
}

/** Code lists: what a code is called, what stands above it, and what a refusal says where a list is whole, a sample or not loaded. */
import { describe, expect, it, test } from 'vitest';
import {
  ancestorsOf,
  codeListNames,
  codeListsOf,
  codeProblem,
  findCode,
  isCodeForm,
  namesItsYear,
  parentWithin,
} from '../../../rules/recruitment/codes.js';
import type { CodeList, CodeListName } from '../../../rules/recruitment/codes.js';
import { sampleCodes } from '../../../rules/recruitment/sample-codes.js';

const samples = codeListsOf(sampleCodes);
const none = codeListsOf([]);

type Given = readonly (readonly [code: string, name: string, parent?: string])[];
const listOf = (name: CodeListName, edition: string, given: Given, sample = false): CodeList => {
  const codes = given.map(([code, label, parent]) => [code, { code, name: label, parent: parent ?? null }] as const);
  return { name, edition, source: '测试', sample, codes: new Map(codes) };
};

describe('the editions in use', () => {
  it('are the samples until a complete edition of the list is there, and of the others still the samples', () => {
    const lists = codeListsOf([...sampleCodes, listOf('major', '本科专业目录 2012', [['01', '哲学']])]);
    expect(lists.major.map(({ edition }) => edition)).toEqual(['本科专业目录 2012']);
    expect(lists.industry).toEqual(samples.industry);
  });

  it('are the newest first by the year in their names, whatever the order of loading', () => {
    const [old, middle, late] = ['GB/T 4754-2002', 'GB/T 4754-2011', 'GB/T 4754-2017'].map((edition) =>
      listOf('industry', edition, [['A', edition]]),
    );
    for (const order of [
      [old, middle, late],
      [late, old, middle],
      [middle, late, old],
    ])
      expect(codeListsOf(order as CodeList[]).industry).toEqual([late, middle, old]);
  });

  it('are one of each name: a sample that is imported replaces the shipped one of the same edition', () => {
    const { name, edition } = samples.region[0]!;
    const own = listOf(name, edition, [['110000', '北京市']], true);
    expect(codeListsOf([...sampleCodes, own]).region).toEqual([own]);
  });

  it.each([
    ['GB/T 4754-2017', true],
    ['本科专业目录（2020年版）', true],
    ['GB/T 4754', false],
    ['最新', false],
  ])('%s names its year: %s', (edition, wanted) => expect(namesItsYear(edition)).toBe(wanted));
});

describe('a code', () => {
  it('is found with the edition that has it, and an old register’s code in an older edition', () => {
    expect(findCode(samples, 'industry', 'I65')).toMatchObject({
      name: '软件和信息技术服务业',
      edition: 'GB/T 4754-2017',
    });
    expect(findCode(samples, 'industry', 'I6510')).toEqual({
      code: 'I6510',
      name: '软件开发',
      edition: 'GB/T 4754-2011',
    });
    expect(findCode(samples, 'region', '110000')).toBeNull();
    expect(findCode(none, 'region', '410902')).toBeNull();
  });

  test.each<[CodeListName, string[]]>([
    ['region', ['410902', '410900', '410000']],
    ['region', ['410000']],
    ['industry', ['I6510', 'I651', 'I65', 'I']],
    ['occupation', ['2-02-10-01', '2-02-10', '2-02', '2']],
    ['major', ['080901', '0809', '08']],
    ['major', ['120203K', '1202', '12']],
    ['major', ['080910T', '0809', '08']],
    ['major', ['0854', '08']],
    ['education', ['21', '20']],
    ['education', ['30']],
    ['degree', ['408', '4']],
  ])('of %s stands below %j, also where nothing is loaded', (name, path) => {
    for (const lists of [samples, none]) expect(ancestorsOf(lists, name, path[0]!)).toEqual(path);
  });

  it('stands where its list says, before its own form is asked', () => {
    const lists = codeListsOf([
      listOf('region', 'GB/T 2260-2020', [
        ['410000', '河南省'],
        ['419001', '济源市', '410000'],
      ]),
    ]);
    expect(ancestorsOf(lists, 'region', '419001')).toEqual(['419001', '410000']);
    expect(ancestorsOf(none, 'region', '419001')).toEqual(['419001', '419000', '410000']);
  });

  it('has only itself above it when it is of no form, and never an end without end', () => {
    expect(ancestorsOf(samples, 'region', '濮阳')).toEqual(['濮阳']);
    const ring = codeListsOf([
      listOf('region', 'GB/T 2260-2020', [
        ['410900', '甲', '410902'],
        ['410902', '乙', '410900'],
      ]),
    ]);
    expect(ancestorsOf(ring, 'region', '410902')).toEqual(['410902', '410900']);
  });

  it('within an excerpt stands below the nearest level that the excerpt has', () => {
    const [industry] = samples.industry;
    expect(parentWithin(industry!, industry!.codes.get('D4411')!)).toBe('D44');
    expect(parentWithin(industry!, industry!.codes.get('D44')!)).toBe('D');
    expect(parentWithin(industry!, industry!.codes.get('D')!)).toBeNull();
  });
});

describe('a refusal', () => {
  it.each(codeListNames)('of %s is none for a code that is there', (name) => {
    for (const list of samples[name])
      for (const code of list.codes.keys()) expect(codeProblem(samples, name, code)).toBeNull();
  });

  it('says that a list is not loaded, and the way out', () => {
    const problem = codeProblem(none, 'occupation', '2-02-10-03');
    expect(problem?.zh).toMatch(/职业代码（职业分类大典）尚未载入.*hub codes import/);
    expect(problem?.en).toMatch(/occupation codes .* not loaded.*hub codes import/);
  });

  it('says that only a sample is loaded, and the way out', () => {
    const problem = codeProblem(samples, 'industry', 'B0710');
    expect(problem?.zh).toMatch(/GB\/T 4754.*只有样本（GB\/T 4754-2017、GB\/T 4754-2011）.*hub codes import/);
    expect(problem?.en).toMatch(/only a sample is loaded .*hub codes import/);
  });

  it('of a whole list says that there is no such code, names the edition, and asks nobody to import', () => {
    const whole = codeListsOf([...sampleCodes, listOf('region', 'GB/T 2260-2020', [['410000', '河南省']])]);
    const problem = codeProblem(whole, 'region', '410902');
    expect(problem).toEqual({
      zh: '行政区划代码（GB/T 2260）（GB/T 2260-2020）中没有这个代码，可用查询 codes 查找',
      en: 'there is no such code among the region codes (GB/T 2260) (GB/T 2260-2020); the query codes lists them',
    });
  });

  it.each<[CodeListName, string]>([
    ['region', '濮阳市'],
    ['region', '4109'],
    ['region', '41098211112222'],
    ['industry', '6513'],
    ['industry', 'i6513'],
    ['industry', 'Z1'],
    ['occupation', '2-2-10'],
    ['occupation', '9'],
    ['major', '计算机'],
    ['major', '809-01'],
    ['education', '本科'],
    ['degree', '44'],
    ['degree', ''],
  ])('of %s tells the form of its codes: %s', (name, code) => {
    const problem = codeProblem(samples, name, code);
    expect(problem?.zh).toMatch(/应形如/);
    expect(problem?.en).toMatch(/look like/);
  });
});

it('a refusal never repeats what was given: it may be an ID number in the wrong column', () => {
  const given = '41098211112222';
  for (const name of codeListNames) expect(JSON.stringify(codeProblem(samples, name, given))).not.toContain(given);
});

describe('the samples', () => {
  it('are of every list, and each says that it is one', () => {
    expect(new Set(sampleCodes.map(({ name }) => name))).toEqual(new Set(codeListNames));
    expect(sampleCodes.filter(({ sample }) => !sample)).toEqual([]);
    expect(sampleCodes.filter(({ edition }) => !namesItsYear(edition))).toEqual([]);
  });

  it('hold codes of the form of their list, with the topmost level of each', () => {
    const wrong = sampleCodes.flatMap((list) =>
      [...list.codes.values()].filter(
        (code) => !isCodeForm(list.name, code.code) || !list.codes.has(ancestorsOf(none, list.name, code.code).at(-1)!),
      ),
    );
    // Of graduate schools only professional degrees are there, whose fields the undergraduate catalogue has.
    expect(wrong.filter(({ code }) => !/^(02|03|08|12)5\d$/.test(code))).toEqual([]);
    expect(samples.region[0]!.codes.size).toBe(8);
    expect(samples.industry[0]!.codes.size).toBeGreaterThan(30);
    expect(samples.occupation[0]!.codes.size).toBeGreaterThan(40);
    expect(samples.major.reduce((sum, { codes }) => sum + codes.size, 0)).toBeGreaterThan(60);
  });

  it('give one meaning to one code in all editions of a list', () => {
    for (const name of codeListNames) {
      const names = new Map<string, string>();
      for (const { codes } of samples[name])
        for (const { code, name: label } of codes.values())
          expect(names.set(code, names.get(code) ?? label).get(code)).toBe(label);
    }
  });
});

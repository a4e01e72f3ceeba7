/** What the business register makes a state firm, at which level, for which bureau, and what it does not say. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { bureauFor, levelOfAuthority, stateLevels } from '../../../rules/recruitment/bureaus.js';
import { type Holder, proposeStateFirm } from '../../../rules/recruitment/state-firms.js';
import type { MembershipFact, OrganizationFact } from '../../../rules/vocabulary.js';

const firm = (changes: Partial<OrganizationFact> = {}): OrganizationFact => ({
  kind: 'organization',
  name: '濮阳示范有限公司',
  entityKind: 'company',
  ownership: 'mixed',
  stateLevel: null,
  investor: null,
  industry: 'I6510',
  region: '410902',
  address: '濮阳市',
  legalRepresentativeName: '王某',
  registeredCapitalFen: null,
  establishedOn: '2010-01-01',
  state: 'open',
  ...changes,
});
const member = (
  memberKind: MembershipFact['memberKind'],
  shareBasisPoints: number,
  memberName: string | null = null,
  memberCode: string | null = null,
): MembershipFact => ({ kind: 'membership', memberKind, memberName, memberCode, shareBasisPoints });
const city = (share: number) => member('state', share, '濮阳市财政局');
const person = (share: number) => member('natural_person', share);

const register = new Map<string, Holder>([
  ['CITY', { level: 'municipal', bureau: '410900' }],
  ['COUNTY', { level: 'county', bureau: '410922' }],
]);
const propose = (organization: OrganizationFact, ...members: MembershipFact[]) =>
  proposeStateFirm(organization, members, (code) => register.get(code));

describe('who is one', () => {
  test('a firm that is registered as state-owned, held by its authority alone', () => {
    const owned = firm({ ownership: 'state', stateLevel: 'municipal', investor: '濮阳市财政局' });
    expect(propose(owned, city(10_000))).toEqual({
      level: 'municipal',
      holding: 'wholly',
      investor: '濮阳市财政局',
      region: '410902',
      bureau: '410900',
      evidence: [
        '登记的所有制为国有，层级为市属，出资人为濮阳市财政局。Registered as state-owned, municipal, investor 濮阳市财政局.',
        '濮阳市财政局出资100%。濮阳市财政局 holds 100 %.',
      ],
      doubts: [],
    });
  });

  test('a mixed firm from one hundredth of a percent above the half on', () => {
    expect(propose(firm(), city(5000), person(5000))).toBeNull();
    expect(propose(firm(), city(5001), person(4999))).toMatchObject({
      level: 'municipal',
      holding: 'controlled',
      bureau: '410900',
      evidence: ['濮阳市财政局出资50.01%。濮阳市财政局 holds 50.01 %.'],
      doubts: ['层级由出资人名称推断。The level was read from the name of the investor.'],
    });
  });

  test('shares through a firm on the register count in full, shares of any other firm do not', () => {
    const through = propose(firm(), member('organization', 3000, '清丰城投', 'COUNTY'), city(2500), person(4500));
    expect(through).toMatchObject({ level: 'county', bureau: '410922', holding: 'controlled', investor: '清丰城投' });
    expect(through!.evidence[0]).toBe('名录内企业清丰城投出资30%。清丰城投, which is on this register, holds 30 %.');
    expect(through!.doubts).toEqual(['最大股东不是国有单位。The largest single member is not a public one.']);
    expect(propose(firm(), member('organization', 9000, '清丰城投', 'OTHER'), person(1000))).toBeNull();
    expect(propose(firm(), member('organization', 9000, '环球公司', null), person(1000))).toBeNull();
  });

  test('a firm wholly in public hands is so wholly, whatever its ownership is called', () => {
    const found = propose(firm({ ownership: 'private' }), member('organization', 10_000, '濮阳城投', 'CITY'));
    expect(found).toMatchObject({ holding: 'wholly', level: 'municipal' });
    expect(found!.doubts).toEqual(['登记的所有制为私营。It is registered as private.']);
  });

  test('a branch in Puyang of a central firm, whose parent is registered elsewhere', () => {
    const branch = firm({ entityKind: 'branch', ownership: 'state', stateLevel: 'central', investor: '国务院国资委' });
    expect(propose(branch)).toMatchObject({ level: 'central', holding: 'branch', bureau: '410900', doubts: [] });
    expect(propose(branch)!.evidence).toEqual([
      '登记的所有制为国有，层级为中央，出资人为国务院国资委（分支机构）。Registered as state-owned, central, investor 国务院国资委 (a branch).',
    ]);
    expect(propose({ ...branch, ownership: 'mixed' })).toMatchObject({ holding: 'branch', level: 'central' });
    expect(propose(firm({ entityKind: 'branch' }))).toBeNull();
  });

  test.each(['revoked', 'cancelled'] as const)('not one that is %s', (state) => {
    expect(propose(firm({ ownership: 'state', stateLevel: 'county', state }), city(10_000))).toBeNull();
  });

  test.each(['individual_business', 'cooperative', 'public_institution'] as const)('not a %s', (entityKind) => {
    expect(propose(firm({ ownership: 'state', stateLevel: 'county', entityKind }), city(10_000))).toBeNull();
  });
});

describe('its bureau', () => {
  test.each([
    ['central', '410922', '410900'],
    ['provincial', '410922', '410900'],
    ['municipal', '410922', '410900'],
    ['county', '410922', '410922'],
    ['county', '410900', '410900'],
    ['county', '110101', '410900'],
  ] as const)('of a %s firm in %s is %s', (level, region, bureau) => {
    expect(bureauFor(level, region)).toBe(bureau);
  });

  test('of a county’s firm is the county of its investor, wherever it is registered', () => {
    const owned = firm({ ownership: 'state', stateLevel: 'county', investor: '范县财政局', region: '410902' });
    expect(propose(owned, member('state', 10_000, '范县财政局'))).toMatchObject({ bureau: '410926', doubts: [] });
    const unclear = { ...owned, investor: '示范投资人', region: '410900' };
    expect(propose(unclear, member('state', 10_000, '示范投资人'))).toMatchObject({
      bureau: '410900',
      doubts: ['属于哪个县（区）无从得知。Which county it belongs to is not on record.'],
    });
  });

  test.each([
    ['国务院国资委', 'central'],
    ['河南省人民政府国资委', 'provincial'],
    ['河南省濮阳市财政局', 'municipal'],
    ['濮阳市华龙区财政局', 'county'],
    ['濮阳县财政局', 'county'],
    ['某产业基金', null],
    [null, null],
  ] as const)('%s is an authority of the level %s', (name, level) => {
    expect(levelOfAuthority(name)).toBe(level);
  });
});

test('doubts say what staff should look at', () => {
  const owned = firm({ ownership: 'state', investor: '某产业基金', state: 'abnormal', region: '110101' });
  expect(propose(owned)!.doubts).toEqual([
    '层级无从得知，暂按市属。The level is not on record; municipal is assumed.',
    '登记中没有股东及出资。No members are on record.',
    '列入经营异常名录。It is listed as abnormal.',
    '登记地不在濮阳。It is registered outside Puyang.',
  ]);
  const levelled = firm({ ownership: 'state', stateLevel: 'municipal' });
  expect(propose(levelled, city(2000), person(9000))).toMatchObject({
    holding: 'controlled',
    doubts: [
      '登记的国有出资只有20%。Only 20 % are publicly held on record.',
      '各股东出资合计超过100%，或有已退出者。Shares add up to more than 100 %: a member may have left.',
    ],
  });
});

const anyMember = fc.record({
  kind: fc.constant('membership' as const),
  memberKind: fc.constantFrom('state' as const, 'organization' as const, 'natural_person' as const),
  memberName: fc.constantFrom('濮阳市财政局', '范县财政局', null),
  memberCode: fc.constantFrom('CITY', 'COUNTY', 'OTHER', null),
  shareBasisPoints: fc.integer({ min: 0, max: 10_000 }),
});

test('the answer hangs on neither the order of members nor on chance, and every sentence speaks both languages', () => {
  fc.assert(
    fc.property(
      fc.array(anyMember, { maxLength: 6 }),
      fc.constantFrom('state' as const, 'mixed' as const, 'private' as const),
      fc.option(fc.constantFrom(...stateLevels)),
      (members, ownership, stateLevel) => {
        const organization = firm({ ownership, stateLevel });
        const found = propose(organization, ...members);
        expect(propose(organization, ...[...members].reverse())).toEqual(found);
        for (const sentence of found ? [...found.evidence, ...found.doubts] : [])
          expect(sentence).toMatch(/^[^。]*\p{Script=Han}[^。]*。.*[A-Za-z].*\.$/u);
        expect(found === null || found.evidence.length > 0).toBe(true);
      },
    ),
  );
});

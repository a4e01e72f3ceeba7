/** Which firm looks like a state firm in the business register, at which level, and which bureau it files with. Staff confirm it. */
import type { MembershipFact, OrganizationFact } from '../vocabulary.js';
import { bureauFor, countyIn, isCounty, isPuyang, levelOfAuthority, type StateLevel } from './bureaus.js';

/** 国有全资, 国有控股, and a branch of either whose parent may be registered elsewhere. */
export const stateHoldings = ['wholly', 'controlled', 'branch'] as const;
export type StateHolding = (typeof stateHoldings)[number];

/** A firm that stands on the register already: what it owns counts as public. */
export interface Holder {
  level: StateLevel;
  bureau: string;
}

/** What the register would say of a firm. `evidence` names what the record says, `doubts` what staff should look at first. */
export interface LikelyStateFirm {
  level: StateLevel;
  holding: StateHolding;
  investor: string | null;
  region: string;
  /** Region code of the bureau at the same level. */
  bureau: string;
  evidence: string[];
  doubts: string[];
}

interface PublicMember extends MembershipFact {
  holder: Holder | undefined;
}

const half = 5_000;
const whole = 10_000;

/**
 * What the record makes likely, or null. More than half in public hands is state-controlled, whether authorities hold it or firms
 * that they control, each counted with all that it holds (企业国有资产交易监督管理办法, art. 4).
 */
export function proposeStateFirm(
  organization: OrganizationFact,
  members: readonly MembershipFact[],
  onRegister: (creditCode: string) => Holder | undefined,
): LikelyStateFirm | null {
  const { entityKind, ownership, state, region } = organization;
  if (state === 'revoked' || state === 'cancelled') return null;
  if (entityKind !== 'company' && entityKind !== 'branch') return null;
  const owners = publicMembers(members, onRegister);
  const share = sharesOf(owners);
  const registeredSo = ownership === 'state' || (entityKind === 'branch' && organization.stateLevel !== null);
  if (!registeredSo && share <= half) return null;
  const investor = (registeredSo ? organization.investor : null) ?? owners[0]?.memberName ?? null;
  const level =
    (registeredSo ? organization.stateLevel : null) ?? owners[0]?.holder?.level ?? levelOfAuthority(investor);
  const seat = countyIn(investor) ?? (registeredSo ? undefined : owners[0]?.holder?.bureau) ?? region;
  const assumed = level ?? 'municipal';
  const bureau = bureauFor(assumed, seat);
  return {
    level: assumed,
    holding: entityKind === 'branch' ? 'branch' : holdingOf(members, share),
    investor,
    region,
    bureau,
    evidence: [...(registeredSo ? [registered(organization)] : []), ...owners.map(holds)],
    doubts: doubtsOf(organization, members, { owners, share, registeredSo, level, bureau }),
  };
}

/** Authorities, and firms on the register; the largest first. */
function publicMembers(
  members: readonly MembershipFact[],
  onRegister: (creditCode: string) => Holder | undefined,
): PublicMember[] {
  return members
    .map((member) => ({ ...member, holder: member.memberCode === null ? undefined : onRegister(member.memberCode) }))
    .filter(({ memberKind, holder }) => memberKind === 'state' || holder !== undefined)
    .sort((a, b) => b.shareBasisPoints - a.shareBasisPoints || (identityOf(a) < identityOf(b) ? -1 : 1));
}

function sharesOf(members: readonly MembershipFact[]): number {
  return members.reduce((sum, { shareBasisPoints }) => sum + shareBasisPoints, 0);
}

/** A firm registered as state-owned whose members are not known is taken to be so wholly; the doubt is told. */
function holdingOf(members: readonly MembershipFact[], share: number): StateHolding {
  return members.length === 0 || share >= whole ? 'wholly' : 'controlled';
}

const levelWords: Record<StateLevel, readonly [string, string]> = {
  central: ['中央', 'central'],
  provincial: ['省属', 'provincial'],
  municipal: ['市属', 'municipal'],
  county: ['县属', 'county'],
};
const ownershipWords: Record<OrganizationFact['ownership'], readonly [string, string]> = {
  private: ['私营', 'private'],
  state: ['国有', 'state-owned'],
  collective: ['集体', 'collective'],
  foreign: ['外商投资', 'foreign'],
  mixed: ['混合所有', 'of mixed ownership'],
};

function registered({ entityKind, ownership, stateLevel, investor }: OrganizationFact): string {
  const [zh, en] = ownershipWords[ownership];
  const level = stateLevel && levelWords[stateLevel];
  const chinese = [`登记的所有制为${zh}`, level && `层级为${level[0]}`, investor && `出资人为${investor}`];
  const english = [`Registered as ${en}`, level?.[1], investor && `investor ${investor}`];
  const branch = entityKind === 'branch' ? (['（分支机构）', ' (a branch)'] as const) : ['', ''];
  return `${told(chinese, '，')}${branch[0]}。${told(english, ', ')}${branch[1]}.`;
}

function holds(member: PublicMember): string {
  const percent = member.shareBasisPoints / 100;
  const name = nameOf(member);
  return member.holder
    ? `名录内企业${name}出资${percent}%。${name}, which is on this register, holds ${percent} %.`
    : `${name}出资${percent}%。${name} holds ${percent} %.`;
}

function doubtsOf(
  { entityKind, ownership, state, region, stateLevel }: OrganizationFact,
  members: readonly MembershipFact[],
  found: {
    owners: readonly PublicMember[];
    share: number;
    registeredSo: boolean;
    level: StateLevel | null;
    bureau: string;
  },
): string[] {
  const { owners, share, registeredSo, level, bureau } = found;
  const largest = Math.max(...members.map(({ shareBasisPoints }) => shareBasisPoints));
  const company = entityKind === 'company';
  const [zh, en] = ownershipWords[ownership];
  const doubts: readonly (readonly [boolean, string])[] = [
    [level === null, '层级无从得知，暂按市属。The level is not on record; municipal is assumed.'],
    [
      level !== null && stateLevel === null && owners[0]?.holder === undefined,
      '层级由出资人名称推断。The level was read from the name of the investor.',
    ],
    [level === 'county' && !isCounty(bureau), '属于哪个县（区）无从得知。Which county it belongs to is not on record.'],
    [company && members.length === 0, '登记中没有股东及出资。No members are on record.'],
    [
      company && registeredSo && members.length > 0 && share <= half,
      `登记的国有出资只有${share / 100}%。Only ${share / 100} % are publicly held on record.`,
    ],
    [!registeredSo && ownership !== 'mixed', `登记的所有制为${zh}。It is registered as ${en}.`],
    [
      share > half && owners[0]!.shareBasisPoints < largest,
      '最大股东不是国有单位。The largest single member is not a public one.',
    ],
    [
      sharesOf(members) > whole,
      '各股东出资合计超过100%，或有已退出者。Shares add up to more than 100 %: a member may have left.',
    ],
    [state === 'abnormal', '列入经营异常名录。It is listed as abnormal.'],
    [!isPuyang(region), '登记地不在濮阳。It is registered outside Puyang.'],
  ];
  return doubts.flatMap(([holds, sentence]) => (holds ? [sentence] : []));
}

const nameOf = ({ memberName, memberCode }: MembershipFact) => memberName ?? memberCode ?? '';
const identityOf = ({ memberName, memberCode, memberKind }: MembershipFact) =>
  `${memberName} ${memberCode} ${memberKind}`;
const told = (parts: readonly (string | null | undefined)[], mark: string) => parts.filter(Boolean).join(mark);

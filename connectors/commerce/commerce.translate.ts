/** A checked row of the register in the hub's words. */
import type { Fen } from '../../rules/vocabulary.js';
import type { SourceRow } from '../connector.js';
import {
  entityKinds,
  entityStates,
  type MarketEntityMemberRow,
  type MarketEntityRow,
  memberKinds,
  ownerships,
  stateLevels,
} from './commerce.records.js';

/** One market entity; the time of its last change orders its versions (as text it sorts, with or without the time of day). */
export function translateMarketEntity(row: MarketEntityRow): SourceRow {
  return {
    op: 'upsert',
    key: row.credit_code,
    subject: {
      creditCode: row.credit_code,
      ...(row.legal_rep_id !== null && { legalRepresentativeIdNumber: row.legal_rep_id }),
    },
    body: {
      kind: 'organization',
      name: row.entity_name,
      entityKind: entityKinds[row.entity_kind],
      ownership: ownerships[row.ownership],
      stateLevel: row.state_level && stateLevels[row.state_level],
      investor: row.investor,
      industry: row.industry,
      region: row.region,
      address: row.address,
      legalRepresentativeName: row.legal_rep_name,
      registeredCapitalFen: row.registered_capital === null ? null : fenOfWan(row.registered_capital),
      establishedOn: row.established_on,
      state: entityStates[row.entity_state],
    },
    version: row.last_modified,
  };
}

/** One member of a firm. Whoever is a natural person stays a number in the list: the hub needs the shares, not the names. */
export function translateMember(row: MarketEntityMemberRow): SourceRow {
  const person = row.member_kind === '自然人';
  return {
    op: 'upsert',
    key: `${row.credit_code}/${row.member_no}`,
    subject: { creditCode: row.credit_code },
    body: {
      kind: 'membership',
      memberKind: memberKinds[row.member_kind],
      memberName: person ? null : row.member_name,
      memberCode: person ? null : row.member_code,
      shareBasisPoints: shifted(row.share_percent, 2),
    },
    version: row.last_modified,
  };
}

/** 万元 as decimal text to fen. */
export function fenOfWan(text: string): Fen {
  return shifted(text, 6);
}

/** Shifts the point in text, for 0.1 has no exact binary form. */
function shifted(text: string, places: number): number {
  const [whole = '', fraction = ''] = text.split('.');
  return Number(whole + fraction.padEnd(places, '0').slice(0, places));
}

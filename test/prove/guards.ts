/** Guards against attacks, each with how it is switched off and the test that must then fail. */

export interface Guard {
  /** Row of the threat list, and what is guarded. */
  row: string;
  file: string;
  /** Stands once in the file. */
  from: string;
  to: string;
  test: string;
}

const authorization = 'test/attacks/authorization.test.ts';
const sideChannels = 'test/attacks/side-channels.test.ts';
const agreements = 'test/api/agreements.test.ts';
const officerLooks = 'test/attacks/officer-looks.test.ts';
const inference = 'test/attacks/inference.test.ts';
const migration = 'schema/migrations/20261128-agreements.ts';

export const guards: readonly Guard[] = [
  {
    row: 'Z1: what is absent is refused',
    file: 'api/rights.ts',
    from: 'if (closed.length > 0)',
    to: 'if (closed.length > 99)',
    test: authorization,
  },
  {
    row: 'Z1: fragments are followed',
    file: 'api/asked-places.ts',
    from: 'if (!fragment || open.includes(name)) continue;',
    to: 'continue;',
    test: authorization,
  },
  {
    row: 'Z3: the database asks whether it has ended',
    file: migration,
    from: 'and agreement.ended_at is null`;',
    to: '`;',
    test: authorization,
  },
  {
    row: 'Z4: what deciding takes is not told of hidden facts',
    file: 'rules/visibility.ts',
    from: "!field.startsWith(`${about}.`) || accesses[field] === 'full'",
    to: '!field.startsWith(`${about}.`) || accesses[field] !== null',
    test: sideChannels,
  },
  {
    row: 'Z5: an order needs its field in full',
    file: 'rules/places/of-records.ts',
    from: "reads: true, compares: ['Person.entitlements', 'Person.householdRegion'] }",
    to: 'reads: true }',
    test: inference,
  },
  {
    row: 'Z6: a filter needs its field in full',
    file: 'api/rights.ts',
    from: "compared.filter((field) => accesses[field] !== 'full')",
    to: 'compared.filter(() => false)',
    test: inference,
  },
  {
    row: 'Z6: variables are looked into',
    file: 'api/asked-places.ts',
    from: ': (variables) => gathered(given, variables)',
    to: ': () => gathered(given, {})',
    test: inference,
  },
  {
    row: 'Z7: a cursor is bound',
    file: 'api/page-of.ts',
    from: "kind === 'cursor' && boundTo === bound()",
    to: "kind === 'cursor'",
    test: inference,
  },
  {
    row: 'Z7: a cursor is sealed',
    file: 'api/page-of.ts',
    from: 'vault.seal(`cursor ${bound()} ${place}`)',
    to: 'Buffer.from(`cursor ${bound()} ${place}`)',
    test: inference,
  },
  {
    row: 'Z8: few are not counted',
    file: 'rules/figures.ts',
    from: 'persons < leastCounted ? null : Math',
    to: 'persons < 0 ? null : Math',
    test: inference,
  },
  {
    row: 'Z9: figures are coarse',
    file: 'rules/figures.ts',
    from: 'Math.floor(persons / leastCounted) * leastCounted',
    to: 'persons',
    test: inference,
  },
  {
    row: 'Z9: a sum counts nobody',
    file: 'rules/figures.ts',
    from: 'sum: () => null',
    to: 'sum: (value) => value',
    test: inference,
  },
  {
    row: 'two officers: are two persons',
    file: 'rules/names.ts',
    from: 'return nameKey(one) === nameKey(other);',
    to: 'return one === other;',
    test: agreements,
  },
  {
    row: 'two officers: whatever is set',
    file: 'schema/proposal/proposal.writes.ts',
    from: "new Set(['retention', 'agreement', 'access-hold'])",
    to: "new Set(['retention', 'access-hold'])",
    test: agreements,
  },
  {
    row: 'two officers: no client looks like another',
    file: 'rules/agreement.ts',
    from: '!unseen.test(value)',
    to: 'most > 0',
    test: agreements,
  },
  {
    row: 'for a demonstration alone: each by its own name',
    file: 'rules/agreement.ts',
    from: 'needed[name] && !letOff.has(name)',
    to: "needed[name] && !letOff.has('any-document')",
    test: agreements,
  },
  {
    row: 'Z10: misses are counted',
    file: 'api/misses.ts',
    from: 'if (misses <= most || account.alarmed) return;',
    to: 'return;',
    test: inference,
  },
  {
    row: 'Z10: rows of others are as if they were not there',
    file: migration,
    from: "where ${inForce} and ${inRegion('record.region')}\n          and",
    to: 'where ${inForce} and',
    test: inference,
  },
  {
    row: 'Z11: a purpose is one of the agreement',
    file: 'api/rights.ts',
    from: 'terms?.purposes.includes(purpose) === true',
    to: 'terms !== null',
    test: authorization,
  },
  {
    row: 'Z12: a role is its exact name',
    file: 'api/terms.ts',
    from: 'staffRoles.includes(role)',
    to: 'staffRoles.includes(role.trim().toLowerCase())',
    test: authorization,
  },
  {
    row: 'Z13: rows are asked on each page',
    file: migration,
    from: "where ${inForce} and ${inRegion('record.region')}\n          and",
    to: 'where ${inForce} and',
    test: authorization,
  },
  {
    row: 'Z14: the day’s look-ups are counted',
    file: 'api/rights.ts',
    from: 'await budget.take(viewer.client, agreement.dailyLimit);',
    to: '',
    test: authorization,
  },
  {
    row: 'Z14: lots end at the cap',
    file: 'schema/access-event/look-up-lot.writes.ts',
    from: 'and taken < $3::bigint returning',
    to: 'and taken < $3::bigint + 5 returning',
    test: authorization,
  },
  {
    row: 'Z15: what has no class is closed',
    file: 'api/asked-places.ts',
    from: 'if (table.classOf(coordinate) === undefined) unclassed.add(coordinate);\n    if (isField',
    to: 'if (isField',
    test: 'test/architecture/places.test.ts',
  },
  {
    row: 'Z16: terms are kept by client',
    file: 'api/terms.ts',
    from: 'cache.set(client, { ...found',
    to: "cache.set('全', { ...found",
    test: authorization,
  },
  {
    row: 'Z16: a change is heard',
    file: 'api/terms.ts',
    from: 'listenTo(db, agreementChannel, renew)',
    to: 'listenTo(db, agreementChannel, () => {})',
    test: authorization,
  },
  {
    row: 'Z13: a change is not the way to who moved away',
    file: 'schema/entitlement/candidate.reads.ts',
    from: "(select changed_on, change_id from entitlement_change where change_id = $4))\n       and ${isIn('person_record.region', '$3::text')}",
    to: '(select changed_on, change_id from entitlement_change where change_id = $4))',
    test: 'test/attacks/regions.test.ts',
  },
  {
    row: 'Z17: the night takes a case',
    file: 'rules/officer-looks.ts',
    from: 'hour < 7 || hour >= 20',
    to: 'hour > 24',
    test: officerLooks,
  },
  {
    row: 'Z17: many take a case',
    file: 'api/officer-looks.ts',
    from: "(await budget.used(officer)) >= most ? 'many' : null",
    to: "(await budget.used(officer)) >= most + 9999 ? 'many' : null",
    test: officerLooks,
  },
  {
    row: 'Z17: lists count',
    file: 'api/resolvers/candidate.resolver.ts',
    from: 'if (events.length > 1) await',
    to: 'if (events.length > 999) await',
    test: officerLooks,
  },
  {
    row: 'Z17: who is guarded is refused',
    file: 'api/resolvers/person.resolver.ts',
    from: 'if (isGuarded) await guarded();',
    to: '',
    test: officerLooks,
  },
  {
    row: 'Z17: the statement itself hands nobody on who is guarded',
    file: 'schema/person/person.reads.ts',
    from: 'when guarded and not has_case then null else',
    to: 'when false then null else',
    test: officerLooks,
  },
  {
    row: 'Z17: who is guarded stands in no list',
    file: 'schema/entitlement/candidate.reads.ts',
    from: '($${first} or not',
    to: '($${first} or true or not',
    test: officerLooks,
  },
  {
    row: 'Z17: a second person settles it',
    file: 'schema/work-item/work-item.writes.ts',
    from: 'if (isAbout(alarm.client)) return',
    to: "if (alarm.client === '') return",
    test: officerLooks,
  },
  {
    row: 'Z18: the role has no right to a table',
    file: migration,
    from: 'this.addSql(`grant insert on access_event to hub_reader`);',
    to: 'this.addSql(`grant select, insert, update on all tables in schema public to hub_reader`);',
    test: authorization,
  },
];

/** The lists of guards by the word after `npm run prove --`, and where test/PROOF.md tells of each. */
import { guards as ofConnectors } from './guards-of-connectors.js';
import { guards as ofPutAside } from './guards-of-put-aside.js';
import { guards as ofData } from './guards-of-data.js';
import { guards as ofFaults } from './guards-of-faults.js';
import { guards as ofGraph } from './guards-of-graph.js';
import { guards as ofOperations } from './guards-of-operations.js';
import { guards as ofPeople } from './guards-of-people.js';
import { guards as ofRights } from './guards-of-rights.js';
import type { Guard } from './switched-off.js';

interface List {
  title: string;
  guards: readonly Guard[];
}

export const lists: Readonly<
  Record<'connectors' | 'data' | 'faults' | 'graph' | 'guards' | 'operations' | 'people', List>
> = {
  connectors: { title: 'Guards of the conformance of connectors', guards: ofConnectors },
  data: { title: 'Guards of what sources deliver', guards: [...ofData, ...ofPutAside] },
  faults: { title: 'Guards against faults and hostile text', guards: ofFaults },
  graph: { title: 'Guards of the graph', guards: ofGraph },
  guards: { title: 'Guards of rights', guards: ofRights },
  operations: { title: 'Guards of operations', guards: ofOperations },
  people: { title: 'Guards of clients and people', guards: ofPeople },
};

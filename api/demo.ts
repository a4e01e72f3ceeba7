/** What the embedded mode hands to the API, so that a newcomer has something to look at. */
import { cityRegion } from '../rules/regions.js';
import type { Viewer } from './authenticate.js';

/** A person of the sandbox worth looking at. */
export interface SamplePerson {
  idNumber: string;
  name: string;
  case: string;
}

export interface Demo {
  samplePersons(): Promise<SamplePerson[]>;
  /** A partner's token for GraphiQL. */
  partnerToken(): Promise<string>;
}

/** Who the page at `/` is for in the embedded mode. */
export const demoOfficer: Viewer = {
  audience: 'staff',
  client: '演示专员',
  roles: ['operator'],
  creditCode: null,
  region: cityRegion,
};

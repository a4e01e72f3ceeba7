/** Who asks. */

export const audiences = ['public', 'partner', 'employer', 'staff', 'subject'] as const;
export type Audience = (typeof audiences)[number];
/** A schema an audience, and one for what only our own pages may show: no token leads to it, and no route. */
export const schemaNames = [...audiences, 'page'] as const;
export type SchemaName = (typeof schemaNames)[number];

export interface Viewer {
  audience: Audience;
  /** Name of the agency, employer or officer, as agreements and access events write it. */
  client: string;
  roles: readonly string[];
  /** An employer's own credit code. */
  creditCode: string | null;
  /** Region code of an officer's bureau; null: of no one bureau. */
  region: string | null;
  /** Who somebody is who asks about itself, as the hub knows the person. */
  personId?: string;
  /** Whether each request comes with proof of the client's own key. */
  isBound?: boolean;
  /** The job platform whose key came along; it belongs to the public. */
  platform?: string;
  /** How long ago, in milliseconds, a person showed both factors; of a token this may be the time of remembering it less. */
  signedInAgo?: number;
}

/** Whoever shows no token. */
export const publicViewer: Viewer = Object.freeze({
  audience: 'public',
  client: 'public',
  roles: [],
  creditCode: null,
  region: null,
});

/** Addresses and credentials of the four sources; read from the environment by `jobs/config.ts`. */
export interface SourceSettings {
  employment: { url: string; appId: string; secret: string };
  tax: { url: string; username: string; password: string };
  commerce: { connectionString: string };
  'social-insurance': { host: string; port: number; username: string; password: string; hostKeySha256: string };
}

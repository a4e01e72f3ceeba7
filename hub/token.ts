/** `hub token`: a demo token of the embedded issuer. */
import { parseArgs } from 'node:util';
import { isUuid } from '../api/page-of.js';
import { normalizeCreditCode } from '../rules/identifiers.js';
import { isRegion } from '../rules/regions.js';
import { rolesOf } from '../rules/roles.js';
import { Refusal } from './command.js';
import type { Io } from './command.js';
import { demoClients } from './demo.js';
import { homeOf } from './home.js';
import { hasIssuer, issueToken } from './issue-token.js';

const usage =
  'usage: hub token --audience partner|employer|staff|subject [--as NAME] [--role R] [--credit-code CODE] [--region CODE] [--person ID]';

export async function run(args: string[], io: Io): Promise<number> {
  const { audience, ...asked } = readOptions(args);
  const home = homeOf(process.env);
  if (!hasIssuer(home)) {
    throw new Refusal(
      `only the embedded mode signs tokens, and ${home} has no issuer: start it with npm start, or ask your own issuer`,
    );
  }
  const known: readonly string[] = rolesOf[audience];
  const role = asked.role ?? known[0];
  if (role !== undefined && !known.includes(role))
    throw new Refusal(`--role must be one of ${known.join(', ') || '(none for partner)'}`);
  const sub = audience === 'subject' ? 'subject' : (asked.as ?? demoClients[audience].name);
  const creditCode = audience === 'employer' ? creditCodeOf(asked.creditCode) : undefined;
  const token = await issueToken(home, {
    sub,
    audience,
    ...(role && { roles: [role] }),
    ...(creditCode && { credit_code: creditCode }),
    ...(audience === 'staff' && { region: regionOf(asked.region) }),
    ...(audience === 'subject' && { person_id: personOf(asked.person) }),
  });
  io.stdout.write(`${token}\n`);
  return 0;
}

function readOptions(args: string[]): {
  audience: keyof typeof rolesOf;
  as?: string | undefined;
  role?: string | undefined;
  creditCode?: string | undefined;
  region?: string | undefined;
  person?: string | undefined;
} {
  try {
    const string = { type: 'string' } as const;
    const { values } = parseArgs({
      args,
      options: { audience: string, as: string, role: string, 'credit-code': string, region: string, person: string },
    });
    const audience = (Object.keys(rolesOf) as (keyof typeof rolesOf)[]).find((name) => name === values.audience);
    if (audience) {
      const { as, role, 'credit-code': creditCode, region, person } = values;
      return { audience, as, role, creditCode, region, person };
    }
  } catch {
    // falls through to the usage line
  }
  throw new Refusal(usage);
}

function regionOf(text: string = demoClients.staff.region): string {
  if (!isRegion(text))
    throw new Refusal('--region must be the digits of a city or county, such as 410922, or of a township, 410922101');
  return text;
}

/** The `id` that a person's record shows. */
function personOf(id: string | undefined): string {
  if (id === undefined || !isUuid(id)) throw new Refusal('--person must be the id that the record of a person shows');
  return id;
}

function creditCodeOf(text: string | undefined): string {
  const code = normalizeCreditCode(text ?? demoClients.employer.creditCode);
  if (!code.ok) throw new Refusal('--credit-code is not a valid unified social credit code');
  return code.value;
}

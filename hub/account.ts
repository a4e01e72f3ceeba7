/** `hub account`: the people who sign in, of the bureau and of firms that recruit. At the hub's own machine alone. */
import { randomBytes } from 'node:crypto';
import { userInfo } from 'node:os';
import { parseArgs } from 'node:util';
import { enrolHashOf, enrolPath } from '../api/sign-in/enrolment.js';
import { normalizeCreditCode } from '../rules/identifiers.js';
import { isServedHere } from '../rules/regions.js';
import { rolesOf } from '../rules/roles.js';
import { type AccountLine, isLogin, readAccounts } from '../schema/account/account.reads.js';
import { addAccount, dismissAccount, resetAccount } from '../schema/account/account.writes.js';
import { type Database, openDatabase } from '../schema/database.js';
import { Refusal } from './command.js';
import type { Io } from './command.js';
import { isName } from './names.js';
import { addressOfHub } from './sync.js';

const usage = `usage: hub account add LOGIN --name NAME --audience staff --region CODE --role ROLE [--role ROLE …] [--subject SUB]
       hub account add LOGIN --name NAME --audience employer --credit-code CODE --role ROLE [--subject SUB]
       hub account reset LOGIN      a new enrolment; passphrase, authenticator and sessions end
       hub account dismiss LOGIN    for good
       hub account list
roles of staff: ${rolesOf.staff.join(', ')}; of an employer: ${rolesOf.employer.join(', ')}
--subject: who it is for an outside issuer (STAFF_ISSUER); without it the person enrols here`;

const enrolDays = 3;

interface Asked extends Pick<
  AccountLine,
  'login' | 'name' | 'audience' | 'roles' | 'region' | 'creditCode' | 'subject'
> {
  what: 'add' | 'reset' | 'dismiss' | 'list';
}

export async function run(args: string[], io: Io): Promise<number> {
  const asked = readOptions(args);
  const database = await openDatabase(addressOfHub(), { poolSize: 1 });
  try {
    await act(database, asked, (line) => void io.stdout.write(`${line}\n`));
    return 0;
  } finally {
    await database.close();
  }
}

async function act({ pool }: Database, asked: Asked, say: (line: string) => void): Promise<void> {
  const [by, now] = [userInfo().username, new Date()];
  const { what, login } = asked;
  const code = randomBytes(20).toString('base64url');
  const enrolment = { hash: enrolHashOf(code), until: new Date(now.getTime() + enrolDays * 86_400_000) };
  const sayCode = () => {
    say(`enrolment code, shown this once, good for ${enrolDays} days: ${code}`);
    say(`${login} opens ${enrolPath} of the hub and sets a passphrase and an authenticator`);
  };
  switch (what) {
    case 'add': {
      const account = { ...asked, enrolment: asked.subject === null ? enrolment : null, addedBy: by };
      const added = await addAccount(pool, account, now);
      if (added === 'known')
        throw new Refusal(`${login} or its --subject has an account already: logins are not given twice`);
      if (added === 'namesake')
        throw new Refusal(
          `${asked.name} is the name of another account: add what tells them apart, as in ${asked.name}（${login}）`,
        );
      say(`added ${login} (${asked.name}, ${asked.audience}: ${asked.roles.join(', ')})`);
      return asked.subject === null ? sayCode() : say('signs in at the outside issuer');
    }
    case 'reset':
      if (!(await resetAccount(pool, login, enrolment)))
        throw new Refusal(`${login} has no account that enrols here: hub account list shows who has one`);
      say(`reset ${login}: passphrase, authenticator and sessions have ended`);
      return sayCode();
    case 'dismiss':
      if (!(await dismissAccount(pool, login, by, now)))
        throw new Refusal(`${login} has no account: hub account list shows who has one`);
      return say(`dismissed ${login}: sessions and tokens have ended`);
    case 'list':
      for (const account of await readAccounts(pool)) say(line(account));
  }
}

function line(account: AccountLine): string {
  const { login, name, audience, region, creditCode, subject, hasEnrolled, dismissedAt } = account;
  const state = dismissedAt
    ? `dismissed ${dismissedAt.toISOString().slice(0, 10)}`
    : subject !== null
      ? `outside: ${subject}`
      : hasEnrolled
        ? 'enrolled'
        : 'not enrolled yet';
  return [login, name, `${audience} ${region ?? creditCode}`, account.roles.join(','), state].join('  ');
}

function readOptions(args: string[]): Asked {
  try {
    const text = { type: 'string' } as const;
    const { values, positionals } = parseArgs({
      args,
      options: {
        name: text,
        audience: text,
        role: { type: 'string', multiple: true },
        region: text,
        'credit-code': text,
        subject: text,
      },
      allowPositionals: true,
    });
    const [what, login = '', ...more] = positionals;
    const bare = { name: '', audience: 'staff', roles: [], region: null, creditCode: null, subject: null } as const;
    const given = Object.keys(values).length;
    if (more.length === 0 && what === 'list' && login === '' && given === 0) return { ...bare, roles: [], what, login };
    const hasLogin = isLogin(login);
    if (hasLogin && more.length === 0 && given === 0 && (what === 'reset' || what === 'dismiss'))
      return { ...bare, roles: [], what, login };
    const { name, audience, role = [], region, 'credit-code': creditCode, subject = null } = values;
    if (hasLogin && what === 'add' && more.length === 0 && name && (audience === 'staff' || audience === 'employer')) {
      if (!isName(name))
        throw new Refusal('--name must be 1 to 80 letters or digits in one line, as histories write it');
      if (subject !== null && !/^[^\p{C}\s]{1,200}$/u.test(subject))
        throw new Refusal('--subject must be what the issuer calls the person (sub), without blanks');
      return { what, login, name, audience, subject, ...servedBy(audience, role, region, creditCode) };
    }
  } catch (error) {
    if (error instanceof Refusal) throw error;
    // falls through to the usage lines
  }
  throw new Refusal(usage);
}

function servedBy(
  audience: Asked['audience'],
  asked: readonly string[],
  region: string | undefined,
  creditCode: string | undefined,
): Pick<Asked, 'roles' | 'region' | 'creditCode'> {
  const known: readonly string[] = rolesOf[audience];
  const wrong = asked.find((role) => !known.includes(role));
  if (wrong !== undefined || asked.length === 0) throw new Refusal(`--role must be one of ${known.join(', ')}`);
  const unique = [...new Set(asked)];
  if (audience === 'staff') {
    if (creditCode !== undefined || region === undefined || !isServedHere(region))
      throw new Refusal(
        '--region must be the digits of this city or of a county of it, such as 410922, or of a township, 410922101',
      );
    return { roles: unique, region, creditCode: null };
  }
  const code = normalizeCreditCode(creditCode ?? '');
  if (region !== undefined || !code.ok)
    throw new Refusal('--credit-code must be the firm’s unified social credit code');
  return { roles: unique, region: null, creditCode: code.value };
}

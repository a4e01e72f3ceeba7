/** People who sign in at the city's own issuer: its word is taken for who they are, and never for what they may do. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { freePort } from '../../schema/embedded-postgres.js';
import { type Jar, openJar, type Page } from '../support/cookie-jar.js';
import { openOutsideOp, type OutsideOp } from '../support/outside-op.js';
import { codeOf } from '../support/api.js';
import { addPerson } from '../support/people.js';
import { openStrictApi, type StrictApi } from '../support/strict-api.js';

let api: StrictApi;
let op: OutsideOp;
let offMs = 0;
beforeAll(async () => {
  const port = await freePort();
  const staffIssuer = { url: `http://127.0.0.1:${port}`, clientId: 'hub', key: null };
  const config = { staffIssuer, secondFactor: ['urn:example:two'] };
  api = await openStrictApi({ config, machineClock: () => new Date(Date.now() + offMs) });
  op = await openOutsideOp(port, { clientId: 'hub', redirectUri: `${api.url}/sign-in/callback` });
  await addPerson(api.database, 'qian', { subject: 'city-4711', enrolment: null, roles: ['viewer'], region: '410922' });
});
afterAll(async () => {
  await op.close();
  await api.close();
});

const second = { amr: ['pwd', 'otp'] };
async function come(said: Parameters<OutsideOp['says']>[0], jar: Jar = openJar(api.url)): Promise<Page> {
  op.says(said);
  return jar.get('/sign-in');
}

describe('A11: at an outside issuer', () => {
  it.each([second, { amr: ['pwd', 'mfa'] }, { amr: ['mfa'] }, { amr: ['face', 'swk'] }, { acr: 'urn:example:two' }])(
    'a person with %j is in, as the account here says',
    async (how) => {
      const jar = openJar(api.url);
      const page = await come({ accountId: 'city-4711', ...how }, jar);
      expect([page.status, new URL(page.url).pathname]).toEqual([200, '/sign-in/me']);
      expect(page.text).toContain('410922');
      expect(jar.cookies.has('hub_session')).toBe(true);
    },
  );

  it.each([
    {},
    { amr: [] },
    { amr: ['pwd'] },
    { amr: ['pwd', 'pin'] },
    { amr: ['otp'] },
    { amr: ['otp', 'otp'] },
    { amr: ['otp', 'sms'] },
    { amr: ['hwk', 'pop', 'user'] },
    { amr: ['pwd', 'kba', 'face'] },
    { acr: 'urn:example:one' },
  ])('A11: a person with %j has no second factor, and is not in', async (how) => {
    const jar = openJar(api.url);
    const page = await come({ accountId: 'city-4711', ...how }, jar);
    expect([page.status, page.text.includes('第二种验证方式')]).toEqual([401, true]);
    expect(jar.cookies.has('hub_session')).toBe(false);
  });

  it('A4: a person without an account here is not in, whatever the issuer says', async () => {
    for (const accountId of ['city-4712', 'qian', 'administrator'])
      expect((await come({ accountId, ...second })).status).toBe(401);
  });

  it('A11: a sign-in is as old as the issuer says, and not as the way back to the hub', async () => {
    const jar = openJar(api.url);
    const nineMinutesAgo = Math.floor(Date.now() / 1000) - 540;
    expect((await come({ accountId: 'city-4711', ts: nineMinutesAgo, ...second }, jar)).status).toBe(200);
    const approve = 'mutation { approveProposal(id: "01900000-0000-7000-8000-000000000000") { id } }';
    const cookie = `hub_session=${jar.cookies.get('hub_session')!.value}`;
    const asked = () => api.ask(approve, { headers: { cookie, origin: api.url } });
    // A viewer may approve nothing; whether the sign-in counts is asked before.
    expect(codeOf(await asked())).toBe('FORBIDDEN');
    offMs = 7 * 60_000;
    const late = await asked();
    offMs = 0;
    expect([late.status, codeOf(late)]).toEqual([401, 'UNAUTHENTICATED']);
    expect((await come({ accountId: 'city-4711', ts: nineMinutesAgo - 100, ...second })).status).toBe(401);
  });

  it('A11: the built-in way in is shut', async () => {
    for (const path of ['/sign-in/enrol', '/sign-in/enter/x'])
      expect((await openJar(api.url).get(path)).status).toBe(404);
  });
});

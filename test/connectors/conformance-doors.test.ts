/** Who is trusted, and answers of another shape. The numbers are those of CONFORMANCE.md. */
import { connect, type AddressInfo } from 'node:net';
import { createServer } from 'node:tls';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { createEmploymentConnector } from '../../connectors/employment/employment.connector.js';
import { createNodeTransport } from '../../connectors/node-transport.js';
import { createTaxConnector } from '../../connectors/tax/tax.connector.js';
import { createCertificate } from '../support/certificate.js';
import { type FourSources, type Letter, many, openFourSources } from '../support/four-sources.js';
import { syncOnce } from '../support/syncs.js';

let four: FourSources;
beforeAll(async () => void (four = await openFourSources()));
afterAll(() => four.close());
beforeEach(() => four.forget());

it.each<[Letter]>([['R'], ['S']])(
  '#19 %s: another certificate is refused, not learnt, and nothing is sent to it',
  async (letter) => {
    const [known, other] = [createCertificate(), createCertificate()];
    const { settings } = four;
    const target = Number(new URL(letter === 'R' ? settings.employment.url : settings.tax.url).port);
    let bytes = 0;
    const server = createServer(known, (near) => {
      const far = connect(target, '127.0.0.1');
      near.on('data', (chunk: Buffer) => void (bytes += chunk.length));
      near.pipe(far).pipe(near);
      near.on('error', () => far.destroy());
      far.on('error', () => near.destroy());
    });
    await new Promise<void>((go) => server.listen(0, '127.0.0.1', go));
    const address = (url: string) =>
      url.replace(/^http:\/\/[^/]+/, `https://127.0.0.1:${(server.address() as AddressInfo).port}`);
    const [source, stream, connector] =
      letter === 'R'
        ? ([
            'employment',
            'job-seekers',
            createEmploymentConnector({ ...settings.employment, url: address(settings.employment.url) }),
          ] as const)
        : (['tax', 'taxpayers', createTaxConnector({ ...settings.tax, url: address(settings.tax.url) })] as const);
    four.replace(letter, connector);
    const sync = async () => {
      // A door of its own each time: no line stands open from before.
      const transport = createNodeTransport({ ca: known.cert });
      const run = await syncOnce({ ...four.dependencies, context: { ...four.context, transport } }, source, stream);
      await transport.close();
      return run;
    };
    await four.say(letter, many(20));
    expect(await sync()).toMatchObject({ failure: null, state: 'done', rowsNew: 20 });
    const before = await four.held(letter);
    server.setSecureContext(other);
    bytes = 0;
    for (let i = 0; i < 2; i++) expect((await sync()).failure).toMatch(/^auth: .*certificate is not trusted/);
    expect(bytes).toBe(0);
    expect(await four.held(letter)).toBe(before);
    server.setSecureContext(known);
    expect(await sync()).toMatchObject({ failure: null, state: 'done' });
    await new Promise((go) => server.close(go));
  },
);

it.each([
  ['one row where a list is agreed', (data: unknown[]) => data[0]],
  ['nil where a list is agreed', () => null],
  ['no list at all', () => undefined],
])('#15 R: %s is no empty page: the run stops, what is held stays', async (_what, change) => {
  await four.say('R', many(20));
  await four.sync('R');
  const before = await four.held('R');
  four.faults = () => ({
    kind: 'edit',
    edit: (good) => {
      const body = JSON.parse(good.body) as { data: unknown[] };
      return { ...good, body: JSON.stringify({ ...body, data: change(body.data) }) };
    },
  });
  expect((await four.sync('R', { scope: 'ALL' })).failure).toMatch(/^contract: .*without data, next and asOf/);
  expect(await four.held('R')).toBe(before);
});

it.each<[Letter, RegExp]>([
  ['R', /^done$/],
  ['S', /^done$/],
  ['V', /^unavailable: .*is empty, nothing was ever read/],
  ['F', /^done$/],
])('#33 %s: empty at the very first run, it is read as usual once it is filled', async (letter, said) => {
  await four.say(letter, []);
  const first = await four.sync(letter);
  expect([first.failure ?? first.state, first.rowsRead]).toEqual([expect.stringMatching(said), 0]);
  four.clock.now = new Date(four.clock.now.getTime() + 7 * 86_400_000);
  await four.say(letter, many(30));
  expect(await four.sync(letter)).toMatchObject({ failure: null, state: 'done', rowsNew: 30 });
});

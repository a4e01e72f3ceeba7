/** Characters wherever the network cuts them, and content that is told twice. The numbers are those of CONFORMANCE.md. */
import { connect, createServer, type AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createCommerceConnector } from '../../connectors/commerce/commerce.connector.js';
import { createEmploymentConnector } from '../../connectors/employment/employment.connector.js';
import { createSocialInsuranceConnector } from '../../connectors/social-insurance/social-insurance.connector.js';
import { createTaxConnector } from '../../connectors/tax/tax.connector.js';
import { csvOf, insuredPerson } from '../support/drops.js';
import { type FourSources, type Letter, many, openFourSources, streamOf } from '../support/four-sources.js';
import { drain } from '../support/source-context.js';

let four: FourSources;
beforeAll(async () => void (four = await openFourSources()));
afterAll(() => four.close());
beforeEach(() => four.forget());

const letters: Letter[] = ['R', 'S', 'V', 'F'];
const factsOf = async (letter: Letter) =>
  (
    await four.database.pool.query(
      'select fact.xmin, fact.* from fact join source_state using (stream_id) where stream = $1 order by record_key',
      [streamOf[letter][1]],
    )
  ).rows;
const namesOf = async (letter: Letter) =>
  (
    await four.database.pool.query<{ name: string }>(
      `select body::jsonb ->> 'name' as name from fact join source_state using (stream_id) where stream = $1 order by 1`,
      [streamOf[letter][1]],
    )
  ).rows.map(({ name }) => name);
/** The folder that F delivers on the clock's day. */
const folder = () => new Date(four.clock.now.getTime() + 28_800_000).toISOString().slice(0, 10).replaceAll('-', '');

/** A line that hands the server's bytes on in pieces: of one byte, and of sizes that fall anywhere. */
async function openDrip(port: number, greets: boolean) {
  const server = createServer((near) => {
    const far = connect({ port, host: '127.0.0.1' });
    near.setNoDelay(true);
    near.pipe(far);
    let [seed, isGreeting] = [7, greets];
    const drip = async () => {
      for await (const chunk of far as AsyncIterable<Buffer>)
        for (let at = 0; at < chunk.length;) {
          seed = (seed * 75 + 74) % 65_537;
          // SSH greets in one piece: the driver waits for ever for a greeting in parts.
          const size = isGreeting ? chunk.length : seed % 3 === 0 ? 1 : 1 + (seed % 13);
          isGreeting = false;
          if (!near.write(chunk.subarray(at, at + size))) await new Promise((go) => near.once('drain', go));
          at += size;
          await new Promise((go) => setImmediate(go));
        }
      near.end();
    };
    drip().catch(() => near.destroy());
    near.on('error', () => far.destroy());
    near.on('close', () => far.destroy());
  });
  await new Promise<void>((go) => server.listen(0, '127.0.0.1', go));
  return { port: (server.address() as AddressInfo).port, close: () => new Promise((go) => server.close(go)) };
}

/** The connector of that source, by another port. */
function connectorAt(letter: Letter, port: (of: number) => number) {
  const { settings } = four;
  const at = (address: string) => {
    const url = new URL(address);
    url.port = String(port(Number(url.port)));
    return url.href;
  };
  if (letter === 'R') return createEmploymentConnector({ ...settings.employment, url: at(settings.employment.url) });
  if (letter === 'S') return createTaxConnector({ ...settings.tax, url: at(settings.tax.url) });
  if (letter === 'V') return createCommerceConnector({ connectionString: at(settings.commerce.connectionString) });
  const office = settings['social-insurance'];
  return createSocialInsuranceConnector({ ...office, port: port(office.port) });
}
const portOf = (letter: Letter) => {
  let found = 0;
  connectorAt(letter, (port) => (found = port));
  return found;
};

describe.each(letters)('%s', (letter) => {
  it('#28 four-byte characters arrive whole wherever the network cuts', async () => {
    const rare = many(60).map((row) => ({ ...row, name: `${'𠮷𪚥㐀'.repeat(1 + (row.n % 5))}${row.n}` }));
    await four.say(letter, rare);
    const drip = await openDrip(portOf(letter), letter === 'F');
    four.replace(
      letter,
      connectorAt(letter, () => drip.port),
    );
    expect(await four.sync(letter)).toMatchObject({ failure: null, state: 'done', rowsNew: 60, rowsRejected: 0 });
    expect(await namesOf(letter)).toEqual(rare.map(({ name }) => name).sort());
    await drip.close();
  });

  it('#25 the same content told anew, in F under a new name, writes nothing', async () => {
    await four.say(letter, many(40));
    await four.sync(letter);
    const before = await factsOf(letter);
    await four.database.pool.query('truncate touched_entity');
    const at = new Date(four.clock.now.getTime() - 60_000).toISOString();
    four.clock.now = new Date(four.clock.now.getTime() + 7 * 86_400_000);
    await four.say(letter, letter === 'F' ? many(40) : many(40, { at }));
    const run = await four.sync(letter);
    expect(run).toMatchObject({ failure: null, state: 'done', rowsRead: 40, rowsUnchanged: 40 });
    expect(await factsOf(letter)).toEqual(before);
    expect((await four.database.pool.query('select from touched_entity')).rowCount).toBe(0);
  });

  it('#30 leading zeros and 18 places stand in the tables as the source wrote them', async () => {
    await four.say(letter, [{ n: 1, name: '007号' }]);
    await four.sync(letter);
    expect(await namesOf(letter)).toEqual(['007号']);
    const { rows } = await drain(four.connector(letter), { stream: streamOf[letter][1] }, four.context);
    expect(rows[0]!.key).toMatch(/^[0-9A-Z]{18}$/);
  });
});

/** As GB18030 had them before Unicode did, and as it has them since 2022. */
const disputed =
  '\ue78d\ue78e\ue78f\ue790\ue791\ue792\ue793\ue794\ue795\ue796\ue81e\ue826\ue82b\ue82c\ue832\ue843\ue854\ue864';
const folded =
  '\ufe10\ufe12\ufe11\ufe13\ufe14\ufe15\ufe16\ufe17\ufe18\ufe19\u9fb4\u9fb5\u9fb6\u9fb7\u9fb8\u9fb9\u9fba\u9fbb';
const twoBytes = 'a6d9a6daa6dba6dca6dda6dea6dfa6eca6eda6f3fe59fe61fe66fe67fe6dfe7efe90fea0';

it('#28 the 18 disputed codes are the same characters in all four sources', async () => {
  for (const letter of ['R', 'S', 'V'] as const) await four.say(letter, [{ n: 1, name: disputed }]);
  const line = csvOf('persons', [insuredPerson(1, 'X'.repeat(36))]).toString('latin1');
  const bytes = Buffer.from(line.replace('X'.repeat(36), Buffer.from(twoBytes, 'hex').toString('latin1')), 'latin1');
  await four.deliver(folder(), 'persons', [bytes]);
  for (const letter of letters) {
    expect(await four.sync(letter)).toMatchObject({ failure: null, rowsNew: 1, rowsRejected: 0 });
    expect([letter, ...(await namesOf(letter))]).toEqual([letter, folded]);
  }
});

/** Where a webhook may point, and that a connection goes to the address that was checked, whatever its name says by then. */
import { lookup } from 'node:dns/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { postMessage } from '../../jobs/post-message.js';
import { askNameServers, targetsOf } from '../../jobs/webhook-target.js';
import type { Address } from '../../jobs/webhook-target.js';
import { openNameServer } from '../support/name-server.js';
import { openReceiver } from '../support/receiver.js';
import type { Receiver } from '../support/receiver.js';

const names: Record<string, string[]> = {
  'good.example': ['93.184.215.14', '2606:4700::1111'],
  'inside.example': ['10.0.0.7'],
  'half-inside.example': ['93.184.215.14', '192.168.1.1'],
  'six.example': ['::1'],
  'odd.example': ['not an address'],
};
const resolve = (name: string): Promise<Address[]> => {
  const found = names[name];
  return found
    ? Promise.resolve(found.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })))
    : Promise.reject(new Error('ENOTFOUND'));
};
const faultAt = async (url: string, embedded = false) => {
  const target = await targetsOf(embedded, resolve)(url);
  return 'fault' in target ? target.fault : null;
};

let receiver: Receiver;
beforeAll(async () => {
  receiver = await openReceiver();
});
afterAll(() => receiver.close());

describe('a deployment', () => {
  test.each([
    'https://good.example/hook',
    'https://good.example:8443/hook?a=b',
    'https://93.184.215.14/',
    'https://[2606:4700::1111]/',
  ])('delivers to %s', async (url) => expect(await faultAt(url)).toBeNull());

  test.each([
    ['http://good.example/', 'scheme'],
    ['http://127.0.0.1/', 'scheme'],
    ['ftp://good.example/', 'scheme'],
    ['file:///etc/passwd', 'scheme'],
    ['good.example', 'address'],
    ['https://good.example/\u0000', 'address'],
    ['https://good.exam\nple/', 'address'],
    [`https://good.example/${'a'.repeat(2000)}`, 'address'],
    ['https://user@good.example/', 'credentials'],
    ['https://user:word@good.example/', 'credentials'],
    ['https://nowhere.example/', 'unresolved'],
    ['https://odd.example/', 'private'],
    ['https://inside.example/', 'private'],
    ['https://half-inside.example/', 'private'],
    ['https://six.example/', 'private'],
    ['https://127.0.0.1/', 'private'],
    ['https://127.1/', 'private'],
    ['https://10.0.0.1/', 'private'],
    ['https://167772161/', 'private'],
    ['https://0x0a000001/', 'private'],
    ['https://0xa.0.0.1/', 'private'],
    ['https://012.0.0.1/', 'private'],
    ['https://192.168.0.1/', 'private'],
    ['https://172.16.0.1/', 'private'],
    ['https://100.64.0.1/', 'private'],
    ['https://169.254.169.254/latest/meta-data/', 'private'],
    ['https://0.0.0.0/', 'private'],
    ['https://224.0.0.1/', 'private'],
    ['https://255.255.255.255/', 'private'],
    ['https://192.0.2.1/', 'private'],
    ['https://[::1]/', 'private'],
    ['https://[::]/', 'private'],
    ['https://[::ffff:127.0.0.1]/', 'private'],
    ['https://[::ffff:a00:1]/', 'private'],
    ['https://[::127.0.0.1]/', 'private'],
    ['https://[64:ff9b::7f00:1]/', 'private'],
    ['https://[64:ff9b:1::1]/', 'private'],
    ['https://[2002:7f00:1::]/', 'private'],
    ['https://[2001::1]/', 'private'],
    ['https://[fe80::1]/', 'private'],
    ['https://[fc00::1]/', 'private'],
    ['https://[fec0::1]/', 'private'],
    ['https://[2001:db8::1]/', 'private'],
    ['https://[ff02::1]/', 'private'],
  ])('refuses %s: %s', async (url, fault) => expect(await faultAt(url)).toBe(fault));

  test('asks name servers, not this machine: localhost is no name of theirs', async () => {
    expect(await targetsOf(false)('https://localhost/')).toMatchObject({
      fault: expect.stringMatching(/^(private|unresolved)$/) as string,
    });
  });

  test('takes every address that name servers give', async () => {
    const server = await openNameServer((name, type) =>
      name === 'four.example' && type === 1 ? [93, 184, 215, 14] : null,
    );
    const check = targetsOf(false, askNameServers([server.address]));
    expect(await check('https://four.example/')).toMatchObject({
      addresses: [{ address: '93.184.215.14', family: 4 }],
    });
    expect(await check('https://none.example/')).toEqual({ fault: 'unresolved' });
    await server.close();
  });

  test('names whose servers never answer hold up no other look-up of the process', async () => {
    const server = await openNameServer(() => 'silence');
    const check = targetsOf(false, askNameServers([server.address]));
    const began = performance.now();
    const asked = Array.from({ length: 20 }, (_, i) => check(`https://silent-${i}.example/`));
    await sleep(50);
    // As the hub looks for its own database.
    expect((await lookup('localhost')).address).toMatch(/^(127\.0\.0\.1|::1)$/);
    expect(performance.now() - began).toBeLessThan(1000);
    expect(await Promise.all(asked)).toEqual(asked.map(() => ({ fault: 'unresolved' })));
    expect(performance.now() - began).toBeLessThan(8000);
    await server.close();
  });

  test('does not wait for ever for a name', async () => {
    const began = performance.now();
    const target = await targetsOf(false, () => new Promise(() => {}))('https://slow.example/');
    expect(target).toEqual({ fault: 'unresolved' });
    expect(performance.now() - began).toBeLessThan(8000);
  });
});

describe('the embedded mode', () => {
  test.each([
    ['http://127.0.0.1:9/', null],
    ['http://[::1]:9/', null],
    ['http://10.0.0.1/', null],
    ['https://good.example/', null],
    ['http://169.254.169.254/', 'private'],
    ['http://0.0.0.0/', 'private'],
    ['ftp://127.0.0.1/', 'scheme'],
    ['http://a:b@127.0.0.1/', 'credentials'],
  ])('takes or refuses %s: %s', async (url, fault) => expect(await faultAt(url, true)).toBe(fault));
});

describe('a connection', () => {
  const none = new AbortController().signal;
  const message = { headers: {}, body: '{"type":"recruitment.changes"}', readsAnswer: false };

  test('goes to the address that was checked; the name is asked once and never again', async () => {
    let asked = 0;
    const check = targetsOf(true, () =>
      Promise.resolve([{ address: asked++ === 0 ? '127.0.0.1' : '93.184.215.14', family: 4 }]),
    );
    const target = await check(receiver.url.replace('127.0.0.1', 'hooks.example'));
    if ('fault' in target) throw new Error(target.fault);
    expect((await postMessage(target, message, none)).status).toBe(204);
    expect(receiver.messages().at(-1)!.headers.host).toMatch(/^hooks\.example:/);
    expect(asked).toBe(1);
  });

  test('a name that turned to this machine after it was registered is refused, and nothing arrives', async () => {
    const before = receiver.received.length;
    const answers = ['93.184.215.14', '127.0.0.1'];
    const check = targetsOf(false, () => Promise.resolve([{ address: answers.shift()!, family: 4 }]));
    const url = receiver.url.replace('http://127.0.0.1', 'https://hooks.example');
    expect(await check(url)).toMatchObject({ addresses: [{ address: '93.184.215.14' }] });
    expect(await check(url)).toEqual({ fault: 'private' });
    expect(receiver.received.length).toBe(before);
  });
});

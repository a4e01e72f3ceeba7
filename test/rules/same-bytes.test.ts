/** One request, one answer, byte for byte: in Node, in a bare context of V8 and in a browser. */
import { createContext, runInContext } from 'node:vm';
import { expect, it } from 'vitest';
import { decideRequest } from '../../rules/index.js';
import { openBrowser } from '../support/browser.js';
import { bundleRules } from '../support/rules-bundle.js';
import { caseFiles, requestOf } from './case-files.js';

/** Every case of the policy, and what the border refuses. */
const requests = [
  ...caseFiles.flatMap((file) => file.cases.map((one) => requestOf(file, one))),
  { ...requestOf(caseFiles[0]!, caseFiles[0]!.cases[0]!), rules: caseFiles.map(({ rule }) => rule) },
  { rules: ['art99.none'], assessOn: '2016-13-01' },
  null,
];
const text = JSON.stringify(requests);
const inNode = JSON.stringify(decideRequest(JSON.parse(text) as unknown));
const script = await bundleRules();
const asked = `JSON.stringify(rules.decideRequest(JSON.parse(${JSON.stringify(text)})))`;

it('in Node the requests are decided, the last two refused', () => {
  const answers = JSON.parse(inNode) as object[];
  expect(answers).toHaveLength(requests.length);
  expect(answers.map((answer) => 'error' in answer).indexOf(true)).toBe(requests.length - 2);
});

it('a context without process, Buffer and Intl answers the same', () => {
  const bare = createContext();
  runInContext('delete globalThis.Intl; delete globalThis.WebAssembly;', bare);
  expect(runInContext('typeof process + typeof Buffer + typeof Intl', bare)).toBe('undefined'.repeat(3));
  runInContext(script, bare);
  expect(runInContext(asked, bare)).toBe(inNode);
});

it('a browser far from Puyang answers the same', async () => {
  const browser = await openBrowser();
  try {
    const page = await browser.newPage({ locale: 'tr-TR', timezoneId: 'America/Los_Angeles' });
    await page.addScriptTag({ content: script });
    expect(await page.evaluate(asked)).toBe(inNode);
  } finally {
    await browser.close();
  }
});

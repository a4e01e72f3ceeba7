/** What the border refuses, through the command that outsiders use: one line that names the path, exit code 2, nothing decided. */
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough, Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { describe, expect, it } from 'vitest';
import { run } from '../../hub/rules.js';
import { rules } from '../../rules/index.js';

const rule = 'art05.opening-subsidy';
const good = { rules: [rule], assessOn: '2016-09-01', facts: {} };

async function ask(input: string, args = ['decide']): Promise<{ code: number; out: string; err: string }> {
  const [stdout, stderr] = [new PassThrough(), new PassThrough()];
  const code = await run(args, { stdin: Readable.from([input]), stdout, stderr });
  stdout.end();
  stderr.end();
  return { code, out: await text(stdout), err: await text(stderr) };
}

/** One line that holds each of the words, exit code 2, and no decision. */
async function refused(input: unknown, ...words: string[]): Promise<void> {
  const answer = await ask(typeof input === 'string' ? input : JSON.stringify(input));
  expect(answer).toMatchObject({ code: 2, out: '' });
  expect(answer.err.trim().split('\n')).toHaveLength(1);
  for (const word of words) expect(answer.err).toContain(word);
  expect(answer.err).not.toMatch(/\n\s+at /);
}

describe('the border refuses', () => {
  it.each([
    ['an unknown rule', { ...good, rules: ['art05.nothing'] }, 'rules[0]'],
    ['an unknown definition', { ...good, rules: ['status.nothing'] }, 'rules[0]'],
    ['the same rule twice', { ...good, rules: [rule, rule] }, 'rules[1]'],
    ['no rule', { ...good, rules: [] }, 'rules'],
    ['rules that are no list', { ...good, rules: rule }, 'rules'],
    ['a day that does not exist', { ...good, assessOn: '2016-02-30' }, 'assessOn'],
    ['a day in another form', { ...good, assessOn: '2016/09/01' }, 'assessOn'],
    ['no day', { rules: [rule], facts: {} }, 'assessOn'],
    ['an instant for a day', { ...good, knownAt: '2016-09-01T00:00:00Z' }, 'knownAt'],
    ['an unknown member', { ...good, factz: {} }, 'factz'],
    ['an unknown fact', { ...good, facts: { person: { shoeSize: 43 } } }, 'facts.person.shoeSize'],
    ['an unknown group', { ...good, facts: { pets: {} } }, 'facts.pets'],
    [
      'a text for a yes or no',
      { ...good, facts: { enterprise: { foundedByPerson: 'yes' } } },
      'facts.enterprise.foundedByPerson',
    ],
    [
      'a number for a day',
      { ...good, facts: { enterprise: { registeredOn: 20160501 } } },
      'facts.enterprise.registeredOn',
    ],
    ['an unlisted school', { ...good, facts: { person: { education: { schoolType: 'hogwarts' } } } }, 'schoolType'],
    ['money in powers of ten', { ...good, facts: { employment: { paidPerMonth: '1e3' } } }, 'paidPerMonth'],
    ['money in hexadecimal', { ...good, facts: { employment: { paidPerMonth: '0x10' } } }, 'paidPerMonth'],
    ['money below zero', { ...good, facts: { employment: { paidPerMonth: -1 } } }, 'paidPerMonth'],
    ['a thousandth of a yuan', { ...good, facts: { employment: { paidPerMonth: '0.001' } } }, 'paidPerMonth'],
    ['half a month', { ...good, facts: { employment: { monthsClaimed: 1.5 } } }, 'monthsClaimed'],
    [
      'a conflict of nothing',
      { ...good, facts: { enterprise: { foundedByPerson: { conflict: [] } } } },
      'foundedByPerson',
    ],
    [
      'more sources than there are',
      {
        ...good,
        facts: {
          person: { birthDate: { conflict: Array.from({ length: 9 }, (_, i) => ({ source: `${i}`, value: null })) } },
        },
      },
      'facts.person.birthDate.conflict: ',
    ],
    [
      'a new value of a parameter every day',
      {
        ...good,
        parameters: {
          flexibleMinimumContributionPerMonth: Array.from({ length: 361 }, () => ({ from: '2016-01-01', value: 1 })),
        },
      },
      'at most 360',
    ],
    [
      'a range upside down',
      { ...good, facts: { enterprise: { registeredOn: { between: ['2016-02-01', '2016-01-01'] } } } },
      'registeredOn',
    ],
    [
      'a fact in two forms',
      { ...good, facts: { enterprise: { registeredOn: { between: ['2016-01-01', '2016-02-01'], conflict: [] } } } },
      'registeredOn',
    ],
    [
      'a history within the history of a list',
      {
        ...good,
        facts: { hires: { history: [{ recordedOn: '2016-01-01', value: { history: [] } }] } },
      },
      'facts.hires.history[0].value: ',
    ],
    [
      'an unknown fact in what was recorded earlier',
      {
        ...good,
        facts: { unit: { previousYear: { history: [{ recordedOn: '2016-01-01', value: { interns: 1 } }] } } },
      },
      'facts.unit.previousYear.history[0].value.interns: ',
    ],
    [
      'more open facts than can be weighed',
      {
        rules: ['art10.counselling-purchase'],
        assessOn: '2016-09-01',
        facts: { clients: Array.from({ length: 10_000 }, () => ({})) },
      },
      'facts: ',
    ],
    [
      'as many of another list, where each asks six things',
      {
        rules: ['art11.modern-agriculture-hiring-subsidy'],
        assessOn: '2016-09-01',
        facts: { hires: Array.from({ length: 5000 }, () => ({})) },
      },
      'more than 5000 facts are not known',
    ],
    ['an unknown parameter', { ...good, parameters: { luckyNumber: 8 } }, 'parameters.luckyNumber'],
    [
      'a parameter of the wrong type',
      { ...good, parameters: { flexibleMinimumContributionPerMonth: 'much' } },
      'flexibleMinimumContributionPerMonth',
    ],
    ['another origin of parameters', { ...good, parametersFrom: 'heaven' }, 'parametersFrom'],
    ['facts that are none', { ...good, facts: null }, 'facts'],
    ['parameters that are none', { ...good, parameters: null }, 'parameters'],
    ['not a number as money', { ...good, facts: { employment: { paidPerMonth: 'NaN' } } }, 'paidPerMonth'],
    ['white space as money', { ...good, facts: { employment: { paidPerMonth: ' 1' } } }, 'paidPerMonth'],
    ['money beyond what a sum can hold', { ...good, facts: { employment: { paidPerMonth: 1e21 } } }, 'paidPerMonth'],
    ['leap day of a common year', { ...good, assessOn: '2017-02-29' }, 'assessOn'],
    [
      'a sum beyond exact counting',
      {
        rules: ['art11.internship-subsidy'],
        assessOn: '2016-09-01',
        facts: {
          unit: { isInternshipUnit: true, previousYear: { internsCompleted: 1, internsRetained: 1 } },
          interns: [{ count: 1e9, months: 1e9 }],
        },
      },
      'art11.internship-subsidy',
    ],
    ['a member of the language as a parameter', { ...good, parameters: { constructor: 1 } }, 'parameters.constructor'],
    ['a request that is no object', 42, ''],
    ['nothing', null, ''],
  ])('%s', async (_, request, path) => {
    await refused(request, path);
  });

  it.each([
    ['no input', ''],
    ['white space', '  \n '],
    ['half a document', '{"rules": ['],
    ['NaN', '{"rules": ["art05.opening-subsidy"], "assessOn": NaN}'],
    ['10,000 levels', `${'{"facts":'.repeat(10_000)}1${'}'.repeat(10_000)}`],
    [
      'a name of the language itself',
      '{"rules":["art05.opening-subsidy"],"assessOn":"2016-09-01","facts":{"__proto__":{"polluted":true}}}',
    ],
    ['another one', '{"rules":["art05.opening-subsidy"],"assessOn":"2016-09-01","facts":{"person":{"constructor":1}}}'],
    ['a rule of the language', '{"rules":["toString"],"assessOn":"2016-09-01"}'],
  ])('%s', async (_, input) => {
    await refused(input);
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
  });

  it('a file that is not there, and options that do not exist', async () => {
    expect(await ask('', ['decide', '--file', '/nowhere/at-all.json'])).toMatchObject({ code: 2, out: '' });
    expect((await ask('', ['decide', '--file', '/nowhere/at-all.json'])).err).toContain('/nowhere/at-all.json');
    expect((await ask('', ['decide', '--fyle', 'x'])).err).toContain('usage');
    expect((await ask('', [])).code).toBe(2);
  });
});

describe('the border answers', () => {
  it('ten megabytes of nonsense with one short line', async () => {
    const long = 'x'.repeat(10_000_000);
    for (const request of [
      { ...good, rules: [long] },
      { ...good, facts: { [long]: 1 } },
      { ...good, assessOn: long },
    ]) {
      const { code, err } = await ask(JSON.stringify(request));
      expect(code).toBe(2);
      expect(err.length).toBeLessThan(500);
    }
    expect((await ask(long)).err.length).toBeLessThan(500);
  });

  it.each([
    ['0.29', 0.29],
    ['1.1', 1.1],
    ['999999999.99', 999_999_999.99],
    ['0', 0],
    [0.07, 0.07],
  ])('money as it was given: %j', async (given, shown) => {
    const parameters = { flexibleMinimumContributionPerMonth: given };
    const { out } = await ask(
      JSON.stringify({ ...good, rules: ['art02.flexible-employment-subsidy.hard-to-employ'], parameters }),
    );
    const { decisions } = JSON.parse(out) as { decisions: { parametersUsed: unknown[] }[] };
    expect(decisions[0]!.parametersUsed).toMatchObject([
      { name: 'flexibleMinimumContributionPerMonth', value: shown, source: 'request' },
    ]);
  });

  it('an array in its order, with a refusal in the place of a bad request', async () => {
    const { code, out, err } = await ask(
      JSON.stringify([good, { ...good, assessOn: 'today' }, { ...good, rules: ['art05.unemployed-startup-grant'] }]),
    );
    expect(code).toBe(2);
    expect(err.trim().split('\n')).toHaveLength(1);
    const [first, second, third] = JSON.parse(out) as {
      decisions?: { rule: string }[];
      error?: { path: string; message: string };
    }[];
    expect(first!.decisions![0]!.rule).toBe(rule);
    expect(second!.error).toMatchObject({ path: 'assessOn', message: expect.any(String) as string });
    expect(third!.decisions![0]!.rule).toBe('art05.unemployed-startup-grant');
  });

  it('10,000 lists in each other with one refusal in its place', async () => {
    const { code, out } = await ask(`${'['.repeat(10_000)}${']'.repeat(10_000)}`);
    expect(code).toBe(2);
    expect(JSON.parse(out)).toMatchObject([{ error: { path: '' } }]);
  });

  it('several rules together in the order asked for, with their total, in the members of the contract', async () => {
    const facts = {
      person: { isReceivingUnemploymentBenefit: true, education: { schoolType: 'university', status: 'enrolled' } },
      enterprise: {
        registeredOn: '2016-01-10',
        foundedByPerson: true,
        operatingNormally: true,
        hasBusinessLicence: true,
      },
      history: { openingSubsidyAlreadyPaid: false, unemployedStartupGrantAlreadyPaid: false },
    };
    const { code, out } = await ask(
      JSON.stringify({ ...good, rules: ['art05.unemployed-startup-grant', rule], facts }),
    );
    expect(code).toBe(0);
    const answer = JSON.parse(out) as { decisions: Record<string, unknown>[]; total: number };
    expect(answer.total).toBe(10_000);
    expect(answer.decisions.map((decision) => decision['rule'])).toEqual(['art05.unemployed-startup-grant', rule]);
    const members =
      'rule outcome value amount amountAtLeast amountAtMost amountIs until becomesEligibleOn missing amountMissing priority conditions cites documents fund readings remarks parametersUsed trace';
    expect(Object.keys(answer.decisions[1]!)).toEqual(members.split(' '));
    expect(answer.decisions[1]).toMatchObject({
      amountIs: 'once',
      cites: expect.arrayContaining([{ document: '濮政〔2016〕1号', item: 5, sentence: 4 }]) as unknown,
    });
  });

  it('the same bytes for the same request, from a file as well', async () => {
    const input = JSON.stringify({
      ...good,
      parametersFrom: 'request',
      parameters: { flexibleMinimumContributionPerMonth: [{ from: '2016-01-01', value: '600.10' }] },
    });
    const file = join(mkdtempSync(join(tmpdir(), 'rules 濮 ')), 'request.json');
    writeFileSync(file, input);
    const first = await ask(input);
    expect(first.code).toBe(0);
    expect(await ask(input)).toEqual(first);
    expect(await ask('', ['decide', '--file', file])).toEqual(first);
    expect(await ask(`\uFEFF${input}`)).toEqual(first);
  });

  it('says which rules there are', async () => {
    const { code, out } = await ask('', ['list']);
    expect(code).toBe(0);
    expect(
      out
        .trim()
        .split('\n')
        .map((line) => line.split('\t')[0]),
    ).toEqual(rules.map(({ id }) => id));
  });
});

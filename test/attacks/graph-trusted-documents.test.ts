/** Documents that are asked by their id: the list is the client's own, read-only at run time, and what stands beside an id never runs. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addTrustedDocuments, removeTrustedDocument } from '../../schema/trusted-document/trusted-document.writes.js';
import { documentIdOf } from '../../schema/trusted-document/trusted-document.reads.js';
import { codeOf, openTestApi, readAnswer } from '../support/api.js';
import type { TestApi } from '../support/api.js';
import { idNumberOf, rowsOf } from '../support/facts.js';

let api: TestApi;
let partner: string;
let other: string;
const text = 'query Name($idNumber: String!, $name: String!) { person(idNumber: $idNumber, name: $name) { name } }';
const variables = { idNumber: idNumberOf(1), name: '张1' };
const documentId = documentIdOf(text);
const by = { who: 'officer', at: new Date() };

beforeAll(async () => {
  api = await openTestApi();
  await api.fill((stream) => rowsOf(stream, 3));
  const fields = { 'Person.name': 'full', 'Person.sex': 'full' } as const;
  await api.agree('民政局', { fields, trustedDocuments: true });
  await api.agree('残联', { fields });
  await addTrustedDocuments(api.database.pool, '民政局', [text], by);
  partner = await api.token({ sub: '民政局', audience: 'partner' });
  other = await api.token({ sub: '残联', audience: 'partner' });
});
afterAll(() => api.close());

const send = async (body: Record<string, unknown>, token = partner) =>
  readAnswer(
    await fetch(`${api.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
      body: JSON.stringify(body),
    }),
  );

describe('by id', () => {
  it('a document of the list runs, with its variables and its own operation', async () => {
    for (const more of [{}, { operationName: 'Name' }]) {
      const answer = await send({ documentId, variables, ...more });
      expect([answer.errors, answer.data]).toEqual([[], { person: { name: '张1' } }]);
    }
  });

  it('G15: an id that is not on the list, does not match its text, or is another client’s is refused alike', async () => {
    const unknown = documentIdOf('{ __typename }');
    for (const [id, token] of [
      [unknown, partner],
      [documentId, other],
      [documentId.toUpperCase(), partner],
      [documentId.replace('sha256:', ''), partner],
      ['', partner],
      [5, partner],
      [null, partner],
      [{ toString: documentId }, partner],
      [documentId, await api.token({ sub: '民政局', audience: 'staff', roles: ['operator'] })],
    ] as const) {
      const answer = await send({ documentId: id, variables }, token);
      expect([codeOf(answer), answer.data]).toEqual(['NOT_FOUND', null]);
      expect(answer.errors[0]!.message).toContain('you have no document of this documentId');
    }
    // A text that was exchanged beneath its id is no document any more.
    const forged = documentIdOf('{ myAgreement { client } }');
    await api.database.pool.query(
      `insert into trusted_document values ('残联', $1, '{ person(idNumber: "1", name: "x") { name } }', now(), 'somebody')`,
      [forged],
    );
    api.shift(20_000);
    expect(codeOf(await send({ documentId: forged }, other))).toBe('NOT_FOUND');
  });

  it('G15: no request adds to the list', async () => {
    const query = '{ myAgreement { client } }';
    const id = documentIdOf(query);
    for (const body of [
      { documentId: id, query },
      { query, extensions: { persistedQuery: { version: 1, sha256Hash: id.slice(7) } } },
    ])
      expect(codeOf(await send(body, other))).toBe('BAD_INPUT');
    expect(codeOf(await send({ documentId: id }, other))).toBe('NOT_FOUND');
    expect(
      (
        await api.database.pool.query(
          `select from trusted_document where added_by <> 'officer' and added_by <> 'somebody'`,
        )
      ).rowCount,
    ).toBe(0);
  });

  it('G16: a text beside an id is refused, whatever it is, and neither runs', async () => {
    await api.events();
    const wide = 'query ($idNumber: String!, $name: String!) { person(idNumber: $idNumber, name: $name) { name sex } }';
    for (const query of [wide, text, '', null, 5]) {
      const answer = await send({ documentId, query, variables });
      expect([answer.status, codeOf(answer), answer.data]).toEqual([400, 'BAD_INPUT', null]);
    }
    expect(codeOf(await send({ documentId, variables, extensions: { persistedQuery: {} } }))).toBe('BAD_INPUT');
    expect(await api.events()).toEqual([]);
  });

  it('G16: another operation name finds none in the document', async () => {
    const answer = await send({ documentId, variables, operationName: 'Other' });
    expect([codeOf(answer), answer.data]).toEqual(['BAD_INPUT', null]);
  });

  it('what is removed works no longer', async () => {
    const gone = 'query Gone { myAgreement { client } }';
    await addTrustedDocuments(api.database.pool, '残联', [gone], by);
    api.shift(40_000);
    expect((await send({ documentId: documentIdOf(gone) }, other)).errors).toEqual([]);
    expect(await removeTrustedDocument(api.database.pool, '残联', documentIdOf(gone), by)).toBe(true);
    api.shift(60_000);
    expect(codeOf(await send({ documentId: documentIdOf(gone) }, other))).toBe('NOT_FOUND');
  });
});

describe('where the agreement asks for documents of the list', () => {
  it('G15: records are told to nobody who brings a text of their own, and the refusal is noted', async () => {
    await api.events();
    const answer = await send({ query: text, variables });
    expect([answer.status, codeOf(answer), answer.data]).toEqual([403, 'FORBIDDEN', null]);
    expect((await api.events()).map((event) => event['outcome'])).toEqual(['refused']);
    // What is no record stays open, and so does all to whose agreement does not ask for it.
    expect((await send({ query: '{ myAgreement { client } }' })).data).toEqual({ myAgreement: { client: '民政局' } });
    expect((await send({ query: text, variables }, other)).data).toEqual({ person: { name: '张1' } });
  });
});

describe('hub documents', () => {
  it('adds what can run and nothing else, and lists and removes it', async () => {
    const { run } = await import('../../hub/documents.js');
    const folder = mkdtempSync(join(tmpdir(), 'documents '));
    const before = process.env['DATABASE_URL'];
    const { host, port, user, password, database } = api.database.pool.options;
    process.env['DATABASE_URL'] =
      api.database.pool.options.connectionString ??
      `postgresql://${user}:${password as string}@${host}:${port}/${database}`;
    let said = '';
    const io = {
      stdin: process.stdin,
      stdout: { write: (line: string) => ((said += line), true) },
      stderr: process.stderr,
    };
    const file = (name: string, content: string) => {
      writeFileSync(join(folder, name), content);
      return join(folder, name);
    };
    try {
      const good = file('good.graphql', 'query Mine { myAgreement { left } }\n');
      expect(await run(['add', '--client', '统计局', good], io as never)).toBe(0);
      const id = /^sha256:[0-9a-f]{64}/.exec(said)![0];
      expect(id).toBe(documentIdOf('query Mine { myAgreement { left } }\n'));
      for (const [name, content, why] of [
        ['two.graphql', 'query A { __typename } query B { __typename }', '2 operations'],
        ['unknown.graphql', '{ syncRuns { edges { cursor } } }', 'syncRuns'],
        ['wide.graphql', `{ ${'__typename '.repeat(400)} }`, 'at most'],
        ['broken.graphql', '{', 'Syntax Error'],
      ] as const)
        await expect(run(['add', '--client', '统计局', file(name, content)], io as never)).rejects.toThrow(why);
      await expect(run(['add', '--client', '统计局'], io as never)).rejects.toThrow('usage');
      said = '';
      await run(['list', '--client', '统计局'], io as never);
      expect(said.trim().split('\n')).toHaveLength(1);
      await run(['remove', '--client', '统计局', id], io as never);
      await expect(run(['remove', '--client', '统计局', id], io as never)).rejects.toThrow('has no document');
    } finally {
      if (before === undefined) delete process.env['DATABASE_URL'];
      else process.env['DATABASE_URL'] = before;
      rmSync(folder, { recursive: true, force: true });
    }
  });
});

/** D16: two people under one number, one person under two, a changed name: what the hub puts together, and that it comes apart again. */
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import type { SourceRow } from '../../connectors/connector.js';
import { openTestApi, type TestApi } from '../support/api.js';
import { idNumberOf, rowsOf } from '../support/facts.js';

let api: TestApi | undefined;
let token: string;
afterAll(() => api?.close());
beforeEach(async () => {
  await api?.close();
  api = await openTestApi();
  const fields = ['name', 'birthDate', 'employments', 'contributions', 'provenance'];
  await api.agree('民政局', { fields: Object.fromEntries(fields.map((field) => [`Person.${field}`, 'full'])) });
  token = await api.token({ sub: '民政局', audience: 'partner' });
});

const query = `query ($idNumber: String!, $name: String!) { person(idNumber: $idNumber, name: $name) {
  id name birthDate provenance { field source asOf }
  employments { edges { node { from } } } contributions { edges { node { month } } } } }`;
interface Found {
  id: string;
  name: string;
  birthDate: string;
  employments: { edges: unknown[] };
  contributions: { edges: unknown[] };
}
async function look(n: number, name: string): Promise<Found | null> {
  const answer = await api!.ask(query, { token, variables: { idNumber: idNumberOf(n), name } });
  expect(answer.errors).toEqual([]);
  return (answer.data as { person: Found | null }).person;
}

/** Without its age. */
const told = (found: Found | null) => ({ ...found, provenance: [] });
const documentOf = async (id: string) =>
  (
    await api!.database.pool.query<{ document: string }>(`select document from person_record where person_id = $1`, [
      id,
    ])
  ).rows[0]!.document;

/** What employment (`job-seekers`) and social insurance (`persons`) say of each number. */
type Said = Record<string, Record<number, string>>;
let version = 0;
async function deliver(said: Said): Promise<void> {
  const day = `2026-02-${String(++version).padStart(2, '0')}T00:00:00Z`;
  await api!.fill((stream) =>
    rowsOf(stream, 3, day).map((row, n): SourceRow => {
      const names = said[stream];
      if (!names || row.op !== 'upsert' || row.body.kind !== 'person') return row;
      return { ...row, body: { ...row.body, name: names[n]! } };
    }),
  );
}
const both = (names: Record<number, string>): Said => ({ 'job-seekers': names, persons: names });

describe('two people under one number', () => {
  it('D16: both names are kept and find the record, the source of record decides; mended, the record is as before', async () => {
    await deliver(both({ 0: '甲', 1: '王建国', 2: '乙' }));
    const before = await look(1, '王建国');
    await deliver({ 'job-seekers': { 0: '甲', 1: '王建国', 2: '乙' }, persons: { 0: '甲', 1: '李秀英', 2: '乙' } });
    const [one, other] = [await look(1, '王建国'), await look(1, '李秀英')];
    expect(one?.name).toBe('王建国');
    expect(other).toEqual(one);
    expect(await look(1, '王秀英')).toBeNull();
    expect(JSON.parse(await documentOf(one!.id))).toMatchObject({
      name: { value: '王建国', source: 'employment', others: [{ value: '李秀英', source: 'social-insurance' }] },
    });
    await deliver(both({ 0: '甲', 1: '王建国', 2: '乙' }));
    const after = await look(1, '王建国');
    expect(told(after)).toEqual(told(before));
    // Whoever still has the number under the name that was once told finds the record, and sees the right one.
    expect(await look(1, '李秀英')).toEqual(after);
    expect(await documentOf(one!.id)).not.toContain('李秀英');
  });
});

describe('one person under two numbers', () => {
  it('D16: same name, same birthday, same firm: two records that share nothing, and neither number finds the other', async () => {
    await deliver(both({ 0: '甲', 1: '张三', 2: '张三' }));
    const [one, other] = [await look(1, '张三'), await look(2, '张三')];
    expect(one?.birthDate).toBe(other?.birthDate);
    expect(one?.id).not.toBe(other?.id);
    expect([one?.employments.edges.length, other?.employments.edges.length]).toEqual([1, 1]);
    expect([one?.contributions.edges.length, other?.contributions.edges.length]).toEqual([1, 1]);
    await deliver(both({ 0: '甲', 1: '张三', 2: '李四' }));
    expect(told(await look(1, '张三'))).toEqual(told(one));
    expect((await look(2, '李四'))?.id).toBe(other?.id);
  });
});

describe('a changed name', () => {
  it('D16: old and new find the same record, which shows the new one; it can go back', async () => {
    await deliver(both({ 0: '甲', 1: '旧名', 2: '乙' }));
    const before = await look(1, '旧名');
    await deliver({ 'job-seekers': { 0: '甲', 1: '新名', 2: '乙' }, persons: { 0: '甲', 1: '旧名', 2: '乙' } });
    const changed = await look(1, '新名');
    expect(changed).toMatchObject({ id: before!.id, name: '新名' });
    expect(await look(1, '旧名')).toEqual(changed);
    await deliver(both({ 0: '甲', 1: '新名', 2: '乙' }));
    expect((await look(1, '旧名'))?.name).toBe('新名');
    expect(await documentOf(before!.id)).not.toContain('旧名');
    await deliver(both({ 0: '甲', 1: '旧名', 2: '乙' }));
    expect(told(await look(1, '旧名'))).toEqual(told(before));
  });
});

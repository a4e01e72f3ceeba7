import { describe, expect, it } from 'vitest';
import { instantOf } from '../../jobs/prepare-rows.js';

const now = new Date('2026-03-01T00:00:00Z');

describe('how old a value is', () => {
  it.each([
    ['2026-01-02T03:04:05.000Z', '2026-01-02T03:04:05.000Z'],
    ['2026-01-02T03:04:05+08:00', '2026-01-01T19:04:05.000Z'],
    ['2026-01-02 03:04:05', '2026-01-01T19:04:05.000Z'],
    ['2026-01-02', '2026-01-01T16:00:00.000Z'],
    ['20260102', '2026-01-01T16:00:00.000Z'],
    ['20260102/0001/00000012', '2026-01-01T16:00:00.000Z'],
  ])('%s is the source saying so', (version, expected) => {
    expect(instantOf(version, now)).toBe(expected);
  });

  it.each([null, '', '17', '2026-13-45', '202601021'])('%s says nothing: the time of reading counts', (version) => {
    expect(instantOf(version, now)).toBe(now.toISOString());
  });
});

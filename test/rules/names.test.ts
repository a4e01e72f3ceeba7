/** When two written names are one, and when they are not. */
import { describe, expect, it } from 'vitest';
import {
  holdsIdNumber,
  idCheckCharacter,
  normalizeCreditCode,
  normalizeIdNumber,
  readIdNumber,
} from '../../rules/identifiers.js';
import { maskName, nameKey } from '../../rules/names.js';

describe('names', () => {
  it.each([
    ['张 三', '张三'],
    ['張三', '张三'],
    ['阿依古丽·买买提', '阿依古丽•买买提'],
    ['阿依古丽・买买提', '阿依古丽买买提'],
    ['Ｌｉ　Ming', 'LI MING'],
    ['李𠮷', '李吉'],
    ['王喆', '王哲'],
    ['\u200b赵六', '赵六'],
  ])('%j is %j', (one, other) => {
    expect(nameKey(one)).toBe(nameKey(other));
  });

  it.each([
    ['张三', '张二'],
    ['张三', '三张'],
    ['李𠮷', '李𡈽'],
    ['', '张'],
  ])('%j is not %j', (one, other) => {
    expect(nameKey(one)).not.toBe(nameKey(other));
  });

  it('are masked by characters, not by halves of them', () => {
    expect([maskName('张三丰'), maskName('𠮷田'), maskName('张'), maskName('')]).toEqual(['张**', '𠮷*', '张*', '*']);
  });
});

describe('identifiers', () => {
  it.each([
    ['11010519491231002x', '11010519491231002X'],
    [' 11010519491231002X ', '11010519491231002X'],
    ['１１０１０５１９４９１２３１００２Ｘ', '11010519491231002X'],
    ['110105491231002', '11010519491231002X'],
  ])('%j is the number %s', (text, value) => {
    expect(normalizeIdNumber(text)).toEqual({ ok: true, value });
  });

  it.each([
    ['110105194912310021', 'check-character'],
    ['11010519490231002X', 'birth-date'],
    ['11010519491331002X', 'birth-date'],
    ['1101051949123100X2', 'form'],
    ['', 'form'],
    ['x'.repeat(100_000), 'form'],
  ])('%.20s is none: %s', (text, reason) => {
    expect(normalizeIdNumber(text)).toEqual({ ok: false, reason });
  });

  it.each([
    ['19960229', true],
    ['20000229', true],
    ['19000228', true],
    ['18500101', true],
    ['19991231', true],
    ['19990430', true],
    ['19000229', false],
    ['19990229', false],
    ['19970229', false],
    ['20000230', false],
    ['18491231', false],
    ['19990001', false],
    ['19991301', false],
    ['19990100', false],
  ])('somebody born %s has a number: %s', (born, ok) => {
    const first17 = `410902${born}001`;
    expect(normalizeIdNumber(first17 + idCheckCharacter(first17)).ok).toBe(ok);
  });

  it('every month has its last day', () => {
    const last = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
    const isBorn = (month: number, day: number) => {
      const first17 = `4109021999${String(month).padStart(2, '0')}${day}001`;
      return normalizeIdNumber(first17 + idCheckCharacter(first17)).ok;
    };
    expect(last.map((day, i) => [isBorn(i + 1, day), isBorn(i + 1, day + 1)])).toEqual(last.map(() => [true, false]));
  });

  it('are found within a text, whatever stands around them', () => {
    expect(holdsIdNumber('身份证11010519491231002x已核')).toBe(true);
    expect(holdsIdNumber('订单110105194912310021，共１份')).toBe(false);
    expect(holdsIdNumber('')).toBe(false);
  });

  it('say when somebody was born, and the sex', () => {
    expect(readIdNumber('11010519491231002X')).toEqual({ birthDate: '1949-12-31', sex: 'female' });
    expect(readIdNumber('11010519491231001X').sex).toBe('male');
  });

  it('of firms have a check character, too', () => {
    expect(normalizeCreditCode('91350100m000100y43')).toEqual({ ok: true, value: '91350100M000100Y43' });
    expect(normalizeCreditCode('91350100M000100Y44')).toEqual({ ok: false, reason: 'check-character' });
    expect(normalizeCreditCode('91350100I000100Y43')).toEqual({ ok: false, reason: 'form' });
  });
});

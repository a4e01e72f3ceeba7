/** A row that was put aside reads as it would today, from what is kept of it alone. */
import { describe, expect, it } from 'vitest';
import { createCommerceConnector } from '../../connectors/commerce/commerce.connector.js';
import { createEmploymentConnector } from '../../connectors/employment/employment.connector.js';
import { createSocialInsuranceConnector } from '../../connectors/social-insurance/social-insurance.connector.js';
import { createTaxConnector } from '../../connectors/tax/tax.connector.js';
import { goodEmployer } from '../support/notices.js';
import { insuredPerson } from '../support/drops.js';

const nowhere = { url: 'http://127.0.0.1:1', appId: 'a', secret: 's', username: 'u', password: 'p' };
const employment = createEmploymentConnector(nowhere);
const tax = createTaxConnector(nowhere);
const commerce = createCommerceConnector({ connectionString: 'postgresql://127.0.0.1:1/none' });
const drop = { host: '127.0.0.1', port: 1, username: 'u', password: 'p', hostKeySha256: 'x' };
const socialInsurance = createSocialInsuranceConnector(drop);
const { id_number: idNumber } = insuredPerson(7) as { id_number: string };

describe('employment', () => {
  const row = {
    key: 'H000000000071',
    idNumber,
    name: '张7',
    updatedAt: '2026-03-01T08:00:00+08:00',
    category: '01',
    validFrom: '2025-01-01',
    validTo: null,
  };
  const location = { page: 3, index: 17 };
  it('reads a row as a page of today', () => {
    expect(employment.readAgain('hardship', { raw: JSON.stringify(row), location })).toEqual({
      op: 'upsert',
      key: row.key,
      subject: { idNumber },
      body: { kind: 'hardship', category: 'disabled', from: '2025-01-01', to: null },
      version: '2026-03-01T00:00:00.000Z',
    });
  });
  it('says the same of what is still not as agreed, and where it stood', () => {
    const raw = JSON.stringify({ ...row, category: '77' });
    expect(employment.readAgain('hardship', { raw, location })).toEqual({
      key: row.key,
      location,
      code: 'unknown-code',
      field: 'category',
      reason: 'the code is not in the agreed list',
      raw,
    });
  });
});

describe('tax', () => {
  const taxpayer = (prefix: string, vat: string) => {
    const element = (name: string, text: string) => `<${prefix}${name}>${text}</${prefix}${name}>`;
    const fields = {
      CreditCode: goodEmployer.creditCode,
      Name: '濮阳甲',
      RegistrationState: '01',
      VatKind: vat,
      Industry: 'I6510',
      ModifiedAt: '2026-03-01T08:00:00+08:00',
    };
    return element(
      'Taxpayer',
      Object.entries(fields)
        .map(([name, text]) => element(name, text))
        .join('') + `<${prefix}AnnualRevenueFen xsi:nil="true"/>`,
    );
  };
  it('reads an element whose prefix was declared around it', () => {
    const bad = tax.readAgain('taxpayers', { raw: taxpayer('t:', '无此种'), location: { page: 1, index: 0 } });
    expect(bad).toMatchObject({ key: goodEmployer.creditCode, field: 'VatKind', location: { page: 1, index: 0 } });
    expect(tax.readAgain('taxpayers', { raw: taxpayer('', '无此种'), location: {} })).toMatchObject({
      field: 'VatKind',
    });
  });
  it('reads it as it came to be understood', () => {
    expect(tax.readAgain('taxpayers', { raw: taxpayer('ns7:', '2'), location: {} })).toMatchObject({
      op: 'upsert',
      body: { name: '濮阳甲', vatKind: 'small_scale', annualRevenueFen: null },
    });
  });
  it('says so where it cannot', () => {
    const raw = '<t:Taxpayer><other:Name>濮阳甲</other:Name></t:Taxpayer>';
    expect(tax.readAgain('taxpayers', { raw, location: {} })).toMatchObject({ code: 'wrong-form', raw });
  });
});

describe('commerce', () => {
  it('says what it said, under the key of the row', () => {
    const raw = JSON.stringify({ credit_code: goodEmployer.creditCode, last_modified: '2026-03-01 00:00:00' });
    expect(commerce.readAgain('market-entities', { raw, location: {} })).toMatchObject({
      key: goodEmployer.creditCode,
      code: 'missing-field',
      location: { view: 'v_market_entity', key: goodEmployer.creditCode, lastModified: '2026-03-01 00:00:00' },
      raw,
    });
  });
});

describe('social insurance', () => {
  const line = `${idNumber},张7,1,,410902,`;
  const location = { file: 'SI_PERSON_20260308_002.csv', line: 12 };
  it('gives a line the version that its file and number give it', () => {
    expect(socialInsurance.readAgain('persons', { raw: line, location })).toMatchObject({
      op: 'upsert',
      subject: { idNumber },
      version: '20260308.002.00000012',
    });
  });
  it('reads the columns in the order of its file', () => {
    const columns = 'name,id_number,sex,birth_date,household_region,phone';
    const raw = `张7,${idNumber},1,,410902,`;
    expect(socialInsurance.readAgain('persons', { raw, location })).toMatchObject({
      code: expect.any(String) as string,
    });
    expect(socialInsurance.readAgain('persons', { raw, location: { ...location, columns } })).toMatchObject({
      op: 'upsert',
      subject: { idNumber },
    });
  });
  it('decodes what was kept as bytes', () => {
    const raw = `base64:${Buffer.from(line.replace('张7', 'A7')).toString('base64')}`;
    expect(socialInsurance.readAgain('persons', { raw, location })).toMatchObject({
      op: 'upsert',
      subject: { idNumber },
    });
    const broken = `base64:${Buffer.from([0xff, 0xff]).toString('base64')}`;
    expect(socialInsurance.readAgain('persons', { raw: broken, location })).toMatchObject({
      code: 'encoding',
      raw: broken,
    });
  });
});

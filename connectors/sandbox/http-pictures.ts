/** The population as the two HTTP sources serve it; `offsetDays` is asked anew for each read, so advancing needs no restart. */
import { employmentRows as employmentShapes, type EmploymentStream } from '../employment/employment.records.js';
import { employmentRow, employmentRows } from './employment.picture.js';
import type { Population } from './population.js';
import type { RestPicture } from './rest-server.js';
import type { SoapPicture } from './soap-server.js';
import { taxRow, taxRows } from './tax.picture.js';
import { withholdingRows } from './tax-withholding.picture.js';

const streams = Object.keys(employmentShapes) as EmploymentStream[];

export function restPictureOf(population: Population, offsetDays: () => number): RestPicture {
  const known = (stream: string) => streams.find((name) => name === stream) ?? 'job-seekers';
  return {
    streams,
    rows: (stream) => employmentRows(population, known(stream), offsetDays()),
    row: (stream, key) => employmentRow(population, known(stream), key, offsetDays()),
  };
}

export function soapPictureOf(population: Population, offsetDays: () => number): SoapPicture {
  return {
    rows: (stream) =>
      stream === 'taxpayers' ? taxRows(population, offsetDays()) : withholdingRows(population, offsetDays()),
    row: (creditCode) => taxRow(population, creditCode, offsetDays()),
  };
}

/** The simulated tax register's answers as SOAP 1.1 envelopes. */
import { shanghaiMillis } from './http-server.js';
import type { PictureRow } from './picture.js';
import { soapNamespace } from './soap-request.js';
import { taxNamespace, taxpayerSequence } from './tax.wsdl.js';

/** Element name → text; null is written as `xsi:nil`, an absent one is left out. */
export type SoapRow = Readonly<Record<string, string | null | undefined>>;

/** The server's choice: of the envelope and of the register's elements. */
export interface SoapPrefixes {
  soap: string;
  tax: string;
}

/** Writes answers and faults under the chosen prefixes. */
export function soapWriter({ soap, tax }: SoapPrefixes = { soap: 'SOAP-ENV', tax: 'ns2' }) {
  const envelope = (body: string) =>
    `<?xml version="1.0" encoding="UTF-8"?>\n<${soap}:Envelope xmlns:${soap}="${soapNamespace}"` +
    ` xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><${soap}:Body>${body}</${soap}:Body></${soap}:Envelope>`;
  const element = (name: string, content: string) => `<${tax}:${name}>${content}</${tax}:${name}>`;
  const field = ([name, value]: [string, string | null | undefined]) => {
    if (value === undefined) return '';
    return value === null ? `<${tax}:${name} xsi:nil="true"/>` : element(name, escape(value));
  };
  const taxpayer = ({ row }: PictureRow<SoapRow>) =>
    row === null ? '' : element('Taxpayer', Object.entries(row).toSorted(bySequence).map(field).join(''));
  return {
    answer(name: string, asOf: Date, rows: PictureRow<SoapRow>[], total: number | null): string {
      const head = element('AsOf', shanghaiMillis(asOf)) + (total === null ? '' : element('Total', String(total)));
      const list = element('Taxpayers', rows.map(taxpayer).join(''));
      return envelope(`<${tax}:${name} xmlns:${tax}="${taxNamespace}">${head}${list}</${tax}:${name}>`);
    },
    fault: (code: string, message: string) =>
      envelope(
        `<${soap}:Fault><faultcode>${soap}:${code}</faultcode><faultstring>${escape(message)}</faultstring></${soap}:Fault>`,
      ),
  };
}

function escape(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

/** The order that the schema's xs:sequence demands; what it does not know comes first. */
function bySequence([a]: [string, unknown], [b]: [string, unknown]): number {
  return taxpayerSequence.indexOf(a) - taxpayerSequence.indexOf(b);
}

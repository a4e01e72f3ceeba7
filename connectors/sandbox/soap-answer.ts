/** The simulated tax registers' answers as SOAP 1.1 envelopes. */
import { shanghaiMillis } from './http-server.js';
import type { PictureRow } from './picture.js';
import { soapNamespace } from './soap-request.js';
import { sequences, taxNamespace } from './tax.wsdl.js';

/** Element name → text; null is written as `xsi:nil`, an absent one is left out. */
export type SoapRow = Readonly<Record<string, string | null | undefined>>;

/** The server's choice: of the envelope and of the registers' elements. */
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
  return {
    /** `kind` names the element of one row; the list around it bears its plural. */
    answer(
      name: string,
      kind: keyof typeof sequences,
      asOf: Date,
      rows: PictureRow<SoapRow>[],
      total: number | null,
    ): string {
      const head = element('AsOf', shanghaiMillis(asOf)) + (total === null ? '' : element('Total', String(total)));
      const inOrder = by(sequences[kind]);
      const written = rows.map(({ row }) =>
        row === null ? '' : element(kind, Object.entries(row).toSorted(inOrder).map(field).join('')),
      );
      const list = element(`${kind}s`, written.join(''));
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
const by =
  (sequence: readonly string[]) =>
  ([a]: [string, unknown], [b]: [string, unknown]): number =>
    sequence.indexOf(a) - sequence.indexOf(b);

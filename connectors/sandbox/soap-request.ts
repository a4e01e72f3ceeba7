/** Reads a SOAP 1.1 request of the tax interface: which operation, and the text of each leaf element. */
import { SaxesParser } from 'saxes';
import { taxNamespace } from './tax.wsdl.js';

export const soapNamespace = 'http://schemas.xmlsoap.org/soap/envelope/';
const wss = 'http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity';
/** The namespace of each element that may stand in a request, by its path. */
const namespaces = new Map([
  ...['Envelope', 'Header', 'Body'].map((name) => [name, soapNamespace] as const),
  ...['Security', 'UsernameToken', 'Username', 'Password', 'Nonce'].map(
    (name) => [name, `${wss}-secext-1.0.xsd`] as const,
  ),
  ['Created', `${wss}-utility-1.0.xsd`],
]);

export interface SoapRequest {
  operation: string;
  /** Texts by path: `Envelope/Body/QueryTaxpayers/PageNo`, the operation's name replaced by `*`. */
  texts: Map<string, string[]>;
}

/** Undefined when it is not a well-formed request, has a DOCTYPE, or an element in a wrong namespace. */
export function readSoapRequest(body: string): SoapRequest | undefined {
  const parser = new SaxesParser({ xmlns: true });
  const path: string[] = [];
  const texts = new Map<string, string[]>();
  let operation = '';
  let text = '';
  let fault = false;
  parser.on('error', () => (fault = true));
  parser.on('doctype', () => (fault = true));
  parser.on('opentag', ({ local, uri }) => {
    if (uri !== (namespaces.get(local) ?? taxNamespace)) fault = true;
    if (path.join('/') === 'Envelope/Body') {
      operation = local;
      path.push('*');
    } else path.push(local);
    text = '';
  });
  parser.on('text', (more) => (text += more));
  parser.on('closetag', () => {
    const at = path.join('/');
    texts.set(at, [...(texts.get(at) ?? []), text.trim()]);
    path.pop();
    text = '';
  });
  parser.write(body).close();
  return fault || operation === '' ? undefined : { operation, texts };
}

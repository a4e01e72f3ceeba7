/** Speaks with the tax registers: SOAP 1.1 from two typed templates, answers read by namespace. NOTES.md has the protocol. */
import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { Instant } from '../../rules/vocabulary.js';
import type { ConnectorContext } from '../connector.js';
import { exchange, refusal } from '../http.js';
import type { SourceSettings } from '../source-settings.js';
import { SourceError, type SourceErrorKind } from '../source-error.js';
import type { HttpRequest, HttpResponse } from '../transport.js';
import { childOf, childrenOf, escapeXml, isNil, parseXml, type XmlElement, XmlError } from '../xml.js';
import type { TaxStream } from './tax.records.js';

/** A row. */
export interface Told {
  /** Element name → text, null for `xsi:nil`; absent elements are absent. */
  value: Record<string, unknown>;
  /** As it came. */
  raw: string;
}

export interface Answer {
  rows: Told[];
  asOf: Instant;
  /** Rows of the whole window; null for a look-up. */
  total: number | null;
}

export interface TaxClient {
  /** One page of a window of change times, `from` ≤ t < `to`. Without `to` the window ends at the answer's `asOf`. */
  page(
    stream: TaxStream,
    window: { from: Instant; to: Instant | null; pageNo: number; pageSize: number },
  ): Promise<Answer>;
  /** Taxpayers by at most {@link lookUpLimit} codes; a code that the source does not know has no row. */
  lookUp(creditCodes: readonly string[]): Promise<Answer>;
}

export const pageLimit = 500;
export const lookUpLimit = 50;

const timeoutMs = 60_000;
const maxBytes = 16 * 1024 * 1024;

const namespace = 'urn:puyang:tax:query:1';
/** What an operation asks for: the element that holds the rows, and that of one row. */
interface Operation {
  name: string;
  list: string;
  row: string;
}
const pages: Record<TaxStream, Operation> = {
  taxpayers: { name: 'QueryTaxpayers', list: 'Taxpayers', row: 'Taxpayer' },
  withholding: { name: 'QueryWithholding', list: 'Withholdings', row: 'Withholding' },
};
const lookUp: Operation = { ...pages.taxpayers, name: 'QueryTaxpayer' };
const soap = 'http://schemas.xmlsoap.org/soap/envelope/';
const wss = 'http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss';

export function createTaxClient(settings: SourceSettings['tax'], context: ConnectorContext): TaxClient {
  const ask = (operation: Operation, content: string) =>
    exchange(
      'tax',
      context,
      () => requestOf(operation.name, content, settings, context),
      (response) => read(operation, response, context),
    );
  return {
    page(stream, { from, to, pageNo, pageSize }) {
      const end = to === null ? '' : `<To>${to}</To>`;
      const size = Math.min(pageSize, pageLimit);
      const window = `<Window><From>${from}</From>${end}</Window>`;
      return ask(pages[stream], `${window}<PageNo>${pageNo}</PageNo><PageSize>${size}</PageSize>`);
    },
    lookUp(creditCodes) {
      const codes = creditCodes.map((code) => `<CreditCode>${escapeXml(code)}</CreditCode>`).join('');
      return ask(lookUp, `<CreditCodes>${codes}</CreditCodes>`);
    },
  };
}

function requestOf(
  operation: string,
  content: string,
  settings: SourceSettings['tax'],
  context: ConnectorContext,
): HttpRequest {
  const head = usernameToken(settings, context);
  const body = `<${operation} xmlns="${namespace}">${content}</${operation}>`;
  return {
    method: 'POST',
    url: settings.url,
    headers: { 'content-type': 'text/xml; charset=utf-8', soapaction: `"${namespace}/${operation}"` },
    body:
      '<?xml version="1.0" encoding="UTF-8"?>' +
      `<soap:Envelope xmlns:soap="${soap}"><soap:Header>${head}</soap:Header><soap:Body>${body}</soap:Body></soap:Envelope>`,
    timeoutMs,
    maxBytes,
  };
}

/** WS-Security UsernameToken: the password itself never travels, nonce and time make each digest good for one request. */
function usernameToken({ username, password }: SourceSettings['tax'], context: ConnectorContext): string {
  const nonce = Buffer.from(context.randomHex(16), 'hex');
  const created = context.now().toISOString();
  const digest = createHash('sha1').update(nonce).update(created).update(password).digest('base64');
  return (
    `<wsse:Security soap:mustUnderstand="1" xmlns:wsse="${wss}-wssecurity-secext-1.0.xsd"` +
    ` xmlns:wsu="${wss}-wssecurity-utility-1.0.xsd"><wsse:UsernameToken>` +
    `<wsse:Username>${escapeXml(username)}</wsse:Username>` +
    `<wsse:Password Type="${wss}-username-token-profile-1.0#PasswordDigest">${digest}</wsse:Password>` +
    `<wsse:Nonce EncodingType="${wss}-soap-message-security-1.0#Base64Binary">${nonce.toString('base64')}</wsse:Nonce>` +
    `<wsu:Created>${created}</wsu:Created></wsse:UsernameToken></wsse:Security>`
  );
}

const answerShape = z.object({
  asOf: z.iso.datetime({ offset: true }),
  total: z
    .string()
    .regex(/^\d{1,9}$/)
    .optional(),
});

function read(operation: Operation, response: HttpResponse, context: ConnectorContext): Answer {
  // A fault may come with either status; a 500 that is no SOAP at all comes from a machine in between.
  if (response.status !== 200 && response.status !== 500) throw refusal('tax', response, context);
  const document = parse(response, context);
  const body =
    document.root.uri === soap && document.root.name === 'Envelope' ? childOf(document.root, soap, 'Body') : undefined;
  if (!body) throw new SourceError('tax', 'protocol', 'tax answered XML that is no SOAP 1.1 envelope');
  const fault = childOf(body, soap, 'Fault');
  if (fault) throw faultError(fault);
  const answer = childOf(body, namespace, `${operation.name}Response`);
  const text = (name: string) => childOf(answer, namespace, name)?.text.trim();
  const shape = answerShape.safeParse({ asOf: text('AsOf'), total: text('Total') });
  if (!answer || response.status !== 200 || !shape.success)
    throw new SourceError('tax', 'contract', `tax did not answer ${operation.name} in the agreed form`);
  const list = childOf(answer, namespace, operation.list);
  const elements = list ? childrenOf(list, namespace, operation.row) : [];
  return {
    rows: elements.map((element) => ({
      value: rowOf(element),
      raw: document.source.slice(element.start, element.end),
    })),
    asOf: new Date(shape.data.asOf).toISOString(),
    total: shape.data.total === undefined ? null : Number(shape.data.total),
  };
}

function parse(response: HttpResponse, context: ConnectorContext) {
  try {
    return parseXml(response.body);
  } catch (error) {
    if (!(error instanceof XmlError)) throw error;
    if (response.status !== 200) throw refusal('tax', response, context);
    throw new SourceError('tax', 'protocol', `tax answered XML that is refused: ${error.message}`);
  }
}

/** A row as it was quoted: the prefixes that it uses were declared around it. Throws XmlError where it uses others. */
export function readQuoted(raw: string): Told {
  const [, prefix] = /^<([\w.-]+):/.exec(raw) ?? [];
  const own = prefix === undefined ? `xmlns="${namespace}"` : `xmlns:${prefix}="${namespace}"`;
  const around = `<quoted ${own} xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">${raw}</quoted>`;
  const [element] = parseXml(Buffer.from(around)).root.children;
  if (!element) throw new XmlError('there is no element');
  return { value: rowOf(element), raw };
}

/** What is no plain text (repeated or nested) is kept as an object, which no schema of a text field accepts. */
function rowOf(element: XmlElement): Record<string, unknown> {
  const row: Record<string, unknown> = {};
  for (const child of element.children) {
    const name = child.uri === namespace ? child.name : `{${child.uri}}${child.name}`;
    const value = isNil(child) ? null : child.text;
    row[name] = name in row || child.children.length > 0 ? {} : value;
  }
  return row;
}

const authFaults = new Set(['FailedAuthentication', 'InvalidSecurity', 'InvalidSecurityToken', 'FailedCheck']);

/** The fault string is not passed on: it may quote the request. The code's prefix is the server's choice. */
function faultError(fault: XmlElement): SourceError {
  const code = fault.children.find((child) => child.name === 'faultcode')?.text.trim() ?? '';
  const local = code.slice(code.indexOf(':') + 1);
  const name = /^[A-Za-z.]{1,40}$/.test(local) ? local : 'of an unknown kind';
  return new SourceError('tax', faultKind(local), `tax answered with a SOAP fault (${name})`);
}

function faultKind(code: string): SourceErrorKind {
  if (authFaults.has(code)) return 'auth';
  if (code === 'Client.NotPermitted') return 'permission';
  if (code.startsWith('Client')) return 'contract';
  return code.startsWith('Server') ? 'unavailable' : 'protocol';
}

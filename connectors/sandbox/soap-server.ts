/** The tax registers, simulated: the SOAP 1.1 interface of tax/NOTES.md, written from that page and not from the client. */
import { createHash, timingSafeEqual } from 'node:crypto';
import { type Faults, listen, type SandboxAnswer, type SandboxServer } from './http-server.js';
import { SeenNonces, toleranceMs } from './once.js';
import { OpenReads, Read } from './open-reads.js';
import type { PictureRow } from './picture.js';
import { type SoapPrefixes, type SoapRow, soapWriter } from './soap-answer.js';
import { readSoapRequest, type SoapRequest } from './soap-request.js';
import { taxWsdl } from './tax.wsdl.js';

/** The rows that the server serves; asked anew for each read, so the picture may move on between reads. */
export interface SoapPicture {
  rows(stream: 'taxpayers' | 'withholding'): Iterable<PictureRow<SoapRow>>;
  /** One taxpayer. */
  row(creditCode: string): PictureRow<SoapRow> | null;
}

export interface SoapServerOptions {
  port: number;
  /** Loopback unless said otherwise. */
  host?: string;
  username: string;
  password: string;
  picture: SoapPicture;
  now: () => Date;
  faults?: Faults;
  prefixes?: SoapPrefixes;
}

/** The path of the one endpoint; `?wsdl` describes it. */
export const soapPath = '/TaxQuery';
const largestPage = 500;
const mostCodes = 50;

type Stream = Parameters<SoapPicture['rows']>[0];
const rowKinds = { taxpayers: 'Taxpayer', withholding: 'Withholding' } as const;

class SoapFault extends Error {
  constructor(
    readonly code: string,
    message: string,
  ) {
    super(message);
  }
}

/** A window being read: its next page waits under operation|from|to|size|number. */
interface OpenWindow {
  read: Read<SoapRow>;
  total: number;
}

export async function startSoapServer(options: SoapServerOptions): Promise<SandboxServer> {
  const { now, picture } = options;
  const nonces = new SeenNonces(now);
  const windows = new OpenReads<OpenWindow>();
  const write = soapWriter(options.prefixes);

  const open = async (stream: Stream, from: string, to: string, skip: number): Promise<OpenWindow> => {
    const count = new Read(picture.rows(stream), from, to);
    let total = 0;
    for (let page = await count.take(largestPage); page.length > 0; page = await count.take(largestPage))
      total += page.length;
    const read = new Read(picture.rows(stream), from, to);
    for (let left = skip; left > 0; left -= largestPage) await read.take(Math.min(left, largestPage));
    return { read, total };
  };

  const queryWindow = async (request: SoapRequest, stream: Stream) => {
    const asOf = now();
    const from = timeOf(one(request, 'Window/From'), 'From');
    const to = timeOf(one(request, 'Window/To') ?? asOf.toISOString(), 'To');
    const number = countOf(one(request, 'PageNo'), 'PageNo', 1e9);
    const size = countOf(one(request, 'PageSize'), 'PageSize', largestPage);
    const page = (of: number) => [stream, from, to, size, of].join('|');
    const window = windows.take(page(number)) ?? (await open(stream, from, to, (number - 1) * size));
    const rows = await window.read.take(size);
    if (number * size < window.total) windows.put(page(number + 1), window);
    return write.answer(`${request.operation}Response`, rowKinds[stream], asOf, rows, window.total);
  };

  const queryTaxpayer = (request: SoapRequest) => {
    const codes = request.texts.get('Envelope/Body/*/CreditCodes/CreditCode') ?? [];
    if (codes.length < 1 || codes.length > mostCodes) throw new SoapFault('Client', '1 to 50 credit codes');
    const rows = codes.map((code) => picture.row(code)).filter((row) => row !== null);
    return write.answer('QueryTaxpayerResponse', 'Taxpayer', now(), rows, null);
  };

  const answer = async (body: string): Promise<string> => {
    const request = readSoapRequest(body);
    if (!request) throw new SoapFault('Client', 'the request is not a SOAP 1.1 message of this interface');
    signIn(request, options, nonces);
    if (request.operation === 'QueryTaxpayers') return queryWindow(request, 'taxpayers');
    if (request.operation === 'QueryWithholding') return queryWindow(request, 'withholding');
    if (request.operation === 'QueryTaxpayer') return queryTaxpayer(request);
    throw new SoapFault('Client', 'no such operation');
  };

  const server: SandboxServer = await listen({
    ...options,
    async answer({ method, path, query, body }) {
      if (path !== soapPath) return xml(404, '<error/>');
      if (method === 'GET' && query.has('wsdl')) return xml(200, taxWsdl(`${server.url}${soapPath}`));
      try {
        return xml(200, await answer(body));
      } catch (error) {
        if (!(error instanceof SoapFault)) throw error;
        return xml(500, write.fault(error.code, error.message));
      }
    },
  });
  return server;
}

function xml(status: number, body: string): SandboxAnswer {
  return { status, headers: { 'content-type': 'text/xml; charset=utf-8' }, body };
}

function signIn(request: SoapRequest, { username, password, now }: SoapServerOptions, nonces: SeenNonces): void {
  const token = (name: string) => request.texts.get(`Envelope/Header/Security/UsernameToken/${name}`)?.[0] ?? '';
  const created = token('Created');
  const age = Math.abs(Date.parse(created) - now().getTime());
  if (!(age <= toleranceMs)) throw new SoapFault('InvalidSecurityToken', 'Created is more than 5 minutes off');
  const nonce = Buffer.from(token('Nonce'), 'base64');
  const expected = createHash('sha1')
    .update(Buffer.concat([nonce, Buffer.from(created + password)]))
    .digest();
  const given = Buffer.from(token('Password'), 'base64');
  const fits = given.length === expected.length && timingSafeEqual(given, expected);
  if (token('Username') !== username || nonce.length < 16 || !fits)
    throw new SoapFault('FailedAuthentication', 'the security token could not be authenticated');
  if (!nonces.use(token('Nonce'))) throw new SoapFault('InvalidSecurityToken', 'the nonce was used before');
}

function one(request: SoapRequest, path: string): string | undefined {
  return request.texts.get(`Envelope/Body/*/${path}`)?.[0];
}

function timeOf(text: string | undefined, name: string): string {
  const time = Date.parse(text ?? '');
  if (Number.isNaN(time)) throw new SoapFault('Client', `${name} must be a time with offset`);
  return new Date(time).toISOString();
}

function countOf(text: string | undefined, name: string, most: number): number {
  if (!/^[1-9]\d{0,9}$/.test(text ?? '') || Number(text) > most)
    throw new SoapFault('Client', `${name} is out of range`);
  return Number(text);
}

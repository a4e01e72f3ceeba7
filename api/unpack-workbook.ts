/** The zip archive that a workbook is, opened within bounds: what it declares and what it really holds are both held against them. */
import { promisify } from 'node:util';
import { crc32, inflateRaw } from 'node:zlib';
import { HubError } from './errors.js';

export const mostUploaded = 2 * 1024 * 1024;
export const mostUnpacked = 20 * 1024 * 1024;
const mostEntries = 200;

export interface Archive {
  paths: ReadonlySet<string>;
  /** The content of an entry, null where there is none. */
  read(path: string): Promise<Buffer | null>;
}

interface Entry {
  path: string;
  method: number;
  checksum: number;
  packed: number;
  unpacked: number;
  at: number;
}

/** Refuses what is no workbook with a sentence that says what it is instead. Nothing is unpacked before it is read. */
export function openWorkbook(bytes: Buffer): Archive {
  if (bytes.length > mostUploaded) throw tooLarge();
  if (bytes.subarray(0, 4).equals(compoundFile)) throw bytes.includes(encryptedPackage) ? encrypted() : oldFormat();
  if (bytes.toString('latin1', 0, 2) !== 'PK') throw noWorkbook();
  const entries = new Map<string, Entry>();
  for (const entry of entriesOf(bytes)) {
    if (entries.has(entry.path)) throw damaged();
    entries.set(entry.path, entry);
  }
  const declared = [...entries.values()].reduce((sum, { unpacked }) => sum + unpacked, 0);
  if (declared > mostUnpacked) throw tooLarge();
  if ([...entries.keys()].some((path) => path.endsWith('vbaProject.bin'))) throw macros();
  if (!entries.has('xl/workbook.xml')) throw noWorkbook();

  return {
    paths: new Set(entries.keys()),
    async read(path) {
      const entry = entries.get(path);
      return entry ? contentOf(bytes, entry) : null;
    },
  };
}

/** The archive's own list at its end. A workbook this small needs no 64-bit sizes: they are read as damage. */
function* entriesOf(bytes: Buffer): Generator<Entry> {
  const end = bytes.lastIndexOf('PK\u0005\u0006', undefined, 'latin1');
  if (end === -1 || end + 22 > bytes.length) throw damaged();
  const count = bytes.readUInt16LE(end + 10);
  if (count > mostEntries) throw tooLarge();
  let at = bytes.readUInt32LE(end + 16);
  for (let i = 0; i < count; i++) {
    if (at + 46 > end || bytes.readUInt32LE(at) !== 0x02014b50) throw damaged();
    const nameEnd = at + 46 + bytes.readUInt16LE(at + 28);
    const entry = {
      path: bytes.toString('utf8', at + 46, nameEnd),
      method: bytes.readUInt16LE(at + 10),
      checksum: bytes.readUInt32LE(at + 16),
      packed: bytes.readUInt32LE(at + 20),
      unpacked: bytes.readUInt32LE(at + 24),
      at: bytes.readUInt32LE(at + 42),
    };
    if (bytes.readUInt16LE(at + 8) & 1) throw encrypted();
    yield entry;
    at = nameEnd + bytes.readUInt16LE(at + 30) + bytes.readUInt16LE(at + 32);
  }
}

const inflate = promisify(inflateRaw);

/** Nothing may unpack to anything but what it declares, so the bound on what is declared is one on what is real. */
async function contentOf(bytes: Buffer, { method, checksum, packed, unpacked, at }: Entry): Promise<Buffer> {
  if (at + 30 > bytes.length || bytes.readUInt32LE(at) !== 0x04034b50) throw damaged();
  const start = at + 30 + bytes.readUInt16LE(at + 26) + bytes.readUInt16LE(at + 28);
  const data = bytes.subarray(start, start + packed);
  if (method !== 8 && method !== 0) throw damaged();
  const content = method === 0 ? data : await inflateWithin(data, unpacked);
  if (content.length !== unpacked || crc32(content) !== checksum) throw damaged();
  return content;
}

/** Stops as soon as there is more than may be. */
async function inflateWithin(data: Buffer, most: number): Promise<Buffer> {
  try {
    return await inflate(data, { maxOutputLength: Math.max(most, 1) });
  } catch {
    throw damaged();
  }
}

/** First bytes of the container of .xls files and of workbooks with a password. */
const compoundFile = Buffer.from('d0cf11e0', 'hex');
const encryptedPackage = Buffer.from('EncryptedPackage', 'utf16le');

export const damaged = () =>
  new HubError(
    'BAD_INPUT',
    '文件已损坏或不完整，请用 Excel 或 WPS 打开后另存为 .xlsx 再上传',
    'the file is damaged or incomplete: open it in Excel or WPS, save it as .xlsx and send it again',
  );
const tooLarge = () =>
  new HubError(
    'LIMIT_EXCEEDED',
    `文件过大：上传最大 ${mostUploaded / 1048576} MiB，展开后最大 ${mostUnpacked / 1048576} MiB，最多 ${mostEntries} 个部件；请删去图片和多余的工作表`,
    `the file is too large: at most ${mostUploaded / 1048576} MiB, ${mostUnpacked / 1048576} MiB unpacked, ${mostEntries} parts; remove pictures and sheets that are not needed`,
  );
const encrypted = () =>
  new HubError('BAD_INPUT', '文件设有密码，请取消密码后再上传', 'the file has a password: remove it and send it again');
const oldFormat = () =>
  new HubError(
    'BAD_INPUT',
    '这是旧格式（.xls）的文件，请另存为 .xlsx 再上传',
    'this is a file of the old format (.xls): save it as .xlsx and send it again',
  );
const macros = () =>
  new HubError(
    'BAD_INPUT',
    '文件含有宏，请另存为不含宏的 .xlsx 再上传',
    'the file holds macros: save it as .xlsx without macros and send it again',
  );
const noWorkbook = () =>
  new HubError(
    'BAD_INPUT',
    '这不是 .xlsx 工作簿，请用 Excel 或 WPS 另存为 .xlsx 再上传',
    'this is no .xlsx workbook: save it as .xlsx in Excel or WPS and send it again',
  );

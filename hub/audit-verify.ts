/**
 * `hub audit verify FILE --keys PUBLIC.json [--anchors FILE] [--keep FILE]`: proves an exported access log, or names the first place that
 * does not fit. A part that was exported `--from` a seal is proved to continue it: `--keep` adds the last seal to a file of one's own, and
 * the next part is held against it by `--anchors`.
 * It stands alone: one file, nothing but node, no database. Copy it anywhere and run it: `node audit-verify.js FILE --keys …`.
 *
 * Exit codes: 0 everything fits; 1 something does not; 2 it cannot be tried; 3 everything fits, but the log was silent for over two minutes.
 */
import { createPublicKey, hash, verify } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { appendFileSync, existsSync, readdirSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const usage = 'usage: hub audit verify FILE --keys PUBLIC.json [--anchors FILE or FOLDER] [--keep FILE]';
const format = 'puyang-access-log/1';
const sealTag = 'puyang-access-seal/1';
const fieldNames = 'eventId,at,client,audience,purpose,basis,agreementId,operation,fields,outcome,subject,target,salt';
const fieldCount = fieldNames.split(',').length;
const silentMs = 120_000;
const keptMs = 3 * 365 * 86_400_000;
const lateMs = 10_000;
const mostInSeal = 100_000;
const sayMs = 2000;

/** The algorithms that a log may name. SM2 with an empty signer's identifier, which is OpenSSL's default. */
const profiles: Record<string, { digest: string; signature: string | null }> = {
  standard: { digest: 'sha256', signature: null },
  sm: { digest: 'sm3', signature: 'sm3' },
};

type Io = Record<'stdout' | 'stderr', { write(text: string): unknown }>;

interface Seal {
  seal: number;
  at: string;
  size: number;
  root: string;
  previousRoot: string;
  profile: string;
  keyId: string;
  signature: string;
}

interface Head {
  format: string;
  log: string;
  profile: string;
  size: number;
  seals: number;
  fields: string[];
  exportedAt?: string;
  /** The seal that this part continues, and the whole subtrees of its tree, the largest first. */
  from?: { seal: Seal; peaks: string[] };
}

type Keys = ReadonlyMap<string, { key: KeyObject; profile: string }>;
/** What an outside place says of a seal, or one's own note, and where. */
type Anchor = Seal & { log: string; from: string };
type Anchors = ReadonlyMap<number, readonly Anchor[]>;

/** The first thing that does not fit. */
class Misfit extends Error {}
/** It cannot be tried. */
class Unreadable extends Error {}

export async function run(args: string[], io: Io): Promise<number> {
  let line = 0;
  try {
    const { file, keys, anchors, keep } = readOptions(args);
    const log = openLog(readKeys(keys), anchors === undefined ? new Map() : readAnchors(anchors));
    const began = Date.now();
    let said = began;
    for await (const bytes of blocksOf(file)) {
      for (let begin = 0; begin < bytes.length;) {
        const newline = bytes.indexOf(10, begin);
        const end = newline === -1 ? bytes.length : newline;
        line++;
        // Nearly every line is an event in the form in which the hub writes it; anything else is read as JSON.
        if (!log.takeAsWritten(bytes, begin, end)) log.take(parsed(bytes.toString('utf8', begin, end), line));
        begin = end + 1;
      }
      if (Date.now() - said < sayMs) continue;
      said = Date.now();
      io.stderr.write(`${log.size().toLocaleString('en')} events fit\n`);
    }
    const { silences, lines, note } = log.close();
    if (keep !== undefined) appendFileSync(keep, `${note}\n`);
    const seconds = (Date.now() - began) / 1000;
    io.stdout.write(`${[...lines, `${seconds.toFixed(1)} s`, ...silences].join('\n')}\n`);
    return silences.length > 0 ? 3 : 0;
  } catch (error) {
    if (error instanceof Misfit) {
      io.stdout.write(`line ${line} does not fit: ${error.message}\n`);
      return 1;
    }
    const { message, code } = error as NodeJS.ErrnoException;
    io.stderr.write(`hub audit verify: ${code === 'ENOENT' ? `there is no such file: ${message}` : message}\n`);
    return 2;
  }
}

/** Takes the lines of an export in their order, and throws at the first that does not fit. */
function openLog(keys: Keys, anchors: Anchors) {
  let head: Head | undefined;
  let digest = 'sha256';
  let tree = growTree(digest);
  let begun: Seal | undefined;
  let last: Seal | undefined;
  let ended = false;
  let [erased, marked, anchored, clockBack] = [0, 0, 0, 0];
  let instants: number[] = [];
  let erasedHere = 0;
  const silences: string[] = [];

  function begin(line: Head): void {
    if (line?.format !== format || String(line.fields) !== fieldNames || typeof line.log !== 'string')
      throw new Unreadable(`the file is no access log in the format ${format}`);
    const profile = Object.hasOwn(profiles, line.profile) ? profiles[line.profile] : undefined;
    if (!profile) throw new Unreadable(`the log names algorithms that are not known here: ${line.profile}`);
    head = line;
    digest = profile.digest;
    tree = growTree(digest);
    if (line.from) goOn(line.from);
  }

  /** The tree grows from the one that was sealed before: what fits from here on extends it, and changed nothing of it. */
  function goOn({ seal, peaks }: { seal: Seal; peaks: string[] }): void {
    const name = `seal ${seal?.seal}, which it continues,`;
    if (!isSeal(seal) || !Array.isArray(peaks) || !peaks.every(isHash) || peaks.length !== onesOf(seal.size))
      throw new Misfit('what it continues is no seal with its subtrees');
    tree = growTree(digest, seal.size, peaks);
    if (tree.root() !== seal.root) throw new Misfit(`${name} has another root than its subtrees`);
    mustBeSigned(seal, name);
    begun = last = seal;
  }

  function mustBeSigned(seal: Seal, name: string): void {
    if (!keys.has(seal.keyId)) throw new Misfit(`${name} is of key ${seal.keyId}, which is not among the public keys`);
    if (seal.profile !== head!.profile || !isSigned(keys, head!.log, seal))
      throw new Misfit(`${name} has a signature that is not of key ${seal.keyId}`);
    for (const anchor of anchors.get(seal.seal) ?? []) {
      if (anchor.log !== head!.log || anchor.root !== seal.root || anchor.size !== seal.size) {
        mustBeGenuine(anchor);
        throw new Misfit(`${name} is not the one that was anchored: ${anchor.from} holds another root`);
      }
      anchored++;
    }
  }

  /** What no key signed says nothing against the log, and must not go unnoticed either. */
  function mustBeGenuine(anchor: Anchor): void {
    if (!isSigned(keys, anchor.log, anchor))
      throw new Unreadable(`${anchor.from} holds a root as seal ${anchor.seal} that none of the keys signed`);
  }

  function add(leaf: string, instant: number): void {
    tree.add(leaf);
    if (instants.push(instant) > mostInSeal) throw new Misfit(`more than ${mostInSeal} events stand before one seal`);
  }

  function takeEvent([number, leaf, ...fields]: [number, string, ...(string | null)[]]): void {
    const place = tree.size();
    if (number !== place) throw new Misfit(`event ${number} stands where event ${place} belongs`);
    if (!isHash(leaf)) throw new Misfit(`event ${number} has no leaf`);
    if (fields.length === 0) {
      erasedHere++;
      return add(leaf, Number.NaN);
    }
    const own = fields.length === fieldCount ? leafOf(digest, fields) : undefined;
    if (own !== leaf) throw new Misfit(`event ${number} (${fields[0]}) is not what its leaf says`);
    add(own, Date.parse(fields[1]!));
  }

  function takeSeal(seal: Seal): void {
    if (!isSeal(seal)) throw new Misfit('it is neither an event nor a seal');
    const name = `seal ${seal.seal} of ${seal.at}`;
    const expected = last ? last.seal + 1 : 0;
    if (seal.seal !== expected) throw new Misfit(`${name} stands where seal ${expected} belongs`);
    if (seal.size !== tree.size())
      throw new Misfit(`${name} is over ${seal.size} events, and ${tree.size()} stand before it`);
    const before = last?.root ?? hash(digest, '', 'hex');
    if (seal.previousRoot !== before) throw new Misfit(`${name} does not continue the root before it`);
    const among = seal.size === (last?.size ?? 0) ? 'no event' : `events ${last?.size ?? 0} to ${seal.size - 1}`;
    if (tree.root() !== seal.root) throw new Misfit(`${name} has another root: ${among} were changed since`);
    mustBeSigned(seal, name);
    if (erasedHere > 0 && Date.parse(seal.at) > Date.now() - keptMs)
      throw new Misfit(`${name}: ${erasedHere} of its events have lost their content, which is kept for three years`);
    erased += erasedHere;
    erasedHere = 0;
    if (last) {
      const gap = Date.parse(seal.at) - Date.parse(last.at);
      if (gap > silentMs)
        silences.push(`silent for ${Math.round(gap / 1000)} s: no heartbeat between ${last.at} and ${name}`);
      if (gap < 0) clockBack++;
    }
    const at = Date.parse(seal.at);
    // Numbers are given in the order of sealing, whatever the clock said; who reads may want to know.
    marked += instants.filter((instant) => Math.abs(at - instant) > lateMs).length;
    instants = [];
    last = seal;
  }

  function end(line: { size: number; seals: number }): void {
    const seals = last ? last.seal + 1 : 0;
    if (instants.length > 0 || tree.size() !== (last?.size ?? 0))
      throw new Misfit(`${tree.size() - (last?.size ?? 0)} events at the end are not sealed`);
    if (line.size !== tree.size() || line.seals !== seals || head!.size !== line.size || head!.seals !== seals)
      throw new Misfit(`the head tells of ${head!.size} events in ${head!.seals} seals, the end of others`);
    ended = true;
  }

  return {
    size: () => tree.size(),
    /** False: the line is no event as the hub writes it, and nothing was taken. */
    takeAsWritten(bytes: Buffer, begin: number, end: number): boolean {
      if (!head || ended) return false;
      const event = readEvent(bytes, begin, end);
      if (event?.number !== tree.size()) return false;
      const own = hash(digest, room.subarray(0, event.length), 'hex');
      if (own !== bytes.toString('latin1', event.leafAt, event.leafAt + 64)) return false;
      add(own, event.instant);
      return true;
    },
    take(line: unknown): void {
      if (ended) throw new Misfit('there is more behind the end');
      if (!head) begin(line as Head);
      else if (Array.isArray(line)) takeEvent(line as [number, string, ...(string | null)[]]);
      else if (typeof line === 'object' && line !== null && 'end' in line)
        end(line as unknown as { size: number; seals: number });
      else takeSeal(line as Seal);
    },
    /** After the last line. */
    close(): { lines: string[]; silences: string[]; note: string } {
      if (!head) throw new Unreadable('the file is empty');
      if (!ended) throw new Misfit(`the file breaks off after event ${tree.size() - 1}`);
      const missing = [...anchors].filter(([seal]) => seal > (last?.seal ?? -1)).flatMap(([, those]) => those);
      const furthest = missing.toSorted((a, b) => b.seal - a.seal)[0];
      if (furthest) {
        mustBeGenuine(furthest);
        const { from, seal, at, size } = furthest;
        const ends = `the log ends with ${tree.size()} events at seal ${last?.seal ?? -1}`;
        throw new Misfit(`${ends}, and ${from} holds seal ${seal} of ${at} over ${size}: its tail is missing`);
      }
      const quiet = Date.parse(head.exportedAt ?? '') - Date.parse(last?.at ?? '');
      if (quiet > silentMs)
        silences.push(`silent at its end: exported ${Math.round(quiet / 1000)} s after its last seal`);
      const [events, seals] = [tree.size() - (begun?.size ?? 0), (last?.seal ?? -1) - (begun?.seal ?? -1)];
      const lines = [
        `${events} events in ${seals} seals fit: leaves, numbers, roots, signatures`,
        `log ${head.log}, last seal ${last?.at ?? 'none'}, root ${last?.root ?? 'none'}`,
        anchors.size > 0
          ? `${anchored} anchored roots agree`
          : 'no anchors were given: whoever holds the sealing key could have written all of this anew',
      ];
      const held = anchors.has(begun?.seal ?? -1) ? 'as anchored' : 'hold it against what was verified before';
      if (begun) lines.push(`it continues seal ${begun.seal} over ${begun.size} events, root ${begun.root}: ${held}`);
      if (erased > 0) lines.push(`of ${erased} events the content was erased; their hashes stand`);
      if (marked > 0)
        lines.push(`${marked} events were sealed more than ${lateMs / 1000} s before or after their own time`);
      if (clockBack > 0) lines.push(`the clock went back ${clockBack} times; numbers did not`);
      return { lines, silences, note: last ? JSON.stringify({ log: head.log, ...last }) : '' };
    },
  };
}

/** RFC 9162's tree as its whole subtrees, the largest first. Hashes are hex: node hands out text three times as fast as bytes. */
function growTree(digest: string, begun = 0, subtrees: readonly string[] = []) {
  const node = Buffer.alloc(65);
  node[0] = 1;
  const above = (left: string, right: string): string => {
    node.write(left, 1, 'hex');
    node.write(right, 33, 'hex');
    return hash(digest, node, 'hex');
  };
  let size = begun;
  const peaks = [...subtrees];
  return {
    size: () => size,
    add(leaf: string): void {
      let whole = leaf;
      // As many merges as the number of leaves before ends in ones.
      for (let left = size; left % 2 === 1; left = (left - 1) / 2) whole = above(peaks.pop()!, whole);
      peaks.push(whole);
      size++;
    },
    root: (): string => (size === 0 ? hash(digest, '', 'hex') : peaks.reduceRight((right, left) => above(left, right))),
  };
}

/** A tree of so many leaves consists of as many whole subtrees. */
const onesOf = (size: number): number => size.toString(2).replaceAll('0', '').length;

const isHash = (text: unknown): text is string => typeof text === 'string' && /^[0-9a-f]{64}$/.test(text);

let room = Buffer.alloc(64 * 1024);

/** Each text behind its length; null has a length that no text has. */
function lengthPrefixed(texts: readonly (string | null)[], begin = 0): number {
  let needed = begin;
  for (const text of texts) needed += 4 + (text === null ? 0 : text.length * 3);
  if (needed > room.length) room = Buffer.concat([room], needed * 2);
  let end = begin;
  for (const text of texts) {
    const length = text === null ? 0xffff_ffff : room.write(text, end + 4);
    room.writeUInt32BE(length, end);
    end += text === null ? 4 : 4 + length;
  }
  return end;
}

interface WrittenEvent {
  number: number;
  leafAt: number;
  /** Bytes of the leaf's content, which stand in `room`. */
  length: number;
  instant: number;
}

const [quote, comma, backslash] = [34, 44, 92];

/**
 * `[number,"leaf","field",null,…]` without a space or an escape, straight from its bytes to those that are hashed: three times as
 * fast as by JSON. Null for any other line.
 */
function readEvent(bytes: Buffer, begin: number, end: number): WrittenEvent | null {
  if (bytes[begin] !== 91 || bytes[end - 1] !== 93) return null;
  if (end - begin > room.length / 2) room = Buffer.concat([room], (end - begin) * 4);
  let at = begin + 1;
  let number = 0;
  for (let digit = bytes[at]! - 48; digit >= 0 && digit <= 9; digit = bytes[++at]! - 48) number = number * 10 + digit;
  if (at === begin + 1 || (bytes[begin + 1] === 48 && at > begin + 2)) return null;
  const leafAt = at + 2;
  if (bytes[at] !== comma || bytes[at + 1] !== quote || bytes[leafAt + 64] !== quote) return null;
  at = leafAt + 65;
  let length = 1;
  let instant = Number.NaN;
  room[0] = 0;
  for (let field = 0; field < fieldCount; field++) {
    if (bytes[at] !== comma) return null;
    const prefix = length;
    length += 4;
    if (bytes[at + 1] === quote) {
      const first = at + 2;
      for (at = first; bytes[at] !== quote; at++) {
        const byte = bytes[at]!;
        if (byte === backslash || byte < 32 || at >= end) return null;
        room[length++] = byte;
      }
      if (field === 1) instant = instantAt(bytes, first, at);
      at++;
      writeLength(prefix, length - prefix - 4);
    } else {
      if (at + 5 > end || bytes.readUInt32BE(at + 1) !== 0x6e75_6c6c) return null;
      at += 5;
      writeLength(prefix, 0xffff_ffff);
    }
  }
  return at === end - 1 ? { number, leafAt, length, instant } : null;
}

function writeLength(at: number, length: number): void {
  room[at] = length >>> 24;
  room[at + 1] = length >>> 16;
  room[at + 2] = length >>> 8;
  room[at + 3] = length;
}

let [knownDay, knownDayMs] = ['', 0];

/** `2026-11-28T01:02:03.004Z`; the day is looked up once for all events of it. */
function instantAt(bytes: Buffer, first: number, end: number): number {
  if (end - first !== 24) return Date.parse(bytes.toString('latin1', first, end));
  const day = bytes.toString('latin1', first, first + 10);
  if (day !== knownDay) [knownDay, knownDayMs] = [day, Date.parse(day)];
  const two = (at: number) => (bytes[first + at]! - 48) * 10 + bytes[first + at + 1]! - 48;
  const milliseconds = (bytes[first + 20]! - 48) * 100 + two(21);
  return knownDayMs + ((two(11) * 60 + two(14)) * 60 + two(17)) * 1000 + milliseconds;
}

function leafOf(digest: string, fields: readonly (string | null)[]): string {
  if (!fields.every((field) => field === null || typeof field === 'string')) throw new Misfit('a field is no text');
  const end = lengthPrefixed(fields, 1);
  room[0] = 0;
  return hash(digest, room.subarray(0, end), 'hex');
}

const texts = ['at', 'root', 'previousRoot', 'profile', 'keyId', 'signature'] as const;
const isCount = (value: unknown): boolean => Number.isSafeInteger(value) && (value as number) >= 0;

function isSeal(line: Partial<Seal> | null | undefined): boolean {
  if (typeof line !== 'object' || line === null) return false;
  if (!isCount(line.seal) || !isCount(line.size)) return false;
  return texts.every((name) => typeof line[name] === 'string') && !Number.isNaN(Date.parse(line.at!));
}

function isSigned(keys: Keys, log: string, { signature, ...seal }: Seal): boolean {
  const { profile, keyId, at, size, root, previousRoot } = seal;
  const known = keys.get(keyId);
  // Some letters of base64 can be written in more ways than one; a signature is written in one.
  const bytes = Buffer.from(signature, 'base64');
  if (known?.profile !== profile || bytes.toString('base64') !== signature) return false;
  const end = lengthPrefixed([sealTag, log, profile, keyId, String(seal.seal), at, String(size), root, previousRoot]);
  return verify(profiles[profile]!.signature, room.subarray(0, end), known.key, bytes);
}

/** Some hundred whole lines at a time, in one room that is used again. */
async function* blocksOf(file: string): AsyncGenerator<Buffer> {
  const handle = await open(file);
  try {
    let block = Buffer.alloc(1 << 18);
    for (let kept = 0; ;) {
      const { bytesRead } = await handle.read(block, kept, block.length - kept);
      const filled = kept + bytesRead;
      const whole = bytesRead === 0 ? filled : block.lastIndexOf(10, filled - 1) + 1;
      if (whole > 0) yield block.subarray(0, whole);
      if (bytesRead === 0) return;
      block.copyWithin(0, whole, filled);
      kept = filled - whole;
      if (kept > 1 << 24) throw new Unreadable('a line is longer than any event');
      if (kept === block.length) block = Buffer.concat([block], kept * 2);
    }
  } finally {
    await handle.close();
  }
}

/** Undefined: it is none. */
function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function parsed(text: string, line: number): unknown {
  const value = jsonOf(text);
  if (value !== undefined) return value;
  throw line === 1 ? new Unreadable(`the file is no access log in the format ${format}`) : new Misfit('it is not JSON');
}

function readKeys(file: string): Keys {
  const read = jsonOf(readFileSync(file, 'utf8')) as { keys?: { keyId: string; profile: string; publicKey: string }[] };
  if (!Array.isArray(read?.keys) || read.keys.length === 0) throw new Unreadable(`${file} holds no public keys`);
  return new Map(
    read.keys.map((one) => {
      try {
        return [one.keyId, { key: createPublicKey(one.publicKey), profile: one.profile }];
      } catch {
        throw new Unreadable(`${file} holds a key that is none: ${one?.keyId}`);
      }
    }),
  );
}

/** A file with a line a root, or a folder with a file a root, as an outside place keeps them. */
function readAnchors(path: string): Anchors {
  const files = statSync(path).isDirectory() ? readdirSync(path).map((name) => join(path, name)) : [path];
  const anchors = new Map<number, Anchor[]>();
  for (const file of files)
    for (const [i, line] of readFileSync(file, 'utf8').split('\n').entries()) {
      if (line === '') continue;
      const anchor = anchorIn(line, file);
      if (!anchor) throw new Unreadable(`${file}, line ${i + 1}, is no anchored root`);
      anchors.set(anchor.seal, [...(anchors.get(anchor.seal) ?? []), anchor]);
    }
  if (anchors.size === 0) throw new Unreadable(`${path} holds no anchored roots`);
  return anchors;
}

function anchorIn(line: string, from: string): Anchor | null {
  const read = jsonOf(line) as Anchor | undefined;
  if (!isSeal(read) || typeof read!.log !== 'string' || !Object.hasOwn(profiles, read!.profile)) return null;
  return { ...read!, from };
}

function readOptions(args: string[]) {
  try {
    const string = { type: 'string' } as const;
    const options = { keys: string, anchors: string, keep: string };
    const { values, positionals } = parseArgs({ args, options, allowPositionals: true });
    const [file, ...more] = positionals;
    const { keys, anchors, keep } = values;
    if (file !== undefined && more.length === 0 && keys !== undefined) return { file, keys, anchors, keep };
  } catch {
    // falls through to the usage line
  }
  throw new Unreadable(usage);
}

/** Whoever runs it by a link must not be told by silence that all is well. */
function isProgram(path: string | undefined): boolean {
  return path !== undefined && existsSync(path) && [path, realpathSync(path)].includes(fileURLToPath(import.meta.url));
}

if (isProgram(process.argv[1])) process.exitCode = await run(process.argv.slice(2), process);

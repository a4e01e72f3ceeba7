/** The access log from an event to a verified file, without a worker's clock. */
import { once } from 'node:events';
import { createWriteStream, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type pg from 'pg';
import { run } from '../../hub/audit-verify.js';
import { exportLines, readSeal, sealLine } from '../../schema/access-log/export.reads.js';
import { claimedFields, leafOf, sealBytes } from '../../schema/access-log/leaf.js';
import type { ClaimedEvent } from '../../schema/access-log/leaf.js';
import { append, rootOf } from '../../schema/access-log/merkle.js';
import type { Subtree } from '../../schema/access-log/merkle.js';
import type { Sealed, Sealer, SealingKey } from '../../schema/access-log/seal.writes.js';
import { sealSome } from '../../schema/access-log/seal.writes.js';
import type { Vault } from '../../schema/vault.js';

/** Seals whatever waits; `atOnce` in one seal. */
export async function sealAll(pool: pg.Pool, sealer: Sealer, atOnce?: number): Promise<Sealed[]> {
  const seals: Sealed[] = [];
  for (;;) {
    const sealed = await sealSome(pool, sealer, atOnce);
    if (sealed === null) return seals;
    seals.push(sealed);
  }
}

/** `from`: only what was sealed after this seal. */
export async function exported(pool: pg.Pool, vault: Vault, from?: number): Promise<string[]> {
  const lines: string[] = [];
  const seal = from === undefined ? undefined : await readSeal(pool, from);
  for await (const { line } of exportLines(pool, vault, new Date(), seal)) lines.push(line);
  return lines;
}

/** An export written anew with the sealing key in hand: every leaf, root and signature is made again over what `change` leaves. */
export function forged(
  lines: readonly string[],
  { profile, privateKey, keyId }: SealingKey,
  change: { event?: (fields: (string | null)[], number: number) => void; at?: (at: Date, seal: number) => Date },
): string[] {
  const peaks: Subtree[] = [];
  const { log } = JSON.parse(lines[0]!) as { log: string };
  let previousRoot = rootOf(profile, []);
  return lines.map((line, i) => {
    const known = JSON.parse(line) as unknown;
    if (Array.isArray(known)) {
      const [number, , ...fields] = known as [number, string, ...(string | null)[]];
      change.event?.(fields, number);
      if (fields.length === 0) {
        append(profile, peaks, [Buffer.from((known as string[])[1]!, 'hex')]);
        return line;
      }
      const claim = Object.fromEntries(claimedFields.map((name, at) => [name, fields[at]])) as ClaimedEvent;
      const leaf = leafOf(profile, claim);
      append(profile, peaks, [leaf]);
      return JSON.stringify([number, leaf.toString('hex'), ...fields]);
    }
    if (i === 0) {
      const head = known as { exportedAt: string };
      const exportedAt = change.at?.(new Date(head.exportedAt), Infinity) ?? head.exportedAt;
      return JSON.stringify({ ...head, exportedAt });
    }
    if (i === lines.length - 1) return line;
    const { seal, size, ...rest } = known as { seal: number; size: number; at: string };
    const at = change.at?.(new Date(rest.at), seal) ?? new Date(rest.at);
    const root = rootOf(profile, peaks);
    const claim = { logId: log, profile: profile.name, keyId, seal, at, size, root, previousRoot };
    const signature = profile.sign(privateKey, sealBytes(claim));
    const written = { seal, at, size, profile: profile.name, keyId, root: root.toString('hex') };
    const made = { ...written, previousRoot: previousRoot.toString('hex'), signature: signature.toString('base64') };
    previousRoot = root;
    return JSON.stringify(made);
  });
}

export interface Verdict {
  code: number;
  said: string;
}

/** What `hub audit verify` says of these lines, or of a file as it is. */
export async function verdictOn(
  folder: string,
  content: readonly string[] | Buffer,
  publicFile: string,
  anchors?: string,
  keep?: string,
): Promise<Verdict> {
  const file = join(folder, 'export.ndjson');
  writeFileSync(file, Buffer.isBuffer(content) ? content : content.map((line) => `${line}\n`).join(''));
  let said = '';
  const stream = { write: (text: string) => (said += text) };
  const options = [
    ...(anchors === undefined ? [] : ['--anchors', anchors]),
    ...(keep === undefined ? [] : ['--keep', keep]),
  ];
  const code = await run([file, '--keys', publicFile, ...options], { stdout: stream, stderr: stream });
  return { code, said };
}

/** An export of so many invented events, no two alike, in seals of a thousand; without a database. */
export async function writeLargeExport(file: string, key: SealingKey, events: number): Promise<void> {
  const { profile, keyId, privateKey } = key;
  const out = createWriteStream(file);
  const log = '01980000-0000-4000-8000-000000000000';
  const seals = events / 1000;
  const head = {
    format: 'puyang-access-log/1',
    log,
    profile: profile.name,
    size: events,
    seals,
    fields: claimedFields,
  };
  out.write(`${JSON.stringify(head)}\n`);
  const peaks: Subtree[] = [];
  let previousRoot = rootOf(profile, peaks);
  for (let seal = 0; seal < seals; seal++) {
    const at = new Date(1_790_000_000_000 + seal * 1000);
    const claims = Array.from({ length: 1000 }, (_, i) => inventedClaim(seal * 1000 + i, at));
    const leaves = claims.map((claim) => leafOf(profile, claim));
    append(profile, peaks, leaves);
    const lines = claims.map((claim, i) =>
      JSON.stringify([seal * 1000 + i, leaves[i]!.toString('hex'), ...claimedFields.map((field) => claim[field])]),
    );
    const root = rootOf(profile, peaks);
    const size = (seal + 1) * 1000;
    const claim = { logId: log, profile: profile.name, keyId, seal, at, size, root, previousRoot };
    const signature = profile.sign(privateKey, sealBytes(claim));
    const { logId: _, ...rest } = claim;
    lines.push(JSON.stringify(sealLine({ ...rest, signature })));
    previousRoot = root;
    if (!out.write(`${lines.join('\n')}\n`)) await once(out, 'drain');
  }
  out.end(`${JSON.stringify({ end: true, size: events, seals })}\n`);
  await once(out, 'finish');
}

function inventedClaim(number: number, at: Date): ClaimedEvent {
  const digits = String(number).padStart(12, '0');
  return {
    eventId: `01980000-0000-7000-8000-${digits}`,
    at: at.toISOString(),
    client: '民政局',
    audience: 'partner',
    purpose: 'social-assistance',
    basis: '《社会救助暂行办法》',
    agreementId: '01980000-0000-7000-8000-000000000000',
    operation: 'person#0123456789abcdef',
    fields: 'Person.birthDate,Person.employments,Person.name',
    outcome: 'shown',
    subject: `person:${digits}${digits}01234567`,
    target: null,
    salt: `5c0f7a3e-9d1b-4c2a-8e6f-${digits}`,
  };
}

/** Which invented world the embedded mode shows, and which day it is there: HUB_HOME/sandbox.json. */
import { readFileSync } from 'node:fs';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { civilDay } from '../rules/shanghai-time.js';

const msPerDay = 86_400_000;
/** Day folders are made for each day since the first start; beyond this many the world stands still. */
const mostDays = 400;

const shape = z.object({
  seed: z.int(),
  persons: z.int().min(200).max(4_000_000),
  day0: z.iso.date(),
  months: z.int().min(1).max(120),
  /** How far the clock of the embedded mode is ahead of the machine's. */
  offsetDays: z.int().nonnegative(),
  /** Civil day of the machine's clock at the first start; day 0 itself unless SANDBOX_DAY fixed another. */
  startedOn: z.iso.date(),
});
export type SandboxState = z.infer<typeof shape>;

/** One clear line for whoever started the command. */
export class SandboxFault extends Error {}

const fileIn = (home: string) => join(home, 'sandbox.json');

/** The stored state, or null before the first start. Throws one clear line when the file is damaged. */
export async function readSandboxState(home: string): Promise<SandboxState | null> {
  try {
    return parse(await readFile(fileIn(home), 'utf8'), home);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}

function parse(text: string, home: string): SandboxState {
  try {
    return shape.parse(JSON.parse(text));
  } catch {
    throw new SandboxFault(`${fileIn(home)} is damaged; restore it, or remove ${home} to begin with an empty hub`);
  }
}

/** Replaces the state as a whole: a reader sees the old or the new one. */
export async function writeSandboxState(home: string, state: SandboxState): Promise<void> {
  await mkdir(home, { recursive: true });
  await replaceFile(fileIn(home), `${JSON.stringify(state, null, 2)}\n`);
}

export async function replaceFile(path: string, text: string): Promise<void> {
  const unfinished = `${path}.${process.pid}.new`;
  await writeFile(unfinished, text, { mode: 0o600 });
  await rename(unfinished, path);
}

/** The clock of the embedded mode. */
export function clockOf(state: Pick<SandboxState, 'offsetDays'>, machine: Date): Date {
  return new Date(machine.getTime() + state.offsetDays * msPerDay);
}

/** How many days the invented world has gone on since day 0: it advances at midnight, and when it is told to. */
export function daysSinceDay0(state: SandboxState, machine: Date): number {
  const days = (Date.parse(civilDay(clockOf(state, machine))) - Date.parse(state.startedOn)) / msPerDay;
  return Math.min(Math.max(days, 0), mostDays);
}

/** A clock for processes of the embedded mode that follows `hub sandbox advance`; without a sandbox it is the machine's. */
export function embeddedClock(home: string): () => Date {
  let [readAt, offsetDays] = [Number.NEGATIVE_INFINITY, 0];
  return () => {
    const machine = new Date();
    if (machine.getTime() - readAt >= 500) {
      readAt = machine.getTime();
      try {
        offsetDays = parse(readFileSync(fileIn(home), 'utf8'), home).offsetDays;
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
        offsetDays = 0;
      }
    }
    return clockOf({ offsetDays }, machine);
  };
}

/** What every command is given and gives back. */
export interface Io {
  stdin: NodeJS.ReadableStream;
  stdout: NodeJS.WritableStream;
  stderr: NodeJS.WritableStream;
}

/** Runs to the end and returns the exit code: 0, 1 for a failure, 2 for a request that cannot be carried out. */
export type Command = (args: string[], io: Io) => Promise<number>;

/** Something that the user can mend: one clear line instead of a stack trace. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
}

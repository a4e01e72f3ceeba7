/** `hub <command>`: finds the command's file and runs it. A command is loaded only when it is asked for. */
import { enableCompileCache } from 'node:module';
import type { Command, Io } from './command.js';

// What was compiled once is not compiled again: each of the hub's processes is up a second sooner from the second start on.
enableCompileCache();

const commands: Record<string, [summary: string, load: () => Promise<{ run: Command }>]> = {
  start: ['everything on this machine: database, sandbox, API and worker', () => import('./start.js')],
  serve: ['the API', () => import('./serve.js')],
  work: ['the worker', () => import('./work.js')],
  migrate: ['bring the database up to date', () => import('./migrate.js')],
  sandbox: ['the simulated source systems: serve, sample, advance', () => import('./sandbox.js')],
  sync: ['ask a running hub for a sync; cancel, retry, pause, resume, list', () => import('./sync.js')],
  rules: ['ask the rules of the policy: decide, list, preview', () => import('./rules.js')],
  calendar: ['working days by year: list, import', () => import('./calendar.js')],
  keys: ['the keys of what is sealed: list, status, add, rotate, drop', () => import('./keys.js')],
  codes: ['the code lists: list, import a file', () => import('./codes.js')],
  client: ['the machines that may ask: add, rotate, revoke, list', () => import('./client.js')],
  account: ['the people who sign in: add, reset, dismiss, list', () => import('./account.js')],
  platform: ['the job platforms that registered themselves: list, revoke', () => import('./platform.js')],
  'sign-in-key': ['keys for the built-in authorization server', () => import('./sign-in-key.js')],
  audit: ['the access log: export, verify, create-key', () => import('./audit.js')],
  documents: ['which documents a partner asks by id: list, add, remove', () => import('./documents.js')],
  setting: ['how a bureau has set the hub', () => import('./setting.js')],
  token: ['a token of the embedded issuer', () => import('./token.js')],
};

const oldestNode = [22, 17] as const;

async function main(args: string[], io: Io): Promise<number> {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major < oldestNode[0] || (major === oldestNode[0] && minor < oldestNode[1])) {
    io.stderr.write(
      `hub: Node ${process.versions.node} is too old; run it through npm, which brings its own: npm run --silent hub -- ${args.join(' ')}\n`,
    );
    return 2;
  }
  const [name = '', ...rest] = args;
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (!command) {
    const lines = Object.entries(commands).map(([known, [summary]]) => `  ${known.padEnd(13)}${summary}`);
    io.stderr.write(`usage: hub <command>\n${lines.join('\n')}\n`);
    return 2;
  }
  const { run } = await command[1]();
  return run(rest, io);
}

/** One line for whoever sits at the terminal; HUB_DEBUG=1 shows where it came from. */
function fail(error: unknown): never {
  const { name, message, stack } = error instanceof Error ? error : new Error(String(error));
  process.stderr.write(`hub ${process.argv[2]}: ${process.env['HUB_DEBUG'] ? stack : message}\n`);
  process.exit(name === 'Refusal' ? 2 : 1);
}

process.on('uncaughtException', fail);
// Exits rather than waits: a connection that is slow to close must not keep an ended command alive. What was said goes out before.
main(process.argv.slice(2), process).then((code) => process.stdout.write('', () => process.exit(code)), fail);

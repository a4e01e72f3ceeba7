/** The API and the worker as the processes that a deployment runs, on a database, a key file and an issuer of their own. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { createIssuer, issueToken, issuerKeyFile } from '../../hub/issue-token.js';
import { openDatabase } from '../../schema/database.js';
import type { Database } from '../../schema/database.js';
import { freePort } from '../../schema/embedded-postgres.js';
import { createKeyFile } from '../../schema/vault.js';
import { type Answer, type Ask, readAnswer } from './api.js';
import { createTestDatabase } from './database.js';
import { program } from './hub-process.js';
import { testSealing } from './sealing.js';

export interface HubPair {
  url: string;
  databaseUrl: string;
  database: Database;
  home: string;
  keyFile: string;
  /** Everything that any of the processes wrote. */
  said: () => string;
  serve: () => Promise<ChildProcess>;
  work: () => ChildProcess;
  /** Ends a process and waits for it. */
  end: (child: ChildProcess, signal?: NodeJS.Signals) => Promise<void>;
  token: (claims: Parameters<typeof issueToken>[1]) => Promise<string>;
  ask: (query: string, how?: Ask) => Promise<Answer>;
  close: () => Promise<void>;
}

/** Where no source is ever asked for anything. */
const noSources = {
  EMPLOYMENT_URL: 'http://127.0.0.1:9',
  EMPLOYMENT_APP_ID: 'hub',
  EMPLOYMENT_SECRET: 's',
  TAX_URL: 'http://127.0.0.1:9',
  TAX_USERNAME: 'hub',
  TAX_PASSWORD: 's',
  COMMERCE_URL: 'postgresql://nobody@127.0.0.1:9/none',
  SOCIAL_INSURANCE_HOST: '127.0.0.1',
  SOCIAL_INSURANCE_PORT: '9',
  SOCIAL_INSURANCE_USERNAME: 'hub',
  SOCIAL_INSURANCE_PASSWORD: 's',
  SOCIAL_INSURANCE_HOST_KEY: 'none',
};

export async function openHubPair(
  sources: Record<string, string> = noSources,
  more: Record<string, string> = {},
): Promise<HubPair> {
  const { url: databaseUrl } = await createTestDatabase();
  const database = await openDatabase(databaseUrl);
  const home = mkdtempSync(join(tmpdir(), 'hub-pair-'));
  await createIssuer(home);
  const keyFile = join(home, 'keys', 'hub.json');
  createKeyFile(keyFile);
  const sealing = testSealing();
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const children: ChildProcess[] = [];
  let said = '';

  function start(command: string): ChildProcess {
    const env = {
      PATH: process.env['PATH'],
      ...sources,
      ...sealing.env,
      LOG_LEVEL: 'trace',
      DATABASE_URL: databaseUrl,
      HUB_KEY_FILE: keyFile,
      HUB_HOME: home,
      HUB_EMBEDDED: '1',
      HUB_ISSUER_KEY_FILE: issuerKeyFile(home),
      PORT: String(port),
      ...more,
    };
    const child = spawn(process.execPath, [program, command], { env, stdio: ['ignore', 'pipe', 'pipe'] });
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding('utf8').on('data', (text: string) => (said += text));
    children.push(child);
    return child;
  }
  const isUp = (child: ChildProcess) => child.exitCode === null && child.signalCode === null;
  const end = async (child: ChildProcess, signal: NodeJS.Signals = 'SIGTERM') => {
    if (!isUp(child)) return;
    child.kill(signal);
    await once(child, 'exit');
  };

  return {
    url,
    databaseUrl,
    database,
    home,
    keyFile,
    said: () => said,
    work: () => start('work'),
    end,
    async serve() {
      const child = start('serve');
      for (let tries = 0; tries < 300; tries++) {
        const ready = await fetch(`${url}/readyz`).then(
          ({ ok }) => ok,
          () => false,
        );
        if (ready) return child;
        if (!isUp(child)) break;
        await sleep(100);
      }
      throw new Error(`the API never came up; it said: ${said}`);
    },
    token: (claims) => issueToken(home, claims),
    async ask(query, { token, headers, ...rest } = {}) {
      const response = await fetch(`${url}/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...(token && { authorization: `Bearer ${token}` }), ...headers },
        body: JSON.stringify({ query, ...rest }),
      });
      return readAnswer(response);
    },
    async close() {
      await Promise.all(children.map((child) => end(child)));
      await database.close();
      rmSync(home, { recursive: true, force: true });
      sealing.remove();
    },
  };
}

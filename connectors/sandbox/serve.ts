/** All four simulated sources at once, from one population. */
import { join } from 'node:path';
import { commerceRows } from './commerce.picture.js';
import { memberRows } from './commerce-member.picture.js';
import { dropsOf } from './drop-folder.js';
import { restPictureOf, soapPictureOf } from './http-pictures.js';
import { createPopulation } from './population.js';
import type { PopulationSettings } from './population.js';
import { fileStreams } from '../social-insurance/social-insurance.records.js';
import { startRestServer } from './rest-server.js';
import { startSftpServer } from './sftp-server.js';
import { soapPath, startSoapServer } from './soap-server.js';
import { fillCommerceView } from './sql-view.js';

/** Good for the sandbox alone; who starts it makes them up. */
export interface SandboxSecrets {
  employment: { appId: string; secret: string };
  tax: { username: string; password: string };
  /** Of the read-only role. */
  commerce: { password: string };
  /** `hostKey`: private key in OpenSSH form, see `createHostKey` of sftp-server. */
  'social-insurance': { username: string; password: string; hostKey: string };
}

export interface SandboxOptions {
  population: PopulationSettings;
  /** Days since day 0; asked anew for every read, so the world moves on while the servers run. */
  offsetDays: () => number;
  now: () => Date;
  /** Default 127.0.0.1. */
  host?: string;
  /** 0 takes a free one. */
  ports: { employment: number; tax: number; sftp: number };
  secrets: SandboxSecrets;
  /** A role that may create a database and a role on the server that plays the exchange machine. */
  commerceConnectionString: string;
  /** Default `sandbox_commerce`; the reading role is named after it. */
  commerceDatabase?: string;
  /** Dropped files are kept below it. */
  spoolFolder: string;
}

/** Where the sources are reached; no secret but what the caller handed in stands in it. */
export interface SandboxAddresses {
  employment: { url: string };
  tax: { url: string };
  commerce: { connectionString: string };
  'social-insurance': { host: string; port: number; hostKeySha256: string };
}

export interface Sandbox {
  addresses: SandboxAddresses;
  /** Brings the commerce view to the current day; the other three answer from the population as they are asked. */
  refresh(): Promise<void>;
  close(): Promise<void>;
}

export async function startSandbox(options: SandboxOptions): Promise<Sandbox> {
  const { offsetDays, now, ports, secrets } = options;
  const population = createPopulation(options.population);
  const { seed, persons, day0, months } = options.population;
  const host = options.host ?? '127.0.0.1';
  const database = options.commerceDatabase ?? 'sandbox_commerce';
  const fill = () =>
    fillCommerceView({
      adminConnectionString: options.commerceConnectionString,
      database,
      role: `${database}_reader`,
      password: secrets.commerce.password,
      entities: commerceRows(population, offsetDays()),
      members: memberRows(population, offsetDays()),
    });

  const started: { close(): Promise<void> }[] = [];
  const close = async () => void (await Promise.all(started.map((server) => server.close())));
  try {
    const { connectionString } = await fill();
    const employment = await startRestServer({
      ...secrets.employment,
      host,
      port: ports.employment,
      now,
      picture: restPictureOf(population, offsetDays),
    });
    started.push(employment);
    const tax = await startSoapServer({
      ...secrets.tax,
      host,
      port: ports.tax,
      now,
      picture: soapPictureOf(population, offsetDays),
    });
    started.push(tax);
    const sftp = await startSftpServer({
      ...secrets['social-insurance'],
      host,
      port: ports.sftp,
      // A folder that was written lasts: where files were agreed upon since, all are written anew.
      spoolFolder: join(options.spoolFolder, [seed, persons, day0, months, Object.keys(fileStreams).length].join('_')),
      drops: dropsOf(population, offsetDays),
    });
    started.push(sftp);
    return {
      addresses: {
        employment: { url: employment.url },
        tax: { url: tax.url + soapPath },
        commerce: { connectionString },
        'social-insurance': { host, port: sftp.port, hostKeySha256: sftp.hostKeySha256 },
      },
      refresh: async () => void (await fill()),
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

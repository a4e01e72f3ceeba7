/** L6: an export of millions of events is verified by a process with little memory, which does not grow with the export. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeLargeExport } from '../support/access-log.js';
import { testSealing } from '../support/sealing.js';
import { stand, writeSection } from './proof-file.js';

const events = Number(process.env['PROVE_EVENTS'] ?? 5_000_000);
const heapMb = 24;
// What the process itself says of its memory when it ends.
const tell = `data:text/javascript,process.on('exit',()=>process.stderr.write('\\npeak '+process.resourceUsage().maxRSS+'\\n'))`;

const folder = mkdtempSync(join(tmpdir(), 'hub-prove-log-'));
const sealing = testSealing();
try {
  const rows = [];
  for (const count of [events / 10, events]) {
    const file = join(folder, 'export.ndjson');
    await writeLargeExport(file, sealing.key, count);
    const began = performance.now();
    const { status, stdout, stderr } = spawnSync(
      process.execPath,
      [
        `--max-old-space-size=${heapMb}`,
        '--import',
        tell,
        'dist/hub/audit-verify.js',
        file,
        '--keys',
        sealing.publicFile,
      ],
      { encoding: 'utf8', maxBuffer: 1 << 26 },
    );
    const seconds = (performance.now() - began) / 1000;
    if (status !== 0) throw new Error(`an export of ${count} events ended with ${status}: ${stdout}${stderr}`);
    const peakMb = Number(/peak (\d+)/.exec(stderr)![1]) / 1024;
    rows.push({ count, gb: statSync(file).size / 1e9, seconds, peakMb });
  }
  const grown = rows[1]!.peakMb / rows[0]!.peakMb;
  if (grown > 1.5) throw new Error(`ten times the events took ${grown.toFixed(2)} times the memory`);
  const section = [
    `## ${events.toLocaleString('en')} events of the access log`,
    '',
    `${stand('hub', 'schema')}, ${cpus().length} cores (${cpus()[0]?.model.trim()}). Written by \`npm run prove -- log\`: \`hub audit verify\` with ${heapMb} MB of heap, on its own.`,
    '',
    '| events | export, GB | seconds | most memory of the process, MB |',
    '|---|---|---|---|',
    ...rows.map(
      ({ count, gb, seconds, peakMb }) =>
        `| ${count.toLocaleString('en')} | ${gb.toFixed(2)} | ${seconds.toFixed(1)} | ${peakMb.toFixed(0)} |`,
    ),
  ].join('\n');
  writeSection(section);
  process.stdout.write(`${section}\n`);
} finally {
  rmSync(folder, { recursive: true, force: true });
  sealing.remove();
}

/**
 * `npm run prove`: whether the tests of the rules see a fault. `-- guards`, `-- people`, `-- graph`, `-- data`, `-- faults`, `-- connectors`,
 * `-- operations`: whether each guard, switched off, is missed; `-- estimate`: ten thousand random queries; `-- rights`: as many random questions; `-- recruitment`: whether a
 * million public posts cost what ten thousand do; `-- sync`: a worker killed at every named point; `-- log`: whether millions of events
 * are verified in little memory. All write test/PROOF.md.
 */
const [what = ''] = process.argv.slice(2);
if (what === 'recruitment') await import('./prove-recruitment.js');
else if (what === 'rights') await import('./prove-rights.js');
else if (what === 'estimate') await import('./prove-estimate.js');
else if (what === 'log') await import('./prove-log.js');
else if (what === 'sync') await import('./prove-sync.js');
else if (['guards', 'people', 'graph', 'data', 'faults', 'connectors', 'operations'].includes(what))
  await import('./prove-guards.js');
else await import('./prove-rules.js');

/**
 * `npm run prove`: whether the tests of the rules see a fault. `-- recruitment`: whether a million public posts cost what ten thousand
 * do; `-- people`, `-- graph`, `-- guards`, `-- data`: whether each guard, switched off, is missed; `-- sync`: a worker killed at every
 * named point; `-- rights`: ten thousand random questions; `-- log`: whether millions of events are verified in little memory. All write
 * test/PROOF.md.
 */
if (process.argv[2] === 'recruitment') await import('./prove-recruitment.js');
else if (process.argv[2] === 'people') await import('./prove-people.js');
else if (process.argv[2] === 'rights') await import('./prove-rights.js');
else if (process.argv[2] === 'log') await import('./prove-log.js');
else if (process.argv[2] === 'graph') await import('./prove-graph.js');
else if (process.argv[2] === 'guards' || process.argv[2] === 'data') await import('./prove-guards.js');
else if (process.argv[2] === 'sync') await import('./prove-sync.js');
else await import('./prove-rules.js');

/** `npm run prove`: whether the tests of the rules see a fault. `-- recruitment`: whether a million public posts cost what ten thousand do. `-- people`: whether each guard of clients and people is needed. All write test/PROOF.md. */
if (process.argv[2] === 'recruitment') await import('./prove-recruitment.js');
else if (process.argv[2] === 'people') await import('./prove-people.js');
else await import('./prove-rules.js');

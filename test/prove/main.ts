/** `npm run prove`: whether the tests of the rules see a fault. `-- recruitment`: whether a million public posts cost what ten thousand do. Both write test/PROOF.md. */
if (process.argv[2] === 'recruitment') await import('./prove-recruitment.js');
else await import('./prove-rules.js');

/** The look of all pages, in one style sheet. */
export const style = `
:root {
  --ink: #1c2733; --soft: #5b6875; --line: #dde3e8; --ground: #f5f7f8; --paper: #fff;
  --accent: #0b5d7a; --good: #1d6b3f; --bad: #a3261c;
  color-scheme: light;
}
* { box-sizing: border-box; }
body {
  margin: 0; background: var(--ground); color: var(--ink); line-height: 1.6;
  font-family: system-ui, "PingFang SC", "Hiragino Sans GB", "Microsoft YaHei", "Noto Sans CJK SC", "Noto Sans SC", "WenQuanYi Micro Hei", sans-serif;
  font-variant-numeric: tabular-nums;
}
a { color: var(--accent); }
a:focus-visible, button:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
.skip { position: absolute; left: -100vw; }
.skip:focus { left: 1rem; top: 1rem; }
header {
  display: flex; flex-wrap: wrap; gap: 1rem; justify-content: space-between; align-items: end;
  padding: 2rem clamp(1rem, 5vw, 4rem) 1.25rem; background: var(--paper); border-bottom: 3px solid var(--accent);
}
h1 { margin: 0; font-size: 1.75rem; letter-spacing: .05em; }
.city { margin: 0; color: var(--accent); letter-spacing: .3em; font-size: .9rem; }
nav { display: flex; gap: 1.25rem; align-items: baseline; }
.who, .hint, small { color: var(--soft); font-size: .875rem; font-weight: normal; }
main { padding: 1.5rem clamp(1rem, 5vw, 4rem) 4rem; }
h2 { font-size: 1.15rem; margin: 1.5rem 0 .75rem; }
.cards { display: grid; gap: 1rem; grid-template-columns: repeat(auto-fit, minmax(17rem, 1fr)); }
.card { display: flex; flex-direction: column; padding: 1.25rem; background: var(--paper); border: 1px solid var(--line); border-radius: .5rem; }
.card h3 { margin: 0; font-size: 1rem; }
.card .rows { margin: 0 0 .5rem; font-size: 1.75rem; font-weight: 600; }
.card form { margin-top: auto; padding-top: 1rem; }
.streams { list-style: none; margin: 0; padding: 0; }
.streams li { padding: .5rem 0; border-top: 1px solid var(--line); }
.streams p { margin: 0; }
.line { display: flex; justify-content: space-between; gap: .5rem; }
.state { flex: none; white-space: nowrap; }
.state.done { color: var(--good); }
.state.failed, .error { color: var(--bad); }
.error { font-size: .875rem; overflow-wrap: anywhere; }
progress { width: 100%; height: .6rem; accent-color: var(--accent); }
button {
  width: 100%; padding: .55rem 1rem; font: inherit; color: #fff; background: var(--accent); border: 0; border-radius: .375rem; cursor: pointer;
}
button:hover { filter: brightness(1.15); }
button:disabled { background: #5f7480; cursor: progress; filter: none; }
.columns { display: grid; gap: 1rem 2rem; grid-template-columns: repeat(auto-fit, minmax(20rem, 1fr)); }
.list { list-style: none; margin: 0; padding: 0 1.25rem; background: var(--paper); border: 1px solid var(--line); border-radius: .5rem; }
.list li { display: flex; flex-wrap: wrap; gap: .25rem 1rem; justify-content: space-between; padding: .65rem 0; border-top: 1px solid var(--line); }
.list li:first-child { border-top: 0; }
.tag { font-size: .8rem; padding: 0 .6rem; border-radius: 1rem; background: #e3eef2; color: var(--accent); }
`;

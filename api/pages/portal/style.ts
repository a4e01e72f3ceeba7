/** What the public pages of recruitment add to the style sheet. */
export const portalStyle = `
.site { margin: 0; font-size: 1.35rem; letter-spacing: .05em; }
.site a { color: inherit; text-decoration: none; }
header nav { flex-wrap: wrap; gap: 0 .5rem; }
header nav a { padding: .6rem; }
nav a[aria-current] { font-weight: 600; text-decoration: none; border-bottom: 3px solid; }
main > * { max-width: 76rem; }
main > h1 { margin-bottom: 1rem; overflow-wrap: anywhere; letter-spacing: 0; }
:is(input, textarea, summary):focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
:is(input:not([type=checkbox]), textarea) {
  width: 100%; padding: .55rem .75rem; font: inherit; color: inherit; background: var(--paper); border: 1px solid var(--soft); border-radius: .375rem;
}
.search { display: grid; gap: .5rem; grid-template-columns: 1fr auto; }
.search label { grid-column: 1 / -1; }
.search button { width: auto; min-width: 6rem; }
.stacked { display: grid; gap: .5rem; max-width: 40rem; }
.stacked button { justify-self: start; width: auto; min-width: 8rem; min-height: 2.75rem; }
.error { margin: 0; font-weight: 600; }
.finding { display: grid; gap: 0 2rem; }
.posts { list-style: none; margin: 0; padding: 0; }
.posts li { padding: .9rem 1.25rem; margin-bottom: .75rem; background: var(--paper); border: 1px solid var(--line); border-radius: .5rem; }
.posts :is(h2, h3, p) { margin: 0; font-size: 1rem; overflow-wrap: anywhere; }
.posts :is(h2, h3) { font-size: 1.1rem; }
.chosen { display: flex; flex-wrap: wrap; gap: .5rem; padding: 0; list-style: none; }
.chosen a, .to-conditions, .paging a { display: inline-block; padding: .5rem .9rem; background: #e3eef2; border-radius: 1.5rem; }
.paging { flex-wrap: wrap; margin: 1rem 0; }
fieldset { margin: 0 0 .75rem; padding: .5rem 1rem; background: var(--paper); border: 1px solid var(--line); border-radius: .5rem; }
legend, dt { font-weight: 600; }
fieldset label { display: flex; gap: .5rem; align-items: baseline; padding: .35rem 0; overflow-wrap: anywhere; }
summary { padding: .35rem 0; color: var(--accent); cursor: pointer; }
.banner, .note { padding: .9rem 1.25rem; background: var(--paper); border-left: 4px solid var(--accent); overflow-wrap: anywhere; }
article { padding: 1rem 1.5rem; background: var(--paper); border: 1px solid var(--line); border-radius: .5rem; }
article p { margin: .35rem 0; min-height: .8em; overflow-wrap: anywhere; }
dl { margin: 0; padding: .25rem 1.5rem; background: var(--paper); border: 1px solid var(--line); border-radius: .5rem; }
dl > div { display: grid; gap: 0 1rem; grid-template-columns: minmax(8rem, 14rem) 1fr; padding: .5rem 0; border-top: 1px solid var(--line); }
dl > div:first-child { border-top: 0; }
dd { margin: 0; overflow-wrap: anywhere; white-space: pre-line; }
dd ul { margin: 0; padding-left: 1.2rem; }
.receipt { font-size: 1.25rem; letter-spacing: .1em; }
.wide { overflow-x: auto; background: var(--paper); border: 1px solid var(--line); }
table { border-collapse: collapse; width: 100%; }
th, td { padding: .5rem .75rem; text-align: left; vertical-align: top; border-bottom: 1px solid var(--line); }
th, td { min-width: 4.5rem; }
td:nth-child(n + 5) { min-width: 8rem; }
.wide:focus-visible { outline: 3px solid var(--accent); }
thead th { white-space: nowrap; background: var(--ground); }
.timeline li, .versions > li { padding: .25rem 0; overflow-wrap: anywhere; }
code { overflow-wrap: anywhere; }
pre { padding: 1rem; overflow-x: auto; background: var(--paper); border: 1px solid var(--line); }
@media (min-width: 60rem) {
  .finding { grid-template-columns: 1fr 20rem; }
  .to-conditions { display: none; }
}
@media (max-width: 30rem) {
  dl > div { grid-template-columns: 1fr; }
  dl, article { padding-inline: 1rem; }
}
@media print {
  header nav, .skip, form, .conditions, .paging, .to-conditions { display: none; }
}
`;

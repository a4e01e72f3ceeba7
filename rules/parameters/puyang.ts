/**
 * The dated parameters in use. The policy names them without a number, so they are not known (null) until two persons of the
 * bureau enter the paper that gives them. What a paper already gives for the whole city may also stand here, name by name.
 */
import { paperNames, rulesForm } from '../parameter-papers.js';
import type { PaperEntry } from '../parameter-papers.js';

const notGiven: PaperEntry = {
  from: '2016-01-06',
  to: null,
  value: null,
  source: { document: '濮政〔2016〕1号', title: '原文未给出' },
  enteredBy: null,
};

export const puyangPapers: Readonly<Record<string, readonly PaperEntry[]>> = Object.fromEntries(
  paperNames.map((name) => [name, [notGiven]]),
);

export const puyangParameters = rulesForm(puyangPapers);

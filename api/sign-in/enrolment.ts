/** The code with which somebody sets their secrets for the first time. */
import { hash } from 'node:crypto';

export const enrolPath = '/sign-in/enrol';
export const enrolHashOf = (code: string) => hash('sha256', `enrol\0${code}`, 'buffer');

/** What somebody who signs in may be, by audience; a role that is not among these opens nothing. */
export const rolesOf = {
  partner: [],
  employer: ['clerk', 'approver'],
  staff: ['viewer', 'operator', 'administrator', 'reviewer', 'approver', 'supervisor', 'auditor'],
  subject: [],
} as const;

/** Who works on the demo's notices: each firm has a clerk and an approver, each bureau a reviewer, an approver and a supervisor. */
import { issueToken } from './issue-token.js';

export const firmStaff = { clerk: '招聘经办', approver: '招聘审核' } as const;
export const bureauStaff = { reviewer: '备案初审', approver: '备案审批', supervisor: '招聘监督' } as const;

export const firmToken = (home: string, role: keyof typeof firmStaff, creditCode: string) =>
  issueToken(home, { sub: firmStaff[role], audience: 'employer', roles: [role], credit_code: creditCode });

export const bureauToken = (home: string, role: keyof typeof bureauStaff, region: string) =>
  issueToken(home, { sub: bureauStaff[role], audience: 'staff', roles: [role], region });

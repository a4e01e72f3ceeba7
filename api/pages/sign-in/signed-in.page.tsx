/** Who is signed in, for what, and the way out. */
import { htmlOf, Layout } from '../layout.js';
import { Facts, type Shown } from '../portal/shown.js';

const roleNames: Record<string, string> = {
  viewer: '查看',
  operator: '经办',
  administrator: '管理',
  reviewer: '备案初审',
  approver: '审批',
  supervisor: '监督',
  auditor: '审计',
  clerk: '招聘经办',
};

export interface SignedInPerson {
  name: string;
  audience: 'staff' | 'employer';
  roles: readonly string[];
  region: string | null;
  creditCode: string | null;
}

export function renderSignedIn({ name, audience, roles, region, creditCode }: SignedInPerson): Shown {
  const html = htmlOf(
    <Layout title="已登录 - 濮阳市就业信息共享平台" heading="已登录" head={<meta name="robots" content="noindex" />}>
      <Facts
        of={[
          ['姓名', name],
          ['身份', audience === 'staff' ? '人社部门工作人员' : '国有企业工作人员'],
          ['角色', roles.map((role) => roleNames[role] ?? role).join('、')],
          region !== null && ['管辖范围', region],
          creditCode !== null && ['统一社会信用代码', creditCode],
        ]}
      />
      <form method="post" action="/sign-in/out">
        <button type="submit">退出</button>
      </form>
      <p>
        30 分钟不使用，或 8 小时后，会自动退出。批准提议、逐页取走名单须在登录后 15 分钟内；已过的，请
        <a href="/sign-in">重新登录</a>。
      </p>
    </Layout>,
  );
  return { status: 200, html };
}

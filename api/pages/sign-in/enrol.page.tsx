/** The first time: with a code from the administrator one sets a passphrase and an authenticator app. */
import type { ComponentChildren } from 'preact';
import { htmlOf, Layout } from '../layout.js';
import { Facts, type Shown } from '../portal/shown.js';

export type Enrolling = { error: string | null } & (
  | { step: 'code' }
  | {
      step: 'secrets';
      person: { login: string; name: string };
      enrolment: string;
      /** The picture is for a phone's camera; without it the secret is typed in. */
      app: { secret: string; address: string; qrCode: { size: number; path: string } };
      /** The app's secret, for the hub alone. */
      sealed: string;
    }
);

export function renderEnrol(enrolling: Enrolling): Shown {
  const { error } = enrolling;
  const html = page(
    <form class="stacked" method="post" action="/sign-in/enrol">
      {error !== null && (
        <p id="refused" class="error" role="alert">
          {error}
        </p>
      )}
      {enrolling.step === 'code' ? (
        <>
          <label for="enrolment">登记码</label>
          <input id="enrolment" name="enrolment" maxLength={60} required autocomplete="off" spellcheck={false} />
        </>
      ) : (
        <Secrets {...enrolling} />
      )}
      <button type="submit">{enrolling.step === 'code' ? '下一步' : '完成'}</button>
    </form>,
  );
  return { status: error === null ? 200 : 400, html };
}

function Secrets({ person, enrolment, app, sealed }: Extract<Enrolling, { step: 'secrets' }>) {
  return (
    <>
      <Facts
        of={[
          ['登录名', person.login],
          ['姓名', person.name],
          ['用验证器应用扫描', <QrCode {...app.qrCode} />],
          ['或输入密钥', <code>{app.secret.replaceAll(/(.{4})/g, '$1 ').trim()}</code>],
          ['或在手机上打开', <a href={app.address}>添加到验证器应用</a>],
        ]}
      />
      <input type="hidden" name="enrolment" value={enrolment} />
      <input type="hidden" name="secret" value={sealed} />
      <label for="passphrase">口令（至少 12 字）</label>
      <input id="passphrase" name="passphrase" type="password" maxLength={200} required autocomplete="new-password" />
      <label for="again">再输入一次口令</label>
      <input id="again" name="again" type="password" maxLength={200} required autocomplete="new-password" />
      <label for="code">验证器应用正在显示的六位数字</label>
      <input id="code" name="code" inputmode="numeric" maxLength={7} required autocomplete="one-time-code" />
    </>
  );
}

/** In the page itself: no other server, and no file that is kept on the way, ever sees it. */
function QrCode({ size, path }: { size: number; path: string }) {
  return (
    <svg
      width="216"
      height="216"
      viewBox={`0 0 ${size} ${size}`}
      shape-rendering="crispEdges"
      role="img"
      aria-label="验证器密钥的二维码"
    >
      <path fill="#fff" d={`M0 0h${size}v${size}h-${size}z`} />
      <path fill="#000" d={path} />
    </svg>
  );
}

export function renderEnrolled(): Shown {
  const html = page(
    <p class="banner">
      已完成。今后用登录名、口令和验证码<a href="/sign-in">登录</a>。
    </p>,
  );
  return { status: 200, html };
}

const page = (content: ComponentChildren) =>
  htmlOf(
    <Layout
      title="首次登记 - 濮阳市就业信息共享平台"
      heading="首次登记"
      head={<meta name="robots" content="noindex" />}
    >
      {content}
    </Layout>,
  );

/** Login, passphrase and one-time code, at once: no answer tells which of them was wrong. */
import { htmlOf, Layout } from '../layout.js';
import type { Shown } from '../portal/shown.js';

/** `refused` is the login that was just tried in vain. */
export function renderEntry(uid: string, refused: string | null): Shown {
  const html = htmlOf(
    <Layout title="登录 - 濮阳市就业信息共享平台" heading="登录" head={<meta name="robots" content="noindex" />}>
      <form class="stacked" method="post" action={`/sign-in/enter/${uid}`}>
        {refused !== null && (
          <p id="refused" class="error" role="alert">
            未能登录。请核对登录名、口令和验证码；每个验证码只能用一次，连续失败五次后须等 15 分钟。
          </p>
        )}
        <label for="login">登录名</label>
        <input
          id="login"
          name="login"
          maxLength={60}
          required
          autocomplete="username"
          autocapitalize="none"
          spellcheck={false}
          value={refused ?? ''}
          aria-describedby={refused === null ? undefined : 'refused'}
        />
        <label for="passphrase">口令</label>
        <input
          id="passphrase"
          name="passphrase"
          type="password"
          maxLength={200}
          required
          autocomplete="current-password"
        />
        <label for="code">验证码（手机应用上的六位数字）</label>
        <input id="code" name="code" inputmode="numeric" maxLength={7} required autocomplete="one-time-code" />
        <button type="submit">登录</button>
      </form>
      <p>
        首次使用？<a href="/sign-in/enrol">凭登记码设置口令和验证码</a>
      </p>
    </Layout>,
  );
  return { status: 200, html };
}

/** The frame of every page. */
import type { ComponentChildren } from 'preact';

export function Layout(props: {
  title: string;
  refresh: boolean;
  signedInAs: string | null;
  children: ComponentChildren;
}) {
  return (
    <html lang="zh-CN">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        {props.refresh && <meta http-equiv="refresh" content="1" />}
        <title>{props.title}</title>
        <link rel="icon" href="data:," />
        <link rel="stylesheet" href="/page.css" />
      </head>
      <body>
        <a class="skip" href="#main">
          跳到正文
        </a>
        <header>
          <div>
            <p class="city">濮阳市</p>
            <h1>就业信息共享平台</h1>
          </div>
          <nav aria-label="主导航">
            <a href="/graphiql">GraphiQL 查询台</a>
            {props.signedInAs && <span class="who">已登录：{props.signedInAs}（演示）</span>}
          </nav>
        </header>
        <main id="main">{props.children}</main>
      </body>
    </html>
  );
}

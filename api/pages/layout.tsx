/** The frame of every page. */
import type { ComponentChildren, VNode } from 'preact';
import { renderToString } from 'preact-render-to-string';

const site = '就业信息共享平台';
const places = [
  ['/recruitment', '招聘岗位'],
  ['/recruitment/changes', '更正与撤回'],
  ['/recruitment/data', '数据开放'],
  ['/graphiql', 'GraphiQL 查询台'],
] as const;

export function Layout(props: {
  title: string;
  /** The page's own heading; without it the site's name is the heading. */
  heading?: string;
  /** More of the head: links, and what robots should know. */
  head?: ComponentChildren;
  /** The address in the main navigation that this page is. */
  here?: (typeof places)[number][0];
  refresh?: boolean;
  signedInAs?: string | null;
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
        {props.head}
      </head>
      <body>
        <a class="skip" href="#main">
          跳到正文
        </a>
        <header>
          <div>
            <p class="city">濮阳市</p>
            {props.heading === undefined ? (
              <h1>{site}</h1>
            ) : (
              <p class="site">
                <a href="/">{site}</a>
              </p>
            )}
          </div>
          <nav aria-label="主导航">
            {places.map(([href, name]) => (
              <a key={href} href={href} aria-current={props.here === href ? 'page' : undefined}>
                {name}
              </a>
            ))}
            {props.signedInAs && <span class="who">已登录：{props.signedInAs}（演示）</span>}
          </nav>
        </header>
        <main id="main">
          {props.heading !== undefined && <h1>{props.heading}</h1>}
          {props.children}
        </main>
      </body>
    </html>
  );
}

/** A page as it is sent. */
export function htmlOf(page: VNode): string {
  return `<!doctype html>\n${renderToString(page)}`;
}

/** A browser as far as cookies and redirects go: what a page of ours and a hostile one can do. */

export interface Page {
  status: number;
  text: string;
  /** Where it stands after all redirects. */
  url: string;
  headers: Headers;
}

export interface Jar {
  cookies: Map<string, { value: string; path: string }>;
  /** Follows no redirect that `stop` finds. */
  get(address: string, stop?: RegExp): Promise<Page>;
  /** A form of the page that it stands on, unless another origin is named. */
  post(address: string, form: Record<string, string>, headers?: Record<string, string>, stop?: RegExp): Promise<Page>;
}

/** `always`: sent with every request, such as what a proxy says of where it comes from. */
export function openJar(base: string, always: Record<string, string> = {}): Jar {
  const cookies: Jar['cookies'] = new Map();

  function keep(headers: Headers): void {
    for (const line of headers.getSetCookie()) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(line)!;
      const path = /; ?path=([^;]+)/i.exec(line)?.[1] ?? '/';
      const isOver = /; ?max-age=0/i.test(line) || /expires=thu, 01 jan 1970/i.test(line);
      if (isOver) cookies.delete(name!);
      else cookies.set(name!, { value: value!, path });
    }
  }

  async function follow(address: string, init: RequestInit, stop?: RegExp, hops = 10): Promise<Page> {
    const url = new URL(address, base);
    const sent = [...cookies].filter(([, { path }]) => url.pathname === path || url.pathname.startsWith(path));
    const cookie = sent.map(([name, { value }]) => `${name}=${value}`).join('; ');
    const headers = { accept: 'text/html', ...always, ...(init.headers as object), ...(cookie && { cookie }) };
    const response = await fetch(url, { ...init, headers, redirect: 'manual' });
    keep(response.headers);
    const next = response.headers.get('location');
    if (next !== null && hops > 0 && !stop?.test(next)) {
      await response.arrayBuffer();
      return follow(new URL(next, url).href, { method: 'GET' }, stop, hops - 1);
    }
    return { status: response.status, text: await response.text(), url: url.href, headers: response.headers };
  }

  return {
    cookies,
    get: (address, stop) => follow(address, { method: 'GET' }, stop),
    post: (address, form, headers = {}, stop) => {
      const type = 'application/x-www-form-urlencoded';
      const init = { 'content-type': type, origin: new URL(base).origin, ...headers };
      return follow(address, { method: 'POST', headers: init, body: new URLSearchParams(form).toString() }, stop);
    },
  };
}

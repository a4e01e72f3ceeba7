/** An OpenID Connect issuer of somebody else: it says of whoever comes what the test wants it to say. */
import { createServer } from 'node:http';
import { once } from 'node:events';
import { Provider } from 'oidc-provider';

export interface Said {
  accountId: string;
  amr?: string[];
  acr?: string;
  /** When the person signed in there, in seconds. */
  ts?: number;
}

export interface OutsideOp {
  says: (said: Said) => void;
  close: () => Promise<void>;
}

export async function openOutsideOp(
  port: number,
  { clientId, redirectUri }: Record<string, string>,
): Promise<OutsideOp> {
  let next: Said = { accountId: 'nobody' };
  const url = `http://127.0.0.1:${port}`;
  const provider = new Provider(url, {
    clients: [{ client_id: clientId!, redirect_uris: [redirectUri!], token_endpoint_auth_method: 'none' }],
    claims: { openid: ['sub', 'amr', 'acr', 'auth_time'] },
    acrValues: ['urn:example:two'],
    features: { devInteractions: { enabled: false } },
    interactions: { url: (_ctx, { uid }) => `${url}/enter/${uid}` },
    findAccount: (_ctx, id) => ({ accountId: id, claims: () => ({ sub: id }) }),
    async loadExistingGrant(ctx) {
      const grant = new provider.Grant({ clientId: clientId!, accountId: ctx.oidc.session!.accountId! });
      grant.addOIDCScope('openid');
      await grant.save();
      return grant;
    },
  });
  const answer = provider.callback();
  const server = createServer((request, response) => {
    if (!request.url!.startsWith('/enter/')) return void answer(request, response);
    provider.interactionFinished(request, response, { login: { ...next, remember: false } }).catch((error: Error) => {
      response.statusCode = 500;
      response.end(error.message);
    });
  });
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  return {
    says: (said) => void (next = said),
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

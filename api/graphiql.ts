/** GraphiQL, whole from npm: nothing is fetched from elsewhere. */
import type { FastifyInstance, FastifyReply } from 'fastify';
import type { Demo } from './demo.js';
import { isAtThisMachine } from './this-machine.js';

const notices = `# 公开查询，不需要令牌。A public query: no token needed.
{
  recruitmentNotices(first: 5, filter: { state: PUBLISHED }) {
    totalCount
    facets { name values { label count } }
    edges { node { title employer { name } totalOpenings application { closesAt } url } }
  }
}
`;
const personQuery = `# 需要合作单位令牌（见下方 Headers）。Needs a partner's token (see Headers below).
query ($idNumber: String!, $name: String!) {
  person(idNumber: $idNumber, name: $name) {
    name
    sex
    birthDate
    employments(first: 5) { edges { node { form employerCode from to } } }
    entitlements { rule outcome amountFen reasons missing }
    provenance { field source asOf }
  }
}
`;

// Monaco writes style elements and starts its workers from blobs; scripts come from this server alone.
const policy = [
  "default-src 'none'",
  "script-src 'self'",
  'worker-src blob:',
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "font-src 'self' data:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

export function graphiqlRoutes(app: FastifyInstance, demo: Demo | undefined): void {
  app.get('/graphiql', async (request, reply) => {
    // A sample is asked for by its number, so that no ID number stands in an address.
    const sample = Number((request.query as { sample?: string }).sample ?? NaN);
    const shown = demo && isAtThisMachine(request) ? demo : undefined;
    const person = shown && Number.isInteger(sample) ? (await shown.samplePersons())[sample] : undefined;
    const headers = { Authorization: `Bearer ${person && shown ? await shown.partnerToken() : '<token>'}` };
    const tab = person
      ? { query: personQuery, headers, variables: { idNumber: person.idNumber, name: person.name } }
      : { query: notices, headers: null, variables: {} };
    const options = {
      title: 'GraphiQL · 濮阳就业信息共享平台',
      endpoint: '/graphql',
      shouldPersistHeaders: false,
      forcedTheme: 'light',
      query: tab.query,
      variables: JSON.stringify(tab.variables, null, 2),
      ...(tab.headers && { headers: JSON.stringify(tab.headers, null, 2) }),
    };
    void reply.header('content-security-policy', policy).header('cache-control', 'no-store').type('text/html');
    return page(JSON.stringify(options).replaceAll('<', '\\u003c'));
  });
  app.get('/graphiql/app.js', async (_request, reply) => {
    const { js } = await import('@graphql-yoga/render-graphiql/graphiql');
    return asset(reply, 'text/javascript').send(js);
  });
  app.get('/graphiql/app.css', async (_request, reply) => {
    const { css } = await import('@graphql-yoga/render-graphiql/graphiql');
    return asset(reply, 'text/css').send(css);
  });
  app.get('/graphiql/start.js', async (_request, reply) => {
    const { editorWorkerService, graphqlWorker, jsonWorker } = await import('@graphql-yoga/render-graphiql/graphiql');
    const workers = JSON.stringify({ editorWorkerService, graphql: graphqlWorker, json: jsonWorker });
    return asset(reply, 'text/javascript').send(startScript(workers));
  });
}

function asset(reply: FastifyReply, type: string): FastifyReply {
  return reply.type(`${type}; charset=utf-8`).header('cache-control', 'public, max-age=86400');
}

const page = (options: string) => `<!doctype html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<title>GraphiQL</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/graphiql/app.css">
</head>
<body class="no-focus-outline">
<noscript>GraphiQL 需要 JavaScript。GraphiQL needs JavaScript.</noscript>
<div id="root"></div>
<script type="application/json" id="options">${options}</script>
<script src="/graphiql/app.js"></script>
<script src="/graphiql/start.js"></script>
</body>
</html>
`;

const startScript = (workers: string) => `const sources = ${workers};
const workers = Object.fromEntries(
  Object.entries(sources).map(([name, text]) => [name, URL.createObjectURL(new Blob([text], { type: 'text/javascript' }))]),
);
self.MonacoEnvironment = { globalAPI: false, getWorkerUrl: (_id, label) => workers[label] };
const options = JSON.parse(document.querySelector('#options').textContent);
// An example that was asked for counts more than the tabs of the last visit.
if (location.search) localStorage.removeItem('graphiql:tabState');
YogaGraphiQL.renderYogaGraphiQL(document.querySelector('#root'), options);
`;

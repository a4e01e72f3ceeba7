/** Pages and files that anybody may fetch beside the graph are paid out of the same purse, or they would be a way around it. */
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { publicViewer } from './authenticate.js';
import type { House } from './context.js';
import { requestCost } from './costs.js';

/** Reading and writing so many bytes takes as long as telling one object. */
const bytesPerCost = 100;
/** A file that is passed on as it lies there. */
const fileCost = 1000;

/** For all routes that are added to `app` afterwards. An answer is told in full and billed; the next must find something left. */
export function payBySize(app: FastifyInstance, { costs, purseOf }: Pick<House, 'costs' | 'purseOf'>): void {
  const purse = ({ ip }: FastifyRequest) => purseOf(publicViewer, ip);
  app.addHook('onRequest', async (request) => costs.check(purse(request)));
  app.addHook('onSend', async (request, _reply, payload) => {
    const isText = typeof payload === 'string' || Buffer.isBuffer(payload);
    const size = isText ? Buffer.byteLength(payload) / bytesPerCost : fileCost;
    costs.charge(purse(request), requestCost + size);
    return payload;
  });
}

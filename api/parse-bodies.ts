/** A long body is measured before it is parsed, and long ones are parsed one in a turn of the event loop: what they become is collected as garbage while everybody waits. */
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { openBreaths } from './in-breaths.js';
import { limits, tooMuch } from './limits.js';

const longBytes = 4096;

export function parseBodies(app: FastifyInstance): void {
  const nextTurn = openBreaths();
  const parser = app.getDefaultJsonParser('error', 'error');
  const parse = (request: FastifyRequest, body: string) =>
    new Promise((resolve, reject) => {
      void parser(request, body, (error, parsed) => (error ? reject(error) : resolve(parsed)));
    });
  app.removeContentTypeParser('application/json');
  app.addContentTypeParser('application/json', { parseAs: 'string' }, async (request: FastifyRequest, body: string) => {
    if (body.length > longBytes) {
      await nextTurn();
      measure(body);
    }
    return parse(request, body);
  });
}

/** Roughly, and never below what `check-variables.ts` counts of the same: around variables stands the body, and a value has a comma or a bracket of its own. */
function measure(json: string): void {
  const most = 2 * limits.variableValues;
  let depth = 0;
  let values = 0;
  for (let at = 0; at < json.length; at++) {
    const character = json[at];
    if (character === '"') at = endOfText(json, at);
    else if (character === '[' || character === '{') {
      values++;
      if (++depth > limits.variableDepth + 1) throw tooMuch('变量层数', 'levels of variables', limits.variableDepth);
    } else if (character === ']' || character === '}') depth--;
    else if (character === ',' && ++values > most)
      throw tooMuch('变量值', 'values in variables', limits.variableValues);
  }
}

/** Where the text that begins here ends; of what never ends the parser says so. */
function endOfText(json: string, from: number): number {
  let at = from + 1;
  while (at < json.length && json[at] !== '"') at += json[at] === '\\' ? 2 : 1;
  return at;
}

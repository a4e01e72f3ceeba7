/** The machine's clock; in the embedded mode it follows `hub sandbox advance`. */
import { embeddedClock } from './sandbox-state.js';

export function clockOfMode(env: NodeJS.ProcessEnv): () => Date {
  const home = env['HUB_HOME'];
  return env['HUB_EMBEDDED'] === '1' && home ? embeddedClock(home) : () => new Date();
}

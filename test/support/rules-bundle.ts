/** The rules as one script that a browser can load: `rules.decideRequest(…)`. */
import { rolldown } from 'rolldown';

export async function bundleRules(entry = 'rules/index.ts'): Promise<string> {
  const build = await rolldown({ input: entry });
  const { output } = await build.generate({ format: 'iife', name: 'rules', minify: true });
  await build.close();
  return output[0].code;
}

/** What a person earns in a month; social insurance takes it as the base, tax declares it with whatever is paid beside it. */
import type { Fen } from '../../rules/vocabulary.js';
import { Draw } from './random.js';
import type { World } from './world.js';

export function wageFenOf(world: World, person: number): Fen {
  return new Draw(world.seed, 'wage', person).between(3600, 12_000) * 100;
}

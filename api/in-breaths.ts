/** Introspection in breaths: the whole schema is thousands of objects, and told in one go it would keep everybody else waiting. */
import { __Type } from 'graphql';

/** Resolves in one of the next turns of the event loop, no two in the same. */
export function openBreaths(): () => Promise<void> {
  const waiting: (() => void)[] = [];
  function breathe(): void {
    waiting.shift()!();
    if (waiting.length > 0) setImmediate(breathe);
  }
  return () =>
    new Promise((resolve) => {
      if (waiting.push(resolve) === 1) setImmediate(breathe);
    });
}

let isDone = false;

/** Once in a process: graphql-js has one object for `__Type`, whatever the schema. A type's members are told when its turn comes. */
export function introspectInBreaths(): void {
  if (isDone) return;
  isDone = true;
  const nextTurn = openBreaths();
  const { fields, inputFields, enumValues } = __Type.getFields();
  for (const field of [fields, inputFields, enumValues]) {
    const { resolve } = field!;
    field!.resolve = (source, args, context, info) => {
      const members: unknown = resolve!(source, args, context, info);
      // Without a context nobody asks: a schema is being built.
      return Array.isArray(members) && context ? nextTurn().then(() => members) : members;
    };
  }
}

import { Arg, Ctx, Int, Query, Resolver } from 'type-graphql';
import { codeListNames, parentWithin } from '../../rules/recruitment/codes.js';
import type { CodeList as ListInUse, CodeListName as Name } from '../../rules/recruitment/codes.js';
import { type Code, CodeConnection, CodeList, CodeListName } from '../../schema/code-list/code-list.type.js';
import type { Context } from '../context.js';
import { HubError } from '../errors.js';
import { pageOfList } from '../page-of.js';

const longestSearch = 50;

/** The code lists, for everybody. */
@Resolver()
export class CodeListResolver {
  @Query(() => [CodeList], {
    description: '所载入的各代码表及其版本，新的在前。The code lists in use with their editions, newest first.',
  })
  async codeLists(@Ctx() { codeLists }: Context): Promise<CodeList[]> {
    const lists = await codeLists.current();
    return codeListNames.flatMap((name) =>
      lists[name].map(({ edition, source, sample, codes }) => {
        return { name, edition, source, isSample: sample, count: codes.size };
      }),
    );
  }

  @Query(() => CodeConnection, {
    description:
      '一个代码表的代码，按版本（新的在前）和代码排列。The codes of a list by edition, newest first, and code.',
  })
  async codes(
    @Ctx() { codeLists }: Context,
    @Arg('list', () => CodeListName, { description: '哪个代码表。Which list.' }) list: Name,
    @Arg('parent', () => String, {
      nullable: true,
      description:
        '只看此代码的下一级；空文本为最上一级。Only those directly below this code; an empty text: the top level.',
    })
    parent: string | null,
    @Arg('search', () => String, {
      nullable: true,
      description:
        '名称中含有的文字或代码的开头，至多 50 字。Words within the name or the beginning of the code, at most 50 characters.',
    })
    search: string | null,
    @Arg('first', () => Int, {
      nullable: true,
      defaultValue: 20,
      description: '本页项数，至多 100。Items on this page, at most 100.',
    })
    first: number | null,
    @Arg('after', () => String, {
      nullable: true,
      description: '上一页的 endCursor。The endCursor of the page before.',
    })
    after?: string | null,
  ) {
    if ((search ?? '').length > longestSearch)
      throw new HubError(
        'BAD_INPUT',
        `search 至多 ${longestSearch} 字`,
        `search must have at most ${longestSearch} characters`,
      );
    // Whoever copies a name out of a document often brings spaces along.
    const words = (search ?? '').replaceAll(/\s/g, '').toUpperCase();
    const found = (await codeLists.current())[list]
      .flatMap(shownCodes)
      .filter(
        (one) =>
          (parent == null || (one.parent ?? '') === parent) &&
          (one.code.startsWith(words) || one.name.toUpperCase().includes(words)),
      );
    return pageOfList(`codes.${list}`, found, first, after);
  }
}

const shown = new WeakMap<ListInUse, readonly Code[]>();

/** Worked out once: an edition in use never changes, an import brings another one. */
function shownCodes(list: ListInUse): readonly Code[] {
  const known = shown.get(list);
  if (known) return known;
  const codes = [...list.codes.values()].map((code) => {
    return { ...code, parent: parentWithin(list, code), edition: list.edition };
  });
  shown.set(list, codes);
  return codes;
}

/** Values that many types share: days, instants, money, sources, and lists that are read page by page. */
import { GraphQLError, GraphQLScalarType, Kind } from 'graphql';
import { type ClassType, Field, ObjectType, registerEnumType } from 'type-graphql';

const dayPattern = /^\d{4}-\d{2}-\d{2}$/;
const instantPattern = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,3})?)?(Z|[+-]\d{2}:\d{2})$/;

/** A scalar that reads and shows by one function; a wrong value is refused by name, never repeated. */
function scalar(
  name: string,
  description: string,
  read: (value: unknown) => string | number | undefined,
): GraphQLScalarType {
  const refuse = (value: unknown): string | number => {
    const known = read(value);
    if (known !== undefined) return known;
    throw new GraphQLError(`不是有效的 ${name} 值 / not a valid ${name}`, { extensions: { code: 'BAD_INPUT' } });
  };
  return new GraphQLScalarType({
    name,
    description,
    serialize: refuse,
    parseValue: refuse,
    parseLiteral: (node) =>
      refuse(node.kind === Kind.INT ? Number(node.value) : node.kind === Kind.STRING ? node.value : undefined),
  });
}

export const DateScalar = scalar(
  'Date',
  '民用日期（北京时间），格式 YYYY-MM-DD。A civil day in Asia/Shanghai, YYYY-MM-DD.',
  (value) => {
    if (typeof value !== 'string' || !dayPattern.test(value)) return undefined;
    // There is no year 0, and a database refuses it.
    if (value < '0001') return undefined;
    const at = new Date(`${value}T00:00:00Z`);
    return !Number.isNaN(at.getTime()) && at.toISOString().startsWith(value) ? value : undefined;
  },
);

export const DateTimeScalar = scalar(
  'DateTime',
  '时刻，ISO 8601，带时区。A point in time, ISO 8601 with its offset.',
  (value) => {
    if (value instanceof Date) return value.toISOString();
    if (typeof value !== 'string' || !instantPattern.test(value)) return undefined;
    const at = new Date(value);
    // In UTC it may be another year, and of year 0 and 10000 the database knows nothing.
    return at.getUTCFullYear() >= 1 && at.getUTCFullYear() <= 9999 ? at.toISOString() : undefined;
  },
);

export const FenScalar = scalar(
  'Fen',
  '金额，以分为单位的整数。Money as an integer number of fen (1/100 yuan).',
  (value) => (typeof value === 'number' && Number.isSafeInteger(value) ? value : undefined),
);

export const Source = {
  EMPLOYMENT: 'employment',
  TAX: 'tax',
  COMMERCE: 'commerce',
  SOCIAL_INSURANCE: 'social-insurance',
} as const;
registerEnumType(Source, {
  name: 'Source',
  description: '四个来源系统之一。One of the four source systems.',
  valuesConfig: {
    EMPLOYMENT: { description: '省就业管理系统。The provincial employment management system.' },
    TAX: { description: '税务系统。The tax system.' },
    COMMERCE: { description: '市场监管（工商登记）系统。The business register.' },
    SOCIAL_INSURANCE: { description: '社会保险系统。The social insurance system.' },
  },
});

@ObjectType({ description: '一页在整个列表中的位置。Where a page stands in the whole list.', simpleResolvers: true })
export class PageInfo {
  @Field(() => Boolean, { description: '后面还有没有。Whether more follows.' })
  hasNextPage!: boolean;

  @Field(() => String, {
    nullable: true,
    description: '本页最后一项的游标，用作下一页的 after。Cursor of the last item: the next page’s after.',
  })
  endCursor!: string | null;
}

/** One page of a list, as resolvers hand it over. */
export interface Page<T> {
  edges: { node: T; cursor: string }[];
  pageInfo: PageInfo;
}

/** The GraphQL types of a list that is read page by page. `chinese` and `english` name its items. */
export function connectionOf<T extends object>(
  node: ClassType<T>,
  name: string,
  chinese: string,
  english: string,
): ClassType<Page<T>> {
  @ObjectType(`${name}Edge`, {
    description: `${chinese}及其游标。One of the ${english} and its cursor.`,
    simpleResolvers: true,
  })
  class Edge {
    @Field(() => node, { description: `${chinese}。One of the ${english}.` })
    node!: T;

    @Field(() => String, { description: '不透明的位置标记。An opaque mark of the position.' })
    cursor!: string;
  }

  @ObjectType(`${name}Connection`, { description: `${chinese}的一页。A page of ${english}.`, simpleResolvers: true })
  class Connection {
    @Field(() => [Edge], { description: '本页各项。The items of this page.' })
    edges!: Edge[];

    @Field(() => PageInfo, { description: '本页的位置。Where this page stands.' })
    pageInfo!: PageInfo;
  }
  return Connection;
}

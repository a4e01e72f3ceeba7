/** The two directives in which IBM's GraphQL cost specification says what a field costs, and the contract with them in it. */
import { DirectiveLocation, GraphQLBoolean, GraphQLDirective, GraphQLInt, GraphQLList, GraphQLNonNull } from 'graphql';
import { GraphQLString, isObjectType, lexicographicSortSchema, parse, printSchema, visit } from 'graphql';
import type { GraphQLSchema } from 'graphql';
import { directivesOf } from './costs.js';

const names = new GraphQLList(new GraphQLNonNull(GraphQLString));

export const costDirectives = [
  new GraphQLDirective({
    name: 'cost',
    description:
      '取此字段的成本；每个对象另计 1，每个值 0.1。What asking for this costs, beside 1 for each object told and 0.1 for each value.',
    locations: [DirectiveLocation.FIELD_DEFINITION],
    args: {
      weight: { type: new GraphQLNonNull(GraphQLString), description: '成本。The cost.' },
    },
  }),
  new GraphQLDirective({
    name: 'listSize',
    description: '列表至多多长。How long a list is taken to be at most.',
    locations: [DirectiveLocation.FIELD_DEFINITION],
    args: {
      assumedSize: { type: GraphQLInt, description: '无参数可依时的长度。Its length where no argument says so.' },
      slicingArguments: { type: names, description: '决定长度的参数。Arguments that say how long.' },
      sizedFields: { type: names, description: '长度所指的下级字段。The fields below that are so long.' },
      requireOneSlicingArgument: {
        type: GraphQLBoolean,
        defaultValue: true,
        description: '是否须给出其一。Whether one of them must be given.',
      },
    },
  }),
];

/** Sorted, so that moving a class moves no line of the contract. graphql-js leaves directives out: each is put behind its field. */
export function printContract(schema: GraphQLSchema): string {
  const text = printSchema(lexicographicSortSchema(schema));
  const marks: { at: number; directives: string }[] = [];
  visit(parse(text), {
    ObjectTypeDefinition({ name, fields = [] }) {
      const type = schema.getType(name.value);
      if (!isObjectType(type)) return;
      for (const field of fields)
        marks.push({ at: field.loc!.end, directives: directivesOf(type, type.getFields()[field.name.value]!) });
    },
  });
  let printed = '';
  let from = 0;
  for (const { at, directives } of marks) {
    printed += text.slice(from, at) + directives;
    from = at;
  }
  return `${printed}${text.slice(from)}\n`;
}

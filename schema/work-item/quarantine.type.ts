/** What was put aside, as the bureau's staff see it: where, why and how often, and never the row itself. */
import { Field, ID, Int, ObjectType } from 'type-graphql';
import type { Source as SourceName } from '../../rules/vocabulary.js';
import { connectionOf, DateTimeScalar, Source } from '../value/value.type.js';

@ObjectType({
  description:
    '一条隔离的问题数据；同一问题再次出现只计次数，来源送来正确的版本后自行结案。A row that was put aside; the same fault again only counts, and a good version from the source closes it.',
  simpleResolvers: true,
})
export class QuarantinedRow {
  @Field(() => ID, { description: '编号。Id.' })
  id!: string;

  @Field(() => Source, { description: '来源系统。The source system.' })
  source!: SourceName;

  @Field(() => String, { description: '数据流。The stream.' })
  stream!: string;

  @Field(() => String, { description: '问题代码，例如 unknown-code。Code of the fault, such as unknown-code.' })
  code!: string;

  @Field(() => String, { nullable: true, description: '所涉字段。The field that it is about.' })
  field!: string | null;

  @Field(() => String, { description: '何处不合约定，不含取值。What is not as agreed, without the value.' })
  reason!: string;

  @Field(() => String, {
    description:
      '确切位置，JSON 文本：页与序号、文件与行号，或视图与主键。The exact place as JSON text: page and index, file and line, or view and key.',
  })
  location!: string;

  @Field(() => Boolean, { description: '是否待处理。Whether it is open.' })
  isOpen!: boolean;

  @Field(() => Boolean, {
    description: '原行是否仍保存，可否重新读取。Whether the row itself is still kept, and can be read again.',
  })
  isKept!: boolean;

  @Field(() => Int, { description: '出现次数。How often it came.' })
  times!: number;

  @Field(() => DateTimeScalar, { description: '首次出现。When it first came.' })
  firstSeenAt!: Date;

  @Field(() => DateTimeScalar, { description: '最近出现。When it last came.' })
  lastSeenAt!: Date;

  @Field(() => ID, { nullable: true, description: '最近一次任务。The run that brought it last.' })
  runId!: string | null;

  @Field(() => String, { nullable: true, description: '由谁结案。Who closed it.' })
  settledBy!: string | null;

  @Field(() => String, { nullable: true, description: '结论。What came of it.' })
  finding!: string | null;
}

export const QuarantinedRowConnection = connectionOf(QuarantinedRow, 'QuarantinedRow', '问题数据', 'quarantined rows');

@ObjectType({
  description: '待处理问题数据的一种原因。One cause of open quarantined rows.',
  simpleResolvers: true,
})
export class QuarantineCause {
  @Field(() => Source, { description: '来源系统。The source system.' })
  source!: SourceName;

  @Field(() => String, { description: '数据流。The stream.' })
  stream!: string;

  @Field(() => String, { description: '问题代码。Code of the fault.' })
  code!: string;

  @Field(() => String, { nullable: true, description: '所涉字段。The field.' })
  field!: string | null;

  @Field(() => String, { description: '何处不合约定。What is not as agreed.' })
  reason!: string;

  @Field(() => Int, { description: '待处理行数。How many rows are open.' })
  rows!: number;

  @Field(() => DateTimeScalar, { description: '首次出现。When it first came.' })
  firstSeenAt!: Date;

  @Field(() => DateTimeScalar, { description: '最近出现。When it last came.' })
  lastSeenAt!: Date;
}

/** Code lists and their codes, for everybody. */
import { Field, Int, ObjectType, registerEnumType } from 'type-graphql';
import type { CodeListName as Name } from '../../rules/recruitment/codes.js';
import { connectionOf } from '../value/value.type.js';

export const CodeListName = {
  REGION: 'region',
  INDUSTRY: 'industry',
  OCCUPATION: 'occupation',
  MAJOR: 'major',
  EDUCATION: 'education',
  DEGREE: 'degree',
} as const satisfies Record<Uppercase<Name>, Name>;
registerEnumType(CodeListName, {
  name: 'CodeListName',
  description: '招聘公告所用的代码表。The code lists that recruitment notices use.',
  valuesConfig: {
    REGION: { description: '行政区划代码，GB/T 2260。Regions, GB/T 2260.' },
    INDUSTRY: { description: '国民经济行业分类，GB/T 4754。Industries, GB/T 4754.' },
    OCCUPATION: { description: '职业分类大典。Occupations of the national classification.' },
    MAJOR: {
      description: '教育部的本科、研究生和职业教育专业目录。Majors in the catalogues of the Ministry of Education.',
    },
    EDUCATION: { description: '学历代码，GB/T 4658。Levels of education, GB/T 4658.' },
    DEGREE: { description: '学位代码，GB/T 6864。Academic degrees, GB/T 6864.' },
  },
});

@ObjectType({
  description: '一个代码表的一个版本。One edition of a code list.',
  simpleResolvers: true,
})
export class CodeList {
  @Field(() => CodeListName, { description: '哪个代码表。Which list.' })
  name!: Name;

  @Field(() => String, { description: '版本，含年份。Its edition, with the year.' })
  edition!: string;

  @Field(() => String, { description: '来源。Where it comes from.' })
  source!: string;

  @Field(() => Boolean, {
    description: '是否只是节选的样本。Whether it is only a sample, an excerpt of the list.',
  })
  isSample!: boolean;

  @Field(() => Int, { description: '代码的数目。How many codes it has.' })
  count!: number;
}

@ObjectType({ description: '一个代码。One code.', simpleResolvers: true })
export class Code {
  @Field(() => String, { description: '代码。The code.' })
  code!: string;

  @Field(() => String, { description: '名称。What it stands for.' })
  name!: string;

  @Field(() => String, {
    nullable: true,
    description: '上一级代码；最上一级为空。The code above it; null at the top.',
  })
  parent!: string | null;

  @Field(() => String, { description: '所在的版本。The edition that it stands in.' })
  edition!: string;
}

export const CodeConnection = connectionOf(Code, 'Code', '代码', 'codes');

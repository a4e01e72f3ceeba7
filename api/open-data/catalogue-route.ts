/** `/open-data/`: what there is, where, under which licence and since when, for people, programs and harvesters of catalogues. */
import type { FastifyInstance } from 'fastify';
import { changeKinds, changeReasons } from '../../rules/recruitment/changes.js';
import { licence } from '../../rules/recruitment/public-record.js';
import { readTotals } from '../../schema/open-record/open-record.reads.js';
import { readSnapshot, readSnapshotDays } from '../../schema/snapshot/snapshot.reads.js';
import { changeCursor } from '../page-of.js';
import { changesLimits, changesParameters } from './changes-route.js';
import { feedLimits, feedParameters } from './feeds.js';
import { filterParameters } from './filter-of-query.js';
import type { OpenDataParts } from './open-data-routes.js';
import { readQuery } from './query.js';

const title = { zh: '濮阳市国有企业招聘公告与岗位', en: 'Recruitment notices and posts of state firms in Puyang' };
const description = {
  zh: '国有企业招聘应届高校毕业生的备案公告、岗位及其全部更正，发布后一分钟内更新，无需注册即可读取。不含任何人的姓名。',
  en: 'Filed recruitment notices of state firms, their posts and every amendment, within a minute of publication, keyless. No name of a person is in it.',
};

export function catalogueRoute(app: FastifyInstance, { database, publicUrl }: OpenDataParts): void {
  app.get('/open-data', { helmet: false }, async (_request, reply) => reply.redirect('/open-data/', 308));

  app.get('/open-data/', { helmet: false }, async (request, reply) => {
    readQuery(request, []);
    const { pool } = database;
    const [{ number, kinds }, newest, days] = await Promise.all([
      readTotals(pool),
      readSnapshot(pool, null),
      readSnapshotDays(pool),
    ]);
    const at = (path: string) => publicUrl() + path;
    const resources = resourcesOf(at);
    return reply.send({
      title,
      description,
      licence,
      cursor: changeCursor(number),
      totals: kinds,
      resources,
      snapshotDays: days,
      changeKinds,
      changeReasons,
      fields: {
        zh: '记录的字段与 GraphQL 类型 RecruitmentNotice、RecruitmentPost 同名，说明见其接口定义；此处代码值用小写。',
        en: 'The fields of a record have the names of the GraphQL types RecruitmentNotice and RecruitmentPost, which describe them; values of lists are lower case here.',
        href: at('/graphql'),
      },
      verify: {
        zh: '每条记录的规范文本是 JSON.stringify 的结果：UTF-8、无空白、键按出现顺序。其 SHA-256 即变更中的 sha256；digest 为当日（首次发布日，北京时间）各记录 SHA-256 的按位异或。',
        en: 'The canonical text of a record is what JSON.stringify makes: UTF-8, no blanks, keys in the order in which they come. Its SHA-256 is the sha256 of a change; a digest is the XOR of the SHA-256 of the records first published on a day in Beijing.',
      },
      dataset: {
        '@context': ['https://schema.org/', { dcat: 'http://www.w3.org/ns/dcat#', dct: 'http://purl.org/dc/terms/' }],
        '@type': ['Dataset', 'dcat:Dataset'],
        '@id': at('/open-data/'),
        name: title.zh,
        alternateName: title.en,
        description: description.zh,
        inLanguage: 'zh-CN',
        license: licence,
        isAccessibleForFree: true,
        spatialCoverage: { '@type': 'Place', name: '河南省濮阳市' },
        ...(newest && { dateModified: newest.createdAt }),
        'dct:accrualPeriodicity': 'http://publications.europa.eu/resource/authority/frequency/UPDATE_CONT',
        distribution: resources.map(({ href, mediaType, what }) => ({
          '@type': ['DataDownload', 'dcat:Distribution'],
          name: what.zh,
          encodingFormat: mediaType,
          contentUrl: href,
          'dcat:accessURL': href,
          license: licence,
        })),
      },
    });
  });
}

function resourcesOf(at: (path: string) => string) {
  const feed = {
    parameters: feedParameters,
    filterOfNotices: filterParameters.notice,
    filter: filterParameters.post,
    limits: feedLimits,
  };
  return [
    {
      href: at('/open-data/snapshots/latest/manifest.json'),
      mediaType: 'application/json',
      what: {
        zh: '每日 02:30 快照的清单：文件、SHA-256、各日摘要、续读游标。带日期的快照永不改变，保留 30 天',
        en: 'The manifest of the snapshot of 02:30 each day: files, SHA-256, digests by day, a cursor to go on from. A dated snapshot never changes; 30 are kept',
      },
    },
    ...(
      [
        ['notices', '公告'],
        ['posts', '岗位'],
      ] as const
    ).flatMap(([name, zh]) => [
      {
        href: at(`/open-data/snapshots/latest/${name}.ndjson`),
        mediaType: 'application/x-ndjson',
        what: { zh: `最新快照中的${zh}，每行一条记录`, en: `The ${name} of the newest snapshot, a record a line` },
      },
      {
        href: at(`/open-data/snapshots/latest/${name}.csv`),
        mediaType: 'text/csv',
        what: {
          zh: `最新快照中的${zh}表，UTF-8 带 BOM，列表以 | 分隔；以 = + - @ 开头的单元格前加一撇，以防表格软件当作公式`,
          en: `The ${name} of the newest snapshot as a table, UTF-8 with BOM, lists parted by |; a cell that begins with = + - @ has an apostrophe before it, so that no spreadsheet runs it`,
        },
      },
    ]),
    {
      href: at('/open-data/changes'),
      mediaType: 'application/json',
      what: {
        zh: '变更流：after 为游标，first 为条数，wait 为等待秒数；加岗位条件则只给岗位的变更，并告知进入（entered_filter）和离开（left_filter）；accept: application/x-ndjson 则每行一条',
        en: 'The stream of changes: after is a cursor, first how many, wait for how many seconds; with conditions it tells of posts alone, and of what enters and leaves (entered_filter, left_filter); a line each with accept: application/x-ndjson',
      },
      parameters: changesParameters,
      filter: filterParameters.post,
      limits: changesLimits,
    },
    {
      href: at('/open-data/completeness'),
      mediaType: 'application/json',
      what: {
        zh: '每日条数与摘要：一次请求即可核对副本是否完整',
        en: 'Counts and digests by day: one request says whether a copy is whole',
      },
      parameters: ['from', 'to'],
    },
    {
      href: at('/open-data/feed.json'),
      mediaType: 'application/feed+json',
      what: { zh: 'JSON Feed，可按任意条件筛选', en: 'JSON Feed, by any filter' },
      ...feed,
    },
    {
      href: at('/open-data/feed.atom'),
      mediaType: 'application/atom+xml',
      what: { zh: 'Atom，撤下的以墓碑标出', en: 'Atom, with tombstones of what has gone' },
      ...feed,
    },
  ];
}

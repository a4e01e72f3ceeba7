/** Every public error code; whatever else goes wrong is masked, and its cause stands in the log under an id. */
import { randomUUID } from 'node:crypto';
import { unwrapResolverError } from '@apollo/server/errors';
import { GraphQLError, type GraphQLFormattedError } from 'graphql';
import type { Logger } from 'pino';
import { VaultError } from '../schema/vault.js';

const statuses = {
  UNAUTHENTICATED: 401,
  FORBIDDEN: 403,
  BAD_INPUT: 400,
  NOT_FOUND: 200,
  CONFLICT: 200,
  ILLEGAL_MOVE: 200,
  LIMIT_EXCEEDED: 400,
  BUDGET_EXHAUSTED: 429,
  SOURCE_UNAVAILABLE: 200,
  INTERNAL: 500,
} as const;
export type ErrorCode = keyof typeof statuses;

/** An error that the asker may read: one line, Chinese first, then English. It holds no personal value. */
export class HubError extends GraphQLError {
  readonly code: ErrorCode;
  constructor(
    code: ErrorCode,
    chinese: string,
    english: string,
    details: Record<string, unknown> = {},
    headers: Readonly<Record<string, string>> = {},
  ) {
    const http = { status: statuses[code], headers: new Map(Object.entries(headers)) };
    super(`${chinese} / ${english}`, { extensions: { ...details, code, http } });
    this.code = code;
  }
  /** What the answer's head says beside its status. */
  get headers(): ReadonlyMap<string, string> {
    return (this.extensions['http'] as { headers: ReadonlyMap<string, string> }).headers;
  }
  get status(): number {
    return statuses[this.code];
  }
}

/** graphql-js repeats the offending value in these messages; a value may be an ID number. */
const repeatsValue = /cannot represent|got invalid value|Expected value of type|does not exist in .* enum/;
const codesOfApollo = new Set([
  'GRAPHQL_PARSE_FAILED',
  'GRAPHQL_VALIDATION_FAILED',
  'BAD_USER_INPUT',
  'BAD_REQUEST',
  'OPERATION_RESOLUTION_FAILURE',
  'PERSISTED_QUERY_NOT_SUPPORTED',
]);

/** Apollo's `formatError`: lets the public codes through, turns Apollo's own into BAD_INPUT, and masks the rest. */
export function formatErrorWith(log: Logger) {
  return (formatted: GraphQLFormattedError, thrown: unknown): GraphQLFormattedError => {
    const { locations, path, message } = formatted;
    const code = String(formatted.extensions?.code);
    const place = { ...(locations && { locations }), ...(path && { path }) };
    // A refusal by one of our own scalars comes wrapped in a message that repeats the value.
    if (codesOfApollo.has(code) || (code === 'BAD_INPUT' && repeatsValue.test(message)))
      return {
        message: `请求不符合接口定义 / the request does not fit the schema: ${reasonOf(code, formatted)}`,
        ...place,
        extensions: { code: 'BAD_INPUT' },
      };
    if (Object.hasOwn(statuses, code)) return { message, ...place, extensions: withoutStack(formatted.extensions) };
    const cause = unwrapResolverError(thrown);
    const masked = isCanceled(cause) ? tookTooLong() : mask(cause, log);
    return { message: masked.message, ...place, extensions: withoutStack(masked.extensions) };
  };
}

/** PostgreSQL ended the statement at its time-out. */
const isCanceled = (error: unknown) => error instanceof Error && (error as NodeJS.ErrnoException).code === '57014';

/** PostgreSQL's disk is full, or does not take what is written. */
const isWithoutRoom = (code: string | undefined) => code === '53100' || code === '58030';

/** An operation that came to its end before it was done. */
export function tookTooLong(): HubError {
  return new HubError(
    'LIMIT_EXCEEDED',
    '查询用时过长，已中止：请缩小范围或减少字段',
    'the operation took too long and was stopped: ask for less',
  );
}

function reasonOf(code: string, { message, locations }: GraphQLFormattedError): string {
  // A syntax error quotes what stands at its place, and that may be a string.
  if (code === 'GRAPHQL_PARSE_FAILED')
    return `syntax error at line ${locations?.[0]?.line ?? 1}, column ${locations?.[0]?.column ?? 1}`;
  if (!repeatsValue.test(message)) return message;
  const variable = /^Variable "(\$\w+)"/.exec(message)?.[1];
  const place = /.* at "([\w.[\]]+)"; /s.exec(message)?.[1];
  return `a value does not fit its type${variable ? ` (${place ? `$${place}` : variable})` : ''}`;
}

/** Hides an unforeseen error behind an id. The log gets its kind and stack, never its message: that may hold values. */
export function mask(error: unknown, log: Logger): HubError {
  const id = randomUUID();
  const known: NodeJS.ErrnoException | undefined = error instanceof Error ? error : undefined;
  const at = known?.stack?.split('\n').filter((line) => /^ +at /.test(line));
  const said = { errorId: id, kind: known?.name ?? typeof error, code: known?.code, at: at?.slice(0, 8) };
  if (isWithoutRoom(known?.code))
    log.error({ alarm: 'disk-full', ...said }, 'the database cannot write: no personal data are shown until it can');
  else log.error(said, 'unforeseen error');
  if (known instanceof VaultError)
    return new HubError('INTERNAL', `加密数据无法打开，编号 ${id}`, `sealed data cannot be opened, id ${id}`, {
      id,
      fault: known.code,
    });
  return new HubError('INTERNAL', `内部错误，编号 ${id}`, `internal error, id ${id}`, { id });
}

function withoutStack(extensions: Record<string, unknown> = {}): Record<string, unknown> {
  return Object.fromEntries(Object.entries(extensions).filter(([key]) => key !== 'stacktrace' && key !== 'http'));
}

/** Says what is wrong with an identifier without repeating it. */
export function refusedIdentifier(
  argument: string,
  chineseName: string,
  reason: 'form' | 'birth-date' | 'check-character',
): HubError {
  const [chinese, english] = {
    form: ['位数或字符不对', 'it has the wrong length or characters'],
    'birth-date': ['所含出生日期不存在', 'the birth date in it does not exist'],
    'check-character': ['校验位不符', 'its check character does not fit'],
  }[reason] as [string, string];
  return new HubError(
    'BAD_INPUT',
    `${argument} 不是有效的${chineseName}：${chinese}`,
    `${argument} is not valid: ${english}`,
  );
}

/** Where people prove who they are to the built-in server: login, passphrase and one-time code; and where they set the last two, once. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Provider } from 'oidc-provider';
import { readEnrolment, readSecrets } from '../../schema/account/account.reads.js';
import { enrol, useTotpStep } from '../../schema/account/account.writes.js';
import { forgetFailures, mayTry } from '../../schema/sign-in/sign-in.writes.js';
import { HubError } from '../errors.js';
import { networkOf } from '../network-of.js';
import { renderEnrol, renderEnrolled } from '../pages/sign-in/enrol.page.js';
import { renderEntry } from '../pages/sign-in/entry.page.js';
import { sendPage } from '../send-page.js';
import { isFromOwnPage } from '../this-machine.js';
import { enrolHashOf, enrolPath } from './enrolment.js';
import { addressForApp, newCodeSecret, qrCodeOf, stepOfCode } from './one-time-code.js';
import { hashPassphrase, isPassphrase, longestPassphrase, shortestPassphrase } from './passphrase.js';
import { attempts, foreign, type SignInParts } from './sign-in-parts.js';

type Parts = SignInParts & { provider: () => Provider };
type Typed = Record<'login' | 'passphrase' | 'code', string>;
interface Entry {
  Params: { uid: string };
}

export function entryRoutes(app: FastifyInstance, parts: Parts): void {
  const { provider, pool, vault, machineClock, publicUrl, log } = parts;
  const limited = { config: { rateLimit: attempts } };
  // For logins that nobody has: as much work as for the others.
  const nobodysCodes = newCodeSecret();

  app.get<Entry>('/sign-in/enter/:uid', limited, async (request, reply) => {
    await assertBegun(request, reply, provider());
    return sendPage(reply, renderEntry(request.params.uid, null));
  });

  app.post<Entry>('/sign-in/enter/:uid', limited, async (request, reply) => {
    if (!isFromOwnPage(request, publicUrl())) throw foreign();
    await assertBegun(request, reply, provider());
    const { login, passphrase, code } = typed(request, ['login', 'passphrase', 'code']);
    const accountId = await whoIs({ login: login.trim().toLowerCase(), passphrase, code }, networkOf(request.ip));
    if (accountId === null) {
      const { html } = renderEntry(request.params.uid, login);
      return reply.code(401).type('text/html; charset=utf-8').send(html);
    }
    const result = { login: { accountId, amr: ['pwd', 'otp', 'mfa'], remember: false } };
    return reply.redirect(await provider().interactionResult(request.raw, reply.raw, result), 303);
  });

  /** Null for whatever is wrong, after the same work; a code that was right once is wrong from then on. */
  async function whoIs({ login, passphrase, code }: Typed, network: string): Promise<string | null> {
    const now = machineClock();
    // By network, too: whoever only knows a login could shut its owner out otherwise.
    const from = `${login}\0${network}`;
    if (!(await mayTry(pool, from, now))) return null;
    const secrets = await readSecrets(pool, login);
    const isRight = await isPassphrase(passphrase.slice(0, longestPassphrase), secrets?.passphrase ?? null);
    // Who has the passphrase guesses at the code: then the login waits wherever the next attempt comes from. Others are counted for nothing, in the same time.
    const guess = isRight ? `code\0${login}` : `no code\0${from}`;
    const mayGuess = await mayTry(pool, guess, now);
    if (secrets && isRight && !mayGuess)
      log.warn({ account: secrets.id, alarm: 'second-factor' }, 'a passphrase is known to somebody without the code');
    const step = stepOfCode(code, secrets ? vault.open(secrets.sealedTotp) : nobodysCodes, now);
    if (!secrets || !isRight || !mayGuess || step === null || !(await useTotpStep(pool, secrets.id, step))) return null;
    await forgetFailures(pool, [from, guess]);
    return secrets.id;
  }

  app.get(enrolPath, async (_request, reply) => sendPage(reply, renderEnrol({ step: 'code', error: null })));

  app.post(enrolPath, limited, async (request, reply) => {
    if (!isFromOwnPage(request, publicUrl())) throw foreign();
    const asked = typed(request, ['enrolment', 'passphrase', 'again', 'secret', 'code']);
    const now = machineClock();
    const enrolHash = enrolHashOf(asked.enrolment.trim());
    const person = await readEnrolment(pool, enrolHash, now);
    if (!person)
      return sendPage(
        reply,
        renderEnrol({ step: 'code', error: '登记码不正确、已使用或已过期，请向管理员索取新的。' }),
      );
    const begun = asked.secret !== '';
    // The secret travels sealed: it can be neither chosen nor read on the way back.
    const secret = begun ? openSecret(asked.secret, asked.enrolment) : newCodeSecret();
    if (secret === null) throw new HubError('BAD_INPUT', '请重新开始登记', 'begin the enrolment again');
    const address = addressForApp(secret, person.login);
    const page = {
      step: 'secrets' as const,
      person,
      enrolment: asked.enrolment,
      app: { secret, address, qrCode: qrCodeOf(address) },
      sealed: vault.seal(JSON.stringify([asked.enrolment, secret])).toString('base64url'),
    };
    const wrong = begun ? faultOf(asked) : null;
    const totpStep = begun && wrong === null ? stepOfCode(asked.code, secret, now) : null;
    if (!begun || wrong !== null) return sendPage(reply, renderEnrol({ ...page, error: wrong }));
    if (totpStep === null)
      return sendPage(
        reply,
        renderEnrol({ ...page, error: '验证码不正确：请核对手机时间后输入应用正在显示的六位数字。' }),
      );
    const secrets = { passphrase: await hashPassphrase(asked.passphrase), sealedTotp: vault.seal(secret), totpStep };
    if (!(await enrol(pool, enrolHash, secrets, now))) throw new HubError('CONFLICT', '登记码已使用', 'it was used');
    return sendPage(reply, renderEnrolled());
  });

  function openSecret(sealed: string, enrolment: string): string | null {
    try {
      const [of, secret] = JSON.parse(vault.open(Buffer.from(sealed, 'base64url'))) as [string, string];
      return of === enrolment ? secret : null;
    } catch {
      return null;
    }
  }
}

/** The browser that was sent here; another has no cookie of it. */
async function assertBegun(request: FastifyRequest<Entry>, reply: FastifyReply, provider: Provider): Promise<void> {
  const { uid } = request.params;
  const details = await provider.interactionDetails(request.raw, reply.raw).catch(() => null);
  if (details?.uid === uid && details.prompt.name === 'login') return;
  throw new HubError('BAD_INPUT', '登录已超时，请重新登录', 'this sign-in has ended; begin again');
}

function faultOf({ passphrase, again }: Record<'passphrase' | 'again', string>): string | null {
  if (passphrase !== again) return '两次输入的口令不一致。';
  if (passphrase.length >= shortestPassphrase && passphrase.length <= longestPassphrase) return null;
  return `口令须为 ${shortestPassphrase} 至 ${longestPassphrase} 字，宜用几个不相干的词。`;
}

function typed<N extends string>(request: FastifyRequest, names: readonly N[]): Record<N, string> {
  const body = (request.body ?? {}) as Partial<Record<N, unknown>>;
  const text = (value: unknown) => (typeof value === 'string' ? value : '');
  return Object.fromEntries(names.map((name) => [name, text(body[name])])) as Record<N, string>;
}

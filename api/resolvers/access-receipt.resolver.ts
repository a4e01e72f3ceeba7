import { Arg, Ctx, ID, Query, Resolver } from 'type-graphql';
import { profileOfLog } from '../../schema/access-event/access-event.writes.js';
import { type EventParties, readEventParties } from '../../schema/access-log/access-log.reads.js';
import { AccessReceipt } from '../../schema/access-log/access-log.type.js';
import { readProof } from '../../schema/access-log/tree.reads.js';
import type { Viewer } from '../authenticate.js';
import type { Context } from '../context.js';
import { isUuid } from '../page-of.js';

@Resolver()
export class AccessReceiptResolver {
  @Query(() => AccessReceipt, {
    nullable: true,
    description:
      '应答所附事件的证明；只给当事双方和审计人员，其他人得到空值。The proof of an event that came with an answer, for its two parties and auditors; null for anybody else.',
  })
  async accessReceipt(
    @Arg('id', () => ID, { description: '事件编号。Id of the event.' }) id: string,
    @Ctx() { viewer, database, vault, clock }: Context,
  ): Promise<AccessReceipt | null> {
    const { pool } = database;
    const parties = isUuid(id) ? await readEventParties(pool, id, clock()) : null;
    if (!parties || !isParty(viewer, parties)) return null;
    const found = await readProof(pool, profileOfLog(vault), id);
    if (found?.is !== 'sealed') return { ...unsealed, id, isSealed: false };
    const { number, leaf, logId, path, seal } = found.proof;
    return {
      id,
      isSealed: true,
      number,
      leaf: leaf.toString('hex'),
      path: path.map((hash) => hash.toString('hex')),
      size: seal.size,
      root: seal.root.toString('hex'),
      previousRoot: seal.previousRoot.toString('hex'),
      seal: seal.seal,
      sealedAt: seal.at,
      log: logId,
      profile: seal.profile,
      keyId: seal.keyId,
      signature: seal.signature.toString('base64'),
    };
  }
}

const unsealed = {
  number: null,
  leaf: null,
  path: null,
  size: null,
  root: null,
  previousRoot: null,
  seal: null,
  sealedAt: null,
  log: null,
  profile: null,
  keyId: null,
  signature: null,
};

function isParty({ audience, client, roles, personId }: Viewer, event: EventParties): boolean {
  if (audience === 'staff' && roles.includes('auditor')) return true;
  if (audience === 'subject') return personId !== undefined && event.personId === personId && !event.isHeld;
  return event.audience === audience && event.client === client;
}

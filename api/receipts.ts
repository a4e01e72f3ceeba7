/** What an answer with personal data carries away: its access events and their leaves, by which anybody can later ask for the proof. */
import type { ApolloServerPlugin } from '@apollo/server';
import { leafOfEvent } from '../schema/access-event/access-event.writes.js';
import type { Context } from './context.js';

/** A few microseconds for each look-up, after its event is committed and before its answer leaves. */
export const receipts: ApolloServerPlugin<Context> = {
  requestDidStart: () =>
    Promise.resolve({
      willSendResponse({ contextValue: { noted, vault }, response: { body } }) {
        if (noted.length > 0 && body.kind === 'single') {
          const receipt = noted.map((event) => ({
            id: event.eventId,
            leaf: leafOfEvent(vault, event).toString('hex'),
          }));
          body.singleResult.extensions = { ...body.singleResult.extensions, receipt };
        }
        return Promise.resolve();
      },
    }),
};

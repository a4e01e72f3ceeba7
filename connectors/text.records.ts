/** Free text as part of a row's schema: names, addresses, reasons. What cannot be shown or searched is a fault of the row. */
import { z } from 'zod';

/**
 * Rare characters that GB18030 kept in its private-use area before Unicode had them, and that older systems still send so. Each is the
 * same character in every source.
 */
const privateUse = new Map(
  Object.entries({
    E78D: 0xfe10,
    E78E: 0xfe12,
    E78F: 0xfe11,
    E790: 0xfe13,
    E791: 0xfe14,
    E792: 0xfe15,
    E793: 0xfe16,
    E794: 0xfe17,
    E795: 0xfe18,
    E796: 0xfe19,
    E816: 0x20087,
    E817: 0x20089,
    E818: 0x200cc,
    E81E: 0x9fb4,
    E826: 0x9fb5,
    E82B: 0x9fb6,
    E82C: 0x9fb7,
    E831: 0x215d7,
    E832: 0x9fb8,
    E83B: 0x2298f,
    E843: 0x9fb9,
    E854: 0x9fba,
    E855: 0x241fe,
    E864: 0x9fbb,
  }).map(([from, to]) => [String.fromCharCode(Number.parseInt(from, 16)), String.fromCodePoint(to)] as const),
);

const inPrivateUse = /[\uE78D-\uE796\uE816-\uE864]/g;
/** Controls but tab and line ends, private use, lone surrogates, U+FFFD where somebody's decoder gave up, non-characters. */
const unreadable = /[^\P{Cc}\t\n\r]|[\p{Co}\p{Cs}\p{Noncharacter_Code_Point}\uFFFD]/u;

/** 1 to `max` places of text that can be read; the fault is `unreadable-character`. */
export const readableText = (max: number) =>
  z
    .string()
    .min(1)
    .max(max)
    .transform((text) => text.replace(inPrivateUse, (character) => privateUse.get(character) ?? character))
    .refine((text) => !unreadable.test(text), {
      params: { code: 'unreadable-character' },
      message: 'the text holds a character that cannot be read: a control, private-use or damaged one',
    });

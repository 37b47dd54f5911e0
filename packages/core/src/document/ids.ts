/** A source of chance: each call gives a number from 0 up to but not including 1. Handed in, because core is pure. */
export type Random = () => number;

/** Makes a new id: of a block `ids("b")`, a callback `ids("c")`, an item of a list `ids("i")`. */
export type IdSource = (prefix: string) => string;

/** Without letters and digits that look alike; in lower case, so that ids can be read out. */
const ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz";
const LENGTH = 10;

/**
 * A source of new ids such as "b_4f2k9xw7mq": 10 characters of 31, 49 bits of
 * chance. Two that clash in one document are refused when they are added.
 */
export function idSource(random: Random): IdSource {
  return (prefix) => {
    let id = `${prefix}_`;
    for (let i = 0; i < LENGTH; i += 1) {
      id += ALPHABET[Math.min(ALPHABET.length - 1, Math.floor(random() * ALPHABET.length))];
    }
    return id;
  };
}

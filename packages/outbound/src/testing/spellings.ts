/** How one IPv4 address can be written in a URL so that a list of forbidden texts would miss it. */
export function spellingsOf(address: string): string[] {
  const parts = address.split(".").map(Number);
  const number = parts.reduce((sum, part) => sum * 256 + part, 0);
  const [a = 0, b = 0, c = 0, d = 0] = parts;
  const ways: ((value: number) => string)[] = [
    (value) => String(value),
    (value) => `0x${value.toString(16)}`,
    (value) => `0X${value.toString(16).toUpperCase()}`,
    (value) => `0${value.toString(8)}`,
    (value) => `0000${value.toString(8)}`,
    (value) => `0x000${value.toString(16)}`,
  ];
  const ipv4 = ways.flatMap((first) => [
    first(number),
    ...ways.flatMap((rest) => [
      [first(a), rest(b), first(c), rest(d)].join("."),
      [first(a), rest((b << 16) + (c << 8) + d)].join("."),
      [first(a), rest(b), first((c << 8) + d)].join("."),
    ]),
  ]);
  const digits = (offset: number) =>
    address.replaceAll(/\d/g, (n) => String.fromCodePoint(offset + Number(n)));
  const dressed = [
    `${address}.`,
    digits(0xff10),
    digits(0x1d7ce),
    digits(0x1d7d8),
    address.replaceAll(".", "。"),
    address.replaceAll(".", "．"),
    address.replaceAll(".", "%2e"),
    address.replaceAll(/\d/g, (n) => `%3${n}`),
  ];
  const pair = (high: number, low: number): string => ((high << 8) + low).toString(16);
  const tail = `${pair(a, b)}:${pair(c, d)}`;
  const ipv6 = [
    `::ffff:${address}`,
    `::FFFF:${tail}`,
    `0:0:0:0:0:ffff:${address}`,
    `0000:0000:0000:0000:0000:ffff:${tail}`,
    `::${address}`,
    `::${tail}`,
    `::ffff:0:${address}`,
    `64:ff9b::${address}`,
    `64:ff9b::${tail}`,
    `64:ff9b:1::${address}`,
    `2002:${tail}::`,
    `2002:${tail}::1`,
    `2001:0:${tail}::`,
    `fe80::${address}`,
    `fec0::${tail}`,
  ].map((text) => `[${text}]`);
  return [...new Set([...ipv4, ...dressed, ...ipv6])];
}

/** A topic of the stream, with the sequence number up to which the browser knows it. */
export type Topic =
  | { readonly kind: "run"; readonly name: `run:${number}`; readonly id: number; cursor: number }
  | {
      readonly kind: "playbook";
      readonly name: `playbook:${number}`;
      readonly id: number;
      cursor: number;
    }
  | { readonly kind: "runs"; readonly name: "runs:list" }
  | { readonly kind: "catalogue"; readonly name: "catalogue" }
  | {
      readonly kind: "test";
      readonly name: `connection-test:${string}`;
      readonly testKey: string;
    };

const MOST_ROW_ID = 2_147_483_647;

/** Reads "run:12@40"; null for what is no topic. `known` are the cursors of a stream that broke. */
export function parseTopic(text: string, known: Readonly<Record<string, number>>): Topic | null {
  if (text === "runs:list") return { kind: "runs", name: text };
  if (text === "catalogue") return { kind: "catalogue", name: text };
  const test = /^connection-test:([A-Za-z0-9_-]{8,64})$/.exec(text)?.[1];
  if (test !== undefined) return { kind: "test", name: `connection-test:${test}`, testKey: test };
  const [, kind, id, after] = /^(run|playbook):([1-9]\d{0,14})(?:@(\d{1,10}))?$/.exec(text) ?? [];
  if (kind === undefined || id === undefined) return null;
  // A number that no row of a playbook can have.
  if (kind === "playbook" && Number(id) > MOST_ROW_ID) return null;
  const name = `${kind}:${id}`;
  const cursor = Math.max(Number(after ?? 0), Object.hasOwn(known, name) ? (known[name] ?? 0) : 0);
  return kind === "run"
    ? { kind: "run", name: `run:${Number(id)}`, id: Number(id), cursor }
    : { kind: "playbook", name: `playbook:${Number(id)}`, id: Number(id), cursor };
}

/** Cursors as an event id, so that a browser that reconnects goes on after what it has. */
export function printCursors(topics: Iterable<Topic>): string {
  const cursors: Record<string, number> = {};
  for (const topic of topics) if ("cursor" in topic) cursors[topic.name] = topic.cursor;
  return JSON.stringify(cursors);
}

/** The cursors of an event id; none for what is not readable. */
export function parseCursors(text: string | null | undefined): Record<string, number> {
  if (text === null || text === undefined || text === "") return {};
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return {};
  }
  if (typeof value !== "object" || value === null) return {};
  return Object.fromEntries(
    Object.entries(value).filter((entry): entry is [string, number] => Number.isInteger(entry[1])),
  );
}

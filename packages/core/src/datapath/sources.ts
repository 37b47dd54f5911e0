import { type Datapath, printDatapath } from "./datapath.ts";

/**
 * Ids of the blocks that a stored datapath reads: its source and its filter.
 * Blocks given by name are passed over.
 */
export function sourcesOf(datapath: Datapath): string[] {
  const { filter, source } = datapath;
  const references = [filter?.block, source.kind === "block" ? source.block : undefined];
  return references.flatMap((reference) => (reference?.kind === "id" ? [reference.id] : []));
}

/**
 * Two datapaths with the same key have the same source: their rows stay
 * aligned. Different keys form the cartesian product.
 */
export function sourceKey(datapath: Datapath): string {
  const { filter, source, section } = datapath;
  // All inputs are one source, as all fields of a block's results are.
  const root = source.kind === "playbook_input" ? { kind: source.kind, input: ANY } : source;
  return printDatapath({ filter, source: root, section, segments: [] });
}

const ANY = { kind: "name", name: "" } as const;

/** Keys of a results entry with which the path of an action block may begin. */
const RESULT_ROOTS: ReadonlySet<string> = new Set([
  "action_result",
  "action_results",
  "result_data",
  "summary",
  "status",
  "message",
  "asset",
  "asset_id",
  "app",
  "app_id",
  "action",
  "name",
  "action_run_id",
  "app_run_id",
]);

/**
 * Why no run of this product can give this datapath a value, whatever blocks
 * the playbook has; null: it can. Such datapaths come with imported playbooks.
 */
export function unavailable(datapath: Datapath): string | null {
  const { filter, source, section, segments } = datapath;
  if (filter !== null) return "There is no Filter block yet, so nothing gives filtered data.";
  switch (source.kind) {
    case "playbook_input":
      return section === null ? null : notGiven(`${source.kind}:${section}`);
    case "container":
      return section === null ? null : notGiven(`container:${section}`);
    case "block": {
      if (section !== null) return notGiven(section);
      const first = segments[0];
      return first?.kind === "key" && RESULT_ROOTS.has(first.key)
        ? null
        : notGiven(first?.kind === "key" ? first.key : "this path");
    }
    default:
      return notGiven(source.kind);
  }
}

function notGiven(what: string): string {
  return `No block gives ${what}. The results of an action are at action_result.data, .parameter, .summary, .status, .message and .error.`;
}

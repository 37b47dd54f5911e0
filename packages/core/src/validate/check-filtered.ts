import { specOf } from "../block/index.ts";
import { comparedSources } from "../condition/index.ts";
import { type Datapath, sourceName } from "../datapath/index.ts";
import { conditionIds, indexDocument } from "../document/index.ts";
import type { Finding, TextContext } from "./finding.ts";

/** What is wrong with the filter that a datapath is behind. `shown`: the datapath as people read it. */
export function checkFilter(
  { filter, source }: Datapath,
  shown: string,
  readerId: string,
  context: TextContext,
): Finding[] {
  if (filter === null) return [];
  const error = (code: string, message: string): Finding[] => [{ code, level: "error", message }];
  if (filter.kind === "caller") {
    if (isCalledByFilter(readerId, context)) return [];
    const message = `${shown} is not upstream: no filter calls this block.`;
    return error("DATAPATH_NOT_UPSTREAM", message);
  }
  const { block, condition } = filter;
  const { document, catalogue, graph } = context;
  const found = block.kind === "id" ? indexDocument(document).blocks.get(block.id) : undefined;
  if (found === undefined)
    return error("DATAPATH_UNKNOWN_BLOCK", `${shown} names a filter that is gone. Pick another.`);
  const isKnown = specOf(found, catalogue) !== null;
  if (isKnown && condition.kind === "id" && !conditionIds(found).includes(condition.id)) {
    const message = `${shown} names a condition of ${found.name} that is gone. Pick another.`;
    return error("DATAPATH_UNKNOWN_CONDITION", message);
  }
  if (!graph.isUpstream(found.id, readerId)) {
    const message = `${shown} is not upstream: no callback leads from ${found.name} to this block.`;
    return error("DATAPATH_NOT_UPSTREAM", message);
  }
  const compared = condition.kind === "id" ? comparedSources(found, condition.id, document) : null;
  if (!isKnown || compared === null || compared.has(sourceName(source))) return [];
  const message = `${shown} gives nothing: that condition of ${found.name} compares nothing of its source.`;
  return [{ code: "DATAPATH_NOT_COMPARED", level: "warning", message }];
}

/**
 * Whether the arguments that release a block may hold what a condition let through: its one callback
 * comes from a block with conditions, or from one that passes on what it was called with and was itself
 * called so. A join is given neither.
 */
function isCalledByFilter(readerId: string, { document, catalogue }: TextContext): boolean {
  const index = indexDocument(document);
  const seen = new Set<string>();
  for (let id = readerId; !seen.has(id); ) {
    seen.add(id);
    const [callback, ...more] = index.incoming(id);
    const caller = callback === undefined ? undefined : index.blocks.get(callback.source);
    if (caller === undefined || more.length > 0) return false;
    const spec = specOf(caller, catalogue);
    // Nobody knows what a placeholder hands on.
    if (spec === null || spec.fields.some(({ kind }) => kind === "branches")) return true;
    if (spec.passes !== "passed on") return false;
    id = caller.id;
  }
  return false;
}

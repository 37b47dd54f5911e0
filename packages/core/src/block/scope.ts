import { type BlockAccess, type DatapathScope, runScope } from "../datapath/index.ts";
import type { PlaybookDocument } from "../document/index.ts";
import type { ArgumentReferences, RunState } from "../log/index.ts";
import type { ResultReader } from "../results/index.ts";
import type { Catalogue } from "./spec.ts";

/** What the datapaths of a pass read in a run of this document, as the kinds of its blocks declare it. */
export function scopeOf(pass: {
  readonly document: PlaybookDocument;
  readonly catalogue: Catalogue;
  readonly results: ResultReader;
  readonly state: Pick<RunState, "blocks">;
  /** The arguments with which it was released. */
  readonly releasedBy: ArgumentReferences;
}): DatapathScope {
  const { document, catalogue, results, state, releasedBy } = pass;
  const accessTo = (type: string): BlockAccess => {
    const spec = catalogue.blocks.get(type);
    return { source: spec?.stores ?? null, filter: spec?.filters ?? null };
  };
  return runScope({ document, accessTo, results, state, releasedBy, container: null });
}

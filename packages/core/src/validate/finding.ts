import type { Catalogue } from "../block/index.ts";
import type { PlaybookDocument } from "../document/index.ts";
import type { Graph } from "./graph.ts";

/** What is wrong with a text; the place is added by the caller. */
export interface Finding {
  readonly code: string;
  readonly level: "error" | "warning";
  readonly message: string;
}

/** What the checks of texts look at. */
export interface TextContext {
  readonly document: PlaybookDocument;
  readonly catalogue: Catalogue;
  readonly graph: Graph;
}

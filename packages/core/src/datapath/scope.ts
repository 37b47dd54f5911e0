import { indexDocument, nameKey, type PlaybookDocument } from "../document/index.ts";
import type { Json, JsonObject } from "../json/index.ts";
import type { ResultsEntry } from "../results/index.ts";
import type { ResultReader } from "../run/step.ts";
import type { Reference } from "./datapath.ts";

/** What datapaths read in a run. */
export interface DatapathScope {
  /** Results of an action block; undefined: it has not run (yet, or it was skipped). */
  results(block: Reference): readonly ResultsEntry[] | undefined;
  /** Value with which the run was started; undefined: none was given. */
  input(input: Reference): Json | undefined;
  /** null: the run has no container. */
  readonly container: JsonObject | null;
}

/** The scope of a run of this document. */
export function runScope(
  document: PlaybookDocument,
  reader: Pick<ResultReader, "results" | "inputs">,
  container: JsonObject | null,
): DatapathScope {
  const index = indexDocument(document);
  return {
    container,
    results: (block) => {
      const id = block.kind === "id" ? block.id : index.blocksByName.get(nameKey(block.name))?.id;
      return id === undefined ? undefined : reader.results(id);
    },
    input: (input) => {
      const name = input.kind === "name" ? input.name : index.inputs.get(input.id)?.name;
      const values = reader.inputs();
      return name !== undefined && Object.hasOwn(values, name) ? values[name] : undefined;
    },
  };
}

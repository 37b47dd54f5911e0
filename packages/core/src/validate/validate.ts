import { type BlockSpec, type Catalogue, fieldTexts, specOf } from "../block/index.ts";
import { type Block, type PlaybookDocument, type Problem, pathByIds } from "../document/index.ts";
import { placeholderProblem, placeProblems } from "./check-block.ts";
import { checkBlocks, checkCallbacks } from "./check-graph.ts";
import { checkText } from "./check-texts.ts";
import type { TextContext } from "./finding.ts";
import { graphOf } from "./graph.ts";

/**
 * All problems of a document, the same in the editor, on the server and before
 * a run; in the order of the document, those of the whole playbook first. What
 * only the server knows (connections, permissions) is not looked at. Never
 * throws on a document that `parseDocument` lets pass.
 */
export function validate(document: PlaybookDocument, catalogue: Catalogue): Problem[] {
  const context: TextContext = { document, catalogue, graph: graphOf(document) };
  const sound = new Set<string>();
  const ofBlocks = document.blocks.flatMap((block) => {
    const ofPlace = placeProblems(block, document, catalogue);
    const spec = specOf(block, catalogue);
    if (spec === null) return [placeholderProblem(block, catalogue), ...ofPlace];
    const faults = schemaProblems(block, spec);
    if (faults.length > 0) return [...ofPlace, ...faults];
    sound.add(block.id);
    return [
      ...ofPlace,
      ...spec.problems(block, document, catalogue),
      ...textProblems(block, spec, context),
    ];
  });
  return [
    ...checkBlocks(document, catalogue, context.graph),
    ...ofBlocks,
    ...checkCallbacks(document, catalogue, context.graph, sound),
  ];
}

/** True when nothing stands against running or publishing. */
export function isRunnable(problems: readonly Problem[]): boolean {
  return problems.every((problem) => problem.level !== "error");
}

function schemaProblems(block: Block, spec: BlockSpec): Problem[] {
  const parsed = spec.config.safeParse(block.config);
  if (parsed.success) return [];
  return parsed.error.issues.map((issue) => {
    const inside = pathByIds(issue.path, block.config);
    const label = spec.fields.find((field) => field.key === inside[0])?.label ?? null;
    return {
      code: "CONFIG_INVALID",
      level: "error",
      message: label === null ? issue.message : `${label}: ${issue.message}`,
      blockId: block.id,
      callbackId: null,
      path: ["blocks", block.id, "config", ...inside],
      field: label,
    };
  });
}

function textProblems(block: Block, spec: BlockSpec, context: TextContext): Problem[] {
  const { integrations } = context.catalogue;
  const texts = spec.fields.flatMap((field) => fieldTexts(field, block.config, integrations));
  return texts.flatMap((text) =>
    checkText(text, block.id, context).map((finding) => ({
      ...finding,
      blockId: block.id,
      callbackId: null,
      path: ["blocks", block.id, ...text.path],
      field: text.field,
    })),
  );
}

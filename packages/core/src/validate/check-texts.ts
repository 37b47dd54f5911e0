import { type ConfigText, specOf } from "../block/index.ts";
import {
  actionResults,
  type Datapath,
  type KnownBlocks,
  parseDatapath,
  printDatapath,
  type Reference,
  unavailable,
  withIds,
  withNames,
} from "../datapath/index.ts";
import { type Block, indexDocument, nameKey } from "../document/index.ts";
import {
  checkUrl,
  expressionsOf,
  parseJsonTemplate,
  parseTemplate,
  type Template,
  type TemplateError,
} from "../template/index.ts";
import { checkFilter } from "./check-filtered.ts";
import type { Finding, TextContext } from "./finding.ts";

/** The findings about one text of the block `readerId`, each once. */
export function checkText(text: ConfigText, readerId: string, context: TextContext): Finding[] {
  const findings = findingsOf(text, readerId, context);
  const messages = new Set<string>();
  return findings.filter(({ message }) => !messages.has(message) && messages.add(message));
}

function findingsOf(text: ConfigText, readerId: string, context: TextContext): Finding[] {
  switch (text.use) {
    case "operand":
      return checkOperand(text.text, readerId, context);
    case "value": {
      const bare = bareDatapath(text.text, context);
      if (bare !== null) return checkDatapath(bare, readerId, context);
      return checkTemplateText(text, readerId, context);
    }
    case "template":
      return checkTemplateText(text, readerId, context);
    case "json": {
      const parsed = parseJsonTemplate(text.text);
      if (parsed.ok)
        return parsed.templates.flatMap((one) => checkTemplate(one, text, readerId, context));
      // That the text is no JSON is said by the block that declares the input.
      return parsed.kind === "template" ? parsed.errors.map(errorOf) : [];
    }
  }
}

function checkTemplateText(text: ConfigText, readerId: string, context: TextContext): Finding[] {
  const parsed = parseTemplate(text.text);
  if (!parsed.ok) return parsed.errors.map(errorOf);
  return checkTemplate(parsed.template, text, readerId, context);
}

function checkTemplate(
  template: Template,
  text: ConfigText,
  readerId: string,
  context: TextContext,
): Finding[] {
  const misplaced = text.url ? checkUrl(template).map(errorOf) : [];
  const inside = expressionsOf(template).flatMap((part) => {
    if (part.kind === "datapath") return checkDatapath(part.datapath, readerId, context);
    return text.scoped ? [] : [scopeError(`${part.scope}.${part.name}`)];
  });
  return [...misplaced, ...inside];
}

/** A side of a comparison. What is no datapath is a literal, so only what was surely meant as one is reported. */
function checkOperand(text: string, readerId: string, context: TextContext): Finding[] {
  const inside = /^\{\{\s*([^{}]*?)\s*\}\}$/.exec(text)?.[1];
  const parsed = parseDatapath(inside ?? text);
  if (!parsed.ok) {
    if (!text.includes("{{")) return [];
    const message =
      "A side of a comparison is one datapath or a literal; this text is compared as it is.";
    return [{ code: "TEMPLATE_NOT_FILLED", level: "warning", message }];
  }
  const { datapath } = parsed;
  const known = withIds(datapath, context.document);
  if (known.ok || datapath.source.kind !== "block")
    return checkDatapath(datapath, readerId, context);
  if (inside === undefined && unavailable(datapath, knownIn(context)) !== null) return [];
  const message = `${known.error.message} The text is compared as it is.`;
  return [{ code: "DATAPATH_UNKNOWN_BLOCK", level: "warning", message }];
}

/** As the run reads it: with a block by name only when there is such a block. */
function bareDatapath(text: string, { document }: TextContext): Datapath | null {
  const parsed = parseDatapath(text.trim());
  if (!parsed.ok) return null;
  const { source } = parsed.datapath;
  const named = source.kind === "block" && source.block.kind === "name";
  return named && !withIds(parsed.datapath, document).ok ? null : parsed.datapath;
}

function checkDatapath(datapath: Datapath, readerId: string, context: TextContext): Finding[] {
  const { document } = context;
  const error = (code: string, message: string): Finding[] => [{ code, level: "error", message }];
  const shown = printDatapath(withNames(datapath, document));
  const known = withIds(datapath, document);
  if (!known.ok) return error(known.error.code, `${known.error.message} (${shown})`);
  const impossible = unavailable(known.datapath, knownIn(context));
  if (impossible !== null)
    return error("DATAPATH_UNAVAILABLE", `${shown} cannot be read. ${impossible}`);
  const ofFilter = checkFilter(known.datapath, shown, readerId, context);
  if (ofFilter.some(({ level }) => level === "error")) return ofFilter;
  return [...ofFilter, ...checkSource(known.datapath, shown, readerId, context)];
}

function checkSource(
  { source }: Datapath,
  shown: string,
  readerId: string,
  { document, catalogue, graph }: TextContext,
): Finding[] {
  const error = (code: string, message: string): Finding[] => [{ code, level: "error", message }];
  const index = indexDocument(document);
  if (source.kind === "playbook_input") {
    if (source.input.kind === "id" && index.inputs.has(source.input.id)) return [];
    return error("DATAPATH_UNKNOWN_INPUT", `${shown} names an input that is gone. Pick another.`);
  }
  if (source.kind !== "block" || source.block.kind !== "id") return [];
  const block = index.blocks.get(source.block.id);
  if (block === undefined) {
    return error("DATAPATH_UNKNOWN_BLOCK", `${shown} names a block that is gone. Pick another.`);
  }
  const spec = specOf(block, catalogue);
  // Nobody knows what a placeholder gives; that it is one is said of the block itself.
  if (spec !== null && spec.stores === null) {
    return error("DATAPATH_NO_RESULTS", `${shown} cannot be read: ${block.name} gives no results.`);
  }
  if (!graph.isUpstream(block.id, readerId)) {
    const message = `${shown} is not upstream: no callback leads from ${block.name} to this block.`;
    return error("DATAPATH_NOT_UPSTREAM", message);
  }
  return [];
}

/** How datapaths take a block; one that is not there is taken for an action, as most are, or for a filter. */
function knownIn({ document, catalogue }: TextContext): KnownBlocks {
  const { blocks, blocksByName } = indexDocument(document);
  const specOfBlock = (reference: Reference) => {
    const block: Block | undefined =
      reference.kind === "id"
        ? blocks.get(reference.id)
        : blocksByName.get(nameKey(reference.name));
    return block === undefined ? null : specOf(block, catalogue);
  };
  return {
    sourceOf: (reference) => {
      const spec = specOfBlock(reference);
      return spec === null ? actionResults : spec.stores;
    },
    isFilter: (reference) => {
      const spec = specOfBlock(reference);
      return spec === null || spec.filters !== null;
    },
  };
}

function errorOf({ code, message }: TemplateError): Finding {
  return { code, level: "error", message };
}

function scopeError(expression: string): Finding {
  const message = `{{${expression}}} may stand only in inputs of a command that are filled in when it is sent.`;
  return { code: "TEMPLATE_SCOPE", level: "error", message };
}

/** Blocks of each kind that do what their configuration says, and playbooks of them. */
import { z } from "zod";
import {
  type BlockSpec,
  type Catalogue,
  done,
  type EvaluateContext,
  type Evaluation,
  plainCard,
  usualDeclaration,
} from "../../block/index.ts";
import type { DatapathSource } from "../../datapath/index.ts";
import {
  type Block,
  newBlock,
  newCallback,
  newDocument,
  type PlaybookDocument,
} from "../../document/index.ts";
import { slotNamed } from "../../log/index.ts";
import type { ResultReader } from "../../results/index.ts";

const Script = z.object({
  ports: z.array(z.string()).default(["out"]),
  errorPort: z.boolean().default(false),
  taken: z.array(z.string()).default(["out"]),
  /** Port to slot. */
  filtered: z.record(z.string(), z.string()).default({}),
  /** Slot to value. */
  stored: z.record(z.string(), z.json()).default({}),
  lines: z.array(z.string()).default([]),
  fails: z.string().nullable().default(null),
  /** Slot of the block `store` that is written to a line. */
  reads: z.string().nullable().default(null),
});

function scriptOf({ config }: Pick<Block, "config">) {
  return Script.parse(config);
}

function evaluate({ block, scope }: EvaluateContext): Evaluation {
  const script = scriptOf(block);
  if (script.fails !== null)
    return { status: "failed", class: "F-INPUT", message: script.fails, field: null };
  const { results } = scope.block({ kind: "id", id: "b_store" }) ?? {};
  const read = script.reads === null ? [] : [results?.value(slotNamed(script.reads))];
  const texts = [...script.lines, ...read.map((value) => JSON.stringify(value) ?? "nothing")];
  return done(script.taken, {
    logs: texts.map((text) => ({ level: "info", text })),
    stored: Object.entries(script.stored).map(([slot, value]) => ({
      slot: slotNamed(slot),
      value,
    })),
    filtered: Object.fromEntries(
      Object.entries(script.filtered).map(([port, slot]) => [port, slotNamed(slot)]),
    ),
  });
}

/** Datapaths of these tests read nothing; the scope finds what was stored all the same. */
const source: DatapathSource = {
  refusal: () => null,
  isSingle: () => false,
  root: () => [],
  steps: () => [],
};

const performed = {
  ...usualDeclaration,
  version: 1,
  description: "",
  icon: "box",
  group: "Flow",
  card: plainCard("box"),
  config: Script,
  fields: [],
  defaultConfig: () => ({}),
  baseName: () => "block",
  failingName: ({ name }: { readonly name: string }) => name,
  ports: (block: Pick<Block, "config">) => {
    const { ports, errorPort } = scriptOf(block);
    const normal = ports.map((id) => ({ id, name: id, kind: "normal" as const }));
    return errorPort ? [...normal, { id: "error", name: "error", kind: "error" as const }] : normal;
  },
  stores: source,
} as const;
const base = { ...performed, calls: "direct", passes: "passed on", evaluate } as const;

const specs: readonly BlockSpec[] = [
  { ...base, kind: "entry", type: "start", title: "Start", passes: "container only" },
  { ...base, kind: "pure", type: "pure", title: "Pure" },
  { ...base, kind: "pure", type: "silent", title: "Silent", passes: "nothing" },
  {
    ...performed,
    kind: "effect",
    type: "effect",
    title: "Effect",
    calls: "engine",
    passes: "own action",
  },
  {
    ...performed,
    kind: "wait",
    type: "wait",
    title: "Wait",
    calls: "engine",
    passes: "passed on",
  },
  { ...base, kind: "end", type: "end", title: "End" },
];

export const scriptedCatalogue: Catalogue = {
  blocks: new Map(specs.map((spec) => [spec.type, spec])),
  integrations: [],
};

/** A playbook: blocks by name with type and script; wires "a > b" from port out, "a.port > b" from another. */
export function drawn(
  blocks: Readonly<Record<string, readonly [type: string, script?: Block["config"]]>>,
  wires: readonly string[],
): PlaybookDocument {
  const placed = Object.entries(blocks).map(([name, [type, config = {}]]) =>
    newBlock({ id: `b_${name}`, type, version: 1, name, config }),
  );
  const callbacks = wires.map((wire, index) => {
    const [from = "", target = ""] = wire.split(" > ");
    const [name = "", port = "out"] = from.split(".");
    return newCallback({
      id: `c_${index + 1}`,
      source: `b_${name}`,
      port,
      target: `b_${target}`,
    });
  });
  return newDocument({ name: "Test", blocks: placed, callbacks });
}

/** A reader of a run that has produced nothing that is on disk. */
export const nothingStored: ResultReader = {
  pass: () => undefined,
  handle: () => null,
  inputs: () => ({}),
};

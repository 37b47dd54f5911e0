/** One block of the document as the canvas draws it. Pure. */
import { type Catalogue, specOf } from "@callbook/core/block";
import { type Block, type Callback, JOIN_NAMES } from "@callbook/core/document";
import { ActionConfig, type BlockState, commandsNamed, type RunState } from "@callbook/core/run";
import type { Problem } from "@callbook/core/validate";
import { states } from "../ui/index.ts";
import { blockPorts } from "./block-ports.ts";
import { blockRunView, runChips } from "./block-run-view.ts";
import { blockSize, looseErrorPortX, portX, type Size } from "./geometry.ts";
import type { BlockView, ChipView, PortView } from "./scene.ts";

export interface BlockFacts {
  readonly block: Block;
  readonly incoming: readonly Callback[];
  readonly outgoing: readonly Callback[];
  readonly catalogue: Catalogue;
  /** Names of connections by id; one that is missing is shown by its id. */
  readonly connections: ReadonlyMap<number, string>;
  /** null: no run is shown. */
  readonly run: RunState | null;
  readonly problems: readonly Problem[];
}

const SHOWN_CHIPS = 2;

export function blockView(facts: BlockFacts): BlockView {
  const { block, catalogue, run } = facts;
  const spec = specOf(block, catalogue);
  const state = run === null ? undefined : run.blocks[block.id];
  const command = commandOf(facts);
  const chips = command === null ? [] : chipsOf(facts, command.connectionIds, state);
  const ports = portsOf(facts, state);
  const portRow = ports.filter((port) => !port.loose).length > 1;
  const kind = spec !== null && !spec.limits.incoming ? "start" : "block";
  // Of a placeholder the type is all that is known.
  const subtitle = spec === null ? block.type : (command?.subtitle ?? null);
  const size = blockSize({
    kind,
    subtitle: subtitle !== null,
    chips: command !== null,
    ports: portRow,
    join: facts.incoming.length > 1,
  });
  const problems = problemsOf(facts.problems);
  const shown =
    state === undefined
      ? {
          state: run === null ? ("not_run" as const) : ("queued" as const),
          count: null,
          time: null,
          progress: null,
        }
      : blockRunView(state, run?.cancelRequestedBy ?? null);
  const waitsForRun = run !== null && state === undefined && isLive(run);
  return {
    id: block.id,
    type: block.type,
    name: block.name,
    kind,
    subtitle,
    placeholder: spec === null,
    icon: command?.icon ?? spec?.icon ?? "circle-help",
    box: { ...block.position, ...size },
    ports: placePorts(ports, size),
    portRow,
    takesCallbacks: spec?.limits.incoming ?? true,
    chips: chips.slice(0, SHOWN_CHIPS),
    moreChips: Math.max(0, chips.length - SHOWN_CHIPS),
    join: joinOf(facts),
    problems,
    ...shown,
    state: run !== null && state === undefined && !waitsForRun ? "not_run" : shown.state,
    time:
      run === null && problems !== null && kind === "block"
        ? { kind: "note", text: problems.first }
        : shown.time,
    label: [
      block.name,
      subtitle ?? spec?.title ?? block.type,
      run === null ? null : states[shown.state].word,
      problems === null ? null : `${problems.errors + problems.warnings} problems`,
    ]
      .filter((part) => part !== null)
      .join(", "),
  };
}

/** True while blocks that have no event yet may still come. */
function isLive(run: RunState): boolean {
  return run.state === "queued" || run.state === "running" || run.state === "waiting";
}

interface CommandFacts {
  readonly subtitle: string;
  readonly icon: string;
  readonly connectionIds: readonly number[];
}

/** What an action block says of its command; null for other blocks. */
function commandOf({ block, catalogue }: BlockFacts): CommandFacts | null {
  const spec = specOf(block, catalogue);
  if (spec === null || !spec.fields.some((field) => field.kind === "command")) return null;
  const config = ActionConfig.safeParse(block.config);
  const choice = config.success ? config.data : { integrationKey: null, command: "" };
  const offered = commandsNamed(catalogue.integrations, choice)[0]?.command;
  const kind =
    offered?.kind === "contain" || offered?.kind === "correct" ? ` · ${offered.kind}` : "";
  return {
    subtitle: choice.command === "" ? "no command chosen" : `${choice.command}${kind}`,
    icon: offered?.icon ?? spec.icon,
    connectionIds: config.success ? config.data.connectionIds : [],
  };
}

function chipsOf(
  facts: BlockFacts,
  connectionIds: readonly number[],
  state: BlockState | undefined,
): readonly ChipView[] {
  const ran = state === undefined ? [] : runChips(state);
  if (ran.length > 0) return ran;
  if (connectionIds.length === 0) return [{ id: "every", name: "every connection", mark: "plug" }];
  return connectionIds.map((id) => ({
    id: String(id),
    name: facts.connections.get(id) ?? `connection ${id}`,
    mark: "plug",
  }));
}

function portsOf(
  { block, outgoing, catalogue, run }: BlockFacts,
  state: BlockState | undefined,
): readonly PortView[] {
  const ports = blockPorts(block, outgoing, catalogue);
  const finished = state !== undefined && (state.outcome !== null || state.state === "skipped");
  return ports.map((port) => {
    const wired = outgoing.some((callback) => callback.port === port.id);
    return {
      ...port,
      // A port that is named like its id is written small, as analysts know it: success, error, next.
      name: port.name.toLowerCase() === port.id ? port.id : port.name,
      x: 0,
      wired,
      run:
        run === null || !finished ? "open" : state.taken.includes(port.id) ? "taken" : "notTaken",
      loose: port.kind === "error" && !wired,
    };
  });
}

function placePorts(ports: readonly PortView[], size: Size): readonly PortView[] {
  const row = ports.filter((port) => !port.loose);
  return ports.map((port) => ({
    ...port,
    x: port.loose ? looseErrorPortX(size.width) : portX(row.indexOf(port), row.length, size.width),
  }));
}

function joinOf({ incoming, run, block }: BlockFacts): BlockView["join"] {
  if (incoming.length < 2) return null;
  const name = JOIN_NAMES[block.join];
  const awaited = incoming.filter((callback) => block.join !== "all" || callback.awaited);
  if (run === null) {
    const some = awaited.length < incoming.length;
    return { text: some ? `${name}: ${awaited.length} of ${incoming.length}` : name, waits: false };
  }
  const stateOf = ({ id }: Callback) => run.callbacks[id]?.state ?? "open";
  const open = awaited.filter((callback) => stateOf(callback) === "open").length;
  if (run.blocks[block.id] === undefined && open > 0 && isLive(run)) {
    const rest = block.join === "all" ? open : `one of ${open}`;
    return { text: `${name}: waits for ${rest}`, waits: true };
  }
  const called = incoming.filter((callback) => stateOf(callback) === "called").length;
  return { text: `${name}: ${called} of ${incoming.length} called`, waits: false };
}

function problemsOf(problems: readonly Problem[]): BlockView["problems"] {
  const first = problems[0];
  if (first === undefined) return null;
  const errors = problems.filter((problem) => problem.level === "error").length;
  const worst = problems.find((problem) => problem.level === "error") ?? first;
  return { errors, warnings: problems.length - errors, first: worst.message };
}

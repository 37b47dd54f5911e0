/** One block of the document as the canvas draws it. Pure. */
import { type Card, type Catalogue, specOf, takesCallbacks } from "@callbook/core/block";
import { type Block, type Callback, JOIN_NAMES, type Problem } from "@callbook/core/document";
import { type BlockState, lastCall, type RunState } from "@callbook/core/log";
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
  /** Of the block in that run, oldest first. */
  readonly passes: readonly BlockState[];
  readonly problems: readonly Problem[];
}

const SHOWN_CHIPS = 2;

export function blockView(facts: BlockFacts): BlockView {
  const { block, catalogue, run, passes } = facts;
  const spec = specOf(block, catalogue);
  const state = passes.at(-1);
  const card = spec?.card(block, catalogue) ?? placeholderCard(block);
  const chips = card.connectionIds === null ? [] : chipsOf(facts, card.connectionIds, state);
  const ports = portsOf(facts, state);
  const portRow = ports.filter((port) => !port.loose).length > 1;
  const kind = spec !== null && !takesCallbacks(spec) ? "entry" : "block";
  const size = blockSize({
    kind,
    subtitle: card.subtitle !== null,
    chips: card.connectionIds !== null,
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
  const pass = passes.length > 1 ? `pass ${passes.length}` : null;
  const waitsForRun = run !== null && state === undefined && isLive(run);
  return {
    id: block.id,
    name: block.name,
    title: spec?.title ?? block.type,
    kind,
    subtitle: card.subtitle,
    placeholder: spec === null,
    icon: card.icon,
    box: { ...block.position, ...size },
    ports: placePorts(ports, size),
    portRow,
    takesCallbacks: spec === null || takesCallbacks(spec),
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
    pass,
    label: [
      block.name,
      card.subtitle ?? spec?.title ?? block.type,
      run === null ? null : states[shown.state].word,
      pass,
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

/** Of a placeholder the type is all that is known. */
function placeholderCard({ type }: Block): Card {
  return { icon: "circle-help", subtitle: type, connectionIds: null };
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

function joinOf({ incoming, run, block, passes }: BlockFacts): BlockView["join"] {
  if (incoming.length < 2) return null;
  const name = JOIN_NAMES[block.join];
  const awaited = incoming.filter((callback) => block.join !== "all" || callback.awaited);
  if (run === null) {
    const some = awaited.length < incoming.length;
    return { text: some ? `${name}: ${awaited.length} of ${incoming.length}` : name, waits: false };
  }
  const stateOf = ({ id }: Callback) => lastCall(run, id)?.state ?? "open";
  const open = awaited.filter((callback) => stateOf(callback) === "open").length;
  if (passes.length === 0 && open > 0 && isLive(run)) {
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

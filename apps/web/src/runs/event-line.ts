/** The events of the run log as a person reads them. Pure. */
import { indexDocument, type PlaybookDocument } from "@callbook/core/document";
import { assertNever } from "@callbook/core/json";
import {
  type BlockPath,
  blockIdOf,
  blockPath,
  executionOf,
  type FailureSummary,
  type LogLevel,
  passAt,
  presentEvent,
  type RunEvent,
  type RunEventBody,
  type RunState,
  type Slot,
} from "@callbook/core/log";
import { passName } from "../canvas/block-passes.ts";

/** A line of the log; an event that holds several things has one for each. */
export interface EventLine {
  readonly key: string;
  /** ISO time. */
  readonly at: string;
  /** Kind of event. */
  readonly what: string;
  readonly text: string;
  /** Of a line that a block wrote; null: the engine recorded it. */
  readonly level: LogLevel | null;
}

/**
 * The lines of one event.
 * @param written texts that the block of this event wrote, in their order; fewer: they are not there yet
 */
export function eventLines(
  recorded: RunEvent,
  run: { readonly document: PlaybookDocument; readonly state: RunState },
  written: readonly string[],
): readonly EventLine[] {
  const { seq, at } = recorded;
  const event = presentEvent(recorded.event);
  if (event === null)
    return [{ ...line(recorded.event.type, "not known to this version"), key: `${seq}`, at }];
  return linesOf(event, new Words(run.document, run.state), written).map((each, index) => ({
    ...each,
    key: `${seq} ${index}`,
    at,
  }));
}

type Line = Pick<EventLine, "what" | "text" | "level">;

function line(what: string, text: string, level: LogLevel | null = null): Line {
  return { what, text, level };
}

/** Names by which people know blocks, passes, callbacks and executions. */
class Words {
  readonly #document: PlaybookDocument;
  readonly state: RunState;

  constructor(document: PlaybookDocument, state: RunState) {
    this.#document = document;
    this.state = state;
  }

  /** "lookup_1", and "lookup_1, pass 2" where the path says which. */
  pass(path: BlockPath): string {
    const id = blockIdOf(path);
    const name = this.block(id);
    return path === blockPath(id) ? name : `${name}, ${passName(path, this.#document)}`;
  }

  block(id: string): string {
    return indexDocument(this.#document).blocks.get(id)?.name ?? id;
  }

  callback(id: string, source: BlockPath | null): string {
    const found = indexDocument(this.#document).callbacks.get(id);
    if (found === undefined) return id;
    const from = source === null ? this.block(found.source) : this.pass(source);
    return `${from} to ${this.block(found.target)}`;
  }

  execution(path: BlockPath, slot: Slot): string {
    const execution = executionOf(slot);
    if (execution === null) return `${this.pass(path)}, ${slot}`;
    const { appRunId, parameterIndex } = execution;
    return `${this.pass(path)}, app run ${appRunId}, parameter ${parameterIndex + 1}`;
  }
}

function linesOf(event: RunEventBody, words: Words, written: readonly string[]): readonly Line[] {
  switch (event.type) {
    case "BlockRan": {
      const { path, failure, mode, outcome } = event;
      const name = words.pass(path);
      return [
        line(event.type, `${name} ${outcome}${because(failure)}`),
        ...event.lines.map((level, index) => writtenLine(name, written[index], level)),
        ...event.called.map(([id]) =>
          line("CallbackCalled", `${words.callback(id, path)}, ${byWhom(mode)}`),
        ),
        ...event.died.map(([id, reason]) =>
          line("CallbackDied", `${words.callback(id, path)}, ${reason}`),
        ),
      ];
    }
    case "LogWritten":
      return [writtenLine(words.pass(event.path), written[0], event.level)];
    case "BlockSkipped":
      return [
        line(event.type, `${words.pass(event.path)}, ${event.reason}`),
        ...event.died.map((id) =>
          line("CallbackDied", `${words.callback(id, event.path)}, source skipped`),
        ),
      ];
    default:
      return [line(event.type, textOf(event, words))];
  }
}

function writtenLine(name: string, text: string | undefined, level: LogLevel): Line {
  return line("LogWritten", text === undefined ? name : `${name}: ${text}`, level);
}

type OneLine = Exclude<RunEventBody, { type: "BlockRan" | "LogWritten" | "BlockSkipped" }>;

function textOf(event: OneLine, words: Words): string {
  switch (event.type) {
    case "RunStarted":
      return event.testRun ? "test run of a draft" : "published revision";
    case "BlockStarted": {
      const connections = event.action?.appRuns.map((run) => run.connection).join(", ") ?? "";
      const name = words.pass(event.path);
      return connections === "" ? name : `${name} on ${connections}`;
    }
    case "RequestIntended":
      return `${words.execution(event.path, event.slot)}, attempt ${event.attempt}`;
    case "ExecutionFinished":
      return `${words.execution(event.path, event.slot)}: ${event.status}`;
    case "AppRunFinished":
      return `${words.pass(event.path)}, app run ${event.appRunId}: ${event.succeeded} of ${event.total}`;
    case "BlockWaiting":
      return `${words.pass(event.path)} until ${event.deadline}`;
    case "CallbackReceived":
      return `${words.pass(event.path)}: the answer came`;
    case "WaitExpired":
      return `${words.pass(event.path)}: ${expiry(event, words.state)}`;
    case "BlockFinished": {
      const isAction = passAt(words.state, event.path)?.action != null;
      const counted = isAction && event.total > 0 ? `, ${event.succeeded} of ${event.total}` : "";
      return `${words.pass(event.path)} ${event.outcome.replace("_", " ")}${counted}${because(event.failure)}`;
    }
    case "CallbackCalled":
      return `${words.callback(event.callbackId, event.path)}, ${byWhom(event.mode)}`;
    case "CallbackDied":
      return `${words.callback(event.callbackId, event.path)}, ${event.reason}`;
    case "CancelRequested":
      return `by ${event.by}`;
    case "RunFinished":
      return event.failure === null ? event.state : `${event.state}: ${event.failure.message}`;
    default:
      return assertNever(event, "run event");
  }
}

/** What it means that nothing came: of a delay, that it is over. */
function expiry(
  { path, slot }: { readonly path: BlockPath; readonly slot: Slot },
  state: RunState,
): string {
  const kind = passAt(state, path)?.executions[slot]?.waitKind ?? "callback";
  return { callback: "no answer in time", delay: "the delay is over" }[kind];
}

function because(failure: FailureSummary | null): string {
  return failure === null ? "" : `: ${failure.message}`;
}

function byWhom(mode: "direct" | "engine"): string {
  return mode === "direct" ? "direct" : "by the engine";
}

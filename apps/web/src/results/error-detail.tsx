import type { Failure, TraceStep } from "@callbook/core/failure";
import { Pencil, Plug, RotateCw } from "lucide-react";
import type { ReactNode } from "react";
import { Button } from "../ui/index.ts";
import { ErrorLines } from "./error-lines.tsx";
import { repairOf } from "./repair.ts";
import { stepNames, TraceRow } from "./trace.tsx";

interface ErrorDetailProps {
  readonly failure: Failure;
  readonly trace: readonly TraceStep[];
  readonly head?: ReactNode;
  readonly actions: ErrorActions;
  /** In the small panel the three lines and the buttons stand side by side. */
  readonly compact?: boolean;
  /** False where another button of the window already is the filled one. */
  readonly leading?: boolean;
}

/** A button is there only for what the home can do. */
export interface ErrorActions {
  readonly openConnection?: ((field: string | null) => void) | undefined;
  readonly editInput?: ((input: string) => void) | undefined;
  readonly retry?: (() => void) | undefined;
}

/** Three lines, what to do next, where it failed. */
export function ErrorDetail({
  failure,
  trace,
  head,
  actions,
  compact = false,
  leading = true,
}: ErrorDetailProps) {
  const buttons = <ErrorButtons failure={failure} actions={actions} leading={leading} />;
  const where = (
    <details className="group" open={!compact}>
      <summary className="w-fit rounded-r1 font-semibold select-none">
        Where it failed{" "}
        <span className="text-t2 font-normal text-text-3">
          {stepNames[failure.step]}, class {failure.class}
        </span>
      </summary>
      <div className="mt-2">
        <TraceRow trace={trace} />
      </div>
    </details>
  );
  if (compact) {
    return (
      <div className="px-4 py-2.5">
        <div className="flex items-start gap-4">
          <div className="min-w-0 flex-1">
            {head}
            <ErrorLines failure={failure} />
          </div>
          <div className="flex w-36 shrink-0 flex-col gap-1.5 *:w-full">{buttons}</div>
        </div>
        <p className="mt-2 mb-3 text-text-2">{failure.remedy}</p>
        {where}
      </div>
    );
  }
  return (
    <div className="space-y-4 p-5">
      {head}
      <ErrorLines failure={failure} large />
      <div>
        <h2 className="font-semibold">Likely cause</h2>
        <p className="mt-1">{failure.remedy}</p>
        <p className="mt-1 text-t2 text-text-3">The status code was {whoSetTheCode(failure)}.</p>
      </div>
      <div className="flex flex-wrap gap-2">{buttons}</div>
      {where}
    </div>
  );
}

/** The status code is the third party's own, or the platform's when no answer came. */
export function whoSetTheCode(failure: Pick<Failure, "class">): string {
  const answered = ["F-1xx", "F-3xx", "F-4xx", "F-5xx"].includes(failure.class);
  return answered ? "sent by the third party" : "set by Callbook";
}

function ErrorButtons({
  failure,
  actions,
  leading,
}: {
  readonly failure: Failure;
  readonly actions: ErrorActions;
  readonly leading: boolean;
}) {
  const { openConnection, editInput, retry } = actions;
  const repair = repairOf(failure);
  const first = leading ? "primary" : "default";
  return (
    <>
      {repair?.kind === "connection" && openConnection && (
        <>
          <Button variant={first} icon={Plug} onClick={() => openConnection(null)}>
            Open connection
          </Button>
          {repair.label !== null && (
            <Button icon={Pencil} onClick={() => openConnection(repair.field)}>
              Edit {repair.label}
            </Button>
          )}
        </>
      )}
      {repair?.kind === "input" && editInput && (
        <Button variant={first} icon={Pencil} onClick={() => editInput(repair.input)}>
          Edit {repair.label}
        </Button>
      )}
      {retry && (
        <Button icon={RotateCw} onClick={retry}>
          Retry from here
        </Button>
      )}
    </>
  );
}

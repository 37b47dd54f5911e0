import { Pencil } from "lucide-react";
import { useRef } from "react";
import type { TestOutcome } from "../api/types.ts";
import { ErrorLines } from "../results/index.ts";
import { AlertDialog, Button, formatDuration } from "../ui/index.ts";
import { fieldId, fieldKeyOf } from "./check-values.ts";

interface TestAlertProps {
  readonly outcome: TestOutcome;
  /** OK, Enter or Escape. */
  readonly onClose: () => void;
}

/** The alert after a test: passed, or failed with the three lines and what to check. */
export function TestAlert({ outcome, onClose }: TestAlertProps) {
  const focusAfter = useRef<string | null>(null);
  if (outcome.passed) {
    const verdict = outcome.trace.find((step) => step.step === "verdict")?.detail ?? "";
    return (
      <AlertDialog open onClose={onClose} title="Test Connection Passed" state="passed">
        {verdict === "" ? "The third party answered" : verdict} in{" "}
        {formatDuration(outcome.durationMs)}.
        {outcome.warnings.map((warning) => (
          <p key={warning} className="mt-1 font-medium text-part">
            {warning}
          </p>
        ))}
      </AlertDialog>
    );
  }
  const failure = outcome.failure;
  const field =
    failure?.target.kind === "connection" ? (failure.target.field ?? failure.field) : null;
  const key = field === null ? null : fieldKeyOf(field);
  return (
    <AlertDialog
      open
      onClose={onClose}
      title="Test Connection Failed"
      state="test_failed"
      width={520}
      focusAfter={() => focusAfter.current}
      extra={
        key !== null && (
          <Button
            size="lg"
            icon={Pencil}
            onClick={() => {
              focusAfter.current = fieldId(key);
              onClose();
            }}
          >
            Edit {failure?.field ?? "field"}
          </Button>
        )
      }
    >
      {failure && <ErrorLines failure={failure} />}
      <p className="mt-3">Check the connection parameters and retry. {failure?.remedy}</p>
    </AlertDialog>
  );
}

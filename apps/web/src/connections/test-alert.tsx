import { Pencil } from "lucide-react";
import { useRef } from "react";
import type { TestOutcome } from "../api/types.ts";
import { ErrorLines, repairOf } from "../results/index.ts";
import { AlertDialog, Button, formatDuration } from "../ui/index.ts";
import { fieldId, focusKeyOf } from "./check-values.ts";
import type { FormValues } from "./form-values.ts";

interface TestAlertProps {
  readonly outcome: TestOutcome;
  /** OK, Enter or Escape. */
  readonly onClose: () => void;
  /** Of the form: which field holds the credentials. */
  readonly authMethod: FormValues["authMethod"];
}

/** The alert after a test: passed, or failed with the three lines and what to check. */
export function TestAlert({ outcome, onClose, authMethod }: TestAlertProps) {
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
  const repair = failure && repairOf(failure);
  const key = repair?.kind === "connection" ? focusKeyOf(repair.field, authMethod) : null;
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
            Edit {repair?.label}
          </Button>
        )
      }
    >
      {failure && <ErrorLines failure={failure} />}
      <p className="mt-3">Check the connection parameters and retry. {failure?.remedy}</p>
    </AlertDialog>
  );
}

import type { Command } from "@callbook/core/integration";
import { own } from "@callbook/core/json";
import { useQuery } from "@tanstack/react-query";
import { Play, RotateCw } from "lucide-react";
import { useRef, useState } from "react";
import { errorText, fieldErrors } from "../api/refusal.ts";
import { trpc } from "../api/trpc.ts";
import type { Integration } from "../api/types.ts";
import { ConnectionDialog } from "../connections/connection-dialog.tsx";
import {
  Button,
  Dialog,
  EmptyState,
  Field,
  formatDuration,
  Select,
  StateMark,
} from "../ui/index.ts";
import {
  inputId,
  inputNamed,
  missingInputs,
  orderedInputs,
  parameterOf,
  startValues,
} from "./command-inputs.ts";
import { InputField } from "./input-field.tsx";
import { returnDataState } from "./return-data.ts";
import { TestResultView } from "./test-result-view.tsx";
import { useCommandTest } from "./use-command-test.ts";

interface TestCommandDialogProps {
  readonly integration: Pick<Integration, "id" | "name">;
  readonly command: Command;
  readonly onClose: () => void;
}

/** Test Command: choose a connection, fill in the inputs, run, read the Test Result. */
export function TestCommandDialog({ integration, command, onClose }: TestCommandDialogProps) {
  const offers = useQuery(trpc.integrations.commands.queryOptions());
  const connections =
    offers.data?.find(
      (offer) => offer.integrationId === integration.id && offer.command.name === command.name,
    )?.connections ?? [];
  const [chosen, setChosen] = useState<number | null>(null);
  const [values, setValues] = useState(() => startValues(command));
  const [missing, setMissing] = useState<Readonly<Record<string, string>>>({});
  const [repairing, setRepairing] = useState<{ id: number; field: string | null } | null>(null);
  const form = useRef<HTMLFormElement>(null);
  const { test, run, cancel } = useCommandTest();

  const connectionId = chosen ?? (connections.length === 1 ? (connections[0]?.id ?? null) : null);
  const result = test.state === "ended" ? test.result : null;
  const running = test.state === "running";
  const refused = test.state === "refused" ? fieldErrors(test.error) : {};
  const errors = { ...refused, ...missing };

  const start = () => {
    const empty = missingInputs(command, values);
    const without = connectionId === null ? { connection: "Connection is required" } : {};
    setMissing({ ...empty, ...without });
    if (connectionId === null || Object.keys(empty).length > 0) {
      requestAnimationFrame(() =>
        form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus(),
      );
      return;
    }
    run({
      integrationId: integration.id,
      command: command.name,
      connectionId,
      parameter: parameterOf(values),
    });
  };
  const focusInput = (field: string) => {
    const input = inputNamed(command, field);
    if (input) document.getElementById(inputId(input))?.focus();
  };

  return (
    <Dialog
      open
      onClose={onClose}
      title={result ? "Test Result" : "Test Command"}
      subtitle={
        <>
          <b className="font-semibold text-text">{command.name}</b>
          {result && (
            <>
              {" on "}
              <b className="font-semibold text-text">{result.connection}</b>{" "}
              {formatDuration(result.durationMs)}
            </>
          )}
        </>
      }
      headAside={
        result && (
          <span className="flex items-center gap-2 text-t2 text-text-3">
            Return Data
            <StateMark state={returnDataState(result.returnData)} word={result.returnData} badge />
          </span>
        )
      }
      width={1144}
      height={592}
      bodyClassName="grid grid-cols-[360px_minmax(0,1fr)] max-lg:grid-cols-[300px_minmax(0,1fr)]"
      footer={
        <>
          <Button
            size="lg"
            variant={result ? "default" : "primary"}
            icon={result ? RotateCw : Play}
            busy={running}
            onClick={start}
          >
            {running ? "Running" : result ? "Run again" : "Run"}
          </Button>
          {running && (
            <Button size="lg" variant="ghost" onClick={cancel}>
              Cancel
            </Button>
          )}
          <span className="flex-1" />
          <Button size="lg" variant={result ? "primary" : "ghost"} onClick={onClose}>
            {result ? "OK" : "Close"}
          </Button>
        </>
      }
    >
      <form
        ref={form}
        aria-label="Inputs"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          start();
        }}
        className="min-w-0 space-y-3 overflow-auto border-r border-line bg-surface-2 p-4"
      >
        <h3 className="font-semibold">Inputs</h3>
        <Field label="Connection" required error={errors.connection ?? errors.connectionId}>
          {(control) => (
            <Select
              {...control}
              value={connectionId === null ? null : String(connectionId)}
              placeholder={offers.isPending ? "Loading" : "Choose a connection"}
              emptyText="No active connection that you may use"
              options={connections.map((row) => ({ value: String(row.id), label: row.name }))}
              onChange={(value) => {
                setChosen(value === null ? null : Number(value));
                setMissing(({ connection: _chosen, ...others }) => others);
              }}
            />
          )}
        </Field>
        {orderedInputs(command).map((input) => (
          <InputField
            key={input.name}
            input={input}
            value={own(values, input.name) ?? ""}
            error={own(errors, input.name) ?? own(errors, `parameter.${input.name}`)}
            onChange={(value) => {
              setValues((known) => ({ ...known, [input.name]: value }));
              setMissing(({ [input.name]: _filled, ...others }) => others);
            }}
          />
        ))}
        {command.inputs.length === 0 && (
          <p className="text-text-3">This command takes no inputs.</p>
        )}
      </form>
      <div className="min-h-0 min-w-0">
        {result ? (
          <TestResultView
            key={result.execution.startedAt}
            result={result}
            onEditInput={focusInput}
            onOpenConnection={(id, field) => setRepairing({ id, field })}
            connectionId={connectionId}
          />
        ) : (
          <Waiting running={running} error={test.state === "refused" ? test.error : null} />
        )}
      </div>
      {repairing && (
        <ConnectionDialog
          integrationId={integration.id}
          connectionId={repairing.id}
          focusField={repairing.field}
          onClose={() => setRepairing(null)}
        />
      )}
    </Dialog>
  );
}

function Waiting({ running, error }: { readonly running: boolean; readonly error: unknown }) {
  if (error) {
    return (
      <p role="alert" className="p-4 text-fail">
        {errorText(error)}
      </p>
    );
  }
  if (running) {
    return (
      <div role="status" className="p-4">
        <StateMark state="running" />
      </div>
    );
  }
  return (
    <EmptyState title="Not run yet" icon={Play}>
      The result appears here. A command that changes something changes it for real.
    </EmptyState>
  );
}

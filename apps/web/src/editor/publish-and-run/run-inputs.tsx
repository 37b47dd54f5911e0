import type { PlaybookDocument } from "@callbook/core/document";

import { declaredInputs, resolveInputs, type StartInput } from "@callbook/core/input";
import { isJsonObject, type Json } from "@callbook/core/json";

import { useState } from "react";
import { Button, Dialog, Field, Select, TextArea, TextField } from "../../ui/index.ts";
import { shownText, type Texts, writtenValues } from "./run-texts.ts";

interface RunInputsProps {
  readonly document: PlaybookDocument;
  readonly title: string;
  /** Under which the last values are remembered. */
  readonly memoryKey: string;
  readonly busy: boolean;
  readonly error: string | null;
  readonly onRun: (inputs: Readonly<Record<string, Json>>) => void;
  readonly onClose: () => void;
}

/** Asks for the inputs that Start declares; the last values are there already. */
export function RunInputs({
  document,
  title,
  memoryKey,
  busy,
  error,
  onRun,
  onClose,
}: RunInputsProps) {
  const inputs = declaredInputs(document);
  const [texts, setTexts] = useState<Texts>(() => remembered(memoryKey));
  const [tried, setTried] = useState(false);
  const values = writtenValues(inputs, texts);
  const resolved = resolveInputs(document, values);
  const faults = new Map(
    resolved.ok ? [] : resolved.faults.map((fault) => [fault.name, fault.message]),
  );
  const run = () => {
    setTried(true);
    if (!resolved.ok) return;
    sessionStorage.setItem(memoryKey, JSON.stringify(texts));
    onRun(values);
  };
  return (
    <Dialog
      open
      onClose={onClose}
      title={title}
      footer={
        <>
          {error !== null && (
            <p role="alert" className="min-w-0 truncate text-fail" title={error}>
              {error}
            </p>
          )}
          <span className="flex-1" />
          <Button size="lg" variant="ghost" onClick={onClose}>
            Cancel
          </Button>
          <Button size="lg" variant="primary" busy={busy} onClick={run}>
            Run
          </Button>
        </>
      }
    >
      <form
        className="space-y-4"
        onSubmit={(event) => {
          event.preventDefault();
          run();
        }}
      >
        {inputs.map((input) => (
          <InputField
            key={input.id}
            input={input}
            value={shownText(texts, input)}
            error={tried ? (faults.get(input.name) ?? null) : null}
            onChange={(text) => setTexts({ ...texts, [input.name]: text })}
          />
        ))}
        <button type="submit" hidden />
      </form>
    </Dialog>
  );
}

function InputField({
  input,
  value,
  error,
  onChange,
}: {
  readonly input: StartInput;
  readonly value: string;
  readonly error: string | null;
  readonly onChange: (text: string) => void;
}) {
  const hint = [input.description, input.contains.join(", ")].filter(Boolean).join(". ");
  return (
    <Field
      label={input.name}
      required={input.required}
      error={error}
      hint={hint === "" ? undefined : hint}
    >
      {(control) => {
        switch (input.dataType) {
          case "boolean":
            return (
              <Select
                {...control}
                value={value === "" ? null : value}
                clearLabel="none"
                options={[
                  { value: "true", label: "true" },
                  { value: "false", label: "false" },
                ]}
                onChange={(next) => onChange(next ?? "")}
              />
            );
          case "json":
            return <TextArea {...control} mono value={value} onChange={onChange} />;
          case "string":
          case "numeric":
            return <TextField {...control} value={value} onChange={onChange} />;
        }
      }}
    </Field>
  );
}

function remembered(key: string): Texts {
  try {
    const value: unknown = JSON.parse(sessionStorage.getItem(key) ?? "{}");
    if (!isJsonObject(value)) return {};
    return Object.fromEntries(
      Object.entries(value).filter(
        (entry): entry is [string, string] => typeof entry[1] === "string",
      ),
    );
  } catch {
    return {};
  }
}

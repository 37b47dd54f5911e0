import type { CommandInput } from "@callbook/core/integration";
import { Field, SegmentedControl, Select, TextArea, TextField } from "../ui/index.ts";
import { controlOf, inputId } from "./command-inputs.ts";

interface InputFieldProps {
  readonly input: CommandInput;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly error?: string | undefined;
}

/** One input of a command, made from its declaration. */
export function InputField({ input, value, onChange, error }: InputFieldProps) {
  const control = controlOf(input);
  const hint = [
    input.description,
    input.allowList ? "Several values are separated by commas." : "",
  ].filter((part) => part !== "");
  return (
    <Field
      id={inputId(input)}
      label={input.displayName}
      required={input.required}
      error={error}
      group={control === "boolean"}
      hint={hint.length > 0 ? hint.join(" ") : undefined}
    >
      {(props) => {
        switch (control) {
          case "menu":
            return (
              <Select
                {...props}
                value={value === "" ? null : value}
                options={input.valueList.map((item) => ({ value: item, label: item }))}
                clearLabel={input.required ? undefined : "Not set"}
                onChange={(chosen) => onChange(chosen ?? "")}
              />
            );
          case "boolean":
            return (
              <SegmentedControl
                {...props}
                value={value === "true" || value === "false" ? value : ""}
                onChange={onChange}
                options={[
                  ...(input.required ? [] : [{ value: "", label: "Not set" }]),
                  { value: "true", label: "true" },
                  { value: "false", label: "false" },
                ]}
              />
            );
          case "json":
            return (
              <TextArea
                {...props}
                mono
                rows={2}
                placeholder={input.example === "" ? "JSON" : input.example}
                value={value}
                onChange={onChange}
              />
            );
          case "text":
            return (
              <TextArea
                {...props}
                rows={2}
                placeholder={input.example}
                value={value}
                onChange={onChange}
              />
            );
          case "password":
            return (
              <TextField
                {...props}
                type="password"
                autoComplete="new-password"
                value={value}
                onChange={onChange}
              />
            );
          case "number":
            return (
              <TextField
                {...props}
                inputMode="decimal"
                placeholder={input.example}
                value={value}
                onChange={onChange}
              />
            );
          case "line":
            return (
              <TextField
                {...props}
                mono={input.connectorTemplates}
                placeholder={input.example}
                value={value}
                onChange={onChange}
              />
            );
        }
      }}
    </Field>
  );
}

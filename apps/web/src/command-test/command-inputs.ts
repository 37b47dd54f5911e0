import type { Command, CommandInput } from "@callbook/core/integration";
import { own } from "@callbook/core/json";

/** What kind of control an input gets. */
export type InputControl = "menu" | "boolean" | "json" | "password" | "number" | "text" | "line";

export function controlOf(input: CommandInput): InputControl {
  if (input.valueList.length > 0) return "menu";
  switch (input.dataType) {
    case "boolean":
      return "boolean";
    case "json":
      return "json";
    case "password":
      return "password";
    case "numeric":
      return "number";
    case "string":
      return input.multiline ? "text" : "line";
  }
}

/** Inputs in the order of their declaration. */
export function orderedInputs(command: Command): readonly CommandInput[] {
  return [...command.inputs].sort((one, other) => one.order - other.order);
}

/** What each input starts with: its default, else empty. */
export function startValues(command: Command): Readonly<Record<string, string>> {
  return Object.fromEntries(command.inputs.map((input) => [input.name, input.default ?? ""]));
}

/** Required inputs that are empty, by name. */
export function missingInputs(
  command: Command,
  values: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> {
  return Object.fromEntries(
    command.inputs
      .filter((input) => input.required && (own(values, input.name) ?? "").trim() === "")
      .map((input) => [input.name, `${input.displayName} is required`]),
  );
}

/** The filled inputs, as the command is given them. */
export function parameterOf(values: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== ""));
}

/** The input that a failure names by its label or its name; null when it names none. */
export function inputNamed(command: Command, field: string | null): CommandInput | null {
  if (field === null) return null;
  const wanted = field.toLowerCase();
  return (
    command.inputs.find(
      (input) => input.name.toLowerCase() === wanted || input.displayName.toLowerCase() === wanted,
    ) ?? null
  );
}

/** The id of an input's control, so that an error can put the focus there. */
export function inputId(input: CommandInput): string {
  return `command-input-${input.name.replace(/[^A-Za-z0-9]/g, "-")}`;
}

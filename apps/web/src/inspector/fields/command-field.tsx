import { type CommandChoice, chosenCommand } from "@callbook/core/block";
import { useMemo } from "react";
import { useEditor } from "../../editor/open-playbook/index.ts";
import { Field, Select, type SelectOption } from "../../ui/index.ts";
import { fieldId, problemAt, useBlockForm } from "../block-form.ts";
import { type CommandFieldSpec, chooseCommand } from "../choose-command.ts";

/** Which command, of one integration or of every one that offers it. */
export function CommandField({ spec }: { readonly spec: CommandFieldSpec }) {
  const { apply, catalogue, offers, offersLoading, problems, readOnly } = useEditor();
  const { block } = useBlockForm();
  const path = ["config", spec.choice.command];
  const { command, integrationKey } = chosenCommand(spec.choice, block.config);
  const options = useMemo(() => {
    const offered = new Set(offers.map(({ integrationKey }) => integrationKey));
    return commandOptions(
      catalogue.integrations.filter(
        // What the block has chosen already stays readable.
        ({ key }) => offersLoading || offered.has(key) || key === integrationKey,
      ),
    );
  }, [catalogue.integrations, offers, offersLoading, integrationKey]);
  const value = command === "" ? null : keyOf(integrationKey, command);
  const known = value === null || options.some((option) => option.value === value);
  const error =
    problemAt(problems, block.id, path)?.message ??
    problemAt(problems, block.id, ["config", spec.choice.integrationKey])?.message ??
    null;
  return (
    <Field
      label={spec.label}
      hint={spec.hint}
      required={spec.required}
      error={error}
      id={fieldId(block.id, path)}
    >
      {(control) => (
        <Select
          {...control}
          value={value}
          options={
            known || value === null
              ? options
              : [{ value, label: command, hint: "not offered by any integration" }, ...options]
          }
          placeholder="Choose a command"
          disabled={readOnly}
          onChange={(next) => {
            if (next === null || next === value) return;
            const chosen = readKey(next);
            apply(
              chooseCommand(block, spec, chosen, {
                integrations: catalogue.integrations,
                offers: offersLoading ? null : offers,
              }),
              `Choose command ${chosen.command} in ${block.name}`,
            );
          }}
        />
      )}
    </Field>
  );
}

function keyOf(integrationKey: string | null, command: string): string {
  return `${integrationKey ?? ""}\n${command}`;
}

function readKey(key: string): CommandChoice {
  const [integration = "", command = ""] = key.split("\n");
  return { integrationKey: integration === "" ? null : integration, command };
}

function commandOptions(
  integrations: ReturnType<typeof useEditor>["catalogue"]["integrations"],
): readonly SelectOption[] {
  const byName = new Map<string, SelectOption[]>();
  for (const integration of integrations) {
    for (const command of integration.commands) {
      if (command.kind === "test") continue;
      const options = byName.get(command.name) ?? [];
      options.push({
        value: keyOf(integration.key, command.name),
        label: `${command.name}, ${integration.name}`,
        hint: command.description,
      });
      byName.set(command.name, options);
    }
  }
  return [...byName]
    .sort(([a], [b]) => a.localeCompare(b))
    .flatMap(([name, options]) =>
      options.length === 1
        ? options
        : [
            {
              value: keyOf(null, name),
              label: `${name}, every integration that offers it`,
              hint: `${options.length} integrations`,
            },
            ...options,
          ],
    );
}

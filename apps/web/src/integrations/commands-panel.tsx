import type { Command, CommandInput } from "@callbook/core/integration";
import { ChevronDown, ChevronRight, Play } from "lucide-react";
import { Fragment, useState } from "react";
import type { Integration } from "../api/types.ts";
import { TestCommandDialog } from "../command-test/test-command-dialog.tsx";
import { useCan } from "../shell/session.ts";
import { Button, Panel, Tag, Tooltip } from "../ui/index.ts";

/** The commands with their inputs; each can be tried on a connection. */
export function CommandsPanel({ integration }: { readonly integration: Integration }) {
  const [tested, setTested] = useState<Command | null>(null);
  const inputs = integration.commands.reduce((sum, command) => sum + command.inputs.length, 0);
  return (
    <Panel title="Commands" count={integration.commands.length}>
      <div className="overflow-x-auto">
        <table className="w-full">
          <caption className="sr-only">Commands of {integration.name}</caption>
          <thead>
            <tr>
              <th scope="col" className="table-head w-56 pl-4">
                Command
              </th>
              <th scope="col" className="table-head w-24">
                Kind
              </th>
              <th scope="col" className="table-head">
                What it does
              </th>
              <th scope="col" className="table-head w-32">
                Async
              </th>
              <th scope="col" className="table-head w-36 pr-4">
                <span className="sr-only">Try it</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {integration.commands.map((command) => (
              <CommandRows
                key={command.name}
                command={command}
                openAtFirst={inputs <= 12}
                onTest={() => setTested(command)}
              />
            ))}
          </tbody>
        </table>
      </div>
      {tested && (
        <TestCommandDialog
          integration={integration}
          command={tested}
          onClose={() => setTested(null)}
        />
      )}
    </Panel>
  );
}

interface CommandRowsProps {
  readonly command: Command;
  readonly openAtFirst: boolean;
  readonly onTest: () => void;
}

function CommandRows({ command, openAtFirst, onTest }: CommandRowsProps) {
  const [open, setOpen] = useState(openAtFirst);
  const may = useCan("command.test");
  const Chevron = open ? ChevronDown : ChevronRight;
  const hasInputs = command.inputs.length > 0;
  return (
    <Fragment>
      <tr className="border-b border-line">
        <th scope="row" className="h-8 pl-4 text-left font-semibold">
          {hasInputs ? (
            <button
              type="button"
              aria-expanded={open}
              onClick={() => setOpen(!open)}
              className="flex items-center gap-1 rounded-r1 font-semibold"
            >
              {command.name}
              <Chevron size={14} aria-hidden className="text-text-3" />
              <span className="sr-only">inputs</span>
            </button>
          ) : (
            command.name
          )}
        </th>
        <td className="px-2">
          <Tag>{command.kind}</Tag>
        </td>
        <td className="px-2 text-text-2">{command.description}</td>
        <td className="px-2 text-text-2">{asyncChoices(command)}</td>
        <td className="pr-4 pl-2 text-right">
          <Button
            size="sm"
            icon={Play}
            disabled={!may}
            title={may ? undefined : "Testing a command needs the role analyst in a site"}
            onClick={onTest}
            aria-label={`Test Command: ${command.name}`}
          >
            Test Command
          </Button>
        </td>
      </tr>
      {open && hasInputs && (
        <tr className="border-b border-line bg-surface-2">
          <td colSpan={5} className="py-1 pr-4 pl-8">
            <InputsTable command={command} />
          </td>
        </tr>
      )}
    </Fragment>
  );
}

function InputsTable({ command }: { readonly command: Command }) {
  const inputs = [...command.inputs].sort((one, other) => one.order - other.order);
  return (
    <table className="w-full">
      <caption className="sr-only">Inputs of {command.name}</caption>
      <thead>
        <tr>
          {["Input", "Needed", "Type", "Description", "Example"].map((head) => (
            <th key={head} scope="col" className="table-head border-b-0">
              {head}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {inputs.map((input) => (
          <tr key={input.name} className="border-t border-line align-top">
            <th scope="row" className="w-36 px-2 py-1.5 text-left font-medium max-xl:w-24">
              {input.displayName}
            </th>
            <td className="w-20 px-2 py-1.5 text-text-2">
              {input.required ? "required" : "optional"}
            </td>
            <td className="w-28 px-2 py-1.5 text-text-2 max-xl:w-20">{inputType(input)}</td>
            <td className="px-2 py-1.5 text-text-2">{input.description}</td>
            <td className="w-80 max-w-80 px-2 py-1 max-xl:w-56 max-xl:max-w-56">
              {input.example !== "" && (
                <Tooltip text={<code className="font-mono break-all">{input.example}</code>}>
                  <button
                    type="button"
                    className="block max-w-full truncate rounded-r1 py-0.5 font-mono text-t2"
                  >
                    {input.example}
                  </button>
                </Tooltip>
              )}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function inputType(input: CommandInput): string {
  if (input.valueList.length > 0) return "menu";
  return input.allowList ? `${input.dataType}, list` : input.dataType;
}

function asyncChoices(command: Command): string {
  switch (command.async) {
    case "none":
      return "none";
    case "callback":
      return "callback";
    case "input":
      return (
        command.inputs.find((input) => input.displayName === "Async")?.valueList.join(", ") ??
        "by input"
      );
  }
}

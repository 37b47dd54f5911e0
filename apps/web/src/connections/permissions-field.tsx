import { Plus, X } from "lucide-react";
import type { ConnectionForm, FormOptions } from "../api/types.ts";
import { Button, Field, Menu, MenuChoice, MenuItem, MenuLabel, MenuLine } from "../ui/index.ts";

type Entry = ConnectionForm["permissions"][number];
type Level = Entry["level"];

interface PermissionsFieldProps {
  readonly id: string;
  readonly value: readonly Entry[];
  readonly options: FormOptions;
  readonly onChange: (value: Entry[]) => void;
  readonly error?: string | undefined;
}

const levelNames: Readonly<Record<Level, string>> = { use: "use", edit: "edit", manage: "manage" };

/** Who may use, edit or manage the connection. Empty: everybody with access to the site may use it. */
export function PermissionsField({ id, value, options, onChange, error }: PermissionsFieldProps) {
  const keyOf = (entry: Pick<Entry, "userId" | "role">) => entry.userId ?? `role:${entry.role}`;
  const taken = new Set(value.map(keyOf));
  const nameOf = (entry: Entry) =>
    entry.userId === null
      ? roleName(entry.role)
      : (options.people.find((person) => person.id === entry.userId)?.name ??
        "Somebody of another site");
  const people = options.people.filter((person) => !taken.has(person.id));
  // A viewer can be given nothing, and admins always may manage.
  const roles = (["analyst", "editor"] as const).filter((role) => !taken.has(`role:${role}`));
  return (
    <Field
      id={id}
      group
      label="Configure User Permissions"
      error={error}
      hint={
        value.length === 0
          ? "Nobody listed: everybody with access to the site may use it."
          : undefined
      }
    >
      {(control) => (
        <fieldset
          {...control}
          className="flex min-h-8 w-full flex-wrap items-center gap-1.5 rounded-r2 border border-line-control bg-surface px-2 py-1"
        >
          {value.map((entry, index) => (
            <EntryChip
              key={keyOf(entry)}
              name={nameOf(entry)}
              entry={entry}
              onLevel={(level) => onChange(value.with(index, { ...entry, level }))}
              onRemove={() => onChange(value.toSpliced(index, 1))}
            />
          ))}
          <Menu
            align="start"
            trigger={
              <Button size="sm" variant="ghost" icon={Plus}>
                Add users or roles
              </Button>
            }
          >
            <MenuLabel>Roles</MenuLabel>
            {roles.map((role) => (
              <MenuItem
                key={role}
                onSelect={() => onChange([...value, { userId: null, role, level: "use" }])}
              >
                {roleName(role)}
              </MenuItem>
            ))}
            <MenuLine />
            <MenuLabel>People</MenuLabel>
            {people.length === 0 && (
              <MenuItem disabled onSelect={() => undefined}>
                Nobody else
              </MenuItem>
            )}
            {people.map((person) => (
              <MenuItem
                key={person.id}
                onSelect={() =>
                  onChange([...value, { userId: person.id, role: null, level: "use" }])
                }
              >
                {person.name}
              </MenuItem>
            ))}
          </Menu>
        </fieldset>
      )}
    </Field>
  );
}

interface EntryChipProps {
  readonly name: string;
  readonly entry: Entry;
  readonly onLevel: (level: Level) => void;
  readonly onRemove: () => void;
}

function EntryChip({ name, entry, onLevel, onRemove }: EntryChipProps) {
  const levels: readonly Level[] = entry.role === "analyst" ? ["use"] : ["use", "edit", "manage"];
  return (
    <span className="inline-flex h-6 items-center rounded-r1 bg-surface-3 text-t2">
      <span className="max-w-50 truncate pl-2 font-medium">{name}</span>
      <Menu
        align="start"
        trigger={
          <button
            type="button"
            className="rounded-r1 px-1.5 py-0.5 text-text-3 hover:text-text"
            aria-label={`Level of ${name}: ${entry.level}`}
          >
            {levelNames[entry.level]}
          </button>
        }
      >
        <MenuChoice
          label="May"
          value={entry.level}
          onChange={onLevel}
          options={levels.map((level) => ({ value: level, label: levelNames[level] }))}
        />
      </Menu>
      <button
        type="button"
        aria-label={`Remove ${name}`}
        className="flex size-6 items-center justify-center rounded-r1 text-text-2 hover:text-text"
        onClick={onRemove}
      >
        <X size={12} aria-hidden />
      </button>
    </span>
  );
}

function roleName(role: string | null): string {
  return role === null ? "Nobody" : `${role[0]?.toUpperCase()}${role.slice(1)}s`;
}

import { Plus, X } from "lucide-react";
import { type Membership, ROLES, type Site } from "../api/types.ts";
import { Button, Field, IconButton, Select } from "../ui/index.ts";

interface MembershipsFieldProps {
  readonly value: readonly Membership[];
  readonly sites: readonly Pick<Site, "id" | "name">[];
  readonly onChange: (value: Membership[]) => void;
  readonly error?: string | undefined;
}

/** What each role may do, as the menu explains it. */
const roleHints = {
  viewer: "reads",
  analyst: "runs playbooks",
  editor: "draws and publishes",
  admin: "connections, sites, people",
  owner: "everything",
} as const;

const ALL = "all";

/** In which sites somebody has which role. */
export function MembershipsField({ value, sites, onChange, error }: MembershipsFieldProps) {
  const free = sites.find((site) => !value.some((entry) => entry.siteId === site.id));
  return (
    <Field group label="Roles" required error={error}>
      {(control) => (
        <fieldset {...control} className="space-y-2">
          {value.map((entry, index) => (
            <div
              key={entry.siteId ?? ALL}
              className="grid grid-cols-[minmax(0,1fr)_140px_28px] items-center gap-2"
            >
              <Select
                aria-label="Site"
                value={entry.siteId === null ? ALL : String(entry.siteId)}
                options={[
                  { value: ALL, label: "All sites" },
                  ...sites.map((site) => ({ value: String(site.id), label: site.name })),
                ].filter(
                  (option) =>
                    option.value === (entry.siteId === null ? ALL : String(entry.siteId)) ||
                    !value.some((other) => String(other.siteId ?? ALL) === option.value),
                )}
                onChange={(chosen) =>
                  onChange(
                    value.with(index, { ...entry, siteId: chosen === ALL ? null : Number(chosen) }),
                  )
                }
              />
              <Select
                aria-label="Role"
                value={entry.role}
                options={ROLES.map((role) => ({ value: role, label: role, hint: roleHints[role] }))}
                onChange={(chosen) => {
                  const role = ROLES.find((known) => known === chosen);
                  if (role) onChange(value.with(index, { ...entry, role }));
                }}
              />
              <IconButton
                icon={X}
                label="Remove this role"
                disabled={value.length === 1}
                onClick={() => onChange(value.toSpliced(index, 1))}
              />
            </div>
          ))}
          {free && (
            <Button
              size="sm"
              icon={Plus}
              onClick={() => onChange([...value, { siteId: free.id, role: "viewer" }])}
            >
              Another site
            </Button>
          )}
        </fieldset>
      )}
    </Field>
  );
}

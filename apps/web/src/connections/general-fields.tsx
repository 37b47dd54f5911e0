import type { FormOptions } from "../api/types.ts";
import { Checkbox, Field, Select, TextField } from "../ui/index.ts";
import { type FieldErrors, fieldId } from "./check-values.ts";
import type { FormValues } from "./form-values.ts";
import { PermissionsField } from "./permissions-field.tsx";
import { SHARED, siteChoices } from "./site-choices.ts";

export interface SectionProps {
  readonly values: FormValues;
  readonly errors: FieldErrors;
  readonly onChange: (part: Partial<FormValues>) => void;
}

interface GeneralFieldsProps extends SectionProps {
  readonly options: FormOptions;
  /** The saved connection; null for a new one. */
  readonly saved: FormValues | null;
  /** Who may only edit changes neither the sites nor the people of a connection. */
  readonly mayManage: boolean;
}

/** Name, site, agent, description, people, active: what every connection has. */
export function GeneralFields({
  values,
  errors,
  onChange,
  options,
  saved,
  mayManage,
}: GeneralFieldsProps) {
  return (
    <>
      <Field id={fieldId("name")} label="Connection Name" required error={errors.name}>
        {(control) => (
          <TextField
            {...control}
            value={values.name}
            maxLength={100}
            onChange={(name) => onChange({ name })}
          />
        )}
      </Field>
      <Field id={fieldId("site")} label="Site" required error={errors.site}>
        {(control) => (
          <Select
            {...control}
            placeholder="Choose a site"
            value={values.site === null ? null : String(values.site)}
            options={siteChoices(options, saved?.site ?? null)}
            disabled={!mayManage}
            onChange={(value) => {
              const site = value === SHARED ? SHARED : value === null ? null : Number(value);
              onChange(site === SHARED ? { site } : { site, recipientSiteId: null });
            }}
          />
        )}
      </Field>
      {values.site === SHARED && (
        <Field
          id={fieldId("recipientSiteId")}
          className="col-span-2"
          label="Recipient site for events from connections Shared to Internal Sites"
          required
          error={errors.recipientSiteId}
        >
          {(control) => (
            <Select
              {...control}
              placeholder="Choose an internal site"
              disabled={!mayManage}
              value={values.recipientSiteId === null ? null : String(values.recipientSiteId)}
              options={options.sites
                .filter((site) => site.kind === "internal")
                .map((site) => ({ value: String(site.id), label: site.name }))}
              onChange={(value) =>
                onChange({ recipientSiteId: value === null ? null : Number(value) })
              }
            />
          )}
        </Field>
      )}
      <Field id={fieldId("agent")} label="Agent Name" error={errors.agent}>
        {(control) => (
          <Select
            {...control}
            value={null}
            clearLabel="No agent, directly"
            options={[]}
            emptyText="No agent is registered"
            onChange={() => undefined}
          />
        )}
      </Field>
      <Field id={fieldId("description")} label="Description" error={errors.description}>
        {(control) => (
          <TextField
            {...control}
            value={values.description}
            onChange={(description) => onChange({ description })}
          />
        )}
      </Field>
      <fieldset disabled={!mayManage} className="col-span-2 min-w-0">
        <PermissionsField
          id={fieldId("permissions")}
          value={values.permissions}
          options={options}
          error={errors.permissions}
          onChange={(permissions) => onChange({ permissions })}
        />
      </fieldset>
      <div className="col-span-2">
        <Checkbox
          id={fieldId("active")}
          label="Active"
          hint="Blocks can pick it and runs can use it"
          checked={values.active}
          onChange={(active) => onChange({ active })}
        />
      </div>
    </>
  );
}

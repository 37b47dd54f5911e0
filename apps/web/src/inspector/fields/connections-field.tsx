import { chosenCommand, type Field as FieldSpec } from "@callbook/core/block";
import { isOfferOf, useEditor } from "../../editor/open-playbook/index.ts";
import { Checkbox, Field } from "../../ui/index.ts";
import { useBlockForm, useField } from "../block-form.ts";

type ConnectionsFieldSpec = Extract<FieldSpec, { readonly kind: "connections" }>;

/** Connections by name; none chosen means every active one that offers the command. */
export function ConnectionsField({ spec }: { readonly spec: ConnectionsFieldSpec }) {
  const { offers } = useEditor();
  const { block } = useBlockForm();
  const field = useField(["config", spec.key], spec.label);
  const command = chosenCommand(spec.choice, block.config);
  const chosen = Array.isArray(field.value)
    ? field.value.filter((id): id is number => typeof id === "number")
    : [];
  const offered = offers
    .filter((offer) => isOfferOf(offer, command))
    .flatMap((offer) =>
      offer.connections.map((connection) => ({
        ...connection,
        integration: offer.integrationName,
      })),
    );
  const lost = chosen.filter((id) => !offered.some((connection) => connection.id === id));
  const toggle = (id: number, on: boolean) => {
    field.set(on ? [...chosen, id] : chosen.filter((other) => other !== id));
  };
  return (
    <Field label={spec.label} hint={spec.hint} error={field.error} group id={field.id}>
      {(control) => (
        <fieldset
          {...control}
          tabIndex={-1}
          className="min-w-0 rounded-r2 border border-line px-2 py-1"
        >
          {offered.length === 0 && lost.length === 0 && (
            <p className="py-0.5 text-t2 text-text-3">
              {command.command === ""
                ? "Choose a command first."
                : "No active connection that you may use offers this command."}
            </p>
          )}
          {offered.map((connection) => (
            <Checkbox
              key={connection.id}
              label={connection.name}
              hint={[connection.integration, ...connection.siteNames].join(", ")}
              checked={chosen.includes(connection.id)}
              disabled={field.readOnly}
              onChange={(on) => toggle(connection.id, on)}
            />
          ))}
          {lost.map((id) => (
            <Checkbox
              key={id}
              label={`connection ${id}`}
              hint="not there, not active, or not for you"
              checked
              disabled={field.readOnly}
              onChange={(on) => toggle(id, on)}
            />
          ))}
        </fieldset>
      )}
    </Field>
  );
}

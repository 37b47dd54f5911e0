import type { CommandChoice } from "@callbook/core/block";
import { CALLBACK_NAMES } from "@callbook/core/template";
import { useMemo } from "react";
import { isOfferOf, useEditor } from "../editor/open-playbook/index.ts";
import type { OfferedSource } from "./upstream-outputs.ts";

const STANDARD = [
  ["restapi_url", "Request URL"],
  ["restapi_username", "Username"],
  ["restapi_password", "Password"],
  ["restapi_bearertoken", "Bearer Token"],
  ["restapi_authtype", "Authentication"],
] as const;

const NOTHING: readonly OfferedSource[] = [];

/**
 * Names of connection parameters and of the callback; never values.
 * @param command the command that may use them; null: none is wanted
 */
export function useTemplateNames(command: CommandChoice | null): {
  readonly names: readonly OfferedSource[];
} {
  const { catalogue, offers } = useEditor();
  const wanted = command !== null;
  const key = wanted ? offers.find((one) => isOfferOf(one, command))?.integrationKey : undefined;
  const custom = catalogue.integrations.find((integration) => integration.key === key)?.parameters;
  return useMemo(() => {
    if (!wanted) return { names: NOTHING };
    const text = (path: string, label: string, dataType = "string") => ({
      path,
      label,
      dataType,
      contains: [],
      example: undefined,
    });
    return {
      names: [
        {
          key: "connector",
          name: "Connection",
          icon: "plug",
          prefix: "",
          paths: [
            ...STANDARD.map(([name, label]) => text(`connector.${name}`, label)),
            ...(custom ?? []).map((one) =>
              text(
                `connector.${one.name}`,
                one.displayName,
                one.sensitive ? "secret" : one.fieldType,
              ),
            ),
          ],
        },
        {
          key: "callback",
          name: "Callback of an asynchronous request",
          icon: "webhook",
          prefix: "",
          paths: CALLBACK_NAMES.map((name) => text(`callback.${name}`, name)),
        },
      ],
    };
  }, [wanted, custom]);
}

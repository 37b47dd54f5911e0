import { ActionConfig } from "@callbook/core/run";
import { CALLBACK_NAMES } from "@callbook/core/template";
import { skipToken, useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { trpc } from "../api/trpc.ts";
import { useEditor } from "../editor/open-playbook/index.ts";
import { useBlockForm } from "./block-form.ts";
import type { OfferedSource } from "./upstream-outputs.ts";

const STANDARD = [
  ["restapi_url", "Request URL"],
  ["restapi_username", "Username"],
  ["restapi_password", "Password"],
  ["restapi_bearertoken", "Bearer Token"],
  ["restapi_authtype", "Authentication"],
] as const;

const NOTHING: readonly OfferedSource[] = [];

/** Names of connection parameters and of the callback, for commands that may use them; never values. */
export function useTemplateNames(wanted: boolean): { readonly names: readonly OfferedSource[] } {
  const { offers } = useEditor();
  const { block } = useBlockForm();
  const config = ActionConfig.safeParse(block.config);
  const offer = offers.find(
    (one) =>
      config.success &&
      one.command.name === config.data.command &&
      (config.data.integrationKey === null || one.integrationKey === config.data.integrationKey),
  );
  const integrationId = wanted ? offer?.integrationId : undefined;
  const integration = useQuery({
    ...trpc.integrations.get.queryOptions(
      integrationId === undefined ? skipToken : { id: integrationId },
    ),
    staleTime: 60_000,
  });
  const custom = integration.data?.parameterDefinitions;
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
          paths: CALLBACK_NAMES.map((name) => text(`callback.${name}`, name)),
        },
      ],
    };
  }, [wanted, custom]);
}

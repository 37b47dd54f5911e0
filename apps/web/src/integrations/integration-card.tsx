import { Link } from "@tanstack/react-router";
import { Fragment } from "react";
import type { IntegrationCard } from "../api/types.ts";
import { useSessionState } from "../shell/session.ts";
import { cx, Tag } from "../ui/index.ts";
import { IconTile } from "./icon-tile.tsx";

/** One integration of the catalogue. One that needs a newer product is there, but cannot be opened. */
export function IntegrationCardView({ card }: { readonly card: IntegrationCard }) {
  const compatibility = useSessionState().data?.compatibility;
  const frame = "block h-full rounded-r3 border border-line bg-surface p-4 text-left";
  const content = (
    <>
      <div className="flex items-start gap-3">
        <IconTile icon={card.icon} />
        <div className="min-w-0 flex-1">
          <h2 className="truncate font-semibold">{card.name}</h2>
          <p className="truncate text-t2 text-text-3">
            {card.category} · {connectionCount(card.connections)}
          </p>
        </div>
        <Tag outline>{card.minVersion}+</Tag>
      </div>
      <p className="mt-2 line-clamp-2 min-h-10 text-text-2">{card.description}</p>
      <div className="mt-3 flex items-center gap-1.5 text-t2 text-text-3">
        Deployment
        {card.deploymentOptions.map((option, index) => (
          <Fragment key={option}>
            {index > 0 && <span className="sr-only">, </span>}
            <Tag>{optionNumber(option)}</Tag>
          </Fragment>
        ))}
      </div>
    </>
  );
  if (!card.compatible) {
    return (
      <li>
        <div className={frame} aria-disabled>
          <div className="*:text-text-3">{content}</div>
          <p className="mt-2 text-t2 font-medium text-part">
            Needs {card.minVersion} or later; this installation is compatible with {compatibility}.
          </p>
        </div>
      </li>
    );
  }
  return (
    <li>
      <Link
        to="/configuration/integrations/$integrationId"
        params={{ integrationId: String(card.id) }}
        className={cx(frame, "hover:border-line-control hover:bg-surface-2")}
      >
        {content}
      </Link>
    </li>
  );
}

/** Options are declared as "Option II"; under the word Deployment the numeral is enough. */
export function optionNumber(option: string): string {
  return option.replace(/^Option /, "");
}

function connectionCount(count: number): string {
  if (count === 0) return "no connections";
  return `${count} ${count === 1 ? "connection" : "connections"}`;
}

import { X } from "lucide-react";
import type { ReactNode } from "react";
import { IconButton } from "../ui/index.ts";

interface InspectorFrameProps {
  /** Names the region: "Block geolocate_ip_1". */
  readonly label: string;
  readonly head: ReactNode;
  readonly buttons?: ReactNode;
  readonly foot?: ReactNode;
  readonly onClose: () => void;
  readonly children: ReactNode;
}

/** The panel at the right: what is selected, its form or its arguments, buttons below. */
export function InspectorFrame({
  label,
  head,
  buttons,
  foot,
  onClose,
  children,
}: InspectorFrameProps) {
  return (
    <aside
      aria-label={label}
      className="flex h-full min-h-0 w-[296px] shrink-0 flex-col border-l border-line bg-surface min-[1200px]:w-[352px]"
    >
      <header className="flex items-start gap-2 border-b border-line py-3 pr-3 pl-4">
        <div className="min-w-0 flex-1">{head}</div>
        <span className="-mt-0.5 flex items-center">
          {buttons}
          <IconButton size="sm" icon={X} label="Close" onClick={onClose} />
        </span>
      </header>
      <div className="flex min-h-0 flex-1 flex-col overflow-auto">{children}</div>
      {foot !== undefined && (
        <footer className="flex items-center gap-2 border-t border-line px-3 py-2">{foot}</footer>
      )}
    </aside>
  );
}

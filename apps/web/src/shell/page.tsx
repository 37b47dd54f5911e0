import { Link } from "@tanstack/react-router";
import { type ReactNode, useEffect } from "react";

interface PageProps {
  readonly title: string;
  /** Beside or under the title. */
  readonly note?: ReactNode;
  readonly actions?: ReactNode;
  readonly trail?: readonly { readonly label: string; readonly to?: string }[];
  /** Before the title: an icon tile. */
  readonly tile?: ReactNode;
  readonly children: ReactNode;
}

/** A page: breadcrumb, title, buttons, content; 24 of room on every side. */
export function Page({ title, note, actions, trail, tile, children }: PageProps) {
  useTitle(title);
  return (
    <main
      id="main"
      tabIndex={-1}
      className="h-full min-w-0 flex-1 overflow-auto px-6 py-5 focus:outline-none"
    >
      {trail && (
        <nav aria-label="Breadcrumb" className="text-t2 text-text-3">
          {trail.map((part, index) => (
            <span key={part.label}>
              {index > 0 && " / "}
              {part.to === undefined ? (
                part.label
              ) : (
                <Link to={part.to} className="hover:text-text hover:underline">
                  {part.label}
                </Link>
              )}
            </span>
          ))}
        </nav>
      )}
      <div className="mt-1 mb-4 flex items-start gap-3">
        {tile}
        <div className="min-w-0 flex-1">
          <h1 className="text-t5 font-semibold">{title}</h1>
          {note !== undefined && <div className="text-text-2">{note}</div>}
        </div>
        {actions !== undefined && <div className="flex items-center gap-2 pt-0.5">{actions}</div>}
      </div>
      <div className="space-y-4">{children}</div>
    </main>
  );
}

/** The name of the page in the browser's tab. */
export function useTitle(title: string): void {
  useEffect(() => {
    document.title = `${title} - Callbook`;
  }, [title]);
}

import { CloudOff, Inbox, LockKeyhole, type LucideIcon, OctagonX } from "lucide-react";
import type { ReactNode } from "react";
import { Button } from "./button.tsx";
import { cx } from "./class-names.ts";

interface NoticeProps {
  readonly title: string;
  readonly children?: ReactNode;
  readonly action?: ReactNode;
  readonly icon?: LucideIcon;
}

function Notice({
  title,
  children,
  action,
  icon: Icon = Inbox,
  iconClass = "text-text-3",
}: NoticeProps & { readonly iconClass?: string }) {
  return (
    <div className="flex items-start gap-3 px-4 py-6">
      <Icon size={20} aria-hidden className={iconClass} />
      <div className="min-w-0">
        <p className="font-semibold">{title}</p>
        {children !== undefined && <div className="mt-0.5 max-w-150 text-text-2">{children}</div>}
        {action !== undefined && <div className="mt-3 flex gap-2">{action}</div>}
      </div>
    </div>
  );
}

/** Nothing here yet, and how to make the first one. */
export function EmptyState(props: NoticeProps) {
  return <Notice {...props} />;
}

interface ErrorStateProps {
  readonly title?: string;
  /** What went wrong, in a sentence. */
  readonly message: ReactNode;
  readonly onRetry?: (() => void) | undefined;
}

/** Loading failed. Says what, and offers to try again. */
export function ErrorState({
  title = "This could not be loaded",
  message,
  onRetry,
}: ErrorStateProps) {
  return (
    <div role="alert">
      <Notice
        title={title}
        icon={OctagonX}
        iconClass="text-fail"
        action={onRetry && <Button onClick={onRetry}>Try again</Button>}
      >
        {message}
      </Notice>
    </div>
  );
}

/** The person is signed in and has no right to see this. */
export function NoPermission({ children }: { readonly children?: ReactNode }) {
  return (
    <Notice title="You have no access to this" icon={LockKeyhole}>
      {children ?? "Ask an admin of the site or the owner of the installation for a role."}
    </Notice>
  );
}

/** The server does not answer; what is on the screen may be old. */
export function OfflineNotice({ onRetry }: { readonly onRetry?: () => void }) {
  return (
    <div role="status">
      <Notice
        title="The server cannot be reached"
        icon={CloudOff}
        action={onRetry && <Button onClick={onRetry}>Try again</Button>}
      >
        The page tries again by itself as soon as the network is back.
      </Notice>
    </div>
  );
}

/** Grey rows of the height of what will stand there, so that nothing moves. */
export function LoadingRows({
  rows = 3,
  height = 32,
  className,
}: {
  readonly rows?: number;
  readonly height?: number;
  readonly className?: string;
}) {
  return (
    <div role="status" aria-label="Loading" className={cx("w-full", className)}>
      {Array.from({ length: rows }, (_, index) => (
        <div
          // biome-ignore lint/suspicious/noArrayIndexKey: placeholders have no identity
          key={index}
          style={{ height }}
          className="flex items-center border-b border-line px-4 last:border-b-0"
        >
          <span className="block h-2 w-2/5 rounded-r1 bg-surface-3" />
        </div>
      ))}
    </div>
  );
}

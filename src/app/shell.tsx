import { useState } from "react";
import type { ReactNode } from "react";
import { utcText } from "../ui/atoms/relative-time.ts";
import { StateMark } from "../ui/atoms/state-mark.tsx";
import { Button } from "../ui/controls/button.tsx";
import { Dialog } from "../ui/controls/dialog.tsx";
import { SkipLink } from "../ui/controls/skip-link.tsx";
import { cx } from "../ui/cx.ts";
import { BrandMark } from "../ui/icons/brand-mark.tsx";
import { Icon } from "../ui/icons/icon.tsx";
import { AnchorMark } from "./anchor-mark.tsx";
import { ClockControl } from "./clock-control.tsx";
import { Navigation } from "./navigation.tsx";
import { hrefTo } from "../workspace/routes.ts";
import type { Route } from "../workspace/routes.ts";
import styles from "./shell.module.css";
import type { BuildLabel, ClockActions, ShellModel } from "./shell-model.ts";

export type ShellProps = {
  readonly model: ShellModel;
  /** The screen on show; undefined for an address that names none. */
  readonly route: Route | undefined;
  readonly clockActions: ClockActions;
  readonly children: ReactNode;
};

const MAIN_ID = "content";

/** What stands around every screen: where one can go, what it rests on, which time holds, and what is not the usual case. */
export function Shell({ model, route, clockActions, children }: ShellProps): ReactNode {
  const { repository, clock } = model;
  const anchor = repository === undefined ? undefined : <AnchorMark repository={repository} />;
  return (
    <>
      <SkipLink targetId={MAIN_ID} />
      <div className={styles.shell}>
        <aside className={styles.rail} aria-label="Countersign">
          <Brand />
          <Navigation model={model} route={route} />
          <PromiseText build={model.build} />
        </aside>
        <div>
          <header className={styles.top}>
            <Menu model={model} route={route} />
            <Brand phone />
            <span className={styles.anchor}>{anchor}</span>
            <span className={styles.end}>
              <ClockControl clock={clock} {...clockActions} />
            </span>
          </header>
          {clock.kind === "as-of" && (
            <section className={cx(styles.banner, styles.asOf)} aria-label="Reference time">
              <span className={styles.bannerText}>
                <StateMark kind="warn" icon="clock">As of {utcText(clock.instant)}, not now.</StateMark> This view moves no pin, and
                nothing can be signed in it.
              </span>
              <Button size="small" onClick={clockActions.onNow}>Back to now</Button>
            </section>
          )}
          {repository?.practice === true && (
            <section className={cx(styles.banner, styles.practice)} aria-label="Practice">
              <span className={styles.bannerText}>
                <StateMark kind="pen" icon="practice">Practice.</StateMark> Throw-away keys that protect nothing: sign, break things,
                start over.
              </span>
            </section>
          )}
          {anchor !== undefined && (
            <section className={styles.phoneAnchor} aria-label="Anchor of this repository">
              {anchor}
            </section>
          )}
          <main id={MAIN_ID} tabIndex={-1} className={styles.main}>
            {children}
          </main>
        </div>
      </div>
    </>
  );
}

function Brand({ phone = false }: { readonly phone?: boolean }): ReactNode {
  return (
    <a className={cx(styles.brand, phone && styles.phoneBrand)} href={hrefTo({ name: "open" })}>
      <BrandMark />
      <span>Countersign</span>
    </a>
  );
}

/** On a phone the rail is a drawer: the platform's modal dialog, so Esc shuts it and focus comes back to the button. */
function Menu({ model, route }: Pick<ShellProps, "model" | "route">): ReactNode {
  const [open, setOpen] = useState(false);
  const waiting = model.repository?.inbox.filter((item) => item.standing === "yours").length ?? 0;
  return (
    <>
      <button type="button" className={styles.menuButton} aria-haspopup="dialog" aria-label={waiting > 0 ? `Menu, ${waiting} to sign` : "Menu"} onClick={() => setOpen(true)}>
        <Icon name="menu" size={20} />
      </button>
      <Dialog open={open} onClose={() => setOpen(false)} title="Countersign" place="drawer">
        <Navigation model={model} route={route} onGo={() => setOpen(false)} />
        <div className={styles.promiseInDrawer}>
          <PromiseText build={model.build} />
        </div>
      </Dialog>
    </>
  );
}

/** Said as it can be kept: what a policy cannot stop stands on the About screen. */
function PromiseText({ build }: { readonly build: BuildLabel }): ReactNode {
  return (
    <p className={styles.promise}>
      <b>Nothing leaves this tab unless you send it.</b> No server, no account, no telemetry. What you sign is what you saw.{" "}
      <a className={styles.build} href={hrefTo({ name: "about" })}>
        Build {build.version} · {build.digest.slice(0, 4)} {build.digest.slice(4, 8)}
      </a>
    </p>
  );
}

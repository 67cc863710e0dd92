import { createContext, useContext, useId } from "react";
import type { ReactNode } from "react";
import { ForeignText } from "../ui/atoms/foreign-text.tsx";
import { cx } from "../ui/cx.ts";
import styles from "./navigation.module.css";
import { hrefTo } from "../workspace/routes.ts";
import type { Route } from "../workspace/routes.ts";
import type { InboxNav, RepositoryNav, ShellModel } from "./shell-model.ts";

export type NavigationProps = {
  readonly model: ShellModel;
  readonly route: Route | undefined;
  /** A link was followed: what holds the navigation may shut. */
  readonly onGo?: () => void;
};

const OnGoContext = createContext<(() => void) | undefined>(undefined);

const STANDING: Readonly<Record<InboxNav["standing"], string>> = { yours: "your turn", waiting: "waiting", complete: "complete" };

/** A role list longer than this belongs to the Overview's tree, not into the rail. */
const MOST_ROLES = 8;

/** Where one can go: within the repository on screen, and everywhere. */
export function Navigation({ model, route, onGo }: NavigationProps): ReactNode {
  return (
    <OnGoContext value={onGo}>
      {model.repository !== undefined && <RepositoryLinks repository={model.repository} route={route} />}
      <NavList title="Everywhere">
        <NavLink to={{ name: "open" }} route={route}>Open</NavLink>
        <NavLink to={{ name: "keys" }} route={route} count={model.keyCount}>Keys</NavLink>
        <NavLink to={{ name: "people" }} route={route} count={model.peopleCount}>Address book</NavLink>
        <NavLink to={{ name: "self-test" }} route={route}>Self-test</NavLink>
        <NavLink to={{ name: "about" }} route={route}>About</NavLink>
      </NavList>
    </OnGoContext>
  );
}

function RepositoryLinks({ repository, route }: { readonly repository: RepositoryNav; readonly route: Route | undefined }): ReactNode {
  const { id, inbox, roles } = repository;
  return (
    <>
      <NavList title={<ForeignText text={repository.name} showAtMost={60} />}>
        <NavLink to={{ name: "overview", repository: id }} route={route}>Overview</NavLink>
        <NavLink to={{ name: "targets", repository: id }} route={route}>Targets</NavLink>
        {inbox.map((item) => (
          <NavLink
            key={item.document}
            to={{ name: "draft", repository: id, document: item.document, step: "review" }}
            route={route}
            count={STANDING[item.standing]}
            due={item.standing === "yours"}
          >
            <ForeignText text={item.title} showAtMost={60} />
          </NavLink>
        ))}
      </NavList>
      {roles.length > 0 && (
        <NavList title="Roles">
          {roles.slice(0, MOST_ROLES).map(({ role }) => (
            <NavLink key={role} to={{ name: "role", repository: id, role }} route={route}>
              <ForeignText text={role} showAtMost={60} />
            </NavLink>
          ))}
          {roles.length > MOST_ROLES && (
            <NavLink to={{ name: "overview", repository: id }} route={undefined}>{`and ${roles.length - MOST_ROLES} more`}</NavLink>
          )}
        </NavList>
      )}
    </>
  );
}

function NavList({ title, children }: { readonly title: ReactNode; readonly children: ReactNode }): ReactNode {
  const id = useId();
  return (
    <nav className={styles.nav} aria-labelledby={id}>
      <div id={id} className={styles.title}>
        {title}
      </div>
      <ul className={styles.list}>{children}</ul>
    </nav>
  );
}

type NavLinkProps = {
  readonly to: Route;
  readonly route: Route | undefined;
  readonly children: ReactNode;
  readonly count?: number | string | undefined;
  readonly due?: boolean;
};

function NavLink({ to, route, children, count, due = false }: NavLinkProps): ReactNode {
  const onGo = useContext(OnGoContext);
  return (
    <li>
      <a className={styles.link} href={hrefTo(to)} onClick={onGo} aria-current={isWithin(route, to) ? "page" : undefined}>
        <span className={styles.word}>{children}</span>
        {count !== undefined && <span className={cx(styles.count, due && styles.due)}>{count}</span>}
      </a>
    </li>
  );
}

/** All steps of one ceremony belong to its one entry. */
function isWithin(route: Route | undefined, entry: Route): boolean {
  if (route === undefined) return false;
  if (route.name === "draft" && entry.name === "draft") {
    return route.repository === entry.repository && route.document === entry.document;
  }
  return hrefTo(route) === hrefTo(entry);
}

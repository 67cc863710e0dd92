import { useEffect, useState } from "react";
import type { ReactNode } from "react";
import { About } from "../features/about/index.tsx";
import type { PolicyState, StorageState } from "../features/about/index.tsx";
import { readDocumentPolicy, readStorageState } from "./document-policy.ts";
import type { BuildLabel } from "./shell-model.ts";

/** About, with what this browser and this host say. */
export function AboutScreen({ build }: { readonly build: BuildLabel }): ReactNode {
  const [policy, setPolicy] = useState<PolicyState | undefined>(undefined);
  const [storage, setStorage] = useState<StorageState | undefined>(undefined);
  useEffect(() => {
    let shown = true;
    // `storage` is missing on insecure pages and in some engines, whatever its type says.
    const manager = navigator.storage as StorageManager | undefined;
    void readDocumentPolicy(window.fetch.bind(window), document).then((read) => shown && setPolicy(read));
    void readStorageState(manager).then((read) => shown && setStorage(read));
    return () => {
      shown = false;
    };
  }, []);
  return <About build={build} policy={policy} storage={storage} />;
}

import { useState } from "react";
import type { FormEvent, ReactNode } from "react";
import { Button } from "../../ui/controls/button.tsx";
import { TextField } from "../../ui/controls/field.tsx";
import { Sheet } from "../../ui/layout/sheet.tsx";
import styles from "./open.module.css";

export type AddressCardProps = { readonly busy: boolean; readonly onRead: (address: string) => void };

/** The address goes to the worker that may connect; what is wrong with it is told by what reads it. */
export function AddressCard({ busy, onRead }: AddressCardProps): ReactNode {
  const [address, setAddress] = useState("");
  const [asked, setAsked] = useState(false);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    setAsked(true);
    if (address.trim() !== "" && !busy) onRead(address.trim());
  };
  return (
    <Sheet title="From an address">
      <form className={styles.form} onSubmit={submit} noValidate>
        <TextField
          label="Address of the metadata"
          code
          type="url"
          inputMode="url"
          placeholder="https://example.org/metadata/"
          value={address}
          onChange={setAddress}
          hint="Your browser asks this server and no other. The server must allow reading from other sites (CORS)."
          error={asked && address.trim() === "" ? "Give the address of the folder that holds the metadata." : undefined}
        />
        <div>
          <Button type="submit" held={busy}>Read it</Button>
        </div>
      </form>
    </Sheet>
  );
}

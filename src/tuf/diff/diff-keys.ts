import type { KeyId } from "../model/ids.ts";
import type { Key } from "../model/key.ts";
import type { RoleKeys } from "../model/metadata.ts";
import { fieldChange, type ChangeList } from "./change-list.ts";
import { differingMembers, type FieldDifference, type FieldPath } from "./field-diff.ts";
import { identityOf, keysOfDocument, keysOfRole, type KeyFacts, type KeyIdentity } from "./key-facts.ts";
import { keyShape } from "./known-fields.ts";

/** The keys that one document defines and the roles that it gives them to. */
export interface KeySide {
  readonly keys: ReadonlyMap<KeyId, Key>;
  readonly roles: ReadonlyMap<string, RoleKeys>;
}

export interface KeyPlaces {
  readonly keys: FieldPath;
  role(name: string): FieldPath;
}

const LABEL_FIELDS: readonly string[] = ["x-tuf-on-ci-keyowner", "x-rstuf-key-name"];
const TOLD_OF_A_NEW_KEY: readonly FieldPath[] = [
  ["keytype"], ["scheme"], ["keyval", "public"], ["x-tuf-on-ci-keyowner"], ["x-rstuf-key-name"], ["x-tuf-on-ci-online-uri"], ["x-rstuf-online-key-uri"],
];

/** Compares keys by material and roles by the keys in them. Only roles on both sides get signer and threshold changes. */
export function diffKeys(before: KeySide, after: KeySide, places: KeyPlaces, list: ChangeList): void {
  new KeyDiff(before, after, places, list).run();
}

class KeyDiff {
  private readonly before: KeySide;
  private readonly after: KeySide;
  private readonly places: KeyPlaces;
  private readonly list: ChangeList;
  private readonly was: ReadonlyMap<KeyIdentity, KeyFacts>;
  private readonly is: ReadonlyMap<KeyIdentity, KeyFacts>;

  constructor(before: KeySide, after: KeySide, places: KeyPlaces, list: ChangeList) {
    this.before = before;
    this.after = after;
    this.places = places;
    this.list = list;
    this.was = keysOfDocument(before.keys);
    this.is = keysOfDocument(after.keys);
  }

  run(): void {
    this.alarms();
    for (const [role, now] of this.after.roles) {
      const then = this.before.roles.get(role);
      if (then !== undefined) this.role(role, then, now);
    }
    for (const [identity, now] of this.is) {
      const then = this.was.get(identity);
      if (then === undefined) this.newKey(now);
      else this.sameKey(then, now);
    }
    for (const [identity, then] of this.was) if (!this.is.has(identity)) this.goneKey(then);
  }

  private alarms(): void {
    for (const [keyId, key] of this.after.keys) {
      const old = this.before.keys.get(keyId);
      const [then, now] = [this.was.get(identityOf(keyId, old)), this.is.get(identityOf(keyId, key))];
      if (old === undefined || then === undefined || now === undefined || then.identity === now.identity) continue;
      this.list.add({ kind: "key-material-replaced", keyId, roles: this.rolesOf(this.after, now), before: then, after: now });
    }
    for (const now of this.is.values()) {
      const { label, identity } = now;
      if (label === undefined || this.was.get(identity)?.label === label) continue;
      const owner = [...this.was.values()].find((then) => then.label === label && then.identity !== identity);
      if (owner !== undefined) this.list.add({ kind: "label-reused", label, before: owner, after: now });
    }
  }

  private role(role: string, then: RoleKeys, now: RoleKeys): void {
    const [old, fresh] = [keysOfRole(then, this.before.keys), keysOfRole(now, this.after.keys)];
    const path = this.places.role(role);
    for (const [identity, key] of old) if (!fresh.has(identity)) this.list.add({ kind: "signer-leaves", role, key, known: this.is.has(identity) });
    for (const [identity, key] of fresh) if (!old.has(identity)) this.list.add({ kind: "signer-joins", role, key, known: this.was.has(identity) });
    if (then.threshold !== now.threshold) {
      this.list.add({ kind: "threshold", role, before: then.threshold, after: now.threshold, keysBefore: old.size, keysAfter: fresh.size }, [...path, "threshold"]);
    }
    if (this.explained(then, now, old, fresh)) this.list.cover([...path, "keyids"]);
  }

  /** Does every id that came or went belong to a key that joins, leaves or has other ids in the whole document? */
  private explained(then: RoleKeys, now: RoleKeys, old: ReadonlyMap<KeyIdentity, KeyFacts>, fresh: ReadonlyMap<KeyIdentity, KeyFacts>): boolean {
    const gone = then.keyIds.filter((keyId) => !now.keyIds.includes(keyId));
    const came = now.keyIds.filter((keyId) => !then.keyIds.includes(keyId));
    const replaced = then.keyIds.some((keyId) => now.keyIds.includes(keyId) && identityOf(keyId, this.before.keys.get(keyId)) !== identityOf(keyId, this.after.keys.get(keyId)));
    if (gone.length + came.length === 0) return replaced;
    return (
      gone.every((keyId) => !fresh.has(identityOf(keyId, this.before.keys.get(keyId))) || !this.after.keys.has(keyId)) &&
      came.every((keyId) => !old.has(identityOf(keyId, this.after.keys.get(keyId))) || !this.before.keys.has(keyId))
    );
  }

  private newKey(now: KeyFacts): void {
    if (this.rolesOf(this.after, now).length === 0) this.list.add({ kind: "key-added", key: now });
    const covers = now.keyIds.flatMap((keyId) => TOLD_OF_A_NEW_KEY.map((field) => [...this.places.keys, keyId, ...field]));
    this.list.cover(...covers);
  }

  private goneKey(then: KeyFacts): void {
    if (this.rolesOf(this.before, then).length === 0) this.list.add({ kind: "key-removed", key: then });
    this.list.cover(...then.keyIds.filter((keyId) => !this.after.keys.has(keyId)).map((keyId) => [...this.places.keys, keyId]));
  }

  private sameKey(then: KeyFacts, now: KeyFacts): void {
    const gone = then.keyIds.filter((keyId) => !now.keyIds.includes(keyId));
    const came = now.keyIds.filter((keyId) => !then.keyIds.includes(keyId));
    const pairs = now.keyIds.map((keyId, i): readonly [KeyId | undefined, KeyId] => [then.keyIds.includes(keyId) ? keyId : gone[i] ?? then.keyIds[0], keyId]);
    const differing = pairs.flatMap(([old, fresh]) => this.memberDifferences(old, fresh));
    const relabelled = then.label !== now.label;
    const fields = differing.filter(({ path }) => !(relabelled && isLabel(path))).map(fieldChange);
    const covers = [...gone, ...came].map((keyId) => [...this.places.keys, keyId]);
    if (gone.length + came.length > 0) {
      const roles = [...new Set([...this.rolesOf(this.before, then), ...this.rolesOf(this.after, now)])];
      this.list.add({ kind: "key-id-changed", key: now, before: then.keyIds, after: now.keyIds, roles, fields }, ...covers);
    } else if (fields.length > 0) {
      this.list.add({ kind: "key-fields-changed", key: now, fields });
    }
    if (relabelled) this.list.add({ kind: "label-changed", key: now, before: then.label, after: now.label });
    this.list.cover(...differing.map(({ path }) => path));
  }

  private memberDifferences(old: KeyId | undefined, fresh: KeyId): readonly FieldDifference[] {
    const [then, now] = [old === undefined ? undefined : this.before.keys.get(old), this.after.keys.get(fresh)];
    return then === undefined || now === undefined ? [] : differingMembers(then.node, now.node, [...this.places.keys, fresh], keyShape());
  }

  private rolesOf(side: KeySide, key: KeyFacts): readonly string[] {
    return [...side.roles].filter(([, role]) => role.keyIds.some((keyId) => identityOf(keyId, side.keys.get(keyId)) === key.identity)).map(([name]) => name);
  }
}

function isLabel(path: FieldPath): boolean {
  return LABEL_FIELDS.includes(String(path.at(-1))) && path.at(-2) !== "keyval";
}

import { DISK } from "./beyond/disk.ts";
import { DELEGATIONS } from "./beyond/delegations.ts";
import { DOCUMENTS } from "./beyond/documents.ts";
import { LIMITS } from "./beyond/limits.ts";
import { TRANSFER } from "./beyond/transfer.ts";
import { conformance } from "./conformance.ts";

conformance("beyond", { ...LIMITS, ...DELEGATIONS, ...DOCUMENTS, ...TRANSFER, ...DISK });

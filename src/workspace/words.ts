// Screens word the faults that reach them, and may not import the layers that own the words: the keyring because a
// private key exists there alone, the others because keys, files and downloads go through the workspace.
export { describeExternalSignatureFault } from "../crypto/describe-external-signature-fault.ts";
export { describeWriteFault } from "../exports/describe-write-fault.ts";
export { describeKeyringFault } from "../keyring/describe-keyring-fault.ts";
export { describeOriginWarning } from "../keyring/origin.ts";
export { describeBookFault } from "./people/describe-book-fault.ts";
export { describeSourceFault } from "../sources/describe-source-fault.ts";
export { pathProblemText } from "../sources/fault-text.ts";

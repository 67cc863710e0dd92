// Screens word the faults that reach them, and may not import the layers that own the words: the keyring because a
// private key exists there alone, the sources because reading goes through the workspace.
export { describeKeyringFault } from "../keyring/describe-keyring-fault.ts";
export { describeSourceFault } from "../sources/describe-source-fault.ts";
export { pathProblemText } from "../sources/fault-text.ts";

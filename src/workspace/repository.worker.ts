import { expose } from "comlink";
import { webCryptoVerifier } from "../crypto/webcrypto-verifier.ts";
import { createRepositoryService } from "./create-repository-service.ts";

expose(createRepositoryService(webCryptoVerifier(crypto.subtle), () => performance.now()));

import { expose } from "comlink";
import { webCryptoVerifier } from "../crypto/webcrypto-verifier.ts";
import { schemeProbe } from "../crypto/scheme-probe.ts";
import { createRepositoryService } from "./create-repository-service.ts";

expose(createRepositoryService(webCryptoVerifier(crypto.subtle), () => performance.now(), schemeProbe()));

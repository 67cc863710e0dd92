import { expose } from "comlink";
import { webCryptoVerifier } from "../crypto/webcrypto-verifier.ts";
import { schemeProbe } from "../crypto/scheme-probe.ts";
import { createRepositoryService } from "./create-repository-service.ts";
import { openAnswerStore } from "./shards/known-answers.ts";

expose(createRepositoryService(webCryptoVerifier(crypto.subtle), () => performance.now(), schemeProbe(), openAnswerStore(() => Date.now())));

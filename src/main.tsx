import { StrictMode } from "react";
import { createRoot } from "react-dom/client";

const host = document.getElementById("app");
if (host === null) throw new Error("index.html has no #app element");
createRoot(host).render(
  <StrictMode>
    <main>
      <h1>Countersign</h1>
    </main>
  </StrictMode>,
);

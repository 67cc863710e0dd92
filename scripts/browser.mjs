// Finds a browser of the Chromium family for the journeys in e2e/.
import { existsSync, readFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { run } from "./process.mjs";

/** @returns {string | undefined} the program, or undefined when this machine has none in a usual place */
export function findBrowser() {
  const asked = process.env["CHROME_PATH"];
  if (asked !== undefined && asked !== "") return existsSync(asked) ? asked : undefined;
  return candidates().find((path) => existsSync(path));
}

/**
 * Installs Debian's Chromium when that is possible without asking; otherwise says the one command to run.
 * @returns {Promise<string | undefined>}
 */
export async function ensureBrowser() {
  const found = findBrowser();
  if (found !== undefined) return found;
  const asked = process.env["CHROME_PATH"];
  if (asked !== undefined && asked !== "") {
    console.error(`CHROME_PATH names ${asked}, and no such file is there.`);
    return undefined;
  }
  if (isDebian() && process.getuid?.() === 0) {
    console.log("No Chrome, Edge or Chromium is installed. Installing Debian's Chromium.");
    const env = { DEBIAN_FRONTEND: "noninteractive" };
    const updated = await run("apt-get", ["update", "-qq"], env);
    const installed = await run("apt-get", ["install", "-y", "-qq", "--no-install-recommends", "chromium"], env);
    if (updated !== 0 || installed !== 0) console.error("apt-get could not install Chromium; what it said stands above.");
    return findBrowser();
  }
  console.error(`No Chrome, Edge or Chromium was found. Install one, then run this again:\n\n  ${installCommand()}\n`);
  console.error("If there is one in an unusual place, name its program in CHROME_PATH.");
  return undefined;
}

function candidates() {
  const { env } = process;
  if (process.platform === "darwin") {
    const apps = ["Google Chrome", "Chromium", "Microsoft Edge", "Google Chrome for Testing"];
    return ["/Applications", join(env["HOME"] ?? "/", "Applications")].flatMap((folder) =>
      apps.map((app) => `${folder}/${app}.app/Contents/MacOS/${app}`),
    );
  }
  if (process.platform === "win32") {
    const programs = ["Google\\Chrome\\Application\\chrome.exe", "Microsoft\\Edge\\Application\\msedge.exe", "Chromium\\Application\\chrome.exe"];
    return [env["PROGRAMFILES"], env["PROGRAMFILES(X86)"], env["LOCALAPPDATA"]].flatMap((folder) =>
      folder === undefined ? [] : programs.map((program) => join(folder, program)),
    );
  }
  const names = ["chromium", "chromium-browser", "google-chrome-stable", "google-chrome", "microsoft-edge-stable", "microsoft-edge"];
  const folders = [...(env["PATH"] ?? "").split(delimiter).filter((folder) => folder !== ""), "/usr/bin", "/usr/local/bin", "/snap/bin"];
  return names.flatMap((name) => folders.map((folder) => join(folder, name)));
}

function isDebian() {
  return existsSync("/etc/os-release") && /^ID="?debian"?$/m.test(readFileSync("/etc/os-release", "utf8"));
}

function installCommand() {
  if (process.platform === "darwin") return "brew install --cask chromium";
  if (process.platform === "win32") return "winget install --id Google.Chrome --exact";
  if (existsSync("/usr/bin/dnf")) return "sudo dnf install chromium";
  if (existsSync("/usr/bin/pacman")) return "sudo pacman -S chromium";
  if (existsSync("/sbin/apk")) return "sudo apk add chromium";
  return existsSync("/usr/bin/snap") && !isDebian() ? "sudo snap install chromium" : "sudo apt-get install chromium";
}

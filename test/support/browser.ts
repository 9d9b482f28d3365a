/** Headless Chromium, where this machine has one: it opens pages as a reader would and tells what went wrong in them. */
import { existsSync } from "node:fs"
import { pathToFileURL } from "node:url"
import type { Page } from "playwright-core"

/** The browser's program; undefined where there is none. SAGE_CHROMIUM names another one. */
export const chromium: string | undefined = [
  process.env["SAGE_CHROMIUM"] ?? "",
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
].find((path) => path !== "" && existsSync(path))

export interface PageOptions {
  readonly width?: number
  readonly colorScheme?: "light" | "dark"
  readonly javaScriptEnabled?: boolean
}

export interface Visit {
  readonly page: Page
  /** errors and warnings of the console, failures of scripts, dialogs, breaches of the page's policy */
  readonly complaints: ReadonlyArray<string>
  /** addresses that were asked for, beside the page itself */
  readonly requests: ReadonlyArray<string>
}

/** Opens a file, and closes the browser after `use`. */
export async function visit<A>(
  file: string,
  { width = 1280, colorScheme = "light", javaScriptEnabled = true }: PageOptions,
  use: (visit: Visit) => Promise<A>,
): Promise<A> {
  const { chromium: driver } = await import("playwright-core")
  const browser = await driver.launch({ executablePath: chromium!, args: ["--no-sandbox"] })
  try {
    const page = await browser.newPage({ viewport: { width, height: 900 }, colorScheme, javaScriptEnabled })
    const url = pathToFileURL(file).href
    const complaints: Array<string> = []
    const requests: Array<string> = []
    page.on("console", (message) => {
      if (["error", "warning"].includes(message.type())) complaints.push(message.text())
    })
    page.on("pageerror", (error) => complaints.push(String(error)))
    page.on("dialog", (dialog) => {
      complaints.push(`dialog ${dialog.message()}`)
      void dialog.dismiss()
    })
    page.on("request", (request) => {
      if (request.url() !== url) requests.push(request.url())
    })
    await page.goto(url)
    return await use({ page, complaints, requests })
  } finally {
    await browser.close()
  }
}

// Pictures of a page as readers see it: wide, dark, on a phone, in print. To be looked at after the page's code changed.
//
//   node scripts/screenshots.mjs PAGE.html FOLDER      under Node 24; needs Chromium (SAGE_CHROMIUM names another one)
//
// Writes FOLDER/NAME-1.png, -2, …, one for each stretch of the page.
import { existsSync, mkdirSync } from "node:fs"
import { join, resolve } from "node:path"
import { pathToFileURL } from "node:url"

const views = [
  { name: "light", width: 1280, colorScheme: "light", media: "screen" },
  { name: "dark", width: 1280, colorScheme: "dark", media: "screen" },
  { name: "phone", width: 390, colorScheme: "light", media: "screen" },
  { name: "print", width: 800, colorScheme: "light", media: "print" },
]

/** Pixels of one picture's height. */
const stretch = 1800

const [file, folder] = process.argv.slice(2)
const program = [
  process.env.SAGE_CHROMIUM ?? "",
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
].find((path) => path !== "" && existsSync(path))
if (file === undefined || folder === undefined || program === undefined) {
  console.error(
    program === undefined
      ? "There is no Chromium here: install it, or name it in SAGE_CHROMIUM."
      : "Say which page and where to: node scripts/screenshots.mjs PAGE.html FOLDER",
  )
  process.exit(2)
}

const { chromium } = await import("playwright-core")
mkdirSync(folder, { recursive: true })
const browser = await chromium.launch({ executablePath: program, args: ["--no-sandbox"] })
for (const { name, width, colorScheme, media } of views) {
  const page = await browser.newPage({ viewport: { width, height: 900 }, colorScheme })
  page.on("console", (message) => console.error(`${name}: ${message.text()}`))
  page.on("pageerror", (error) => console.error(`${name}: ${error}`))
  await page.goto(pathToFileURL(resolve(file)).href)
  await page.emulateMedia({ media })
  const height = await page.evaluate("document.documentElement.scrollHeight")
  for (let y = 0, i = 1; y < height; y += stretch, i++) {
    const clip = { x: 0, y, width, height: Math.min(stretch, height - y) }
    await page.screenshot({ path: join(folder, `${name}-${i}.png`), clip, fullPage: true })
  }
  await page.close()
}
await browser.close()

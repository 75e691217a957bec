// Builds frontend/dist/ from what `npm ci` installed: sheets (left-to-right and turned over), scripts, fonts, pictures.
// Everything is served by ourselves under a strict content security policy; nothing built here is committed.
// Run: node build.mjs (the working folder does not matter).
import { cp, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

import rtlcss from "rtlcss";
import * as sass from "sass";

const here = dirname(fileURLToPath(import.meta.url));
const modules = join(here, "node_modules");
const dist = join(here, "dist");

// Which subsets of which family are shipped, in which weights. Plain Latin is drawn with whatever is there when ours is
// late ("optional": nothing jumps; it is loaded first); letters of names and other scripts change to ours ("swap"), for
// a name in two faces looks like a mistake, and a machine may have none.
const FONTS = [
  { family: "Noto Sans", folder: "noto-sans", subsets: ["latin"], weights: [400, 600, 700], display: "optional" },
  { family: "Noto Sans", folder: "noto-sans", subsets: ["latin-ext", "cyrillic", "cyrillic-ext", "greek"], weights: [400, 600, 700], display: "swap" },
  { family: "Noto Sans Arabic", folder: "noto-sans-arabic", subsets: ["arabic"], weights: [400, 700], display: "swap" },
  { family: "Noto Sans Georgian", folder: "noto-sans-georgian", subsets: ["georgian"], weights: [400, 700], display: "swap" },
  { family: "Noto Sans Bengali", folder: "noto-sans-bengali", subsets: ["bengali"], weights: [400, 700], display: "swap" },
  { family: "Noto Sans Mono", folder: "noto-sans-mono", subsets: ["latin"], weights: [400], display: "swap" },
];

// A source map named in a file but not shipped makes the manifest storage refuse the file.
const withoutSourceMap = (text) => text.replace(/\n?\/\/# sourceMappingURL=\S+\s*$/, "\n");

async function buildFonts() {
  await mkdir(join(dist, "fonts"), { recursive: true });
  const faces = [];
  for (const font of FONTS) {
    const folder = join(modules, "@fontsource", font.folder);
    const ranges = JSON.parse(await readFile(join(folder, "unicode.json"), "utf8"));
    for (const subset of font.subsets) {
      for (const weight of font.weights) {
        const name = `${font.folder}-${subset}-${weight}-normal.woff2`;
        await cp(join(folder, "files", name), join(dist, "fonts", name));
        const range = ranges[subset] ?? ranges[`[${subset}]`];
        if (!range) throw new Error(`No character range for ${font.folder} ${subset}`);
        faces.push(
          `@font-face{font-family:"${font.family}";font-style:normal;font-weight:${weight};font-display:${font.display};` +
            `src:url("fonts/${name}") format("woff2");unicode-range:${range}}`,
        );
      }
    }
  }
  return faces.join("\n");
}

async function buildSheets(fontFaces) {
  const { css } = await sass.compileAsync(join(here, "scss", "rcms.scss"), {
    loadPaths: [modules],
    style: "compressed",
    quietDeps: true,
    charset: false,
  });
  const sheet = `@charset "UTF-8";\n${fontFaces}\n${css.replace(/^\uFEFF/, "")}\n`;
  // Nothing of the restricted typeface or of the crest's folder may slip in with an upgrade.
  for (const word of ["GDS Transport", "/assets/"]) {
    if (sheet.includes(word)) throw new Error(`The sheet names ${word}, which we may not ship`);
  }
  await writeFile(join(dist, "rcms.css"), sheet);
  await writeFile(join(dist, "rcms.rtl.css"), rtlcss.process(sheet));
  return sheet.length;
}

async function buildScripts() {
  await mkdir(join(dist, "js"), { recursive: true });
  const scripts = {
    "boot.js": join(here, "js", "boot.js"),
    "rcms.js": join(here, "js", "rcms.js"),
    "passkey.js": join(here, "js", "passkey.js"),
    "viewer.js": join(here, "js", "viewer.js"),
    "govuk-frontend.min.js": join(modules, "govuk-frontend", "dist", "govuk", "govuk-frontend.min.js"),
    "htmx.min.js": join(modules, "htmx.org", "dist", "htmx.min.js"),
  };
  for (const [name, source] of Object.entries(scripts)) {
    await writeFile(join(dist, "js", name), withoutSourceMap(await readFile(source, "utf8")));
  }
}

await rm(dist, { recursive: true, force: true });
await mkdir(dist, { recursive: true });
const fontFaces = await buildFonts();
const [length] = await Promise.all([
  buildSheets(fontFaces),
  buildScripts(),
  cp(join(here, "images"), join(dist, "images"), { recursive: true }),
]);
process.stdout.write(`frontend/dist built: sheet of ${Math.round(length / 1024)} kB\n`);

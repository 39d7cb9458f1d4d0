// Saved passages as files for other programs: Markdown to write on in, CSV for tables, RIS for reference managers.

function address(passage) {
  return new URL(passage.link ?? passage.url, location.href).href;
}

export function asMarkdown(passages, { heading }) {
  return `# ${heading}\n\n${passages.map((each) => markdown(each)).join("\n")}`;
}

function markdown(passage) {
  const quoted = passage.text.split("\n").map((line) => `> ${line}`).join("\n>\n");
  const facts = [passage.speaker, passage.title, passage.date, passage.time].filter(Boolean).join(", ");
  return `${quoted}\n>\n> — ${facts}, <${address(passage)}>\n${passage.note ? `\n${passage.note}\n` : ""}`;
}

const COLUMNS = ["title", "date", "time", "speaker", "language", "text", "url", "saved", "note"];

export function asCsv(passages) {
  const rows = passages.map((each) => COLUMNS.map((name) => cell(name === "url" ? address(each) : each[name] ?? "")));
  // The mark at the beginning tells spreadsheets that this is UTF-8.
  return `\ufeff${[COLUMNS, ...rows].map((row) => row.join(",")).join("\r\n")}\r\n`;
}

/** A spreadsheet runs what begins like a formula; words that somebody said must not be run. */
function cell(value) {
  const text = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n']/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

export function asRis(passages) {
  return passages.map(ris).join("\r\n");
}

function ris(passage) {
  const year = /\d{4}/.exec(passage.date)?.[0];
  const line = (value) => (value ?? "").replace(/\s*\n\s*/g, " / ");
  return [
    "TY  - SOUND",
    `TI  - ${line(passage.title)}`,
    ...(passage.speaker ? [`AU  - ${line(passage.speaker)}`] : []),
    ...(year ? [`PY  - ${year}`] : []),
    ...(passage.date ? [`DA  - ${line(passage.date)}`] : []),
    ...(passage.time ? [`SP  - ${passage.time}`] : []),
    ...(passage.language ? [`LA  - ${passage.language}`] : []),
    `UR  - ${address(passage)}`,
    `Y2  - ${passage.saved}`,
    `AB  - ${line(passage.text)}`,
    ...(passage.note ? [`N1  - ${line(passage.note)}`] : []),
    "ER  - ",
    "",
  ].join("\r\n");
}

// Reads unified diffs, as `git diff` writes them.

const HUNK = /^@@ -(\d+)(?:,(\d+))? \+(\d+)(?:,(\d+))? @@ ?(.*)$/;
const BINARY = /^Binary files .* differ$/;
const SILENT = /^(index|similarity index|dissimilarity index) /;

/**
 * The files of a diff: `{ name, notes, hunks, added, removed }`. Null if it is anything else, or not whole: the numbers of a hunk say
 * which lines are its own.
 */
export function filesOf(text) {
  const lines = text.replace(/\n$/, "").split("\n");
  const files = [];
  let at = 0;
  const begin = (before, after) => files.push({ before, after, notes: [], hunks: [], added: 0, removed: 0 });
  while (at < lines.length) {
    const line = lines[at];
    const file = files.at(-1);
    if (line.startsWith("diff --git ")) {
      begin(...bothNames(line.slice("diff --git ".length)));
      at++;
    } else if (line.startsWith("--- ") && lines[at + 1]?.startsWith("+++ ")) {
      if (!file || file.hunks.length) begin();
      Object.assign(files.at(-1), { before: nameIn(line, "a/"), after: nameIn(lines[at + 1], "b/") });
      at += 2;
    } else if (line.startsWith("@@ ") && file) {
      const hunk = hunkAt(lines, at);
      if (!hunk) return null;
      at = hunk.end;
      file.hunks.push(hunk);
      file.added += hunk.added;
      file.removed += hunk.removed;
    } else if (file && !file.hunks.length && isHeader(file, line)) {
      at++;
    } else {
      return null;
    }
  }
  return files.length ? files.map(named) : null;
}

/** The names in `a/NAME b/NAME`, which are the same where no later line tells them. */
function bothNames(names) {
  const half = names.slice(0, (names.length - 1) / 2);
  return [half.replace(/^a\//, ""), names.slice(half.length + 1).replace(/^b\//, "")];
}

function nameIn(line, prefix) {
  const name = line.slice(4).replace(/\t.*$/, "");
  if (name === "/dev/null") return null;
  return name.startsWith(prefix) ? name.slice(prefix.length) : name;
}

/** Whether a line above the hunks says something of the file. */
function isHeader(file, line) {
  const rest = key => (line.startsWith(key) ? line.slice(key.length) : null);
  const from = rest("rename from ") ?? rest("copy from "), to = rest("rename to ") ?? rest("copy to ");
  const old = rest("old mode "), now = rest("new mode ");
  if (from !== null) file.before = from;
  else if (to !== null) file.after = to;
  else if (rest("new file mode ") !== null) file.before = null;
  else if (rest("deleted file mode ") !== null) file.after = null;
  else if (old !== null) file.notes.push(`mode ${old}`);
  else if (now !== null) file.notes.push(`→ ${now}`);
  else if (BINARY.test(line)) file.notes.push("binary");
  else return SILENT.test(line);
  return true;
}

function named(file) {
  const { before, after, notes, hunks, added, removed } = file;
  if (before === null) notes.unshift("new");
  else if (after === null) notes.unshift("deleted");
  else if (before !== after) notes.unshift(`was ${before}`);
  return { name: after ?? before, notes, hunks, added, removed };
}

/**
 * A hunk: `blocks` of lines that are the same, each with its numbers before and now, or that were removed and added in one place.
 */
function hunkAt(lines, start) {
  const numbers = HUNK.exec(lines[start]);
  if (!numbers) return null;
  const [, from, fromCount = "1", to, toCount = "1"] = numbers;
  const hunk = { title: lines[start], blocks: [], added: 0, removed: 0, end: start + 1 };
  let before = Number(from), now = Number(to);
  const lastBefore = before + Number(fromCount), lastNow = now + Number(toCount);
  let change = null;
  const changing = () => {
    if (!change) hunk.blocks.push(change = { removed: [], added: [] });
    return change;
  };
  let previous = null;
  while (before < lastBefore || now < lastNow || lines[hunk.end]?.startsWith("\\ ")) {
    const line = lines[hunk.end++];
    const text = line?.slice(1);
    if (line === undefined) return null;
    if (line === "" || line[0] === " ") {
      change = null;
      previous = { text, before: before++, now: now++ };
      hunk.blocks.push({ same: previous });
    } else if (line[0] === "-") {
      changing().removed.push(previous = { text, number: before++ });
      hunk.removed++;
    } else if (line[0] === "+") {
      changing().added.push(previous = { text, number: now++ });
      hunk.added++;
    } else if (line[0] === "\\" && previous) {
      previous.isUnended = true;
    } else {
      return null;
    }
  }
  return before === lastBefore && now === lastNow ? hunk : null;
}

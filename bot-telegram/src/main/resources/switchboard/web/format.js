// Words for times, sizes, amounts and places in line.

const MINUTE = 60_000, HOUR = 60 * MINUTE, DAY = 24 * HOUR;

const midnight = date => new Date(date.getFullYear(), date.getMonth(), date.getDate()).getTime();
const daysAgo = date => Math.round((midnight(new Date()) - midnight(date)) / DAY);

/** The same number for all times of one day. */
export const dayOf = seconds => midnight(new Date(seconds * 1000));

/** "10:42" */
export const clock = seconds => new Date(seconds * 1000).toLocaleTimeString([], { hour: "numeric", minute: "2-digit" });

/** For lists: the time today, the weekday within a week, else the date. */
export function shortDate(seconds) {
  const date = new Date(seconds * 1000);
  const days = daysAgo(date);
  if (days <= 0) return clock(seconds);
  return date.toLocaleDateString("en", days < 7 ? { weekday: "short" } : { day: "numeric", month: "short" });
}

/** "Today", "Yesterday", "Monday, 12 January", with the year if it is not this one. */
export function dayName(seconds) {
  const date = new Date(seconds * 1000);
  const days = daysAgo(date);
  if (days <= 0) return "Today";
  if (days === 1) return "Yesterday";
  const year = date.getFullYear() === new Date().getFullYear() ? undefined : "numeric";
  return date.toLocaleDateString("en-GB", { weekday: "long", day: "numeric", month: "long", year });
}

/** Date and time in full. */
export const fullDate = seconds => new Date(seconds * 1000).toLocaleString([], { dateStyle: "long", timeStyle: "medium" });

/** "12 s", "3:05", "2:10:05" */
export function elapsed(milliseconds) {
  const seconds = Math.max(0, Math.floor(milliseconds / 1000));
  if (seconds < 60) return `${seconds} s`;
  const two = number => String(number % 60).padStart(2, "0");
  const minutes = Math.floor(seconds / 60);
  return minutes < 60 ? `${minutes}:${two(seconds)}` : `${Math.floor(minutes / 60)}:${two(minutes)}:${two(seconds)}`;
}

/** The length of a recording: "0:07", "1:02:07" */
export function length(seconds) {
  const whole = Math.max(0, Math.floor(seconds));
  const two = number => String(number).padStart(2, "0");
  const minutes = Math.floor(whole / 60);
  return minutes < 60
    ? `${minutes}:${two(whole % 60)}`
    : `${Math.floor(minutes / 60)}:${two(minutes % 60)}:${two(whole % 60)}`;
}

/** "just now", "5 min ago", "3 h ago", "2 d ago" */
export function ago(milliseconds) {
  if (milliseconds < MINUTE) return "just now";
  if (milliseconds < HOUR) return `${Math.floor(milliseconds / MINUTE)} min ago`;
  if (milliseconds < DAY) return `${Math.floor(milliseconds / HOUR)} h ago`;
  return `${Math.floor(milliseconds / DAY)} d ago`;
}

/** "3rd" */
export function ordinal(number) {
  const suffixes = { one: "st", two: "nd", few: "rd", other: "th" };
  return number + suffixes[new Intl.PluralRules("en", { type: "ordinal" }).select(number)];
}

/** "1 message", "2 messages" */
export const count = (number, noun) => `${number} ${noun}${number === 1 ? "" : "s"}`;

/** "812 B", "1.4 MB" */
export function fileSize(bytes) {
  const units = ["B", "KB", "MB", "GB"];
  let at = 0;
  while (bytes >= 1000 && at < units.length - 1) {
    bytes /= 1000;
    at++;
  }
  return `${at === 0 || bytes >= 100 ? Math.round(bytes) : bytes.toFixed(1)} ${units[at]}`;
}

/** "$1.30" */
export const dollars = usd => `$${(usd ?? 0).toFixed(2)}`;

/** The end of a path that is too long to be read at a glance. */
export function shortPath(path) {
  const parts = (path ?? "").split("/").filter(Boolean);
  return parts.length > 2 ? `…/${parts.slice(-2).join("/")}` : path ?? "";
}

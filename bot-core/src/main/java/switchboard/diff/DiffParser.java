package switchboard.diff;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import switchboard.diff.FileDiff.Hunk;
import switchboard.diff.FileDiff.Modes;

/**
 * Reads what {@code git diff} writes. The numbers of a hunk say which lines are its own, so no line of a file is taken for the
 * name of another file.
 */
final class DiffParser {

    private static final String FILE = "diff --git ";
    private static final String NOTHING = "/dev/null";
    private static final Pattern HUNK =
            Pattern.compile("@@ -(\\d{1,9})(?:,(\\d{1,9}))? \\+(\\d{1,9})(?:,(\\d{1,9}))? @@ ?(.*)");

    /** Says nothing that is shown. */
    private static final Pattern OTHER = Pattern.compile("(index|similarity index|dissimilarity index) .*");

    private final String[] lines;
    private int at;

    DiffParser(String text) {
        this.lines = text.split("\n", -1);
    }

    /** The parts of a file that have been read. */
    private static final class Draft {
        private @Nullable String before;
        private @Nullable String after;
        private @Nullable String modeBefore;
        private @Nullable String modeAfter;
        private boolean isNew;
        private boolean isDeleted;
        private boolean isBinary;
        private final List<Hunk> hunks = new ArrayList<>();

        FileDiff settled() {
            var modes = modeBefore == null && modeAfter == null ? null : new Modes(modeBefore, modeAfter);
            return new FileDiff(
                    isNew ? null : before,
                    isDeleted ? null : after,
                    modes,
                    isBinary,
                    hunks,
                    FileDiff.count('+', hunks),
                    FileDiff.count('-', hunks));
        }
    }

    List<FileDiff> files() {
        var files = new ArrayList<FileDiff>();
        while (at < lines.length) {
            if (lines[at].startsWith(FILE)) {
                files.add(file());
            } else if (lines[at].isEmpty() || lines[at].startsWith("* Unmerged path ")) {
                at++;
            } else {
                throw unknown();
            }
        }
        return files;
    }

    private FileDiff file() {
        var draft = new Draft();
        header(draft, lines[at++].substring(FILE.length()));
        while (at < lines.length && !lines[at].startsWith(FILE) && !lines[at].isEmpty()) {
            if (lines[at].startsWith("@@ ")) {
                draft.hunks.add(hunk());
            } else if (lines[at].startsWith("* Unmerged path ")) {
                break;
            } else {
                extended(draft, lines[at]);
                at++;
            }
        }
        return draft.settled();
    }

    /** Both names are here the same, if no later line names them. */
    private static void header(Draft draft, String names) {
        var half = names.length() / 2;
        var before = GitNames.unquoted(names.substring(0, half));
        var after = GitNames.unquoted(names.substring(Math.min(names.length(), half + 1)));
        if (before.startsWith("a/") && after.equals("b/" + before.substring(2))) {
            draft.before = before.substring(2);
            draft.after = before.substring(2);
        }
    }

    private void extended(Draft draft, String line) {
        if (line.startsWith("old mode ")) {
            draft.modeBefore = rest(line, "old mode ");
        } else if (line.startsWith("new mode ")) {
            draft.modeAfter = rest(line, "new mode ");
        } else if (line.startsWith("new file mode ")) {
            draft.isNew = true;
            draft.modeAfter = rest(line, "new file mode ");
        } else if (line.startsWith("deleted file mode ")) {
            draft.isDeleted = true;
            draft.modeBefore = rest(line, "deleted file mode ");
        } else if (line.startsWith("rename from ") || line.startsWith("copy from ")) {
            draft.before = GitNames.unquoted(line.substring(line.indexOf(" from ") + 6));
        } else if (line.startsWith("rename to ") || line.startsWith("copy to ")) {
            draft.after = GitNames.unquoted(line.substring(line.indexOf(" to ") + 4));
        } else if (line.startsWith("--- ")) {
            draft.before = named(line, "a/");
            draft.isNew = draft.before == null;
        } else if (line.startsWith("+++ ")) {
            draft.after = named(line, "b/");
            draft.isDeleted = draft.after == null;
        } else if (line.startsWith("Binary files ") && line.endsWith(" differ")) {
            draft.isBinary = true;
        } else if (!OTHER.matcher(line).matches()) {
            throw unknown();
        }
    }

    private static String rest(String line, String key) {
        return line.substring(key.length());
    }

    /** The path after {@code ---} or {@code +++}, which a tab ends if there is a blank in it; null if there is no such file. */
    private @Nullable String named(String line, String prefix) {
        var written = line.substring(4);
        var name = GitNames.unquoted(written.endsWith("\t") ? written.substring(0, written.length() - 1) : written);
        if (name.equals(NOTHING)) {
            return null;
        }
        if (!name.startsWith(prefix)) {
            throw unknown();
        }
        return name.substring(prefix.length());
    }

    private Hunk hunk() {
        var numbers = HUNK.matcher(lines[at]);
        if (!numbers.matches()) {
            throw unknown();
        }
        at++;
        var before = count(numbers.group(2));
        var after = count(numbers.group(4));
        var own = new ArrayList<String>();
        while (before > 0 || after > 0 || isRemark()) {
            var line = at < lines.length ? lines[at] : "?";
            switch (line.isEmpty() ? ' ' : line.charAt(0)) {
                case ' ' -> {
                    before--;
                    after--;
                }
                case '-' -> before--;
                case '+' -> after--;
                case '\\' -> {}
                default -> throw unknown();
            }
            own.add(line.isEmpty() ? " " : line);
            at++;
        }
        if (before < 0 || after < 0) {
            throw unknown();
        }
        return new Hunk(Integer.parseInt(numbers.group(1)), Integer.parseInt(numbers.group(3)), numbers.group(5), own);
    }

    private boolean isRemark() {
        return at < lines.length && lines[at].startsWith("\\ ");
    }

    private static int count(@Nullable String written) {
        return written == null ? 1 : Integer.parseInt(written);
    }

    private IllegalArgumentException unknown() {
        return new IllegalArgumentException("no diff of git's, line " + (at + 1));
    }
}

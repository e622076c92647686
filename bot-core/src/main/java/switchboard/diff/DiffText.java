package switchboard.diff;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import switchboard.diff.FileDiff.Hunk;
import switchboard.model.Secrets;
import switchboard.text.VisibleText;

/** Writes a diff as git does, but so that people see every character, and no secret. Pure. */
final class DiffText {

    private static final String NOTHING = "/dev/null";

    private final Path root;
    private final Secrets secrets;
    private final int most;
    private final StringBuilder text = new StringBuilder();

    private DiffText(DiffGuard guard, int most) {
        this.root = guard.root();
        this.secrets = guard.secrets().byLine();
        this.most = most;
    }

    /**
     * The files as text, each line ended.
     *
     * @param most characters; a longer text is cut somewhere beyond them
     */
    static String of(List<FileDiff> files, DiffGuard guard, int most) {
        var writing = new DiffText(guard, most);
        files.forEach(writing::write);
        return writing.text.toString();
    }

    private void write(FileDiff file) {
        if (isFull()) {
            return;
        }
        var before = file.before() == null ? file.path() : file.before();
        line("diff --git a/" + shown(before) + " b/" + shown(file.path()));
        var modes = file.modes();
        if (modes != null) {
            mode(
                    modes.isChange() ? "old mode " : "deleted file mode ",
                    modes.isChange() || file.after() == null,
                    modes.before());
            mode(
                    modes.isChange() ? "new mode " : "new file mode ",
                    modes.isChange() || file.before() == null,
                    modes.after());
        }
        if (file.isRenamed()) {
            line("rename from " + shown(before));
            line("rename to " + shown(file.path()));
        }
        if (file.isBinary()) {
            line("Binary files " + name("a/", file.before()) + " and " + name("b/", file.after()) + " differ");
        } else if (!file.hunks().isEmpty()) {
            line("--- " + name("a/", file.before()));
            line("+++ " + name("b/", file.after()));
            var endsInReturns = endsInReturns(file.hunks());
            file.hunks().forEach(hunk -> write(hunk, endsInReturns));
        }
    }

    private void mode(String key, boolean isTold, @Nullable String mode) {
        if (isTold && mode != null) {
            line(key + mode);
        }
    }

    private String name(String prefix, @Nullable String path) {
        return path == null ? NOTHING : prefix + shown(path);
    }

    /** A path as people read it: below the root without the root, and in one line. */
    private String shown(String path) {
        return shown(path, root, secrets);
    }

    static String shown(String path, Path root, Secrets secrets) {
        var start = root + "/";
        var below = path.startsWith(start) ? path.substring(start.length()) : path;
        return VisibleText.reveal(secrets.strike(below))
                .replace("\n", "⟨U+000A⟩")
                .replace("\t", "⟨U+0009⟩");
    }

    /** Whether all lines of a file end as on Windows, which nobody needs to see. */
    private static boolean endsInReturns(List<Hunk> hunks) {
        return hunks.stream()
                .flatMap(hunk -> hunk.lines().stream())
                .filter(line -> !line.startsWith("\\"))
                .allMatch(line -> line.endsWith("\r"));
    }

    private void write(Hunk hunk, boolean endsInReturns) {
        var heading = visible(hunk.heading()).stripTrailing();
        line("@@ -" + hunk.from() + "," + hunk.count(' ', '-') + " +" + hunk.to() + "," + hunk.count(' ', '+') + " @@"
                + (heading.isEmpty() ? "" : " " + heading));
        for (var line : hunk.lines()) {
            if (isFull()) {
                return;
            }
            var end = endsInReturns && line.endsWith("\r") ? line.length() - 1 : line.length();
            line(line.charAt(0) + visible(line.substring(1, end)));
        }
    }

    private String visible(String content) {
        return VisibleText.reveal(secrets.strike(content));
    }

    private boolean isFull() {
        return text.length() > most;
    }

    private void line(String content) {
        text.append(content).append('\n');
    }
}

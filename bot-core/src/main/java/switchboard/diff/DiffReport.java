package switchboard.diff;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import switchboard.model.Reply;
import switchboard.text.HumanText;
import switchboard.text.Markdown;
import switchboard.text.Texts;

/**
 * A diff as people get it: whole in a message if it is short, else what it has of each file, and all of it as a file.
 *
 * @param text Markdown
 * @param stat its beginning: {@code 3 files, +80 −12}; empty if nothing is shown
 * @param document null if the message has it all, or it is too large to be sent
 * @param hidden how many files are not shown because they are closed
 */
public record DiffReport(String text, String stat, Reply.@Nullable Document document, int hidden) {

    /** The most characters of a diff in a message. */
    static final int LONGEST_BLOCK = 3_000;

    /** The most characters of a diff that is sent. */
    static final int LONGEST = 2_000_000;

    /** The most files that a message names. */
    private static final int MOST_NAMED = 15;

    private static final int LONGEST_NAME = 80;

    /**
     * Shows a diff. Looks at the disk, for closed files.
     *
     * @param name of the file that a long diff becomes, without its ending
     */
    public static DiffReport of(UnifiedDiff diff, String name, DiffGuard guard) {
        var open = guard.open(diff);
        var hidden = diff.files().size() - open.files().size();
        if (open.isEmpty()) {
            return nothing(hidden);
        }
        var text = DiffText.of(open.files(), guard, LONGEST);
        if (text.length() > LONGEST) {
            return numbers(open, hidden, guard);
        }
        if (text.length() <= LONGEST_BLOCK) {
            return said(open, hidden, Markdown.block("diff", text.stripTrailing()), null);
        }
        var listed = list(open.files(), guard) + "\n" + Texts.of("diff.inFile");
        return said(open, hidden, listed, new Reply.Document(name + ".diff", text));
    }

    /** Shows only the numbers of a diff that is too large. Looks at the disk, for closed files. */
    public static DiffReport ofNumbers(UnifiedDiff diff, DiffGuard guard) {
        var open = guard.open(diff);
        var hidden = diff.files().size() - open.files().size();
        return open.isEmpty() ? nothing(hidden) : numbers(open, hidden, guard);
    }

    private static DiffReport nothing(int hidden) {
        return new DiffReport(
                hidden == 0 ? Texts.of("diff.none") : Texts.of("diff.onlyHidden", hidden), "", null, hidden);
    }

    private static DiffReport numbers(UnifiedDiff open, int hidden, DiffGuard guard) {
        return said(open, hidden, list(open.files(), guard) + "\n" + Texts.of("diff.tooLarge"), null);
    }

    private static DiffReport said(UnifiedDiff open, int hidden, String below, Reply.@Nullable Document document) {
        var stat = Texts.of("diff.stat", open.files().size(), open.added(), open.removed());
        var above = Texts.together(stat, hidden == 0 ? "" : Texts.of("diff.hidden", hidden));
        return new DiffReport(above + "\n" + below, stat, document, hidden);
    }

    private static String list(List<FileDiff> files, DiffGuard guard) {
        var named = files.stream().limit(MOST_NAMED).map(file -> Texts.of("list.item", entry(file, guard)));
        var more = files.size() > MOST_NAMED
                ? Stream.of(Texts.of("list.more", files.size() - MOST_NAMED))
                : Stream.<String>empty();
        return Stream.concat(named, more).collect(Collectors.joining("\n"));
    }

    private static String entry(FileDiff file, DiffGuard guard) {
        var what = file.isBinary() ? Texts.of("diff.binary") : Texts.of("diff.counts", file.added(), file.removed());
        return Texts.together(name(file.path(), guard), how(file, guard), what);
    }

    private static String how(FileDiff file, DiffGuard guard) {
        var before = file.before();
        if (before == null) {
            return Texts.of("diff.new");
        }
        if (file.after() == null) {
            return Texts.of("diff.deleted");
        }
        if (file.isRenamed()) {
            return Texts.of("diff.renamed", name(before, guard));
        }
        var modes = file.modes();
        return modes != null && modes.isChange()
                ? Texts.of("diff.mode", String.valueOf(modes.before()), String.valueOf(modes.after()))
                : "";
    }

    /** The end of a path tells more than its beginning. */
    private static String name(String path, DiffGuard guard) {
        var shown = DiffText.shown(path, guard.root(), guard.secrets());
        return Markdown.code(HumanText.end(shown, LONGEST_NAME));
    }
}

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
 * @param document null if the message has it all, or it is too large to be sent
 * @param hidden how many files are not shown because they are closed
 */
public record DiffReport(String text, Reply.@Nullable Document document, int hidden) {

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
        var open = diff.files().stream().filter(guard.isOpen()).toList();
        var hidden = diff.files().size() - open.size();
        if (open.isEmpty()) {
            return new DiffReport(
                    hidden == 0 ? Texts.of("diff.none") : Texts.of("diff.onlyHidden", hidden), null, hidden);
        }
        var text = DiffText.of(open, guard, LONGEST);
        var shown = new UnifiedDiff(open);
        if (text.length() <= LONGEST_BLOCK) {
            var block = Markdown.block("diff", text.stripTrailing());
            return new DiffReport(summary(shown, hidden) + "\n" + block, null, hidden);
        }
        if (text.length() > LONGEST) {
            return statOnly(shown, hidden, guard);
        }
        var said = summary(shown, hidden) + "\n" + list(open, guard);
        return new DiffReport(said + "\n" + Texts.of("diff.inFile"), new Reply.Document(name + ".diff", text), hidden);
    }

    /**
     * Shows only what a diff has of each file, because it is too large. Looks at the disk, for closed files.
     */
    public static DiffReport ofStat(UnifiedDiff diff, DiffGuard guard) {
        var open = diff.files().stream().filter(guard.isOpen()).toList();
        return statOnly(new UnifiedDiff(open), diff.files().size() - open.size(), guard);
    }

    private static DiffReport statOnly(UnifiedDiff shown, int hidden, DiffGuard guard) {
        return shown.isEmpty()
                ? new DiffReport(Texts.of("diff.onlyHidden", hidden), null, hidden)
                : new DiffReport(
                        summary(shown, hidden) + "\n" + list(shown.files(), guard) + "\n" + Texts.of("diff.tooLarge"),
                        null,
                        hidden);
    }

    /** {@code 3 files, +80 −12}, and whether there are more. */
    private static String summary(UnifiedDiff diff, int hidden) {
        var stat = Texts.of("diff.stat", diff.files().size(), diff.added(), diff.removed());
        return Texts.together(stat, hidden == 0 ? "" : Texts.of("diff.hidden", hidden));
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

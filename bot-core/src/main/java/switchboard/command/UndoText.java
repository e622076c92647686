package switchboard.command;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import switchboard.model.ChangeLog;
import switchboard.model.ChangedTurn;
import switchboard.model.FileChanges;
import switchboard.model.FileSearch;
import switchboard.model.FileState;
import switchboard.model.Reply;
import switchboard.text.Markdown;
import switchboard.text.Texts;
import switchboard.text.VisibleText;

/**
 * What people read of an undo. Pure.
 *
 * @param log the chat's turns that have changed files
 * @param turn the first that is taken back
 * @param directory of its session
 * @param changes what differs from before the turn
 */
record UndoText(ChangeLog log, ChangedTurn turn, Path directory, FileChanges changes) {

    /** So many files have lines of their own in a message. */
    private static final int MOST_LINES = 15;

    /** So many names are in a sentence. */
    private static final int MOST_NAMES = 5;

    /** The most characters of a path in a message. */
    private static final int LONGEST_PATH = 100;

    static String quoted(ChangedTurn turn) {
        return Texts.of("queue.quoted", Markdown.text(VisibleText.reveal(turn.words())));
    }

    private FileChanges reachable() {
        return changes.reachable();
    }

    /** Names the files that no undo can put back, and says {@code others} besides. */
    String besides(String others) {
        var blocked = changes.files().stream()
                .filter(FileState::isBlocked)
                .map(FileState::path)
                .toList();
        return blocked.isEmpty() ? others : Texts.together(others, Texts.of("undo.blocked", names(blocked)));
    }

    /** Nothing is to be put back. */
    String nothing() {
        return besides(Texts.of(
                reachable().files().equals(changes.files()) ? "undo.nothing" : "undo.nothingElse", quoted(turn)));
    }

    /** The files that other hands may have changed, too: before the last turn has left them, or since. */
    List<Path> foreign() {
        var before = log.since(turn).stream()
                .flatMap(each -> each.byOthers().stream())
                .collect(Collectors.toSet());
        return reachable().files().stream()
                .filter(now -> before.contains(now.path())
                        || log.left(turn.session(), now.path())
                                .filter(now::isSameAs)
                                .isEmpty())
                .map(FileState::path)
                .toList();
    }

    /**
     * Offers to put the files back.
     *
     * @param isAgain whether the person has seen something else
     * @param beyond files that only commands or subagents have changed
     */
    Reply offer(boolean isAgain, FileSearch.Found beyond, List<List<Reply.Button>> buttons) {
        var summary = Texts.of("undo.offer", quoted(turn), counted(changes), changes.added(), changes.removed());
        var files = reachable().files().stream().map(FileState::path).toList();
        var isShort = files.size() <= MOST_LINES;
        var text = Stream.of(
                        isAgain ? Texts.of("undo.again") : "",
                        summary,
                        later(),
                        isShort ? lines(files) : "",
                        foreign().isEmpty() ? "" : Texts.of("undo.foreign", names(foreign())),
                        besides(""),
                        beyond(beyond))
                .filter(each -> !each.isEmpty())
                .collect(Collectors.joining("\n\n"));
        return isShort
                ? new Reply(text, buttons)
                : new Reply(text, buttons, new Reply.Document(Texts.of("undo.document"), all(files)));
    }

    /** What could not be put back. */
    Reply left(FileChanges before, String problem) {
        var files = reachable().files().stream().map(FileState::path).toList();
        var why = problem.isEmpty() ? "" : Texts.of("undo.because", Markdown.text(problem));
        var earlier = before.reachable().files();
        var sentence = reachable().files().equals(earlier)
                ? Texts.of("undo.notDone", quoted(turn))
                : Texts.of("undo.partly", earlier.size() - files.size(), counted(before), names(files));
        return Reply.of(Texts.together(sentence, why), UndoCommand.again(turn.id()));
    }

    String counted(FileChanges some) {
        return Texts.of("undo.files", some.reachable().files().size());
    }

    private String later() {
        var others = log.since(turn).stream().skip(1).toList();
        return others.isEmpty()
                ? ""
                : Texts.of(
                        "undo.later",
                        others.size(),
                        joined(others.stream().map(UndoText::quoted).toList()));
    }

    private String beyond(FileSearch.Found found) {
        if (log.since(turn).stream().noneMatch(ChangedTurn::mayBeMore)) {
            return "";
        }
        var files = found.files();
        return files.isEmpty() ? Texts.of("undo.beyond") : Texts.of("undo.beyondNamed", names(files));
    }

    private String names(List<Path> files) {
        return joined(files.stream().map(this::shown).toList());
    }

    private static String joined(List<String> items) {
        var first = new ArrayList<>(items.subList(0, Math.min(MOST_NAMES, items.size())));
        if (items.size() > MOST_NAMES) {
            first.add(Texts.of("list.more", items.size() - MOST_NAMES));
        }
        return String.join(", ", first);
    }

    private String lines(List<Path> files) {
        return files.stream().map(file -> Texts.of("list.item", shown(file))).collect(Collectors.joining("\n"));
    }

    private String all(List<Path> files) {
        return files.stream()
                .map(file -> VisibleText.reveal(relative(file).toString()) + "\n")
                .collect(Collectors.joining());
    }

    /** The end of a path tells more than its beginning. */
    private String shown(Path file) {
        var name = VisibleText.reveal(relative(file).toString());
        if (name.length() <= LONGEST_PATH) {
            return Markdown.code(name);
        }
        var from = name.length() - LONGEST_PATH + 1;
        return Markdown.code("…" + name.substring(Character.isLowSurrogate(name.charAt(from)) ? from + 1 : from));
    }

    private Path relative(Path file) {
        return file.startsWith(directory) ? directory.relativize(file) : file;
    }
}

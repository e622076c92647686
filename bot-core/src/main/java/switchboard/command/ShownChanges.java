package switchboard.command;

import java.io.IOException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import switchboard.diff.DiffGuard;
import switchboard.diff.DiffReport;
import switchboard.diff.UnifiedDiff;
import switchboard.git.Repository;
import switchboard.git.Scope;
import switchboard.git.WorkingChanges;
import switchboard.model.ChatState;
import switchboard.model.Reply;
import switchboard.text.ExplainedException;
import switchboard.text.Texts;

/**
 * What has changed in a chat's working tree, as its people see it.
 *
 * @param open what is not closed
 */
record ShownChanges(WorkingChanges changes, UnifiedDiff open, DiffReport report) {

    private static final String STAGED = "staged";

    /** Before the path of a file, so that no file's name is a word. */
    private static final String FILE = "./";

    /** Blocks. */
    static ShownChanges of(Invocation call, Repository repository, Scope scope) throws ExplainedException, IOException {
        var closed = call.facts().directories().closed().apply(call.state().id());
        var guard = new DiffGuard(repository.top(), closed, call.facts().secrets());
        var changes = WorkingChanges.read(repository, scope);
        var path = scope.path() == null ? repository.top() : repository.top().resolve(scope.path());
        var name =
                Objects.requireNonNullElse(path.normalize().getFileName(), path).toString();
        var report = changes.isWhole()
                ? DiffReport.of(changes.diff(), name, guard)
                : DiffReport.ofNumbers(changes.diff(), guard);
        return new ShownChanges(changes, guard.open(changes.diff()), report);
    }

    boolean isEmpty() {
        return changes.diff().isEmpty();
    }

    /** @param before a sentence above; alone if nothing has changed */
    Reaction show(ChatState now, String before) {
        if (isEmpty()) {
            return Reaction.say(now, before.isEmpty() ? report.text() : before);
        }
        var left = changes.isComplete() ? "" : "\n" + Texts.of("diff.tooManyNew");
        var text = (before.isEmpty() ? "" : before + "\n") + report.text() + left;
        return Diffs.show(now, report, text, buttons());
    }

    private List<List<Reply.Button>> buttons() {
        if (open.isEmpty()) {
            return List.of();
        }
        var commit = new Reply.Button(Texts.of("diff.button.commit"), CommitCommand.of(words(changes.scope())));
        var revert = new Reply.Button(Texts.of("diff.button.revert"), RevertCommand.asking(this));
        return List.of(changes.commit() == null ? List.of(commit) : List.of(commit, revert));
    }

    /** All paths of the files that are shown. */
    List<String> paths() {
        return open.files().stream()
                .flatMap(file -> Stream.of(Optional.ofNullable(file.before()), Optional.ofNullable(file.after())))
                .flatMap(Optional::stream)
                .distinct()
                .toList();
    }

    /** A scope as the argument of a button's command. */
    static String words(Scope scope) {
        var path = scope.path();
        if (path == null) {
            return scope.isStaged() ? STAGED : "";
        }
        return QuotedPath.quote(FILE + path);
    }

    /** The scope that {@link #words} has written. */
    static Scope scope(String words) {
        if (words.isEmpty()) {
            return Scope.ALL;
        }
        return words.equals(STAGED)
                ? Scope.STAGED
                : Scope.of(QuotedPath.unquote(words).orElse(words).substring(FILE.length()));
    }
}

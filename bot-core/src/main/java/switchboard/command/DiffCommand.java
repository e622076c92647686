package switchboard.command;

import com.google.auto.service.AutoService;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import switchboard.git.Repository;
import switchboard.git.Scope;
import switchboard.text.ExplainedException;
import switchboard.text.Markdown;
import switchboard.text.Texts;

/** {@code /diff [staged|FILE]}: shows what has changed since the last commit, to be committed or reverted. */
@AutoService(SlashCommand.class)
public final class DiffCommand implements SlashCommand {

    private static final String STAGED = "staged";

    @Override
    public String name() {
        return "diff";
    }

    @Override
    public String description() {
        return Texts.of("help.diff");
    }

    @Override
    public Reaction run(Invocation call) {
        return Repositories.use(call, repository -> {
            var scope = scope(call, repository);
            var shown = ShownChanges.of(call, repository, scope);
            var said = shown.isEmpty() ? unchanged(repository, scope) : "";
            return now -> shown.show(now, said);
        });
    }

    private static Scope scope(Invocation call, Repository repository) throws ExplainedException, IOException {
        return switch (call.argument()) {
            case "" -> Scope.ALL;
            case STAGED -> Scope.STAGED;
            default -> Scope.of(path(call, repository));
        };
    }

    /** A path that a person typed, relative to the chat's directory: first literally, then as a shell reads it. */
    private static String path(Invocation call, Repository repository) throws ExplainedException, IOException {
        var typed = call.argument();
        var directory = call.state().destination().directory().toRealPath();
        var home = call.facts().directories().home();
        var below = Stream.concat(Stream.of(typed), QuotedPath.unquote(typed).stream())
                .map(name -> name.equals("~") || name.startsWith("~/") ? home + name.substring(1) : name)
                .flatMap(name -> resolved(directory, name).stream())
                .filter(path -> path.startsWith(repository.top()))
                .toList();
        if (below.isEmpty()) {
            throw new ExplainedException(Texts.of("diff.outside", Markdown.code(typed)));
        }
        var path = below.stream().filter(DiffCommand::exists).findFirst().orElse(below.getFirst());
        if (call.facts().directories().closed().apply(call.state().id()).isClosed(path)) {
            throw new ExplainedException(Texts.of("diff.closed", Markdown.code(typed)));
        }
        var relative = repository.top().relativize(path).toString();
        return relative.isEmpty() ? "." : relative;
    }

    private static Optional<Path> resolved(Path directory, String name) {
        try {
            return Optional.of(directory.resolve(name).normalize());
        } catch (InvalidPathException noPath) {
            return Optional.empty();
        }
    }

    private static boolean exists(Path path) {
        return Files.exists(path, LinkOption.NOFOLLOW_LINKS);
    }

    /** Why there is nothing to show. */
    private static String unchanged(Repository repository, Scope scope) throws ExplainedException, IOException {
        var path = scope.path();
        if (path == null) {
            return Texts.of(scope.isStaged() ? "diff.nothingStaged" : "diff.none");
        }
        var ignored = repository.read(
                "ls-files", "--others", "--ignored", "--exclude-standard", "--directory", "-z", "--", path);
        if (!ignored.isEmpty()) {
            return Texts.of("diff.ignored", Markdown.code(path));
        }
        var isKnown = exists(repository.top().resolve(path)) || repository.isCommitted(path);
        return Texts.of(isKnown ? "diff.unchanged" : "diff.noFile", Markdown.code(path));
    }
}

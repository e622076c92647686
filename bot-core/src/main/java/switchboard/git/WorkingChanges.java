package switchboard.git;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import switchboard.diff.FileDiff;
import switchboard.diff.UnifiedDiff;
import switchboard.text.ExplainedException;
import switchboard.text.Texts;

/**
 * What has changed in a working tree since its last commit, files among it that git does not know yet. Submodules and other
 * repositories in the tree are left out. Reading it blocks.
 *
 * @param isWhole whether the lines are known; of a diff that is too large only their numbers are
 * @param unknown the paths of files that git does not know yet
 * @param isComplete false if there are so many of these that they are left out
 * @param commit the last commit; null if there is none yet
 * @param mark names these changes: others have another one
 */
public record WorkingChanges(
        Scope scope,
        UnifiedDiff diff,
        boolean isWhole,
        List<String> unknown,
        boolean isComplete,
        @Nullable String commit,
        String mark) {

    private static final Git.Bounds BOUNDS = new Git.Bounds(Duration.ofSeconds(30), 6 << 20);
    private static final int MOST_UNKNOWN = 5_000;
    private static final int MARK = 16;

    /** What git puts in place of bytes that are no text. Such a name is none that git would find. */
    private static final String UNREADABLE = "\ufffd";

    /** A file's form, whatever people have set for themselves. */
    private static final List<String> FORM = List.of(
            "--no-color",
            "--find-renames",
            "--unified=3",
            "--inter-hunk-context=0",
            "--src-prefix=a/",
            "--dst-prefix=b/",
            "--no-relative",
            "--ignore-submodules=all",
            "--full-index");

    /** What has become of each file, and then how many lines of it. */
    private static final List<String> NUMBERS =
            List.of("--raw", "--numstat", "-z", "--no-renames", "--no-relative", "--ignore-submodules=all");

    public WorkingChanges {
        unknown = List.copyOf(unknown);
    }

    /** @throws ExplainedException with git's reason */
    public static WorkingChanges read(Repository repository, Scope scope) throws ExplainedException, IOException {
        var head = repository.look("rev-parse", "--verify", "--quiet", "HEAD^{commit}");
        var commit = head.code() == 0 ? head.output().strip() : null;
        var base = commit == null
                ? repository.read("hash-object", "-t", "tree", "/dev/null").strip()
                : commit;
        var found = scope.isStaged() ? Optional.of(List.<String>of()) : unknown(repository, scope);
        var unknown = found.orElse(List.of());
        var named = unknown.stream().filter(path -> !path.contains(UNREADABLE)).toList();
        try (var index = Scratch.withCopiedIndex(repository)) {
            index.onPaths(named, "add", "--intent-to-add");
            var said = index.tryRun(BOUNDS, arguments(scope, base, FORM));
            var isWhole = !said.isCut();
            var text = isWhole
                    ? Repository.checked(Repository.inTime(said))
                    : index.run(BOUNDS, arguments(scope, base, NUMBERS));
            var files = new ArrayList<>(isWhole ? parse(text).files() : numbers(text));
            unknown.stream()
                    .filter(path -> path.contains(UNREADABLE))
                    .forEach(path -> files.add(new FileDiff(null, path, null, true, List.of(), 0, 0)));
            var mark = mark(String.join("\0", repository.top() + "", scope + "", base, found.isPresent() + "", text));
            return new WorkingChanges(scope, new UnifiedDiff(files), isWhole, named, found.isPresent(), commit, mark);
        }
    }

    private static String[] arguments(Scope scope, String base, List<String> form) {
        var arguments = new ArrayList<>(List.of("diff"));
        arguments.addAll(form);
        if (scope.isStaged()) {
            arguments.add("--cached");
        }
        arguments.add(base);
        arguments.add("--");
        if (scope.path() != null) {
            arguments.add(scope.path());
        }
        return arguments.toArray(String[]::new);
    }

    /** Files that git neither knows nor ignores; empty if there are too many. */
    private static Optional<List<String>> unknown(Repository repository, Scope scope)
            throws ExplainedException, IOException {
        var path = scope.path() == null ? "." : scope.path();
        var arguments = List.of("ls-files", "--others", "--exclude-standard", "-z", "--", path);
        var said = repository.git().run(repository.top(), Git.Access.READ, BOUNDS, arguments);
        if (said.isCut()) {
            return Optional.empty();
        }
        var names = Repository.split(Repository.checked(Repository.inTime(said))).stream()
                .filter(name -> !name.endsWith("/")) // another repository
                .toList();
        return Optional.of(names).filter(all -> all.size() <= MOST_UNKNOWN);
    }

    private static UnifiedDiff parse(String text) throws ExplainedException {
        try {
            return UnifiedDiff.parse(text);
        } catch (IllegalArgumentException foreign) {
            throw new ExplainedException(Texts.of("diff.unreadable"), foreign);
        }
    }

    /** Of each file a record and its name, then of each a record with its name. */
    private static List<FileDiff> numbers(String text) {
        var records = Repository.split(text);
        var kinds = new HashMap<String, Character>();
        var files = new ArrayList<FileDiff>();
        for (var at = 0; at < records.size(); at++) {
            var record = records.get(at);
            if (record.startsWith(":")) {
                kinds.put(records.get(++at), record.charAt(record.length() - 1));
            } else {
                files.add(numbered(record.split("\t", 3), kinds));
            }
        }
        return files;
    }

    private static FileDiff numbered(String[] parts, Map<String, Character> kinds) {
        var path = parts[2];
        var kind = kinds.getOrDefault(path, 'M');
        return new FileDiff(
                kind == 'A' ? null : path,
                kind == 'D' ? null : path,
                null,
                parts[0].equals("-"),
                List.of(),
                number(parts[0]),
                number(parts[1]));
    }

    private static int number(String written) {
        return written.equals("-") ? 0 : Integer.parseInt(written);
    }

    private static String mark(String all) {
        try {
            var digest = MessageDigest.getInstance("SHA-256").digest(all.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest).substring(0, MARK);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java has SHA-256", impossible);
        }
    }

    /** The last commit, which there is. */
    String base() {
        return Objects.requireNonNull(commit);
    }
}

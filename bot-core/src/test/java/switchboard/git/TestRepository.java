package switchboard.git;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * A git repository of a test, with the branch {@code main}.
 *
 * @param home of a user called Ada
 */
public record TestRepository(Path path, Path home) {

    /** Of the processes of these tests; another JVM beside this one has its own. */
    public static final String MARK = "test-of-git-" + ProcessHandle.current().pid() + "/";

    /** Makes a repository with one commit of a file {@code a.txt}. */
    public static TestRepository make(Path path, Path home) {
        var made = empty(path, home);
        made.commit("a.txt", "first\n");
        return made;
    }

    /** Makes a repository without a commit. */
    public static TestRepository empty(Path path, Path home) {
        try {
            Files.createDirectories(home);
            Files.writeString(home.resolve(".gitconfig"), "[user]\n name = Ada\n email = ada@example.org\n");
            Files.createDirectories(path);
            var made = new TestRepository(path.toRealPath(), home.toRealPath());
            made.git("init", "-q", "-b", "main");
            return made;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** The same repository in another of its working trees. */
    public TestRepository in(Path other) {
        return new TestRepository(other, home);
    }

    public static Map<String, String> environment(Path home) {
        return Map.of("HOME", home.toString(), "PATH", System.getenv("PATH"), "ANTHROPIC_API_KEY", "sk-secret");
    }

    /** The program under test. */
    public static Git git(Path home, Predicate<Path> trusted) {
        return new Git(environment(home), trusted, MARK);
    }

    /** Writes a file and commits it. */
    public void commit(String file, String content) {
        write(file, content);
        git("add", "--", file);
        git("commit", "-q", "-m", "Changes " + file);
    }

    /** Has a branch {@code theirs} of the remote repository {@code origin}, as if it had been fetched at this commit. */
    public void hasFetched(String commit) {
        git("update-ref", "refs/remotes/origin/theirs", commit);
        git("config", "remote.origin.url", "https://example.org/x.git");
        git("config", "remote.origin.fetch", "+refs/heads/*:refs/remotes/origin/*");
    }

    public void write(String file, String content) {
        try {
            var at = path.resolve(file);
            Files.createDirectories(at.getParent());
            Files.writeString(at, content);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** What git prints; it succeeds. */
    public String git(String... arguments) {
        try {
            var process = new ProcessBuilder(Stream.concat(Stream.of("git"), Arrays.stream(arguments))
                            .toList())
                    .directory(path.toFile())
                    .redirectErrorStream(true)
                    .redirectInput(new File("/dev/null"));
            process.environment().keySet().removeIf(name -> name.startsWith("GIT_"));
            process.environment().put("HOME", home.toString());
            var started = process.start();
            var said = new String(started.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(started.waitFor())
                    .as("git %s: %s", List.of(arguments), said)
                    .isZero();
            return said.strip();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
    }

    public List<String> branches() {
        return git("branch", "--format=%(refname:short)").lines().toList();
    }

    public String head() {
        return git("rev-parse", "HEAD");
    }

    public boolean isClean() {
        return git("status", "--porcelain").isEmpty();
    }
}

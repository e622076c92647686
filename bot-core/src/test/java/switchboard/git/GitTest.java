package switchboard.git;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import switchboard.process.ProcessMark;
import switchboard.text.ExplainedException;

/** git as the program is run here: nothing of a repository's own runs, and whatever is wrong is said in words. */
@SuppressWarnings("NullAway.Init") // set up by JUnit
class GitTest {

    @TempDir
    Path dir;

    private TestRepository repository;
    private Git git;

    @BeforeEach
    void make() throws IOException {
        dir = dir.toRealPath();
        repository = TestRepository.make(dir.resolve("repo"), dir.resolve("home"));
        git = TestRepository.git(repository.home(), any -> false);
    }

    @Test
    void aRepositoryIsFoundFromADirectoryInIt() throws Exception {
        repository.commit("deep/er/b.txt", "x");
        var found = git.open(repository.path().resolve("deep/er"));

        assertThat(found.top()).isEqualTo(repository.path());
        assertThat(found.isMain()).isTrue();
        assertThat(found.read("rev-parse", "HEAD").strip()).isEqualTo(repository.head());
        assertThat(found.list("ls-files", "-z")).containsExactly("a.txt", "deep/er/b.txt");
    }

    @Test
    void whatIsNoRepositoryIsSaid() throws IOException {
        assertThat(refusal(git, Files.createDirectory(dir.resolve("plain")))).startsWith("There is no git repository");
        assertThat(refusal(git, dir.resolve("gone"))).contains("is not there any more");
        repository.git("clone", "-q", "--bare", ".", dir.resolve("bare.git").toString());
        assertThat(refusal(git, dir.resolve("bare.git"))).contains("is a bare git repository");
        assertThat(refusal(git, repository.path().resolve(".git"))).contains("is a bare git repository");
    }

    @Test
    void aMachineWithoutGitIsSaid() {
        var none = new Git(Map.of("PATH", dir.toString()), any -> false, TestRepository.MARK);
        assertThat(refusal(none, repository.path())).startsWith("I can't find `git` on this machine.");
    }

    @Test
    void aRepositoryThatNamesProgramsIsUsedOnlyWhereItIsTrusted() throws Exception {
        repository.git("config", "filter.x.clean", "touch ran; cat");
        assertThat(refusal(git, repository.path()))
                .startsWith("This repository's own settings can run programs (`filter.clean`).");

        var trusting = TestRepository.git(repository.home(), repository.path()::equals);
        assertThat(trusting.open(repository.path()).top()).isEqualTo(repository.path());
    }

    @Test
    void hooksAndMonitorsAndPagersAndAliasesNeverRun() throws Exception {
        var ran = dir.resolve("ran");
        var hook = repository.path().resolve(".git/hooks/post-checkout");
        Files.writeString(hook, "#!/bin/sh\necho hook >> " + ran + "\n");
        assertThat(hook.toFile().setExecutable(true)).isTrue();
        for (var name : List.of(
                "core.hooksPath", "core.fsmonitor", "core.pager", "pager.diff", "diff.external", "diff.x.textconv")) {
            repository.git("config", name, "sh -c 'echo " + name + " >> " + ran + "'");
        }
        repository.git("config", "alias.diff", "!echo alias >> " + ran);
        Files.writeString(repository.path().resolve(".git/info/attributes"), "*.txt diff=x\n");
        repository.write("a.txt", "second\n");

        var used = git.open(repository.path());
        assertThat(used.read("diff", "HEAD")).contains("+second");
        used.read("log", "-p");
        used.change("switch", "-q", "-c", "other");
        assertThat(ran).doesNotExist();
    }

    @Test
    void gitKnowsNoSecretAndHasTheMarkOfTheHostsProcesses() throws Exception {
        var seen = dir.resolve("seen");
        repository.git("config", "filter.x.clean", "env > " + seen + "; cat");
        Files.writeString(repository.path().resolve(".git/info/attributes"), "*.txt filter=x\n");
        repository.write("a.txt", "second\n");
        var trusting = TestRepository.git(repository.home(), any -> true);

        trusting.open(repository.path()).read("diff");
        assertThat(seen)
                .content()
                .contains(
                        ProcessMark.VARIABLE + "=" + TestRepository.MARK + "git/",
                        "GIT_TERMINAL_PROMPT=0",
                        "GIT_OPTIONAL_LOCKS=0")
                .doesNotContain("sk-secret");
        trusting.open(repository.path()).change("add", "-u");
        assertThat(seen)
                .content()
                .contains(ProcessMark.VARIABLE + "=git-" + TestRepository.MARK)
                .doesNotContain("GIT_OPTIONAL_LOCKS");
    }

    @Test
    void aRunIsBoundedInTimeAndOutput() throws Exception {
        repository.git("config", "filter.x.clean", "exec sleep 60");
        Files.writeString(repository.path().resolve(".git/info/attributes"), "*.txt filter=x\n");
        repository.write("a.txt", "second\n");
        var slow = new Git.Bounds(Duration.ofSeconds(1), 10_000);
        var late = git.run(repository.path(), Git.Access.READ, slow, List.of("diff"));
        assertThat(late.isLate()).isTrue();
        assertThat(ProcessMark.carrying(TestRepository.MARK)).isEmpty();

        repository.commit("b.md", "x".repeat(100_000));
        var large = new Git.Bounds(Duration.ofSeconds(30), 10_000);
        var cut = git.run(repository.path(), Git.Access.READ, large, List.of("show", "HEAD"));
        assertThat(cut.isCut()).isTrue();
        assertThat(cut.output()).hasSizeBetween(1, 10_000);
    }

    @Test
    void whatGitSaysOfAFailureIsOneLine() throws Exception {
        var used = git.open(repository.path());

        assertThatExceptionOfType(ExplainedException.class)
                .isThrownBy(() -> used.read("rev-parse", "--verify", "no-such"))
                .withMessageStartingWith("git says: `fatal: ");
        assertThatExceptionOfType(ExplainedException.class)
                .isThrownBy(() -> used.read("merge-tree", "--no-such-option"))
                .withMessageContaining("too old");
    }

    private static String refusal(Git git, Path directory) {
        try {
            return "opened " + git.open(directory);
        } catch (ExplainedException refused) {
            return refused.sentence();
        } catch (IOException failure) {
            throw new AssertionError(failure);
        }
    }
}

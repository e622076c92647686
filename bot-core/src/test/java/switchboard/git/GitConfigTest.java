package switchboard.git;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GitConfigTest {

    private static final String PLAIN = """
            [core]
            \trepositoryformatversion = 0
            \tfilemode = true
            \tbare = false
            # a comment
            [remote "origin"]
            \turl = https://example.org/a.git
            \tfetch = +refs/heads/*:refs/remotes/origin/*
            [branch "main"]
            \tremote = origin
            \tmerge = refs/heads/main
            [user]
            \tname = Ann
            """;

    @TempDir
    Path repository;

    private Path git;

    @BeforeEach
    void makeRepository() throws IOException {
        git = Files.createDirectories(repository.resolve(".git"));
        Files.writeString(git.resolve("HEAD"), "ref: refs/heads/main\n");
        Files.writeString(git.resolve("config"), PLAIN);
        Files.writeString(Files.createDirectory(git.resolve("hooks")).resolve("pre-commit.sample"), "x");
    }

    @Test
    void aCloneRunsNothing() throws IOException {
        assertThat(GitConfig.runsPrograms(repository)).isFalse();
        assertThat(GitConfig.runsPrograms(Files.createDirectory(repository.resolve("part"))))
                .isFalse();
        assertThat(new GitConfig(true).harmful(PLAIN.replace("\n", "\r\n"))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[core]\nfsmonitor = ./x",
                "[CORE]\nFsMonitor = ./x",
                "[core] fsmonitor = ./x",
                "[core]\nhooksPath = hooks",
                "[diff]\nexternal = ./x",
                "[diff \"a\"]\ntextconv = ./x",
                "[filter \"a\"]\nclean = ./x",
                "[alias]\nst = !./x",
                "[include]\npath = other",
                "[remote \"a\"]\nuploadpack = ./x",
                "[submodule \"a\"]\nupdate = !./x",
                "[core]\nwhitespace = a \\\n[branch \"x\"]\nfsmonitor = ./x",
                "[branch.x]\nfsmonitor = ./x",
                "nonsense \u0001"
            })
    void whatMayRunAProgramIsFound(String config) throws IOException {
        Files.writeString(git.resolve("config"), PLAIN + config + "\n");

        assertThat(GitConfig.runsPrograms(repository)).isTrue();
    }

    @Test
    void aHookRuns() throws IOException {
        var hook = Files.createFile(git.resolve("hooks/post-index-change"));
        assertThat(GitConfig.runsPrograms(repository)).isFalse();

        assertThat(hook.toFile().setExecutable(true)).isTrue();

        assertThat(GitConfig.runsPrograms(repository)).isTrue();
    }

    @Test
    void aWorktreeIsAsItsRepositoryIs() throws IOException {
        var worktree = Files.createDirectories(repository.resolve("tree"));
        var own = Files.createDirectories(git.resolve("worktrees/tree"));
        Files.writeString(own.resolve("commondir"), "../..\n");
        Files.writeString(worktree.resolve(".git"), "gitdir: " + own + "\n");
        assertThat(GitConfig.runsPrograms(worktree)).isFalse();

        Files.writeString(git.resolve("config"), "[diff]\nexternal = ./x\n");

        assertThat(GitConfig.runsPrograms(worktree)).isTrue();
    }

    @Test
    void aSubmoduleIsLookedAtToo() throws IOException {
        var module = Files.createDirectories(git.resolve("modules/libs/a"));
        Files.writeString(module.resolve("config"), "[core]\n\tworktree = ../../../../libs/a\n");
        assertThat(GitConfig.runsPrograms(repository)).isFalse();

        Files.writeString(module.resolve("config"), "[core]\n\tfsmonitor = ./x\n");

        assertThat(GitConfig.runsPrograms(repository)).isTrue();
    }

    @Test
    void aBareRepositoryCountsAndADirectoryWithoutOneRunsNothing() throws IOException {
        var bare = Files.createDirectories(repository.resolve("bare"));
        Files.createDirectory(bare.resolve("objects"));
        Files.writeString(bare.resolve("HEAD"), "ref: refs/heads/main");
        Files.writeString(bare.resolve("config"), "[core]\nfsmonitor = ./x\n");

        assertThat(GitConfig.runsPrograms(bare)).isTrue();
        assertThat(GitConfig.runsPrograms(Path.of("/"))).isFalse();
    }

    @Test
    void whatGitPassesOverHidesNoRepositoryAboveIt() throws IOException {
        Files.writeString(git.resolve("config"), "[diff]\nexternal = ./x\n");
        var part = Files.createDirectory(repository.resolve("part"));
        Files.createDirectory(part.resolve(".git"));

        assertThat(GitConfig.runsPrograms(part)).isTrue();
    }

    @Test
    void aBareRepositoryMayKeepItsObjectsElsewhere() throws IOException {
        var bare = Files.createDirectories(repository.resolve("bare"));
        var common = Files.createDirectory(bare.resolve("common"));
        Files.writeString(bare.resolve("HEAD"), "ref: refs/heads/main");
        Files.writeString(bare.resolve("commondir"), "common\n");
        Files.writeString(common.resolve("config"), "[diff \"a\"]\ntextconv = ./x\n");

        assertThat(GitConfig.runsPrograms(bare)).isTrue();
    }

    @Test
    void whatCannotBeReadCountsAsHarmful() throws IOException {
        Files.delete(git.resolve("config"));
        Files.createDirectory(git.resolve("config"));

        assertThat(GitConfig.runsPrograms(repository)).isTrue();
    }
}

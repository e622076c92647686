package switchboard.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import switchboard.git.TestRepository;
import switchboard.guard.ClosedPaths;
import switchboard.model.Activity;

class WorktreeCommandTest extends GitCommandsFixture {

    @Test
    void aNameMakesAWorktreeWithABranchAndTheChatMovesThere() {
        repository.write("new.txt", "not committed");
        assertThat(chat.give("/worktree login"))
                .isEqualTo("Now in `%s` (a new worktree with the branch `login`, in a new session)."
                        .formatted(worktree("login")));

        assertThat(here()).isEqualTo(worktree("login"));
        assertThat(in("login").git("branch", "--show-current")).isEqualTo("login");
        assertThat(in("login").head()).isEqualTo(repository.head());
        assertThat(repository.git("status", "--porcelain"))
                .as("the main folder does not see it")
                .isEqualTo("?? new.txt");
        assertThat(text(".git/info/exclude")).endsWith("\n/.claude/worktrees/\n");
    }

    @Test
    void aNameThatIsThereIsGoneTo() {
        chat.give("/worktree login");
        assertThat(chat.give("/worktree login")).isEqualTo("You're in `%s` already.".formatted(here()));
        chat.give("/worktree second");
        assertThat(here()).as("from a worktree, too").isEqualTo(worktree("second"));

        assertThat(chat.give("/worktree login"))
                .startsWith("Now in `%s` (branch `login`, in a new session).".formatted(worktree("login")));
        assertThat(chat.give("/worktree main")).as("the main folder's branch").startsWith("Now in `");
        assertThat(here()).isEqualTo(repository.path());
        assertThat(text(".git/info/exclude")).containsOnlyOnce(".claude");
    }

    @Test
    void withoutANameThoseThatAreThereAreButtons() {
        assertThat(chat.give("/worktree"))
                .isEqualTo("You're on the branch `main`. There are no other worktrees. Send /worktree NAME to make one,"
                        + " with a branch of that name.");
        chat.give("/worktree a/b");
        chat.give("/worktree second");

        assertThat(chat.give("/worktree")).startsWith("You're on the branch `second`. Pick a worktree");
        assertThat(chat.labels()).containsExactly("🌿 main", "🌿 a/b");
        assertThat(chat.give("/cd " + worktree("a+b"))).startsWith("Now in");
    }

    @Test
    void aBranchThatExistsIsCheckedOutHereOrFromARemote() {
        repository.git("branch", "old");
        repository.commit("a.txt", "second\n");
        chat.give("/worktree old");
        assertThat(text(worktree("old").resolve("a.txt"))).isEqualTo("first\n");

        repository.hasFetched("HEAD~");
        chat.give("/worktree theirs");
        assertThat(text(worktree("theirs").resolve("a.txt"))).isEqualTo("first\n");
        assertThat(in("theirs").git("rev-parse", "--abbrev-ref", "@{upstream}")).isEqualTo("origin/theirs");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-x",
                "--force",
                "a b",
                "..",
                "a..b",
                "refs/heads/x",
                "HEAD",
                "x.lock",
                "@{-1}",
                "a~1",
                "/x",
                "a//b",
                ".x",
                "a\u00a0b",
                "a\u202eb",
                "a:b",
                "*"
            })
    void aNameThatIsNoBranchMakesNothing(String name) {
        assertThat(chat.give("/worktree " + name)).contains("can't be a branch's name");
        assertThat(repository.branches()).containsExactly("main");
        assertThat(worktree(".")).doesNotExist();
        assertThat(here()).isEqualTo(repository.path());
    }

    @Test
    void aNameMayHaveAnyLetters() {
        Assumptions.assumeTrue(Charset.forName(System.getProperty("sun.jnu.encoding"))
                .newEncoder()
                .canEncode("größe-日本"));
        chat.give("/worktree größe-日本");
        assertThat(in("größe-日本").git("branch", "--show-current")).isEqualTo("größe-日本");
    }

    @Test
    void aChatAtWorkMovesWhenItsQueueIsDone() {
        chat.ask("x");
        assertThat(chat.give("/worktree login")).startsWith("I'll switch to");
        assertThat(chat.buttons())
                .containsExactly("/cd now " + chat.state().destination().id().brief());
        assertThat(chat.state().destination().directory()).isEqualTo(worktree("login"));
    }

    @Test
    void noWorktreeIsMadeThroughALink() throws IOException {
        Files.createSymbolicLink(repository.path().resolve(".claude"), Files.createDirectory(dir.resolve("elsewhere")));

        assertThat(chat.give("/worktree login")).contains("is a link");
        assertThat(dir.resolve("elsewhere")).isEmptyDirectory();
        assertThat(repository.branches()).containsExactly("main");
    }

    @Test
    void noWorktreeIsMadeWhereTheChatMayNotWork() throws IOException {
        var elsewhere = dir.resolve("elsewhere");
        repository.git("worktree", "add", "-q", "-b", "side", elsewhere.toString());
        var only = new Directories(
                elsewhere, repository.home(), List.of(elsewhere), any -> ClosedPaths.of(List.of(), Map.of()));
        chat = new TestChat(TestChat.ID, only).git(TestRepository.git(repository.home(), any -> true));
        assertThat(chat.give("/worktree login")).contains("is not allowed");

        chat = chatIn(repository.path(), repository.path().resolve(".claude"));
        assertThat(chat.give("/worktree login")).contains("is closed to chats");
        assertThat(repository.branches()).containsExactlyInAnyOrder("main", "side");
    }

    @Test
    void aSubmoduleHasItsWorktreesBesideItsFiles() {
        var other = TestRepository.make(dir.resolve("lib"), repository.home());
        repository.git(
                "-c",
                "protocol.file.allow=always",
                "submodule",
                "add",
                "-q",
                other.path().toString(),
                "lib");
        chat = chatIn(repository.path().resolve("lib"));

        assertThat(chat.give("/worktree login")).contains(repository.path() + "/lib/.claude/worktrees/login`");
        assertThat(chat.give("/worktree second"))
                .isEqualTo("This repository has no main folder beside which I could put worktrees.");
    }

    @Test
    void aRepositoryWithoutACommitSaysSo() {
        repository = TestRepository.empty(dir.resolve("empty"), repository.home());
        chat = chatIn(repository.path());
        assertThat(chat.give("/worktree login")).startsWith("This repository has no commit yet.");
        assertThat(chat.give("/branch switch main")).contains("no commit yet");
    }

    @Test
    void aFolderWithoutARepositorySaysSo() throws IOException {
        var plain = Files.createDirectory(dir.resolve("plain"));
        for (var line : List.of("/worktree", "/worktree x", "/branch", "/branch x", "/merge")) {
            assertThat(chatIn(plain).give(line)).startsWith("There is no git repository in `" + plain + "`.");
        }
    }

    @Test
    void aWorktreeThatAKillHasLeftHalfMadeIsMadeAgain() throws IOException {
        chat.give("/worktree login");
        chat.give("/worktree main");
        Files.delete(worktree("login").resolve("a.txt"));
        var lock = Files.writeString(repository.path().resolve(".git/worktrees/login/locked"), "initializing");
        assertThat(chat.give("/worktree login"))
                .isEqualTo("This worktree is being made right now. Try again in a minute.");
        assertThat(here()).isEqualTo(repository.path());

        Files.setLastModifiedTime(lock, FileTime.from(Instant.now().minusSeconds(120)));
        assertThat(chat.give("/worktree login")).contains("a new worktree");
        assertThat(in("login").isClean()).isTrue();
    }

    @Test
    void aWorktreeWhoseFolderIsGoneIsMadeAgain() throws IOException {
        chat.give("/worktree login");
        delete(worktree("login"));
        chat = chatIn(repository.path());

        assertThat(chat.give("/worktree")).contains("There are no other worktrees.");
        assertThat(chat.give("/worktree login")).contains("a new worktree");
        assertThat(in("login").isClean()).isTrue();
    }

    private static void delete(Path tree) throws IOException {
        try (var files = Files.walk(tree)) {
            for (var file : files.sorted((one, other) -> other.compareTo(one)).toList()) {
                Files.delete(file);
            }
        }
    }

    @Test
    void aWorktreeThatIsMergedAndCleanIsRemovedAndTheChatGoesBack() {
        chat.give("/worktree login");

        assertThat(chat.give("/worktree remove login"))
                .isEqualTo(("I've removed the worktree `%s`. Its branch stays.\n---\n" + "Now in `%s` (new session).")
                        .formatted(worktree("login"), repository.path()));
        assertThat(here()).isEqualTo(repository.path());
        assertThat(worktree("login")).doesNotExist();
        assertThat(repository.branches()).containsExactly("login", "main");
        assertThat(chat.give("/worktree remove login")).contains("There is no worktree `login` any more.");
    }

    @Test
    void aWorktreeWithSomethingToLoseStays() {
        chat.give("/worktree login");
        in("login").write("new.txt", "x");
        assertThat(chat.give("/worktree remove login")).contains("are not committed");

        in("login").commit("new.txt", "x");
        assertThat(chat.give("/worktree remove login")).contains("is not merged yet");

        repository.git("merge", "-q", "login");
        chat.others.add(TestChat.otherIn(worktree("login"), Activity.IDLE));
        assertThat(chat.give("/worktree remove login")).contains("Another chat works in");
        chat.others.clear();
        chat.ask("x").doing(RUNNING);
        assertThat(chat.give("/worktree remove login")).contains("A task of this chat is running or queued");
        assertThat(chat.give("/worktree remove main")).contains("not a worktree");
        assertThat(in("login").isClean()).isTrue();
    }

    @Test
    void aWorktreeAroundAnotherOneStays() {
        chat.give("/worktree login");
        var inner = worktree("login").resolve(".claude/worktrees/inner");
        repository.git("worktree", "add", "-q", "-b", "inner", inner.toString());
        repository.in(inner).write("new.txt", "x");

        assertThat(chat.give("/worktree remove login")).contains("`" + inner + "`");
        assertThat(inner.resolve("new.txt")).hasContent("x");
    }

    @Test
    void aTagOfTheSameNameIsNoBranch() {
        repository.commit("b.txt", "1\n");
        repository.hasFetched("HEAD");
        repository.git("tag", "origin/theirs", "HEAD~");

        chat.give("/worktree theirs");

        assertThat(in("theirs").head()).isEqualTo(repository.head());
        assertThat(repository.git("config", "branch.theirs.merge")).isEqualTo("refs/heads/theirs");
    }

    @Test
    void filesThatGitIgnoresAreRemovedOnlyAfterAQuestion() {
        repository.commit(".gitignore", ".env\nbuild\n");
        chat.give("/worktree login");
        in("login").write(".env", "mine\n");
        in("login").write("build/1", "made\n");

        assertThat(chat.give("/worktree remove login"))
                .isEqualTo("git ignores these files in `%s`, and they would be deleted with it: `.env`, `build/`."
                        .formatted(worktree("login")));
        assertThat(worktree("login").resolve(".env")).hasContent("mine\n");
        var press = chat.buttons().getFirst();
        in("login").write("sub/.env", "later\n");
        assertThat(chat.give(press)).contains("`sub/`");
        assertThat(worktree("login").resolve(".env")).hasContent("mine\n");
        assertThat(chat.give(chat.buttons().getFirst())).startsWith("I've removed the worktree");
        assertThat(worktree("login")).doesNotExist();
    }
}

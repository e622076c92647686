package switchboard.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import switchboard.Patience;
import switchboard.git.TestRepository;
import switchboard.model.ChatState;
import switchboard.model.ShellRequest;
import switchboard.process.ProcessMark;

class MergeCommandTest extends GitCommandsFixture {

    private void workInWorktree() {
        chat.give("/worktree login");
        in("login").commit("b.txt", "theirs\n");
    }

    @Test
    void aWorktreesBranchIsMergedWithACommitOfTheUsers() {
        workInWorktree();
        repository.commit("c.txt", "ours\n");

        assertThat(chat.give("/merge"))
                .matches("Merged `login` into `main`: 1 commit, 1 file changed, 1 insertion\\\\\\(\\\\\\+\\\\\\) "
                        + "\\(`[0-9a-f]{9}`\\)\\.\n• Changes b\\.txt");
        assertThat(repository.git("log", "-1", "--format=%s, %an, %P").split(" ", -1))
                .hasSize(6);
        assertThat(repository.git("log", "-1", "--format=%s, %an")).isEqualTo("Merge branch 'login', Ada");
        assertThat(text("b.txt") + text("c.txt")).isEqualTo("theirs\nours\n");
        assertThat(repository.isClean()).isTrue();
        assertThat(chat.buttons()).containsExactly("/worktree remove login");
        assertThat(chat.give("/worktree remove login")).startsWith("I've removed the worktree");
    }

    @Test
    void aBranchThatIsOnlyAheadNeedsNoCommitOfItsOwn() {
        workInWorktree();
        assertThat(chat.give("/merge")).startsWith("Merged `login` into `main`: 1 commit, 1 file changed");
        assertThat(repository.head()).isEqualTo(in("login").head());
        assertThat(repository.isClean()).isTrue();

        assertThat(chat.give("/merge")).isEqualTo("`main` already has everything from `login`.");
        assertThat(chat.buttons()).containsExactly("/worktree remove login");
    }

    @Test
    void aConflictTouchesNothingAndIsToldFileByFile() {
        chat.give("/worktree login");
        in("login").commit("a.txt", "theirs\n");
        in("login").commit("b.txt", "theirs\n");
        repository.commit("b.txt", "ours\n");
        repository.git("rm", "-q", "a.txt");
        repository.git("commit", "-q", "-m", "Removes a.txt");
        var before = repository.head();

        assertThat(chat.give("/merge"))
                .startsWith("`login` and `main` change the same places, so I've merged nothing:\n"
                        + "• `a.txt` (modify/delete)\n• `b.txt` (");
        assertThat(chat.labels()).containsExactly("Ask Claude to merge");
        assertThat(chat.buttons().getFirst()).startsWith("/ask ");
        assertThat(repository.head()).isEqualTo(before);
        assertThat(repository.isClean() && in("login").isClean()).isTrue();
        assertThat(repository.path().resolve(".git/MERGE_HEAD")).doesNotExist();

        chat.give(chat.buttons().getFirst());
        assertThat(chat.state().prompts().findFirst().orElseThrow().text())
                .startsWith("Merge the branch `main` into the branch that is checked out here.");
    }

    @Test
    void whatIsNotCommittedIsNamedAndNothingIsMerged() {
        workInWorktree();
        in("login").write("new.txt", "x");
        assertThat(chat.give("/merge"))
                .isEqualTo("I've merged nothing, because these files in `%s` are not committed: `new.txt`."
                        .formatted(worktree("login")));
        in("login").commit("new.txt", "x");
        repository.write("a.txt", "mine\n");
        var refusal =
                "I've merged nothing, because these files in `%s` are not committed: ".formatted(repository.path());
        assertThat(chat.give("/merge")).isEqualTo(refusal + "`a.txt`.");
        repository.git("checkout", "-q", "a.txt");

        repository.write("b.txt", "mine\n");
        repository.write("unrelated.txt", "mine\n");
        assertThat(chat.give("/merge")).as("new and in the way").isEqualTo(refusal + "`b.txt`.");
        assertThat(text("b.txt")).isEqualTo("mine\n");
        assertThat(repository.git("log", "--format=%s")).isEqualTo("Changes a.txt");
    }

    @Test
    void aFileThatIsClosedIsNotNamed() {
        workInWorktree();
        repository.commit("secret.txt", "x");
        chat = chatIn(worktree("login"), repository.path().resolve("secret.txt"));
        repository.write("secret.txt", "y");

        assertThat(chat.give("/merge")).contains("not committed: ").doesNotContain("secret");
    }

    @Test
    void aTaskAtWorkInEitherTreeIsWaitedFor() {
        workInWorktree();
        chat.others.add(TestChat.otherIn(repository.path(), RUNNING));
        assertThat(chat.give("/merge"))
                .isEqualTo("Another chat's task is running or queued in `%s`. Try again when it's done."
                        .formatted(repository.path()));
        chat.others.clear();
        chat.ask("x").doing(RUNNING);
        assertThat(chat.give("/merge")).startsWith("A task of this chat is running or queued in `" + worktree("login"));
    }

    @Test
    void inTheMainFolderTheBranchesAreButtonsAndAnyCanBeNamed() {
        workInWorktree();
        chat.give("/branch main");
        chat.give("/merge");
        assertThat(chat.buttons()).containsExactly("/merge login");

        assertThat(chat.give("/merge no-such")).startsWith("There is no branch `no-such`.");
        assertThat(chat.give("/merge --abort")).contains("can't be a branch's name");
        assertThat(chat.give("/merge login")).startsWith("Merged `login` into `main`");
        assertThat(text("b.txt")).isEqualTo("theirs\n");
    }

    @Test
    void aMergeThatSomebodyHasBegunIsFinishedFirst() throws IOException {
        workInWorktree();
        Files.writeString(repository.path().resolve(".git/MERGE_HEAD"), repository.head() + "\n");
        assertThat(chat.give("/merge")).startsWith("A merge, rebase or bisect is not finished in");
    }

    @Test
    void withoutANameOrAHistoryInCommonItSaysSo() throws IOException {
        workInWorktree();
        repository.commit("c.txt", "ours\n");
        Files.delete(repository.home().resolve(".gitconfig"));
        assertThat(chat.give("/merge")).startsWith("git doesn't know who you are");
        assertThat(repository.isClean()).isTrue();

        repository.git("config", "user.name", "Ada");
        repository.git("config", "user.email", "ada@example.org");
        in("login").git("checkout", "-q", "--orphan", "alone");
        in("login").git("commit", "-q", "-m", "Begins again");
        assertThat(chat.give("/merge")).isEqualTo("`alone` and `main` have no common history, so I don't merge them.");
    }

    @Test
    void aGitThatIsKilledWhileItWritesLeavesEverythingAsItWas() throws Exception {
        workInWorktree();
        in("login").commit("z.slow", "theirs\n");
        repository.git("config", "filter.slow.smudge", "exec sleep 60");
        Files.writeString(repository.path().resolve(".git/info/attributes"), "*.slow filter=slow\n");
        var before = repository.head();

        var said = CompletableFuture.supplyAsync(() -> chat.give("/merge"));
        Awaitility.await().until(() -> Files.exists(repository.path().resolve("b.txt")));
        ProcessMark.carrying("git-" + TestRepository.MARK).forEach(ProcessHandle::destroyForcibly);
        assertThat(said.get(Patience.ENOUGH.toSeconds(), TimeUnit.SECONDS)).startsWith("git says: ");

        assertThat(repository.head()).isEqualTo(before);
        repository.git("config", "--unset", "filter.slow.smudge");
        Files.deleteIfExists(repository.path().resolve(".git/index.lock"));
        assertThat(repository.git("status", "--porcelain")).isEmpty();
    }

    @Test
    void aStartAfterAKillOfTheBotLetsAGitThatWritesFinish() throws Exception {
        workInWorktree();
        in("login").commit("z.slow", "theirs\n");
        var goOn = dir.resolve("go-on");
        repository.git("config", "filter.slow.smudge", "while [ ! -e " + goOn + " ]; do sleep 0.1; done; cat");
        Files.writeString(repository.path().resolve(".git/info/attributes"), "*.slow filter=slow\n");

        var said = CompletableFuture.supplyAsync(() -> chat.give("/merge"));
        Awaitility.await().until(() -> Files.exists(repository.path().resolve("b.txt")));
        ProcessMark.sweep(TestRepository.MARK, 100);
        Files.createFile(goOn);
        assertThat(said.get(Patience.ENOUGH.toSeconds(), TimeUnit.SECONDS)).startsWith("Merged `login`");
        assertThat(text("z.slow")).isEqualTo("theirs\n");
    }

    @Test
    void whatAKillOfTheMachineHasLeftIsPutBackFirst() throws IOException {
        repository.commit("deep/c.txt", "old\n");
        workInWorktree();
        in("login").commit("a.txt", "second\n");
        in("login").commit("deep/c.txt", "new\n");
        in("login").commit("e.txt", "long enough to be cut off\n");
        in("login").git("rm", "-q", "b.txt");
        in("login").git("commit", "-q", "-m", "Removes b.txt");
        var git = repository.path().resolve(".git");
        Files.writeString(
                git.resolve("switchboard-change"),
                repository.head() + " " + in("login").head() + "\n");
        Files.writeString(git.resolve("index.lock"), "");
        repository.write("a.txt", "second\n");
        repository.write("e.txt", "long enough");
        Files.delete(repository.path().resolve("deep/c.txt"));

        assertThat(chat.give("/merge")).startsWith("Merged `login` into `main`: 5 commits");
        assertThat(repository.isClean()).isTrue();
        assertThat(text("a.txt") + text("deep/c.txt") + text("e.txt"))
                .isEqualTo("second\nnew\nlong enough to be cut off\n");
        assertThat(git.resolve("switchboard-change")).doesNotExist();
    }

    @Test
    void aKillBetweenTheFilesAndTheBranchIsPutBackToo() throws IOException {
        workInWorktree();
        in("login").commit("a.txt", "second\n");
        var git = repository.path().resolve(".git");
        Files.writeString(
                git.resolve("switchboard-change"),
                repository.head() + " " + in("login").head() + "\n");
        repository.git("read-tree", "-m", "-u", "HEAD", "login");

        assertThat(chat.give("/merge")).startsWith("Merged `login` into `main`: 2 commits");
        assertThat(repository.isClean()).isTrue();
    }

    @Test
    void aNoteThatIsNotOfThisBotDoesNothing() throws IOException {
        workInWorktree();
        var out = dir.resolve("out");
        var note = Files.writeString(
                repository.path().resolve(".git/switchboard-change"), repository.head() + " --output=" + out);

        assertThat(chat.give("/merge")).startsWith("Merged `login`");
        assertThat(out).doesNotExist();
        assertThat(note).doesNotExist();
    }

    @Test
    void theMainBranchComesIntoAWorktreeByClaude() {
        workInWorktree();
        assertThat(chat.give("/merge main"))
                .isEqualTo("`main` is the main folder's branch, into which /merge merges. Claude can merge it into this"
                        + " worktree.");
        assertThat(chat.labels()).containsExactly("Ask Claude to merge");
    }

    @Test
    void whatSomebodyHasWrittenSinceIsKeptAndNamed() throws IOException {
        workInWorktree();
        in("login").commit("a.txt", "second\n");
        Files.writeString(
                repository.path().resolve(".git/switchboard-change"),
                repository.head() + " " + in("login").head() + "\n");
        repository.write("a.txt", "mine\n");
        repository.write("b.txt", "mine\n");

        assertThat(chat.give("/merge")).contains("are not committed: `a.txt`");
        assertThat(text("a.txt") + text("b.txt")).isEqualTo("mine\nmine\n");
    }

    @Test
    void aRepositoryThatNamesProgramsIsMergedOnlyWhereItIsTrusted() {
        workInWorktree();
        repository.git("config", "merge.x.driver", "touch ran");
        chat.git(TestRepository.git(repository.home(), Path.of("/nowhere")::equals));

        assertThat(chat.give("/merge")).startsWith("This repository's own settings can run programs (`merge.driver`).");
    }

    @Test
    void whatThePersonHasSetForMergesLeavesNoneHalfDone() {
        workInWorktree();
        for (var options : List.of("--squash", "--no-commit", "--no-ff", "--squash --no-commit")) {
            repository.git("config", "branch.main.mergeOptions", options);
            in("login").commit(options + ".txt", "theirs\n");
            assertThat(chat.give("/merge")).as(options).startsWith("Merged `login` into `main`");
            assertThat(repository.head()).as(options).isEqualTo(in("login").head());
            assertThat(repository.isClean()).as(options).isTrue();
        }
    }

    @Test
    void aBisectOrARowOfPicksThatSomebodyHasBegunIsFinishedFirst() throws IOException {
        workInWorktree();
        repository.git("bisect", "start");
        assertThat(chat.give("/merge")).startsWith("A merge, rebase or bisect is not finished in");
        repository.git("bisect", "reset");
        Files.createDirectories(repository.path().resolve(".git/sequencer"));
        assertThat(chat.give("/merge")).startsWith("A merge, rebase or bisect is not finished in");
    }

    @Test
    void intoABranchWithoutACommitNothingIsMerged() {
        repository.git("branch", "other");
        repository.git("switch", "-q", "--orphan", "empty");
        assertThat(chat.give("/merge other")).startsWith("This repository has no commit yet.");
    }

    @Test
    void aSecretInASubjectIsStruckOut() {
        chat.give("/worktree login");
        in("login").git("commit", "-q", "--allow-empty", "-m", "Uses s3cret-value");
        assertThat(chat.give("/merge")).startsWith("Merged").contains("Uses ").doesNotContain("s3cret-value");
    }

    @Test
    void aShellCommandAtWorkInEitherTreeIsWaitedFor() {
        workInWorktree();
        chat.change(state ->
                state.with(ChatState::shell, shell -> shell.run(new ShellRequest("key", "make", here(), null, null))));
        assertThat(chat.give("/merge")).startsWith("A task of this chat is running or queued in `" + worktree("login"));
    }
}

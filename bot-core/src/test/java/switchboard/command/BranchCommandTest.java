package switchboard.command;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import switchboard.model.Activity;

class BranchCommandTest extends GitCommandsFixture {

    @Test
    void theBranchesAreButtons() {
        assertThat(chat.give("/branch")).isEqualTo("You're on the branch `main`. There is no other branch.");
        repository.git("branch", "a/b");
        repository.git("branch", "other");

        assertThat(chat.give("/branch"))
                .isEqualTo("You're on the branch `main`. Pick a branch, or send its name with the command.");
        assertThat(chat.buttons()).containsExactlyInAnyOrder("/branch a/b", "/branch other");
        repository.git("switch", "-q", "--detach");
        assertThat(chat.give("/branch")).startsWith("`%s` is not on a branch.".formatted(repository.path()));
    }

    @Test
    void aBranchThatIsCheckedOutSomewhereIsGoneTo() {
        chat.give("/worktree login");
        assertThat(chat.give("/branch main")).contains("(branch `main`, in a new session)");
        assertThat(here()).isEqualTo(repository.path());
        assertThat(chat.give("/branch main")).isEqualTo("You're in `%s` already.".formatted(here()));
    }

    @Test
    void anotherBranchIsOfferedHereAndInAWorktree() {
        repository.git("branch", "other");
        repository.commit("a.txt", "second\n");
        repository.write("new.txt", "not in the way");

        assertThat(chat.give("/branch other")).isEqualTo("The branch `other` is checked out nowhere.");
        assertThat(chat.buttons()).containsExactly("/branch switch other", "/worktree other");
        assertThat(chat.give("/branch switch other"))
                .isEqualTo("`%s` is on the branch `other` now.".formatted(repository.path()));
        assertThat(repository.git("branch", "--show-current")).isEqualTo("other");
        assertThat(text("a.txt")).isEqualTo("first\n");
        assertThat(text("new.txt")).isEqualTo("not in the way");
    }

    @Test
    void aBranchOfARemoteIsCheckedOutWithABranchOfItsOwn() {
        repository.hasFetched("HEAD");
        chat.give("/branch theirs");
        assertThat(chat.buttons()).containsExactly("/branch switch theirs", "/worktree theirs");
        chat.give("/branch switch theirs");
        assertThat(repository.git("branch", "--show-current")).isEqualTo("theirs");
    }

    @Test
    void filesThatAreNotCommittedKeepTheBranch() {
        repository.git("branch", "other");
        repository.write("a.txt", "mine\n");
        var refusal = "I don't switch this folder's branch, because these files are not committed: `a.txt`.";

        assertThat(chat.give("/branch other")).endsWith(refusal);
        assertThat(chat.buttons()).containsExactly("/worktree other");
        assertThat(chat.give("/branch switch other")).isEqualTo(refusal);
        assertThat(text("a.txt")).isEqualTo("mine\n");
    }

    @Test
    void aNewOrIgnoredFileIsNeverOverwritten() {
        repository.git("switch", "-q", "-c", "other");
        repository.commit("b.txt", "theirs\n");
        repository.commit("c.log", "theirs\n");
        repository.git("switch", "-q", "main");
        repository.write("b.txt", "mine\n");
        assertThat(chat.give("/branch switch other")).contains("not committed: `b.txt`.");

        repository.git(
                "config",
                "core.excludesFile",
                repository.path().resolve("ignored").toString());
        repository.write("ignored", "*\n");
        repository.write("c.log", "mine\n");
        assertThat(chat.give("/branch switch other")).startsWith("git says: ");
        assertThat(text("b.txt") + text("c.log")).isEqualTo("mine\nmine\n");
        assertThat(repository.git("branch", "--show-current")).isEqualTo("main");
    }

    @Test
    void theBranchStaysUnderAnotherChatAndUnderATaskAtWork() {
        repository.git("branch", "other");
        chat.others.add(TestChat.otherIn(repository.path(), Activity.IDLE));
        assertThat(chat.give("/branch other")).contains("Another chat works in this folder");
        assertThat(chat.buttons()).containsExactly("/worktree other");
        assertThat(chat.give("/branch switch other")).contains("Another chat works in this folder");

        chat.others.clear();
        chat.ask("x").doing(RUNNING);
        assertThat(chat.give("/branch switch other")).contains("A task of this chat is running or queued");
        assertThat(repository.git("branch", "--show-current")).isEqualTo("main");
    }

    @Test
    void aCommitThatIsInNoBranchIsNotLeft() {
        repository.git("branch", "other");
        repository.git("switch", "-q", "--detach");
        repository.commit("a.txt", "loose\n");
        assertThat(chat.give("/branch other")).contains("its commit is in no branch");
        assertThat(chat.give("/branch switch other")).contains("its commit is in no branch");
        assertThat(chat.buttons()).isEmpty();
    }

    @Test
    void anotherChatInAWorktreeBelowDoesNotCount() {
        repository.git("branch", "other");
        repository.git("worktree", "add", "-q", "-b", "login", worktree("login").toString());
        chat.others.add(TestChat.otherIn(worktree("login"), RUNNING));
        repository.git("config", "status.showUntrackedFiles", "no");

        assertThat(chat.give("/branch switch other")).contains("is on the branch `other` now");
    }

    @Test
    void aBranchThatDoesNotExistMayBecomeAWorktree() {
        assertThat(chat.give("/branch nwe")).startsWith("There is no branch `nwe`.");
        assertThat(chat.buttons()).containsExactly("/worktree nwe");
        assertThat(chat.give("/branch -f")).contains("can't be a branch's name");
        assertThat(chat.give("/branch switch --orphan")).contains("can't be a branch's name");
    }

    @Test
    void aTagOfTheSameNameIsNoBranch() {
        repository.commit("b.txt", "1\n");
        repository.hasFetched("HEAD");
        repository.git("tag", "origin/theirs", "HEAD~");

        assertThat(chat.give("/branch switch theirs")).endsWith("is on the branch `theirs` now.");

        assertThat(repository.git("log", "--format=%s", "-1")).isEqualTo("Changes b.txt");
        assertThat(repository.git("config", "branch.theirs.merge")).isEqualTo("refs/heads/theirs");
    }

    @Test
    void aSwitchThatIsRefusedMakesNoBranch() {
        repository.hasFetched("HEAD");
        repository.git("switch", "-q", "-c", "there");
        repository.commit("b.txt", "theirs\n");
        repository.hasFetched("HEAD");
        repository.git("switch", "-q", "main");
        repository.write("b.txt", "mine\n");

        assertThat(chat.give("/branch switch theirs")).contains("not committed: `b.txt`");

        assertThat(repository.branches()).containsExactly("main", "there");
    }

    @Test
    void whatNobodySeesInANameIsMadeVisible() {
        repository.git("branch", "a\u202eb");
        chat.give("/branch");
        assertThat(chat.labels()).containsExactly("🌿 a⟨U+202E⟩b");
        repository.git("switch", "-q", "a\u202eb");
        assertThat(chat.give("/branch")).startsWith("You're on the branch `a⟨U+202E⟩b`.");
    }
}

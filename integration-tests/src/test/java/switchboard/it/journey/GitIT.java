package switchboard.it.journey;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import switchboard.git.TestRepository;
import switchboard.it.anthropic.Script;

/** Worktrees, branches and merges by commands, with the real Claude Code at work in between. */
class GitIT extends Journey {

    @Test
    void aChatWorksInAWorktreeOfItsOwnAndItsBranchIsMerged() throws Exception {
        settings.put("CLAUDE_PERMISSION_MODE", "acceptEdits");
        var main = TestRepository.make(work(), dir.resolve("home"));
        var tree = main.path().resolve(".claude/worktrees/login");
        claude.when(
                "write the form",
                Script.call(
                                "Write",
                                Map.of("file_path", tree.resolve("form.txt").toString(), "content", "a form\n"))
                        .thenSay("Written."));
        startBot();
        var chat = chatWith(ada);
        chat.says("/worktree login");
        chat.awaitMessage("new worktree");
        chat.says("write the form");
        chat.awaitMessage("Written.");
        awaitAtRest(ADA);

        chat.says("/merge");
        chat.awaitMessage("these files in " + tree + " are not committed: form.txt.");
        main.in(tree).git("add", ".");
        main.in(tree).git("commit", "-q", "-m", "A form");
        main.commit("a.txt", "second\n");
        chat.says("/merge");
        var merged = chat.awaitMessage("Merged login into main: 1 commit, 1 file changed");
        assertThat(work().resolve("form.txt")).hasContent("a form\n");
        assertThat(main.isClean()).isTrue();
        assertThat(main.git("log", "-1", "--format=%s, %an")).isEqualTo("Merge branch 'login', Ada");

        chat.presses(merged, "Remove the worktree");
        chat.awaitMessage("I've removed the worktree");
        chat.awaitMessage("Now in " + main.path() + " (new session)");
        assertThat(tree).doesNotExist();

        main.git("switch", "-q", "login");
        main.commit("a.txt", "theirs\n");
        main.git("switch", "-q", "main");
        main.commit("a.txt", "ours\n");
        chat.says("/merge login");
        var conflict = chat.awaitMessage("• a.txt (");
        assertThat(main.isClean()).isTrue();
        chat.presses(conflict, "Ask Claude to merge");
        chat.awaitAnswer("You said: Merge the branch");
        assertThat(claude.requests().getLast().workingDirectory())
                .hasToString(main.path().toString());
        awaitAtRest(ADA);
    }

    @Test
    void whatClaudeHasChangedIsShownRevertedPutBackAndCommitted() throws Exception {
        settings.put("CLAUDE_PERMISSION_MODE", "acceptEdits");
        var made = TestRepository.make(work(), dir.resolve("home"));
        claude.when(
                "write the form",
                Script.call(
                                "Write",
                                Map.of("file_path", work().resolve("form.txt").toString(), "content", "a form\n"))
                        .thenSay("Written."));
        startBot();
        var chat = chatWith(ada);
        chat.says("write the form");
        chat.awaitMessage("Written.");
        awaitAtRest(ADA);

        chat.says("/diff");
        var shown = chat.awaitMessage("+++ b/form.txt");
        assertThat(shown.text()).startsWith("1 file, +1 −0").contains("\n+a form");
        chat.presses(shown, "Revert");
        chat.presses(chat.awaitMessage("Revert 1 file, +1 −0?"), "↩️ Revert");
        var reverted = chat.awaitMessage("Reverted 1 file, +1 −0.");
        assertThat(made.isClean()).isTrue();
        chat.presses(reverted, "Put back");
        chat.awaitMessage("It's back.");
        assertThat(work().resolve("form.txt")).hasContent("a form\n");
        chat.presses(shown, "Commit");
        chat.awaitAnswer("You said: Commit all changes in this repository");

        made.write("form.txt", "a line of the form\n".repeat(500));
        var asked = chat.says("/diff form.txt");
        chat.awaitMessage("• form.txt (new) +500 −0");
        var file = chat.awaitMessage(message -> message.file()
                .filter(sent -> sent.name().equals("form.txt.diff"))
                .isPresent());
        assertThat(file.replyTo()).isEqualTo(asked.id());
        awaitAtRest(ADA);
    }
}

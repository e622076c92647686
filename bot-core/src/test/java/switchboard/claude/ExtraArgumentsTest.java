package switchboard.claude;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExtraArgumentsTest {

    @Test
    void whatTheHostDoesNotOwnIsPassedOnAsItIs() {
        var words = List.of("--add-dir=/srv/docs", "--effort", "low", "--betas", "one two", "three", "--chrome");

        assertThat(ExtraArguments.of(words).others()).isEqualTo(words);
    }

    @Test
    void whatGoesToTheSystemPromptIsJoinedFromWordsAndFiles(@TempDir Path directory) throws IOException {
        var file = Files.writeString(directory.resolve("more.txt"), "Be brief.");

        var extra = ExtraArguments.of(
                List.of("--append-system-prompt", "Answer in one short line", "--append-system-prompt-file=" + file));

        assertThat(extra.appended()).isEqualTo("Answer in one short line\n\nBe brief.");
        assertThat(extra.others()).isEmpty();
    }

    @Test
    void filesAreReadOnce(@TempDir Path directory) throws IOException {
        var settings = Files.writeString(directory.resolve("mine.json"), "{\"a\":1}");
        var more = Files.writeString(directory.resolve("more.txt"), "Be brief.");
        var words = ExtraArguments.of(List.of(
                        "--settings=" + settings,
                        "--append-system-prompt-file=" + more,
                        "--disallowedTools=Edit",
                        "--effort=low"))
                .words();
        Files.delete(settings);
        Files.delete(more);

        var again = ExtraArguments.of(words);

        assertThat(words)
                .containsExactly(
                        "--effort=low",
                        "--settings={\"a\":1}",
                        "--disallowedTools=Edit",
                        "--append-system-prompt=Be brief.");
        assertThat(again.words()).isEqualTo(words);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            --permission-mode=plan                   | CLAUDE_EXTRA_ARGS: leave out `--permission-mode`: set CLAUDE_PERMISSION_MODE instead.
            --permission-mode,plan                   | leave out `--permission-mode`
            --dangerously-skip-permissions           | set CLAUDE_PERMISSION_MODE=bypassPermissions instead
            --allow-dangerously-skip-permissions     | set CLAUDE_PERMISSION_MODE=bypassPermissions instead
            --resume,5f0c                            | leave out `--resume`: each chat has its own session
            --continue                               | each chat has its own session
            --session-id=5f0c                        | each chat has its own session
            --fork-session                           | each chat has its own session
            --no-session-persistence                 | each chat has its own session
            --setting-sources=user,project           | leave out `--setting-sources`: set CLAUDE_TRUSTED_PATHS instead
            --input-format=text                      | leave out `--input-format`: the bot sets it by itself
            --output-format,json                     | leave out `--output-format`
            --print                                  | leave out `--print`
            --permission-prompt-tool=mcp__x          | leave out `--permission-prompt-tool`
            --permission-prompts=none                | leave out `--permission-prompts`
            --managed-settings={"permissions":{}}    | leave out `--managed-settings`
            --inherit-permission-mode=plan           | set CLAUDE_PERMISSION_MODE instead
            --project-config-root=/srv/a             | set CLAUDE_TRUSTED_PATHS instead
            --rc                                     | it does not work in a chat
            --model=opus                             | set CLAUDE_MODEL instead
            --bare                                   | it switches off what the bot relies on
            --worktree                               | it does not work in a chat
            -p                                       | write the long form of `-p`
            -r5f0c                                   | write the long form of `-r5f0c`
            --effort=low,short,line                  | `short` does not belong to an option; put quotes around a value that contains spaces
            hello                                    | `hello` does not belong to an option
            --                                       | `--` does not belong to an option
            --settings                               | `--settings` takes one value
            --append-system-prompt,Answer,short      | `--append-system-prompt` takes one value; put quotes around one that contains spaces
            --settings=mine.json                     | write the whole path in `--settings`, beginning with /, instead of `mine.json`
            --mcp-config,/srv/a.json,b.json          | write the whole path in `--mcp-config`, beginning with /, instead of `b.json`
            --append-system-prompt-file=CLAUDE.md    | write the whole path in `--append-system-prompt-file`
            --settings=/no/such/file                 | `--settings` /no/such/file cannot be read: name a file that exists
            --settings={"permissions":               | the JSON of `--settings` is not valid JSON: correct it
            """)
    void whatTheHostOwnsIsRefusedByNameWithTheFix(String words, String told) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ExtraArguments.of(List.of(words.split(","))))
                .withMessageStartingWith("CLAUDE_EXTRA_ARGS: ")
                .withMessageContaining(told);
    }

    @Test
    void settingsAreUnitedInTheOrderInWhichTheyAreNamed(@TempDir Path directory) throws IOException {
        var file = Files.writeString(
                directory.resolve("mine.json"), "{\"a\":1,\"permissions\":{\"deny\":[\"Bash(rm *)\"]}}");

        var extra = ExtraArguments.of(List.of(
                "--settings",
                file.toString(),
                "--settings={\"a\":2,\"permissions\":{\"deny\":[\"Bash(rm *)\",\"X\"]}}"));

        assertThat(extra.others()).isEmpty();
        assertThat(extra.settings())
                .isEqualTo(StreamJson.json("{\"a\":2,\"permissions\":{\"deny\":[\"Bash(rm *)\",\"X\"]}}"));
    }

    @Test
    void theHostsValuesHoldAndListsAreUnited() {
        var all = ExtraArguments.of(
                        List.of("--settings={\"disableAllHooks\":false,\"permissions\":{\"deny\":[\"X\"]}}"))
                .settings();

        ExtraArguments.merge(
                all, (ObjectNode) StreamJson.json("{\"disableAllHooks\":true,\"permissions\":{\"deny\":[\"Y\"]}}"));

        assertThat(all)
                .isEqualTo(StreamJson.json("{\"disableAllHooks\":true,\"permissions\":{\"deny\":[\"X\",\"Y\"]}}"));
    }

    @Test
    void toolsThatTheOwnerClosesAreClosedInEitherSpelling() {
        var extra =
                ExtraArguments.of(List.of("--disallowedTools", "WebFetch", "Bash(git *)", "--disallowed-tools=Edit"));

        assertThat(extra.disallowed()).containsExactlyInAnyOrder("WebFetch", "Bash(git *)", "Edit");
        assertThat(extra.others()).isEmpty();
    }
}

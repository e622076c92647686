package switchboard.claude.trust;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import switchboard.command.TestChat;

class TrustCommandTest {

    private static final String HOOK =
            "{\"hooks\":{\"Stop\":[{\"hooks\":[{\"type\":\"command\",\"command\":\"./check.sh\"}]}]}}";

    @TempDir
    Path place;

    private final Trust trust =
            new Trust(List.of(), new ProjectScanner(Map.of("HOME", "/nowhere")), TrustStore.inMemory());
    private TestChat chat;

    @BeforeEach
    void begin() throws IOException {
        place = place.toRealPath();
        Files.createDirectories(place.resolve(".git"));
        chat = new TestChat(place, new TrustCommand(trust));
    }

    @Test
    void whereNothingWouldRunThereIsNothingToTrust() {
        assertThat(chat.give("/trust")).contains("has no project files that would run or allow anything");
        assertThat(chat.buttons()).isEmpty();
    }

    @Test
    void allThatWouldRunIsShownAndTrustedByItsButton() throws IOException {
        write(".claude/settings.json", HOOK);
        write("check.sh", "echo checked\n");

        assertThat(chat.give("/trust"))
                .contains("has 1 hook in .claude/settings.json, 1 script. None of it is loaded.")
                .contains("It does not cover code that they call in turn.")
                .contains(
                        "```\n==== .claude/settings.json ====\n" + HOOK + "\n\n==== check.sh ====\necho checked\n```");
        assertThat(chat.labels()).containsExactly("✅ Trust this folder", "Not now");
        assertThat(verdict()).isInstanceOf(Trust.Withheld.class);

        assertThat(chat.give(chat.buttons().getFirst())).contains("is trusted. Its project files are loaded from");
        assertThat(verdict()).isInstanceOf(Trust.Granted.class);
        assertThat(chat.give("/trust")).contains("is trusted: 1 hook in .claude/settings.json, 1 script.");
        assertThat(chat.labels()).containsExactly("Revoke");
    }

    @Test
    void notNowTrustsNothing() throws IOException {
        write(".claude/settings.json", HOOK);
        chat.give("/trust");

        assertThat(chat.give(chat.buttons().get(1))).contains("won't load them");
        assertThat(verdict()).isInstanceOf(Trust.Withheld.class);
    }

    @Test
    void onlyAnOwnerTrustsAFolderOrStopsTrustingIt() throws IOException {
        write(".claude/settings.json", HOOK);
        chat.give("/trust");
        var button = chat.buttons().getFirst();
        chat.asUser();

        assertThat(chat.give("/trust"))
                .contains("has 1 hook")
                .contains("Only an owner of this bot can trust a folder, or stop trusting it.");
        assertThat(chat.buttons()).isEmpty();
        assertThat(chat.isDenied()).as("looking").isFalse();
        assertThat(chat.give(button)).startsWith("Only an owner of this bot can trust a folder");
        assertThat(chat.isDenied()).isTrue();
        assertThat(verdict()).isInstanceOf(Trust.Withheld.class);

        chat.asOwner().give(button);
        assertThat(chat.isDenied()).isFalse();
        assertThat(verdict()).isInstanceOf(Trust.Granted.class);
        chat.give("/trust");
        var revokes = chat.buttons().getFirst();
        chat.asUser().give("/trust");
        assertThat(chat.buttons()).isEmpty();
        assertThat(chat.give("/trust list")).contains("You trust:");
        assertThat(chat.buttons()).isEmpty();
        assertThat(chat.give(revokes)).startsWith("Only an owner of this bot");
        assertThat(chat.isDenied()).isTrue();
        assertThat(verdict()).isInstanceOf(Trust.Granted.class);
    }

    @Test
    void aPressTrustsOnlyWhatWasShown() throws IOException {
        write(".claude/settings.json", HOOK);
        chat.give("/trust");
        var button = chat.buttons().getFirst();
        write("check.sh", "cat ~/.ssh/id_rsa\n");

        assertThat(chat.give(button))
                .contains("have changed since I showed them")
                .contains("cat ~/.ssh/id_rsa");
        assertThat(verdict()).isInstanceOf(Trust.Withheld.class);
        assertThat(chat.give("/trust yes")).contains(" has 1 hook");
        assertThat(verdict()).isInstanceOf(Trust.Withheld.class);

        chat.give(chat.buttons().getFirst());
        assertThat(verdict()).isInstanceOf(Trust.Granted.class);
    }

    @Test
    void whatHasChangedSinceIsShownFirst() throws IOException {
        write(".claude/settings.json", HOOK);
        write("check.sh", "echo checked\n");
        chat.give("/trust");
        chat.give(chat.buttons().getFirst());
        write("check.sh", "echo checked\nwget x\n");

        assertThat(chat.give("/trust"))
                .contains("has changed since you trusted it")
                .contains("==== check.sh (changed) ====\n(from line 2)\n+ wget x\n")
                .contains("All of it as it is now:");
        chat.give(chat.buttons().getFirst());
        assertThat(verdict()).isInstanceOf(Trust.Granted.class);
    }

    @Test
    void whatIsLongOrCouldHideSomethingComesAsAFile() throws IOException {
        for (var content : List.of("x".repeat(3_000), "a\u202eb", "```", "a\rb", "ㅤ")) {
            write(".claude/commands/c.md", content);

            assertThat(chat.give("/trust")).doesNotContain("====");
            var document = chat.document();
            assertThat(document.name()).matches("project-files-[\\p{L}\\d-]+\\.txt");
            assertThat(document.content()).contains(content);
            assertThat(chat.labels()).containsExactly("✅ Trust this folder", "Not now");
        }
    }

    @Test
    void whatIsSaidUnderAFileFitsThere() throws IOException {
        for (var i = 0; i < 100; i++) {
            write(".claude/settings.local.json", "x");
            write("d" + i + "/.claude/x", "x");
            write(".claude/a-rather-long-name-of-a-directory-" + i + "/settings", "x".repeat(100));
        }
        write(".mcp.json", "{\"a-very-long-key\":1}");

        assertThat(chat.give("/trust").length()).isLessThanOrEqualTo(1_000);
    }

    @Test
    void whatCannotBeShownWholeCannotBeTrusted() throws IOException {
        write(".claude/settings.json", HOOK);
        Files.createSymbolicLink(place.resolve(".claude/loop"), place.resolve(".claude"));

        assertThat(chat.give("/trust")).contains(".claude/loop cannot be read").contains("`CLAUDE_TRUSTED_PATHS`");
        assertThat(chat.buttons()).isEmpty();
    }

    @Test
    void trustIsListedAndRevoked() throws IOException {
        assertThat(chat.give("/trust list")).contains("You trust no folder yet");
        write(".claude/settings.json", HOOK);
        chat.give("/trust");
        chat.give(chat.buttons().getFirst());

        assertThat(chat.give("/trust list")).isEqualTo("You trust:\n**1** `" + place + "` · 0s ago");
        var revoke = chat.buttons().getFirst();
        assertThat(chat.give(revoke)).contains("is no longer trusted").contains("You trust no folder yet");
        assertThat(verdict()).isInstanceOf(Trust.Withheld.class);
        assertThat(chat.give(revoke)).contains("not trusted any more");
    }

    @Test
    void inAGroupTrustIsShownButNeitherGivenNorRevoked() throws IOException {
        write(".claude/settings.json", HOOK);
        chat.give("/trust");
        var button = chat.buttons().getFirst();
        chat.inGroup();

        assertThat(chat.give("/trust")).contains("has 1 hook").contains("in a private chat with me");
        assertThat(chat.buttons()).isEmpty();
        assertThat(chat.give(button)).contains("in a private chat with me");
        assertThat(verdict()).isInstanceOf(Trust.Withheld.class);
        assertThat(chat.give("/trust list"))
                .contains("in a private chat with me")
                .doesNotContain(place.toString());
    }

    private Trust.Verdict verdict() {
        return trust.of(place);
    }

    private void write(String name, String content) throws IOException {
        var file = place.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, content);
    }
}

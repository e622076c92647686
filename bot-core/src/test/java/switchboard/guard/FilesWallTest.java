package switchboard.guard;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import switchboard.guard.Verdict.Kind;

/** Chat 42 works at home. The files of chats 42 and 7 are in {@code ~/.data/files}, and by a link in {@code ~/to}. */
class FilesWallTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    Path home;

    private Path files = Path.of("");

    @BeforeEach
    void makeFiles() throws IOException {
        home = home.toRealPath();
        files = home.resolve(".data/files");
        for (var each : List.of(
                "42/ab-cat.png",
                "42/.tmp/-srv/images/1.png",
                "7/cd-secret.txt",
                "7/.tmp/-srv/images/1.png",
                "42_7/ef-topic.txt")) {
            var file = files.resolve(each);
            Files.createDirectories(file.getParent());
            Files.writeString(file, each);
        }
        Files.createDirectories(home.resolve("work"));
        Files.writeString(home.resolve("work/notes.txt"), "notes");
        Files.createSymbolicLink(home.resolve("to"), files);
        Files.createSymbolicLink(files.resolve("42/link"), files.resolve("7/cd-secret.txt"));
        Files.createLink(home.resolve("work/hard.txt"), files.resolve("7/cd-secret.txt"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "cat ~/.data/files/7/cd-secret.txt",
                "cat .data/files/7/cd-secret.txt",
                "cat .data/files/*/*.txt",
                "cat .data/files/[0-9]/*",
                "cat .data/files/42/../7/cd-secret.txt",
                "cat .data/files/42_7/ef-topic.txt",
                "cat to/7/cd-secret.txt",
                "cat .data/files/42/link",
                "cat work/hard.txt",
                "cd .data/files/42 && cat ../7/cd-secret.txt",
                "cd .data/files/42; cat ../*/cd*",
                "cat $CLAUDE_CODE_TMPDIR/../../7/cd-secret.txt",
                "cat \"$CLAUDE_CODE_TMPDIR\"/../../7/.tmp/-srv/images/1.png",
                "grep -r secret .data/files",
                "grep -r secret .data/files/7",
                "grep -rn secret to",
                "rg secret .data/files/7",
                "find .data/files/7 -type f -exec cat {} +",
                "cp -r .data/files/7 /tmp/x",
                "tar cz .data/files",
                "python3 -c \"print(open('.data/files/7/cd-secret.txt').read())\"",
                "rm -rf .data/files/7",
                "echo x > .data/files/7/new.txt",
                "ln -s ~/.data/files/7 work/other",
                "ls .data/files",
                "ls -la .data/files/7",
                "ls .data/files/*",
                "echo .data/files/7/*",
                "find .data/files -name '*.txt'",
                "cd .data/files/7",
                "stat to/7/cd-secret.txt"
            })
    void whatIsBehindTheWallIsClosed(String command) {
        assertThat(bash(command, "default").kind()).as(command).isEqualTo(Kind.DENY);
        assertThat(bash(command, "bypassPermissions").kind()).as(command).isEqualTo(Kind.DENY);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "grep -r secret .",
                "grep -r secret .data",
                "rg --hidden secret",
                "find . -type f | xargs cat",
                "cp -r .data /tmp/x",
                "cat .data/files/$CHAT/cd-secret.txt",
                "cat $X/.data/files/7/cd-secret.txt",
                "grep -R secret .data/files/42"
            })
    void whatWouldComeUponItIsPutToThePersonAndDeniedWhereNobodyIsAsked(String command) {
        assertThat(bash(command, "default").kind()).as(command).isEqualTo(Kind.ASK);
        assertThat(bash(command, "bypassPermissions").kind()).as(command).isEqualTo(Kind.DENY);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "cat .data/files/42/ab-cat.png",
                "cat ~/.data/files/42/*.png",
                "cat to/42/ab-cat.png",
                "cp .data/files/42/ab-cat.png work/",
                "ls -la .data/files/42",
                "ls $CLAUDE_CODE_TMPDIR",
                "cd .data/files/42 && ls && unzip ab-cat.zip",
                "grep -r cat .data/files/42",
                "find .data/files/42 -name '*.png'",
                "rg secret",
                "cat work/notes.txt",
                "ls",
                "find work -name '*.txt'"
            })
    void theChatsOwnFilesAndItsWorkAreOpen(String command) {
        assertThat(bash(command, "default").reason()).as(command).isEmpty();
    }

    @Test
    void toolsReachOnlyTheChatsOwnFiles() {
        assertThat(read(files + "/42/ab-cat.png").reason()).isEmpty();
        assertThat(read(files + "/42/.tmp/-srv/images/1.png").reason()).isEmpty();
        for (var each :
                List.of("/7/cd-secret.txt", "/7/.tmp/-srv/images/1.png", "/42_7/ef-topic.txt", "/42/link", "")) {
            assertThat(read(files + each).kind()).as(each).isEqualTo(Kind.DENY);
        }
        assertThat(read(home + "/to/7/cd-secret.txt").kind()).isEqualTo(Kind.DENY);
    }

    @Test
    void aLinkInPlaceOfTheChatsOwnDirectoryDoesNotOpenAnothers() throws IOException {
        Files.createSymbolicLink(files.resolve("8"), files.resolve("7"));

        assertThat(check(guard("8"), "Read", "file_path", files + "/8/cd-secret.txt", "default")
                        .kind())
                .isEqualTo(Kind.DENY);
    }

    @Test
    void noPermissionRuleClosesTheDirectoryOfAllBecauseThatWouldCloseTheOwnOne() {
        assertThat(closed("42").patterns()).noneMatch(pattern -> pattern.startsWith(files.toString()));
    }

    @Test
    void toEveryoneWithoutAChatAllFilesAreClosed() {
        var closed = ClosedPaths.of(List.of(), environment()).behind(FilesWall.around(files));

        assertThat(closed.isClosed(files.resolve("42/ab-cat.png"))).isTrue();
        assertThat(closed.isClosed(home.resolve("work/notes.txt"))).isFalse();
    }

    @Test
    void aRuleThatCoversTheDirectoryOfAllOpensIt() {
        for (var each : List.of(
                "/" + files + "/**",
                "/" + files + "/7/**",
                "/" + files + "/*/cd-secret.txt",
                "/" + home + "/**",
                "//**",
                "~/.data/**",
                ".data/files/**",
                "/" + files + "/42/../7/a")) {
            assertThat(opens("Read", each)).as(each).isTrue();
        }
        assertThat(opens("Edit", "/" + files + "/**")).isTrue();
        assertThat(guard("42").allowsOtherChats("Read", null, home)).isTrue();
        assertThat(opens("Bash", "cat " + files + "/7/*")).isTrue();
        assertThat(opens("Bash", "grep -r x " + files)).isTrue();
    }

    @Test
    void aRuleBesideItOrForTheChatsOwnFilesDoesNot() {
        for (var each : List.of(
                "/" + files + "/42/**",
                "/" + home + "/work/**",
                "~/work/**",
                "//usr/share/**",
                "work/**",
                "/" + home + "/.data/files2/**")) {
            assertThat(opens("Read", each)).as(each).isFalse();
        }
        assertThat(opens("Bash", "git commit *")).isFalse();
        assertThat(opens("Bash", "unzip " + files + "/42/a.zip")).isFalse();
        assertThat(guard("42").allowsOtherChats("WebSearch", null, home)).isFalse();
    }

    private boolean opens(String tool, String content) {
        var guard = guard("42");
        read(guard, files + "/42/ab-cat.png"); // by now it knows where links lead
        return guard.allowsOtherChats(tool, content, home);
    }

    private Verdict bash(String command, String mode) {
        return check(guard("42"), "Bash", "command", command, mode);
    }

    private Verdict read(String file) {
        return read(guard("42"), file);
    }

    private Verdict read(ToolGuard guard, String file) {
        return check(guard, "Read", "file_path", file, "default");
    }

    private Verdict check(ToolGuard guard, String tool, String argument, String value, String mode) {
        var call = JSON.createObjectNode()
                .put("tool_name", tool)
                .put("cwd", home + "")
                .put("session_id", "11111111-1111-1111-1111-111111111111")
                .put("permission_mode", mode);
        call.set("tool_input", JSON.createObjectNode().put(argument, value));
        return guard.check(call);
    }

    private ToolGuard guard(String chat) {
        return new ToolGuard(closed(chat), environment());
    }

    private ClosedPaths closed(String chat) {
        return ClosedPaths.of(List.of(), environment()).behind(FilesWall.around(files, files.resolve(chat)));
    }

    private Map<String, String> environment() {
        return Map.of("HOME", home + "", "PATH", "/usr/bin:/bin", "CLAUDE_CODE_TMPDIR", files + "/42/.tmp");
    }
}

package switchboard.it.journey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import switchboard.it.anthropic.Script;
import switchboard.it.anthropic.ToolCall;
import switchboard.it.telegram.Media;
import switchboard.it.telegram.Pictures;
import switchboard.process.ProcessMark;

/** A Claude process waits for the next session that begins, which then needs no start. */
class SpareProcessIT extends Journey {

    private static final Pattern COPY = Pattern.compile("/[^ \\]\"]*/images/\\d+\\.png");

    @BeforeEach
    void keepOne() {
        settings.put("SPARE_PROCESSES", "1");
    }

    @Test
    void theFirstMessageOfEachChatMeetsAProcessThatIsThere() throws Exception {
        startBot();
        var first = awaitSpares(1).getFirst();
        var one = chatWith(ada);
        one.says("hello from Ada");
        one.awaitAnswer("You said: hello from Ada");

        var both = awaitSpares(2);
        var two = chatWith(bob);
        two.says("hello from Bob");
        two.awaitAnswer("You said: hello from Bob");
        one.says("and again");
        assertThat(one.awaitAnswer("You said: and again").text())
                .contains("hello from Ada")
                .doesNotContain("Bob");

        assertThat(both).contains(first);
        assertNobodyNeededAStart();
        assertThat(Files.readString(sessions().resolve(ADA + ".json")))
                .as("the chat's session is that of the process")
                .contains(session(first));
        assertThat(claude.requests())
                .allSatisfy(request -> assertThat(request.workingDirectory())
                        .isEqualTo(work().toRealPath().toString()));
    }

    @Test
    void aNewSessionMeetsOneAndWorksAsTheChatHasChosen() throws Exception {
        startBot();
        awaitSpares(1);
        var chat = chatWith(ada);
        chat.says("/model haiku");
        chat.awaitMessage("haiku");
        chat.says("the plum is ripe");
        chat.awaitAnswer("You said: the plum is ripe");
        awaitSpares(2);

        chat.says("/new");
        chat.awaitMessage("New session");
        chat.says("and here?");
        chat.awaitAnswer("You said: and here?");

        assertNobodyNeededAStart();
        assertThat(claude.requests())
                .allSatisfy(request -> assertThat(request.model()).contains("haiku"));
        assertThat(claude.requests().getLast().mentions("plum")).isFalse();
    }

    @Test
    void whatNeedsLeaveIsAskedForAndClosedFilesStayClosed() throws Exception {
        var file = dir.toRealPath().resolve("work/touched");
        claude.when("touch it", Script.calls(ToolCall.bash("touch " + file)).thenSay("Touched."));
        claude.when(
                "read it",
                Script.call(
                                "Read",
                                Map.of(
                                        "file_path",
                                        sessions().resolve("identity").toString()))
                        .thenSay("That was all."));
        startBot();
        awaitSpares(1);
        var chat = chatWith(ada);

        chat.says("touch it");
        var question = chat.awaitPermissionRequest("touch");
        assertThat(file).doesNotExist();
        chat.presses(question, "✅ Allow");
        chat.awaitAnswer("Touched.");
        chat.says("read it");
        chat.awaitAnswer("That was all.");

        assertNobodyNeededAStart();
        assertThat(file).exists();
        assertThat(claude.requests().getLast().mentions(mark()))
                .as("the bot's own file")
                .isFalse();
    }

    @Test
    void aPictureOfTheFirstMessageIsOpenToItsChatAlone() throws Exception {
        startBot();
        awaitSpares(1);
        var one = chatWith(ada);
        one.sends(Media.photo(Pictures.png(64, 20), "what is it?"));
        one.awaitAnswer("You said:");
        var copy = COPY.matcher(claude.requests().getLast().messages().toString())
                .results()
                .map(found -> found.group())
                .findFirst()
                .orElseThrow();
        claude.when("look again", Script.call("Read", Map.of("file_path", copy)).thenSay("That was all."));
        awaitSpares(2);

        one.says("look again");
        one.awaitAnswer("That was all.");
        assertThat(claude.requests().getLast().mentions("is closed to Claude"))
                .as("to its own chat")
                .isFalse();
        var two = chatWith(bob);
        two.says("look again");
        two.awaitAnswer("That was all.");

        assertThat(claude.requests().getLast().mentions("is closed to Claude"))
                .as("to another chat")
                .isTrue();
        assertNobodyNeededAStart();
    }

    @Test
    void theSessionContinuesAfterAKill() throws Exception {
        launchBot();
        awaitSpares(1);
        var chat = chatWith(ada);
        chat.says("the plum is ripe");
        chat.awaitAnswer("You said: the plum is ripe");
        killBot();

        launchBot();
        chat.says("what was it?");
        chat.awaitAnswer("You said: what was it?");

        assertThat(claude.requests().getLast().mentions("the plum is ripe")).isTrue();
    }

    /** Waits for so many processes that were started before a chat needed them, used or not. */
    private List<ProcessHandle> awaitSpares(int count) {
        return await().atMost(patience()).until(this::spares, found -> found.size() == count);
    }

    private List<ProcessHandle> spares() {
        return claudes().filter(SpareProcessIT::isSpare).toList();
    }

    private Stream<ProcessHandle> claudes() {
        return ProcessMark.carrying(mark()).stream()
                .filter(each -> arguments(each).anyMatch("--verbose"::equals));
    }

    /** Whether its mark says that it was started before a chat needed it. */
    private static boolean isSpare(ProcessHandle process) {
        try {
            return Files.readString(Path.of("/proc", process.pid() + "", "environ"), StandardCharsets.ISO_8859_1)
                    .matches("(?s).*" + ProcessMark.VARIABLE + "=[^\\x00]*/spare/.*");
        } catch (IOException ended) {
            return false;
        }
    }

    private void assertNobodyNeededAStart() {
        assertThat(claudes()).as("all were there before a chat needed them").allMatch(SpareProcessIT::isSpare);
    }

    private static String session(ProcessHandle process) {
        return arguments(process)
                .filter(each -> each.startsWith("--session-id="))
                .map(each -> each.replaceFirst(".*=", ""))
                .findFirst()
                .orElseThrow();
    }

    private static Stream<String> arguments(ProcessHandle process) {
        return process.info().arguments().stream().flatMap(Stream::of);
    }
}

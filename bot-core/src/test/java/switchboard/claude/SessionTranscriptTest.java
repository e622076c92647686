package switchboard.claude;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import switchboard.agent.AgentProtocol;
import switchboard.model.Content;
import switchboard.model.InterruptedTool;
import switchboard.model.Session;
import switchboard.model.SessionId;
import switchboard.model.TurnId;

class SessionTranscriptTest {

    private static final SessionId SESSION = new SessionId("0a405000-2660-4a72-b713-42f3fa094549");
    private static final TurnId PROMPT = new TurnId("p");

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path config;

    @Test
    void allThatWasSaidToAPromptIsJoinedBlockByBlock() throws IOException {
        write(
                user("before", null, "earlier"),
                said("old", "before", "Old answer."),
                user("p", "old", "prompt"),
                said("a", "p", "First I look."),
                "{\"type\":\"assistant\",\"uuid\":\"b\",\"parentUuid\":\"a\",\"message\":{\"content\":[{\"type\":\"tool_use\"}]}}",
                "{\"type\":\"user\",\"uuid\":\"c\",\"parentUuid\":\"b\",\"message\":{\"content\":[{\"type\":\"tool_result\"}]}}",
                said("d", "c", "Done."));

        assertThat(answer()).isEqualTo("First I look.\n\nDone.");
    }

    @Test
    void aPromptOfThirtyMegabytesIsFoundAsAnyOther() throws IOException {
        var picture =
                "{\"type\":\"image\",\"source\":{\"type\":\"base64\",\"data\":\"" + "x".repeat(3_000_000) + "\"}},";
        write(
                user("before", null, "earlier"),
                "{\"parentUuid\":\"before\",\"type\":\"user\",\"message\":{\"role\":\"user\",\"content\":["
                        + picture.repeat(10) + "{\"type\":\"text\",\"text\":\"prompt\"}]},\"uuid\":\"p\"}",
                said("a", "p", "Ten cats."));

        assertThat(answer()).isEqualTo("Ten cats.");
    }

    @Test
    void aBranchThatACrashCutOffIsNotTheAnswer() throws IOException {
        write(
                user("p", null, "prompt"),
                said("lost", "p", "Begun and"),
                said("lost2", "lost", "never finished."),
                said("a", "p", "The answer."));

        assertThat(answer()).isEqualTo("The answer.");
    }

    @Test
    void aPromptOnABranchThatWasCutOffHasNoAnswer() throws IOException {
        write(user("p", "root", "prompt"), said("lost", "p", "Lost."), user("q", "root", "other"), said("b", "q", "B"));

        assertThat(answer()).isEqualTo("none");
    }

    @Test
    void textThatTheCliMadeIsNotTheModels() throws IOException {
        write(
                user("p", null, "prompt"),
                "{\"type\":\"assistant\",\"uuid\":\"a\",\"parentUuid\":\"p\",\"message\":{\"model\":\"<synthetic>\","
                        + "\"content\":[{\"type\":\"text\",\"text\":\"No response requested.\"}]}}");

        assertThat(answer()).isEmpty();
    }

    @Test
    void aSubagentsLinesAreNotTheConversation() throws IOException {
        write(
                user("p", null, "prompt"),
                said("a", "p", "The answer."),
                said("s", "p", "Of a subagent.").replace("{\"type\"", "{\"isSidechain\":true,\"type\""));

        assertThat(answer()).isEqualTo("The answer.");
    }

    @Test
    void aLineThatAKillCutShortIsPassedOver() throws IOException {
        write(user("p", null, "prompt"), said("a", "p", "The answer."), "{\"type\":\"assistant\",\"uuid\":\"b\",\"par");

        assertThat(answer()).isEqualTo("The answer.");
    }

    @Test
    void aLineThatAKillCutInsideACharacterIsPassedOver() throws IOException {
        write(user("p", null, "prompt"), said("a", "p", "The answer."));
        var file = config.resolve("projects/-srv-chat").resolve(SESSION + ".jsonl");
        var half = new byte[] {(byte) 0xF0, (byte) 0x9F};
        Files.writeString(file, "{\"type\":\"assistant\",\"text\":\"", StandardOpenOption.APPEND);
        Files.write(file, half, StandardOpenOption.APPEND);
        Files.writeString(file, "\n" + said("b", "a", "More."), StandardOpenOption.APPEND);

        assertThat(answer()).isEqualTo("The answer.\n\nMore.");
    }

    @Test
    void linesOfOtherKindsArePassedOver() throws IOException {
        write(
                "{\"type\":\"summary\",\"summary\":\"x\"}",
                "[]",
                "",
                user("p", null, "prompt"),
                said("a", "p", "The answer."),
                "{\"type\":\"file-history-snapshot\",\"messageId\":\"x\"}");

        assertThat(answer()).isEqualTo("The answer.");
    }

    @Test
    void aCompactionInTheMiddleOfATurnCutsNothingFromItsAnswer() throws IOException {
        write(
                user("p", null, "prompt"),
                said("a", "p", "First."),
                "{\"type\":\"system\",\"subtype\":\"compact_boundary\",\"uuid\":\"b\",\"parentUuid\":null,"
                        + "\"logicalParentUuid\":\"a\"}",
                user("c", "b", "What was said so far"),
                said("d", "c", "Last."));

        assertThat(answer()).isEqualTo("First.\n\nLast.");
    }

    @Test
    void whatWasSaidBeforeThePromptIsNotRead() throws IOException {
        write(user("o", null, "mentions p"), called("x", "o", "p", "Bash", "{}"), user("p", "x", "prompt"));

        assertThat(read(SESSION).hasPrompt()).isTrue();
        assertThat(answer()).isEmpty();
    }

    @Test
    void itIsAnsweredOnceTheModelHasSaidTheLastWord() throws IOException {
        var prompt = user("p", null, "prompt");
        var called = called("b", "a", "t1", "Read", "{}");
        var note = "{\"type\":\"system\",\"uuid\":\"z\",\"parentUuid\":\"d\"}";

        for (var lines : List.of(
                List.of(prompt),
                List.of(prompt, said("a", "p", "First."), called),
                List.of(prompt, said("a", "p", "First."), called, result("c", "b", "t1", false)),
                List.of(prompt, said("a", "p", "First."), user("c", "a", "Continue from where you left off.")))) {
            write(lines.toArray(String[]::new));
            assertThat(read(SESSION).isAnswered()).as("%s", lines).isFalse();
        }
        write(
                prompt,
                called("a", "p", "t1", "Read", "{}"),
                result("c", "a", "t1", false),
                said("d", "c", "Done."),
                note);
        assertThat(read(SESSION).isAnswered()).isTrue();
        assertThat(read(SESSION).isInterrupted()).isFalse();
        write(prompt, said("a", "p", "First."), user("b", "a", "[Request interrupted by user]"));
        assertThat(read(SESSION).isAnswered()).isTrue();
        assertThat(read(SESSION).isInterrupted()).isTrue();
    }

    @Test
    void aRingOfParentsEndsTheSearch() throws IOException {
        write(said("a", "b", "A"), said("b", "a", "B"));

        assertThat(answer()).isEqualTo("none");
    }

    @Test
    void aSessionOrPromptThatIsUnknownHasNoAnswer() throws IOException {
        assertThat(answer()).isEqualTo("none");
        write(user("q", null, "other"), said("a", "q", "A"));

        assertThat(answer()).isEqualTo("none");
        assertThat(read(SESSION).hasPrompt()).isFalse();
        assertThat(read(new SessionId("unknown")).answer()).isEmpty();
        assertThat(read(new SessionId("../../etc/passwd")).answer()).isEmpty();
    }

    @Test
    void aSessionIsFoundWhateverDirectoryItBeganIn() throws IOException {
        Files.createDirectories(config.resolve("projects/-srv-another"));
        Files.writeString(config.resolve("projects/not-a-folder"), "");
        write(user("p", null, "prompt"), said("a", "p", "The answer."));

        assertThat(answer()).isEqualTo("The answer.");
    }

    @Test
    void theConfigDirectoryIsTheChildsOwn() {
        assertThat(SessionTranscript.configDirectory(Map.of("HOME", "/home/ann")))
                .isEqualTo(Path.of("/home/ann/.claude"));
        assertThat(SessionTranscript.configDirectory(Map.of("HOME", "/home/ann", "CLAUDE_CONFIG_DIR", "/srv/config")))
                .isEqualTo(Path.of("/srv/config"));
    }

    // What a crash cut off

    @Test
    void aToolThatLeftNoResultMayHaveRun() throws IOException {
        write(user("p", null, "prompt"), called("a", "p", "t1", "Bash", "{\"command\":\"make\"}"));

        assertThat(cutOff(List.of(), List.of())).containsExactly(new InterruptedTool("t1", "💻 Bash: running make"));
    }

    @Test
    void aToolThatLeftItsResultIsDone() throws IOException {
        write(user("p", null, "prompt"), called("a", "p", "t1", "Bash", "{}"), result("b", "a", "t1", false));

        assertThat(cutOff(List.of(), List.of())).isEmpty();
    }

    @Test
    void aCommandThatWasKilledAtTheEndHasNoResult() throws IOException {
        var killed = failed("Exit code 137");
        write(user("p", null, "prompt"), called("a", "p", "t1", "Bash", "{}"), killed);

        assertThat(cutOff(List.of(), List.of())).hasSize(1);
        write(
                user("p", null, "prompt"),
                called("a", "p", "t1", "Bash", "{}"),
                killed,
                said("c", "b", "Out of memory."));
        assertThat(cutOff(List.of(), List.of()))
                .as("the model has seen it already")
                .isEmpty();
    }

    @Test
    void ofToolsThatWorkSideBySideOnlyThoseWithoutAResultMayHaveRun() throws IOException {
        write(
                user("p", null, "prompt"),
                called("a", "p", "t1", "Write", "{\"file_path\":\"/srv/one\"}"),
                called("b", "a", "t2", "Write", "{\"file_path\":\"/srv/two\"}"),
                result("c", "a", "t1", false));

        assertThat(cutOff(List.of(), List.of())).containsExactly(new InterruptedTool("t2", "📝 Write: writing two"));
    }

    @Test
    void aToolThatOnlyReadsMayRunTwice() throws IOException {
        write(user("p", null, "prompt"), called("a", "p", "t1", "Read", "{}"), called("b", "a", "t2", "Grep", "{}"));

        assertThat(cutOff(List.of(), List.of())).isEmpty();
    }

    @Test
    void aToolThatWaitedForAPersonHasNotRun() throws IOException {
        write(user("p", null, "prompt"), called("a", "p", "t1", "Bash", "{}"));

        assertThat(cutOff(List.of("t1"), List.of())).isEmpty();
    }

    @Test
    void toolsOfAnEarlierPromptAreNotThisOnes() throws IOException {
        write(user("o", null, "other"), called("x", "o", "t0", "Bash", "{}"), user("p", "x", "prompt"));

        assertThat(cutOff(List.of(), List.of())).isEmpty();
    }

    @Test
    void aToolThatTheHostSawBeginCountsThoughTheTranscriptIsBehind() throws IOException {
        write(user("p", null, "prompt"));
        var seen = new InterruptedTool("t1", "💻 Bash");

        assertThat(cutOff(List.of(), List.of(seen))).hasSize(1);
        write(user("p", null, "prompt"), called("a", "p", "t1", "Bash", "{}"));
        assertThat(cutOff(List.of(), List.of(seen))).as("once, not twice").hasSize(1);
        write(user("p", null, "prompt"), result("b", "a", "t1", false));
        assertThat(cutOff(List.of(), List.of(seen))).isEmpty();
    }

    @Test
    void withoutATranscriptNothingWasCutOff() throws IOException {
        assertThat(cutOff(List.of(), List.of())).isEmpty();
    }

    @Test
    void aCallThatWasRefusedBecauseNoAnswerCameThroughIsKnownFromItsResult() throws IOException {
        var alone = failed("Tool permission request failed: AbortError: Tool permission stream closed before response");

        write(user("p", null, "prompt"), called("a", "p", "t1", "Bash", "{}"), alone);
        assertThat(hasDenied()).isTrue();
        write(user("p", null, "prompt"), called("a", "p", "t1", "Bash", "{}"), failed("The user says: not now"));
        assertThat(hasDenied()).as("by the person").isFalse();
        write(user("o", null, "other"), called("a", "o", "t1", "Bash", "{}"), alone, user("p", "b", "prompt"));
        assertThat(hasDenied()).as("of an earlier prompt").isFalse();
    }

    @Test
    void aQuestionToTheUserThatWasLeftAloneIsKnownFromItsResult() throws IOException {
        var alone =
                failed("The tool call was interrupted before a result was received. It may or may not have completed");

        write(user("p", null, "prompt"), called("a", "p", "t1", "mcp__switchboard__ask_user", "{}"), alone);
        assertThat(hasDenied()).isTrue();
        write(user("p", null, "prompt"), called("a", "p", "t1", "mcp__other__ask", "{}"), alone);
        assertThat(hasDenied()).as("no question to the user").isFalse();
    }

    @Test
    void aToolOfTheHostThatWasCutOffMayRunAgainUnasked() throws IOException {
        for (var tool : List.of("mcp__switchboard__ask_user", "mcp__switchboard__send_file")) {
            write(user("p", null, "prompt"), called("a", "p", "t1", tool, "{}"));
            assertThat(cutOff(List.of(), List.of())).as(tool).isEmpty();
        }
    }

    private boolean hasDenied() throws IOException {
        return read(SESSION).hasDenied();
    }

    private static String failed(String why) {
        return result("b", "a", "t1", true).replace("\"is_error\"", "\"content\":\"" + why + "\",\"is_error\"");
    }

    private List<InterruptedTool> cutOff(List<String> cleared, List<InterruptedTool> begun) throws IOException {
        return read(SESSION).cutOff(job(cleared, begun));
    }

    private static AgentProtocol.Job job(List<String> cleared, List<InterruptedTool> begun) {
        var session =
                new Session(SESSION, Session.FIRST_AGENT, true, Path.of("/srv/chat"), null, null, Instant.EPOCH, 0);
        return new AgentProtocol.Job(
                PROMPT, List.of(new Content.Text("prompt")), true, session, true, cleared, begun, false);
    }

    private static String called(String uuid, String parent, String id, String tool, String input) {
        return "{\"type\":\"assistant\",\"uuid\":\"" + uuid + "\",\"parentUuid\":" + quoted(parent)
                + ",\"message\":{\"content\":[{\"type\":\"tool_use\",\"id\":\"" + id + "\",\"name\":\"" + tool
                + "\",\"input\":" + input + "}]}}";
    }

    private static String result(String uuid, String parent, String id, boolean failed) {
        return "{\"type\":\"user\",\"uuid\":\"" + uuid + "\",\"parentUuid\":" + quoted(parent)
                + ",\"message\":{\"content\":[{\"type\":\"tool_result\",\"tool_use_id\":\"" + id
                + "\",\"is_error\":" + failed + "}]}}";
    }

    private String answer() throws IOException {
        return read(SESSION).answer().orElse("none");
    }

    private SessionTranscript read(SessionId session) throws IOException {
        return SessionTranscript.read(PROMPT, session, config);
    }

    private void write(String... lines) throws IOException {
        var folder = Files.createDirectories(config.resolve("projects/-srv-chat"));
        Files.writeString(folder.resolve(SESSION + ".jsonl"), String.join("\n", lines));
    }

    private static String user(String uuid, @Nullable String parent, String text) {
        return "{\"type\":\"user\",\"uuid\":\"" + uuid + "\",\"parentUuid\":" + quoted(parent)
                + ",\"message\":{\"role\":\"user\",\"content\":\"" + text + "\"}}";
    }

    private static String said(String uuid, String parent, String text) {
        return "{\"type\":\"assistant\",\"uuid\":\"" + uuid + "\",\"parentUuid\":" + quoted(parent)
                + ",\"message\":{\"model\":\"claude-opus-5-5\",\"content\":[{\"type\":\"text\",\"text\":\"" + text
                + "\"}]}}";
    }

    private static String quoted(@Nullable String text) {
        return text == null ? "null" : "\"" + text + "\"";
    }
}

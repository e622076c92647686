package switchboard.claude;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import switchboard.model.Session;
import switchboard.model.TurnId;

class SessionEntryTest {

    private static final Instant NOW = Instant.EPOCH;

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path config;

    private final Session source = ClaudeFixture.fresh().usedAt(NOW);
    private final Session copy = source.fork(null, null, NOW);

    @BeforeEach
    void begin() throws IOException {
        Files.createDirectories(config.resolve("projects/-srv"));
    }

    @Test
    void aSessionIsBegunAndThenResumed() throws IOException {
        var fresh = ClaudeFixture.fresh();

        assertThat(find(fresh)).isEqualTo(new SessionEntry.Begin(fresh.id()));
        assertThat(find(source)).isEqualTo(new SessionEntry.Resume(source.id()));
    }

    @Test
    void aCopyIsOneOfAll() throws IOException {
        write(source, user("p", ""), assistant("a", "p"));

        assertThat(find(copy)).isEqualTo(new SessionEntry.Copy(source.id(), null, copy.id()));
    }

    @Test
    void aCopyThatEndsBeforeAPromptEndsWithWhatWasSaidLast() throws IOException {
        write(
                source,
                user("p", ""),
                attachment("x", "p"),
                assistant("a", "x"),
                attachment("y", "a"),
                user("q", "y"),
                assistant("b", "q"));

        assertThat(find(before("q"))).extracting(SessionEntryTest::end).isEqualTo("a");
    }

    @Test
    void aCopyThatEndsAfterAStopHasTheStop() throws IOException {
        write(
                source,
                user("p", ""),
                assistant("call", "p"),
                user("result", "call"),
                user("stop", "result"),
                user("q", "stop"));

        assertThat(find(before("q"))).extracting(SessionEntryTest::end).isEqualTo("stop");
    }

    @Test
    void aPromptThatWasSentAgainIsWhereItWasSentLast() throws IOException {
        write(
                source,
                user("p", ""),
                assistant("a", "p"),
                user("q", "a"),
                assistant("b", "a"),
                user("q", "b"),
                assistant("c", "q"));

        assertThat(find(before("q"))).extracting(SessionEntryTest::end).isEqualTo("b");
    }

    @Test
    void aCopyUntilATimeHasNothingThatWasSaidLaterAndNoToolAtWork() throws IOException {
        write(
                source,
                at(0, user("p", "")),
                at(1, assistant("a", "p")),
                at(2, user("q", "a")),
                at(3, tool("call", "q", "assistant", "tool_use")),
                at(4, tool("result", "call", "user", "tool_result")),
                at(5, assistant("b", "result")),
                at(6, user("secret", "b")));

        assertThat(endUntil(5)).isEqualTo("b");
        assertThat(endUntil(4)).as("a tool has just ended").isEqualTo("q");
        assertThat(endUntil(3)).as("a tool is at work").isEqualTo("q");
        assertThat(endUntil(1)).isEqualTo("a");
        assertThat(endUntil(60)).isEqualTo("secret");
        var session = until(-1);
        assertThat(find(session)).as("nothing was said").isEqualTo(new SessionEntry.Begin(session.id()));
    }

    @Test
    void aCopyUntilATimeOfWhatIsGoneIsClaudesToRefuse() throws IOException {
        var session = until(1);

        assertThat(find(session)).isEqualTo(new SessionEntry.Copy(source.id(), null, session.id()));
    }

    private @Nullable String endUntil(int second) throws IOException {
        return end(find(until(second)));
    }

    private Session until(int second) {
        return source.forkNow(NOW.plusSeconds(second));
    }

    private static String at(int second, String entry) {
        return entry.replaceFirst("\\{", "{\"timestamp\":\"" + NOW.plusSeconds(second) + "\",");
    }

    private static String tool(String uuid, String parent, String type, String block) {
        return entry(type, uuid, parent)
                .replaceFirst("\\{", "{\"message\":{\"content\":[{\"type\":\"" + block + "\"}]},");
    }

    @Test
    void whatSubagentsSayEndsNoCopy() throws IOException {
        write(
                source,
                user("p", ""),
                assistant("a", "p"),
                assistant("s", "a").replace("{", "{\"isSidechain\":true,"),
                user("q", "s"));

        assertThat(find(before("q"))).extracting(SessionEntryTest::end).isEqualTo("a");
    }

    @Test
    void beforeTheFirstPromptThereIsNothingToCopy() throws IOException {
        write(source, attachment("x", ""), user("p", "x"), assistant("a", "p"));
        var session = before("p");

        assertThat(find(session)).isEqualTo(new SessionEntry.Begin(session.id()));
    }

    @Test
    void anEndThatIsNotThereIsClaudesToRefuse() throws IOException {
        write(source, user("p", ""), assistant("a", "p"));

        assertThat(find(before("q"))).extracting(SessionEntryTest::end).isEqualTo("q");
    }

    @Test
    void withoutATranscriptClaudeRefusesTheCopy() throws IOException {
        assertThat(find(before("q"))).isInstanceOf(SessionEntry.Copy.class);
        assertThat(find(copy)).isEqualTo(new SessionEntry.Copy(source.id(), null, copy.id()));
    }

    @Test
    void aCopyInWhichSomethingWasSaidIsResumed() throws IOException {
        write(source, user("p", ""), assistant("a", "p"));
        write(copy, user("p", ""), assistant("a", "p"), user("q", "a"));

        assertThat(find(copy.usedAt(NOW))).isEqualTo(new SessionEntry.Resume(copy.id()));
        assertThat(find(copy))
                .as("Claude Code says that the id is in use, and the prompt is sent again")
                .isInstanceOf(SessionEntry.Copy.class);
    }

    @Test
    void theBeginningOfACopyThatAKillHasLeftIsMadeAgain() throws IOException {
        write(source, user("p", ""), assistant("a", "p"), user("r", "a"), assistant("b", "r"));
        var half = write(copy, "{\"type\":\"custom-title\"}", user("p", ""), assistant("a", "p"));
        var before = Files.readAllLines(transcript(source));

        assertThat(find(copy.usedAt(NOW))).isEqualTo(new SessionEntry.Copy(source.id(), null, copy.id()));
        assertThat(half).doesNotExist();
        assertThat(Files.readAllLines(transcript(source))).isEqualTo(before);
    }

    @Test
    void aCopyWhoseFirstPromptWasStoppedBeforeClaudeHadItIsMadeByTheNext() throws IOException {
        write(source, user("p", ""), assistant("a", "p"));

        assertThat(find(copy.usedAt(NOW))).isEqualTo(new SessionEntry.Copy(source.id(), null, copy.id()));
    }

    @Test
    void aCopyOutlivesWhatItIsACopyOf() throws IOException {
        write(copy, user("p", ""), assistant("a", "p"));

        assertThat(find(copy.usedAt(NOW))).isEqualTo(new SessionEntry.Resume(copy.id()));
    }

    private Session before(String prompt) {
        return source.fork(new TurnId(prompt), null, NOW);
    }

    private SessionEntry find(Session session) throws IOException {
        return SessionEntry.find(session, config);
    }

    private static @Nullable String end(SessionEntry entry) {
        return ((SessionEntry.Copy) entry).upTo();
    }

    private Path write(Session session, String... lines) throws IOException {
        return Files.write(transcript(session), List.of(lines));
    }

    private Path transcript(Session session) {
        return config.resolve("projects/-srv").resolve(session.id() + ".jsonl");
    }

    private static String user(String uuid, String parent) {
        return entry("user", uuid, parent);
    }

    private static String assistant(String uuid, String parent) {
        return entry("assistant", uuid, parent);
    }

    private static String attachment(String uuid, String parent) {
        return entry("attachment", uuid, parent);
    }

    private static String entry(String type, String uuid, String parent) {
        return StreamJson.object()
                .put("parentUuid", parent.isEmpty() ? null : parent)
                .put("type", type)
                .put("uuid", uuid)
                .toString();
    }
}

package switchboard.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChatStateJsonTest {

    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final Instant NOW = Instant.parse("2026-11-22T10:00:00.123456Z");
    private static final Session SESSION =
            session(9_000_000, new Origin(new SessionId("source"), new TurnId("turn-0")), "We were at tea.");

    @Test
    void aFullStateIsTheSameAfterARoundTrip() throws IOException {
        var state = full();

        assertThat(ChatStateJson.read(json(ChatStateJson.write(state, NOW)))).isEqualTo(state);
    }

    @Test
    void anEmptyStateIsTheSameAfterARoundTrip() throws IOException {
        var state = ChatState.of(new ChatId(-100123, 77), Session.fresh(Path.of("/work"), null, NOW));

        assertThat(ChatStateJson.read(json(ChatStateJson.write(state, NOW)))).isEqualTo(state);
    }

    @Test
    void theFiveFieldsOfThePlanHaveTheirNames() throws IOException {
        var file = json(ChatStateJson.write(ChatState.of(ChatId.of(42), SESSION), NOW));

        assertThat(file.path("version").asInt()).isEqualTo(1);
        assertThat(file.path("chat_id").isIntegralNumber()).isTrue();
        assertThat(file.path("chat_id").asLong()).isEqualTo(42);
        assertThat(file.path("session_id").asText()).isEqualTo(SESSION.id().value());
        assertThat(file.path("working_dir").asText()).isEqualTo("/work/a b");
        assertThat(file.path("saved_at").asText()).isEqualTo("2026-11-22T10:00:00.123456Z");
        assertThat(file.has("thread_id")).isFalse();
        assertThat(json(ChatStateJson.write(ChatState.of(new ChatId(42, 7), SESSION), NOW))
                        .path("thread_id")
                        .asLong())
                .isEqualTo(7);
    }

    @Test
    void aFileOfTheTypeScriptBotLoads() throws IOException {
        var state = ChatStateJson.read(file("typescript-bot.json"));

        var saved = Instant.parse("2026-01-02T03:04:05.678Z");
        assertThat(state.id()).isEqualTo(ChatId.of(123456789));
        assertThat(state.session())
                .isEqualTo(new Session(
                        new SessionId("abc-def"),
                        Session.FIRST_AGENT,
                        true,
                        Path.of("/home/ada/project"),
                        null,
                        null,
                        saved,
                        0));
        assertThat(state.receipts().lastActivity()).isEqualTo(saved);
        assertThat(state.settings()).isEqualTo(Settings.NONE);
        assertThat(state.atRest()).isTrue();
    }

    @Test
    void aTopicOfAnEarlierVersionHasItsChatsTitle() throws IOException {
        var state = ChatStateJson.read(json("""
                {"version": 1, "chat_id": -1001, "thread_id": 77, "session_id": "abc-def", "working_dir": "/home/ada",
                 "chat_title": "Dev"}"""));

        assertThat(state.chatName()).isEqualTo("Dev › Topic 77");
        var named = state.with(ChatState::address, address -> address.topicNamed("Bugs"));
        assertThat(ChatStateJson.read(json(ChatStateJson.write(named, NOW)))).isEqualTo(named);
        assertThat(json(ChatStateJson.write(named, NOW)).path("topic_name").asText())
                .isEqualTo("Bugs");
    }

    @Test
    void aPromptWithoutContentIsRefused() throws IOException {
        var file = (ObjectNode) json(ChatStateJson.write(full(), NOW));
        ((ObjectNode) file.at("/flight/prompt")).putArray("content");

        assertThatThrownBy(() -> ChatStateJson.read(file))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("a prompt without content");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "typescript-bot.json",
                "every-part-paused.json",
                "every-part-with-text-prompts.json",
                "every-part.json"
            })
    void aFileOfEachVersionIsTheSameAfterARoundTrip(String name) throws IOException {
        var state = ChatStateJson.read(file(name));

        assertThat(ChatStateJson.read(json(ChatStateJson.write(state, NOW)))).isEqualTo(state);
    }

    @Test
    void aFileOfThisVersionLoadsWithEveryPart() throws IOException {
        assertThat(ChatStateJson.read(file("every-part.json")))
                .isEqualTo(full().with(
                                ChatState::receipts,
                                receipts -> receipts.began(new OpenCommand("diff", "staged", List.of(), "m9"))));
    }

    /** The file is of the version whose prompts were texts, and which kept field by field what its view wanted to find again. */
    @Test
    void aFileOfAnEarlierVersionLoadsWithEveryPart() throws IOException {
        var memo = new Memo(
                json("{'chat': '-1001234567890', 'open': ['message-11', 'message-12']}"),
                Map.of(
                        new TurnId("turn-0"),
                                json("{'chat': '-1001234567890', 'live': 'live-0', 'parts': ['m9', 'sending']}"),
                        new TurnId("turn-1"), json("{'chat': '-1001234567890', 'live': 'live-9'}"),
                        new TurnId("turn-2"), json("{'chat': '-1001234567890', 'live': 'live-10'}")));

        assertThat(ChatStateJson.read(file("every-part-with-text-prompts.json")))
                .isEqualTo(full(
                                session(0),
                                memo,
                                List.of(),
                                null,
                                List.of(new Content.Text("and then?")),
                                List.of(),
                                Originals.NONE,
                                KnownTranscripts.NOTHING)
                        .with(
                                ChatState::usage,
                                usage -> new Usage(9, 1.5, 100, 0.5, 200, 300, LocalDate.EPOCH, 0.25, null))
                        .with(ChatState::queue, queue -> queue.survived()));
    }

    @Test
    void whatAnEarlierVersionHadPausedIsOnHoldInTheSessionItWasAskedFor() throws IOException {
        var file = (ObjectNode) json(ChatStateJson.write(full(), NOW));
        file.put("paused", true).putNull("held");

        var state = ChatStateJson.read(file);
        assertThat(state.onHold().map(Prompt::id)).containsExactly(new TurnId("turn-2"), new TurnId("turn-3"));
        assertThat(state.held())
                .extracting(placed -> placed.where().id().value())
                .containsExactly(SESSION.id().value(), "then");
        assertThat(state.waiting()).isEmpty();
        assertThat(state.queue().moves()).hasSize(1);
        assertThat(state.receipts().stop()).isEqualTo(6_000_000_000L);
        assertThat(ChatStateJson.read(json(ChatStateJson.write(state, NOW)))).isEqualTo(state);
    }

    @Test
    void fieldsOfALaterVersionArePassedOver() throws IOException {
        var file = (ObjectNode) json(ChatStateJson.write(full(), NOW));
        file.put("mood", "sunny").putObject("extra").put("deep", 1);
        file.withObject("/flight").put("color", "red");

        assertThat(ChatStateJson.read(file)).isEqualTo(full());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[]",
                "null",
                "\"text\"",
                "{}",
                "{'version': 2, 'chat_id': 1, 'session_id': 'a', 'working_dir': '/'}",
                "{'version': 1, 'session_id': 'a', 'working_dir': '/'}",
                "{'version': 1, 'chat_id': 'x', 'session_id': 'a', 'working_dir': '/'}",
                "{'version': 1, 'chat_id': 1, 'session_id': ' ', 'working_dir': '/'}",
                "{'version': 1, 'chat_id': 1, 'session_id': 'a'}",
                "{'version': 1, 'chat_id': 1, 'session_id': 'a', 'working_dir': '/', 'saved_at': 'yesterday'}",
                "{'version': 1, 'chat_id': 1, 'session_id': 'a', 'working_dir': '/\\u0000'}",
                "{'version': 1, 'chat_id': 1, 'session_id': 'a', 'working_dir': '/', 'inbox': 'none'}",
                "{'version': 1, 'chat_id': 1, 'session_id': 'a', 'working_dir': '/', 'inbox': [{'kind': 'wish'}]}"
            })
    void aWrongFileIsRefusedInOneSentence(String text) throws IOException {
        var file = json(text.replace('\'', '"'));

        assertThatThrownBy(() -> ChatStateJson.read(file))
                .isInstanceOf(IOException.class)
                .message()
                .isNotBlank()
                .doesNotContain("\n");
    }

    private static ChatState full() {
        return full(
                        SESSION,
                        new Memo(
                                JsonNodeFactory.instance.objectNode().put("open", 11),
                                Map.of(new TurnId("turn-2"), TextNode.valueOf("a notice"))),
                        List.of(new InterruptedTool("toolu_2", "💻 Bash: make")),
                        5000L,
                        List.of(
                                new Content.Quote(Content.Quote.Origin.MESSAGE, "Bob", "It fails"),
                                new Content.Attachment(
                                        "file-1", Content.Attachment.Kind.VOICE, "a.ogg", "audio/ogg", 1234L, "v9"),
                                new Content.Text("and then?")),
                        List.of(
                                new OutgoingFile(
                                        "f1",
                                        Path.of("/files/.out/-100/f1"),
                                        "a plot.png",
                                        "*here*",
                                        1234,
                                        "m1",
                                        new OutgoingFile.Call(new TurnId("turn-1"), List.of("r1", "r2"), true),
                                        true,
                                        "m5"),
                                OutgoingFile.asked("f2", Path.of("/files/.out/-100/f2"), "notes.txt", 5, null)),
                        new Originals(List.of(
                                Original.of(wording("m0"), Original.Kind.COMMAND),
                                Original.prompt(
                                        new Wording("111", 1, List.of(piece("m2", ""), piece("m3", "\n"))),
                                        new TurnId("turn-3")),
                                Original.prompt(wording("m1"), new TurnId("turn-1"))
                                        .in(SESSION.id())
                                        .edited(piece("m1", ""), List.of(new Content.Text("what is that?"))))),
                        new KnownTranscripts(List.of(
                                new KnownTranscripts.Recording("v1", "fix the build", true),
                                new KnownTranscripts.Recording("v2", "and the docs", false))))
                .with(
                        ChatState::shortcuts,
                        shortcuts ->
                                shortcuts.with(List.of(Shortcut.to("what is this?", List.of(new Content.Text("so"))))))
                .with(ChatState::offers, offers -> offers.make(offer("o1")))
                .with(ChatState::offers, offers -> offers.receive(offer("o2")))
                .with(ChatState::offers, offers -> offers.answer("o3"))
                .with(ChatState::bookmarks, bookmarks -> bookmarks.with(Path.of("/work/a b")))
                .with(ChatState::bookmarks, bookmarks -> bookmarks.with(Path.of("/work/docs")))
                .changed(
                        new TurnId("turn-1"),
                        new FileChanges(
                                List.of(
                                        new FileState(Path.of("/work/a b/x.txt"), 7, NOW, "ab12"),
                                        FileState.missing(Path.of("/work/a b/gone.txt"))),
                                80,
                                12,
                                true,
                                List.of(),
                                List.of(Path.of("/work/a b/x.txt"))),
                        new Cost(20_000, 1, 1, 1, 1, 1),
                        NOW)
                .with(ChatState::changes, changes -> changes.puttingBack(new TurnId("turn-1")))
                .with(
                        ChatState::shell,
                        shell -> shell.ask(
                                new ShellRequest("k1", "rm -r out", Path.of("/work/a b"), "m4", "This goes far.")))
                .with(
                        ChatState::shell,
                        shell -> shell.run(new ShellRequest("k2", "make", Path.of("/work/a b"), null, null)))
                .with(
                        ChatState::sessions,
                        sessions -> sessions.expecting(new SessionImport(
                                new SessionId("coming"),
                                new Content.Attachment("file-9", Content.Attachment.Kind.FILE, "s.zip", null, 77L),
                                Path.of("/work/a b"),
                                "m7",
                                NOW)));
    }

    private static SessionOffer offer(String key) {
        var origin = new Origin(new SessionId("source"), null, NOW);
        var copy = new Session(
                new SessionId("copy"), Session.FIRST_AGENT, false, Path.of("/copy"), null, null, NOW, 0, origin, null);
        return new SessionOffer(key, ChatId.of(-5), new ChatId(-6, 7), "Ada", "Home", "Tea", copy, NOW);
    }

    private static Wording wording(String message) {
        return new Wording("111", 0, List.of(piece(message, "")));
    }

    private static Wording.Piece piece(String message, String gap) {
        var file = new Content.Attachment("file-2", Content.Attachment.Kind.PHOTO, null, null, null);
        return new Wording.Piece(message, "w" + message, "f" + message, gap, List.of(file, new Content.Text("so")));
    }

    /**
     * @param shown null in files of a version that knew no askers either
     * @param asked the content of a prompt that waits
     */
    private static ChatState full(
            Session session,
            Memo memo,
            List<InterruptedTool> seen,
            @Nullable Long shown,
            List<Content> asked,
            List<OutgoingFile> files,
            Originals originals,
            KnownTranscripts heard) {
        var asking = new Prompt(new TurnId("turn-1"), "what is\nthis? 🙂", true, "m1", NOW);
        var prompt = shown == null ? asking : asking.by(People.BOB);
        var waiting = new Prompt(new TurnId("turn-2"), "/compact", false, null, NOW);
        var cost = new Cost(1, 2, 3, 4, 5, 0.125);
        return new ChatState(
                new Address(new ChatId(-1001234567890L, 0), new ChatName("Family", "topic"), ChatId.of(-100)),
                new Sessions(session, List.of(session("old", true))),
                Offers.NONE,
                new Settings(
                        "opus",
                        "high",
                        PermissionMode.ACCEPT_EDITS,
                        List.of(new Rule("Bash", "git *"), new Rule("Read", null))),
                new Usage(
                        9,
                        1.5,
                        100,
                        0.5,
                        200,
                        300,
                        LocalDate.EPOCH,
                        0.25,
                        new Budget(new DayLimit(5), LocalDate.EPOCH, LocalDate.EPOCH.plusDays(1))),
                new Queue(
                        List.of(
                                waiting,
                                new SessionSwitch(session("there", false)),
                                new Placed(
                                        new Prompt(new TurnId("turn-3"), asked, true, "m2", NOW),
                                        session("then", true))),
                        new CurrentTurn(prompt, session, true, 2, List.of("toolu_1"), true, seen, 1, shown),
                        List.of(new Placed(prompt("turn-4"), session("held", true))),
                        List.of(new Content.Text("what is this?"))),
                new Receipts(List.of(1L, 5_000_000_000L), 6_000_000_000L, NOW, originals, heard, List.of()),
                new Answers(
                        List.of(
                                new PendingAnswer(
                                        new TurnId("turn-0"), Outcome.failed("half", "No network."), cost, "m0", NOW),
                                new PendingAnswer(new TurnId("turn-x"), Outcome.answered("x"), Cost.NONE, null, NOW)),
                        "No network.",
                        files),
                memo,
                new Shortcuts(List.of(Shortcut.to("~/a directory with a long name"))),
                Bookmarks.NONE,
                ChangeLog.NONE,
                ShellCommands.NONE);
    }

    private static Prompt prompt(String id) {
        return new Prompt(new TurnId(id), "and then?", true, "m2", NOW);
    }

    private static Session session(long shown) {
        return session(shown, null, null);
    }

    private static Session session(long shown, @Nullable Origin origin, @Nullable String brief) {
        return new Session(
                new SessionId("8a1ac43c-0000-4000-8000-000000000001"),
                Session.FIRST_AGENT,
                true,
                Path.of("/work/a b"),
                "Docs",
                "hello",
                NOW,
                shown,
                origin,
                brief);
    }

    private static Session session(String id, boolean used) {
        return new Session(new SessionId(id), Session.FIRST_AGENT, used, Path.of("/" + id), null, null, NOW, 0);
    }

    private static JsonNode file(String name) throws IOException {
        try (var file = ChatStateJsonTest.class.getResourceAsStream("session-files/" + name)) {
            return MAPPER.readTree(file);
        }
    }

    private static JsonNode json(String text) throws IOException {
        return MAPPER.readTree(text.startsWith("{'") ? text.replace('\'', '"') : text);
    }
}

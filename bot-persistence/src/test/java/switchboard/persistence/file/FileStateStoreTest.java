package switchboard.persistence.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.Done;
import org.apache.pekko.persistence.state.exception.DeleteRevisionException;
import org.junit.jupiter.api.Test;
import switchboard.chat.Ledger;
import switchboard.model.ChatId;
import switchboard.model.ChatState;
import switchboard.model.SessionId;

final class FileStateStoreTest extends StoreFixture {

    private static final ChatId CHAT = ChatId.of(123);
    private static final String ID = Ledger.persistenceId(CHAT).id();

    @Test
    void aFullChatComesBackAsItWas() {
        var state = full(new ChatId(-100123, 77));
        assertThat(state).hasNoNullFieldsOrPropertiesExcept("lastError");
        assertThat(state.past()).isNotEmpty();
        assertThat(state.queue().inbox()).hasSize(2);
        assertThat(state.held()).hasSize(1);
        store(open(), state, 1);
        assertThat(load(open(), state.id())).isEqualTo(state);
        assertThat(names(directory())).containsExactly("-100123_77.json");
    }

    @Test
    void theFileHasThePlansFieldsAndARevision() throws IOException {
        store(open(), fresh(CHAT), 1);
        var json = new ObjectMapper().readTree(file("123.json").toFile());
        assertThat(json.path("version").asInt()).isEqualTo(1);
        assertThat(json.path("chat_id").asLong()).isEqualTo(123);
        assertThat(json.path("working_dir").asText()).isEqualTo("/work/project");
        assertThat(json.path("saved_at").asText()).isEqualTo(NOW.toString());
        assertThat(json.path("revision").asLong()).isEqualTo(1);
    }

    @Test
    void aFileOfTheTypeScriptBotLoadsAndIsWrittenOn() {
        write("123.json", """
                {"version":1,"chat_id":123,"session_id":"abc123","saved_at":"2024-01-01T12:00:00.123Z",
                "working_dir":"/Users/htlin/project-a"}""");
        var store = open();
        var state = load(store, CHAT);
        assertThat(state.session().id()).isEqualTo(new SessionId("abc123"));
        assertThat(state.session().used()).isTrue();
        assertThat(state.session().directory()).hasToString("/Users/htlin/project-a");
        assertThat(state.receipts().lastActivity()).isEqualTo("2024-01-01T12:00:00.123Z");
        assertThat(revision(store, CHAT)).isEqualTo(1);

        store(store, state.with(ChatState::sessions, sessions -> sessions.titled("mine")), 2);
        assertThat(revision(store, CHAT)).isEqualTo(2);
    }

    @Test
    void aChatWithoutAFileIsEmptyAtRevisionZero() {
        var found = await(open().getObject(ID));
        assertThat(found.value()).isEmpty();
        assertThat(found.revision()).isZero();
    }

    @Test
    void aSecondWriterIsRefusedAndChangesNothing() throws IOException {
        var store = open();
        store(store, fresh(CHAT), 1);
        store(store, fresh(CHAT), 2);
        var before = Files.readString(file("123.json"));
        for (var stale : List.of(1L, 2L, 4L)) {
            assertThatIllegalStateException()
                    .isThrownBy(() -> store(store, full(CHAT), stale))
                    .withMessageContaining("123.json is at revision 2");
        }
        assertThat(file("123.json")).hasContent(before);
    }

    @Test
    void writesOfOneChatKeepTheirOrder() {
        var store = open();
        var writes = new ArrayList<CompletionStage<Done>>();
        for (var revision = 1; revision <= 50; revision++) {
            var title = "title " + revision;
            var titled = fresh(CHAT).with(ChatState::sessions, sessions -> sessions.titled(title));
            writes.add(store.upsertObject(ID, revision, titled, Ledger.TAG));
        }
        writes.forEach(StoreFixture::await);
        assertThat(load(store, CHAT).session().title()).isEqualTo("title 50");
    }

    @Test
    void filesAndDirectoriesAreTheirOwnersAlone() {
        store(open(), fresh(CHAT).accept(prompt("x".repeat(70_000))), 1);
        assertThat(mode(directory())).isEqualTo("rwx------");
        assertThat(mode(file("123.json"))).isEqualTo("rw-------");
        assertThat(mode(file("bodies"))).isEqualTo("rwx------");
        assertThat(mode(file("bodies/123"))).isEqualTo("rwx------");
        assertThat(names(file("bodies/123")))
                .singleElement()
                .satisfies(name -> assertThat(mode(file("bodies/123/" + name))).isEqualTo("rw-------"));
    }

    @Test
    void aReaderNeverSeesHalfAFile() throws IOException {
        var store = open();
        var mapper = new ObjectMapper();
        store(store, fresh(CHAT), 1);
        var writes = new ArrayList<CompletionStage<Done>>();
        for (var revision = 2; revision <= 200; revision++) {
            var state = fresh(CHAT).accept(prompt("y".repeat(revision * 300)));
            writes.add(store.upsertObject(ID, revision, state, Ledger.TAG));
        }
        var last = writes.getLast().toCompletableFuture();
        var seen = 0L;
        var finished = false;
        while (!finished) {
            finished = last.isDone();
            var revision = mapper.readTree(Files.readAllBytes(file("123.json")))
                    .path("revision")
                    .asLong();
            assertThat(revision).isGreaterThanOrEqualTo(Math.max(1, seen));
            seen = revision;
        }
        assertThat(seen).isEqualTo(200);
        assertThat(names(directory())).containsExactly("123.json");
    }

    @Test
    void whatACrashLeftHalfWrittenGoesAtTheStart() throws IOException {
        write("123.json.4711.tmp", "{\"ver");
        write("notes.tmp", "someone else's");
        Files.createDirectories(file("bodies/123"));
        write("bodies/123/abc.txt.4711.tmp", "half");
        assertThat(revision(open(), CHAT)).isZero();
        assertThat(names(directory())).containsExactly("bodies", "notes.tmp");
        assertThat(names(file("bodies/123"))).isEmpty();
    }

    @Test
    void halfASurrogatePairDoesNotStopAChat() {
        var store = open();
        store(store, fresh(CHAT).with(ChatState::sessions, sessions -> sessions.titled("cut \ud83d")), 1);
        assertThat(load(store, CHAT).session().title()).isEqualTo("cut ?");
    }

    @Test
    @SuppressWarnings("deprecation")
    void aDeletedChatLeavesNothing() {
        var store = open();
        store(store, fresh(CHAT).accept(prompt("x".repeat(70_000))), 1);
        await(store.deleteObject(ID));
        assertThat(file("123.json")).doesNotExist();
        assertThat(file("bodies/123")).doesNotExist();
        assertThat(revision(store, CHAT)).isZero();
        await(store.deleteObject(ID));
    }

    @Test
    void aChatIsDeletedAtItsRevisionOrTheNextAndAtNoOther() {
        var store = open();
        store(store, fresh(CHAT), 1);
        store(store, fresh(CHAT), 2);
        for (var wrong : List.of(1L, 4L)) {
            assertThatThrownBy(() -> await(store.deleteObject(ID, wrong)))
                    .isInstanceOf(DeleteRevisionException.class)
                    .hasMessageContaining("is at revision 2");
        }
        await(store.deleteObject(ID, 3));
        assertThat(file("123.json")).doesNotExist();
        store(store, fresh(CHAT), 1);
        await(store.deleteObject(ID, 1));
        assertThat(file("123.json")).doesNotExist();
    }

    @Test
    void whatIsNoChatIsRefused() {
        var store = open();
        for (var id : List.of("Chat|12abc", "Chat|", "Chat|../../etc/passwd", "Order|12", "12", "Chat|007")) {
            assertThatThrownBy(() -> await(store.getObject(id)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("chats only");
        }
        for (var value : List.of("text", fresh(ChatId.of(5)))) {
            assertThatThrownBy(() -> await(store.upsertObject(ID, 1, value, Ledger.TAG)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("chat 123");
        }
        assertThat(names(directory())).isEmpty();
    }
}

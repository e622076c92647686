package switchboard.chat;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import switchboard.archive.SessionExports;
import switchboard.archive.Transcripts;
import switchboard.chat.ChatProtocol.Replied;
import switchboard.model.ChatId;
import switchboard.model.ChatState;
import switchboard.model.Content;
import switchboard.model.Secrets;
import switchboard.model.Session;
import switchboard.model.SessionId;
import switchboard.text.ExplainedException;

/** Sessions that come as files: the file is fetched, the session taken over and entered, whatever is killed in between. */
class ImportedSessionsTest extends ChatFixture {

    private static final String SAID = "{\"type\":\"user\",\"uuid\":\"u1\",\"parentUuid\":null,"
            + "\"message\":{\"role\":\"user\",\"content\":\"the plum is ripe\"}}\n";

    private Content.Attachment zip = new Content.Attachment("", Content.Attachment.Kind.FILE, null, null, null);

    @BeforeEach
    void offer() throws IOException, ExplainedException {
        zip = world.attachments.offer("shop.zip", archive("claude", SAID));
    }

    @Test
    void theChatEntersItAndTheNextPromptContinuesIt() throws IOException {
        world.ended(world.submit("before"));
        var before = state().session().id();
        world.invoke("import", zip);
        assertThat(reply()).isEqualTo("📥 Getting the session from shop.zip. I'll switch to it when it's here.");
        assertThat(reply()).startsWith("Now in “Shop”, `").endsWith("/resume goes back.");

        var session = state().session();
        assertThat(session.used()).isTrue();
        assertThat(session.opening()).isEqualTo("fix it");
        assertThat(state().past()).extracting(Session::id).containsExactly(before);
        assertThat(transcript(session.id()))
                .content()
                .contains("the plum is ripe", session.id().value());
        var next = world.submit("hold");
        assertThat(world.running(next).launch().command()).contains("--resume=" + session.id());
    }

    @Test
    void killedWhileTheFileIsFetchedItComesOnceItIsThere() throws IOException {
        world.attachments.hold(zip);
        world.invoke("import", zip);
        reply();
        Awaitility.await().until(() -> !world.attachments.begun().isEmpty());
        var id = Objects.requireNonNull(state().sessions().coming()).session();
        world.kill();
        world.attachments.release(zip);
        world.restart();
        world.deliver(new ChatProtocol.Wake());

        assertThat(reply()).startsWith("Now in “Shop”");
        assertThat(state().session().id()).isEqualTo(id);
        assertThat(transcript(id)).exists();
    }

    @Test
    void killedOnceItIsTakenOverButNotEnteredItIsTakenOverAgainAndNotTwice() throws IOException {
        world.attachments.hold(zip);
        world.invoke("import", zip);
        reply();
        var id = Objects.requireNonNull(state().sessions().coming()).session();
        world.store.hold();
        world.attachments.release(zip);
        Awaitility.await().until(world.store::isHolding);
        assertThat(transcript(id)).exists();
        world.kill();
        world.store.lose();
        assertThat(state().session().used()).isFalse();
        world.restart();
        world.deliver(new ChatProtocol.Wake());

        assertThat(reply()).startsWith("Now in “Shop”");
        assertThat(state().session().id()).isEqualTo(id);
        assertThat(folder(transcript(id)))
                .filteredOn(each -> each.toString().contains(id.value()))
                .hasSize(1);
    }

    @Test
    void onceItIsEnteredARestartDoesNotTakeItOverAgain() throws IOException {
        world.invoke("import", zip);
        reply();
        reply();
        var id = state().session().id();
        Files.writeString(transcript(id), SAID + SAID);
        world.kill();
        world.restart();
        world.ended(world.submit("next"));

        assertThat(state().session().id()).isEqualTo(id);
        assertThat(Files.readString(transcript(id))).startsWith(SAID + SAID);
        assertThat(world.attachments.begun()).hasSize(1);
    }

    @Test
    void aFileThatIsNotToBeHadIsSaidAndNothingStays() {
        world.attachments.lose(zip, "It is gone.");
        world.invoke("import", zip);
        reply();

        assertThat(reply()).isEqualTo("I can't get shop.zip. It is gone.");
        assertThat(state().sessions().coming()).isNull();
        assertThat(state().atRest()).isTrue();
    }

    @Test
    void whatIsNoSessionOfThisAgentIsSaid() throws IOException, ExplainedException {
        world.invoke("import", world.attachments.photo("cat.png"));
        reply();
        assertThat(reply()).isEqualTo("cat.png isn't a session that /export has made.");

        world.invoke("import", world.attachments.offer("other.zip", archive("codex", SAID)));
        reply();
        assertThat(reply()).isEqualTo("That session is one of `codex`, but `claude` answers here.");

        world.invoke("import", world.attachments.offer("empty.zip", archive("claude", "{}\n")));
        reply();
        assertThat(reply()).isEqualTo("Nothing was said in that session, so there is nothing to continue.");
        assertThat(state().session().used()).isFalse();
    }

    @Test
    void whatWasAskedBeforeIsDoneFirstAlsoAfterAKill() throws IOException {
        var running = world.submit("hold");
        world.running(running);
        world.invoke("import", zip);
        reply();
        assertThat(reply()).startsWith("I'll switch to “Shop”");
        world.invoke("cancel", running.id().value());
        world.ended(running);

        Awaitility.await().until(() -> state().session().label().equals("Shop"));
        assertThat(state().past()).hasSize(1);
    }

    @Test
    void oneThatWasDroppedMeanwhileDoesNotCome() throws IOException, ExplainedException {
        world.attachments.hold(zip);
        world.invoke("import", zip);
        reply();
        world.invoke("new");
        assertThat(reply()).contains("The /import that was on its way is dropped, too.");
        var fresh = state().session();
        world.attachments.release(zip);
        world.invoke("import", world.attachments.offer("other.zip", archive("claude", SAID)));

        assertThat(reply()).startsWith("📥 Getting the session from other.zip");
        assertThat(reply()).startsWith("Now in “Shop”");
        assertThat(state().past()).extracting(Session::id).doesNotContain(fresh.id());
        assertThat(state().sessions().coming()).isNull();
    }

    @Test
    void itMovesWithItsChat() {
        world.attachments.hold(zip);
        world.invoke("import", zip);
        reply();
        var other = ChatId.of(-100L - Integer.toUnsignedLong(SessionId.random().hashCode()));
        world.deliver(new ChatProtocol.Migrate(other, world.receipts.ref()));
        world.receipts.expectMessage(new ChatProtocol.Accepted());
        world.attachments.release(zip);

        Awaitility.await()
                .until(() -> world.store
                        .state(other)
                        .filter(there -> there.session().label().equals("Shop"))
                        .isPresent());
    }

    private String reply() {
        return world.next(Replied.class).reply().text();
    }

    private ChatState state() {
        return Objects.requireNonNull(world.stored());
    }

    /** The one that was taken over; the scripted Claude writes its own elsewhere. */
    private static Path transcript(SessionId session) throws IOException {
        try (var found = Files.find(
                directory.toRealPath().resolve(".claude/projects"),
                2,
                (path, facts) -> path.endsWith(session + ".jsonl")
                        && !path.resolveSibling("").endsWith("fake"))) {
            return found.findFirst().orElseThrow();
        }
    }

    private static List<Path> folder(Path file) throws IOException {
        try (var all = Files.list(file.getParent())) {
            return all.toList();
        }
    }

    private static byte[] archive(String agent, String said) throws IOException, ExplainedException {
        var bytes = new ByteArrayOutputStream();
        var session = Session.fresh(Path.of("/elsewhere"), "Shop", Instant.EPOCH)
                .of(agent)
                .opened("fix it");
        new SessionExports(new Said(said), Secrets.NONE).write(session, bytes);
        return bytes.toByteArray();
    }

    private record Said(String lines) implements Transcripts {

        @Override
        public boolean write(Session session, OutputStream to) throws IOException {
            to.write(lines.getBytes(StandardCharsets.UTF_8));
            return true;
        }

        @Override
        public void keep(Session session, InputStream content) {
            throw new UnsupportedOperationException();
        }
    }
}

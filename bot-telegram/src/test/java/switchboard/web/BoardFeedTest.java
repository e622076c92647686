package switchboard.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.ManualTime;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.stream.javadsl.Sink;
import org.apache.pekko.stream.javadsl.SinkQueueWithCancel;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import switchboard.Engine;
import switchboard.board.Board;
import switchboard.model.Activity;
import switchboard.model.ChatId;
import switchboard.model.ChatSummary;
import switchboard.model.Usage;

class BoardFeedTest {

    private static final ActorTestKit KIT = ActorTestKit.create("BoardFeedTest", ManualTime.config());
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration A_LOOK = Duration.ofMillis(500);

    private final ManualTime time = ManualTime.get(KIT.system());
    private final TestProbe<Engine.Look> engine = KIT.createTestProbe(Engine.Look.class);
    private final ActorRef<BoardFeed.Command> feed = KIT.spawn(BoardFeed.create(
            engine.ref(), new BoardFeed.Setup(3, "opus", chat -> "/#" + chat, Clock.fixed(NOW, ZoneOffset.UTC))));

    @AfterAll
    static void shutDown() {
        KIT.shutdownTestKit();
    }

    @Test
    void anOpenedBoardIsToldAllAtOnce() throws Exception {
        var board = open();

        see(summary(1, Activity.IDLE), running(2));

        var frame = next(board);
        assertThat(frame.path("whole").booleanValue()).isTrue();
        assertThat(frame.path("limit").intValue()).isEqualTo(3);
        assertThat(frame.path("running").intValue()).isEqualTo(1);
        assertThat(frame.path("rows")).hasSize(2);
        var row = frame.path("rows").get(1);
        assertThat(row.path("id").textValue()).isEqualTo("2");
        assertThat(row.path("state").textValue()).isEqualTo("running");
        assertThat(row.path("since").longValue()).isEqualTo(NOW.toEpochMilli());
        assertThat(row.path("detail").textValue()).isEqualTo("💻 Bash: running ls");
        assertThat(row.path("model").textValue()).isEqualTo("opus");
        assertThat(row.path("title").textValue()).isEqualTo("Chat 2");
        assertThat(row.path("chat_name").textValue()).isEqualTo("Dev › Bugs");
        assertThat(row.path("open").textValue()).isEqualTo("/#2");
    }

    @Test
    void afterThatOnlyWhatHasChangedAndWhoIsGone() throws Exception {
        var board = open();
        see(summary(1, Activity.IDLE), summary(2, Activity.IDLE), summary(3, Activity.IDLE));
        next(board);

        time.timePasses(A_LOOK);
        see(summary(1, Activity.IDLE), running(2));

        var frame = next(board);
        assertThat(frame.path("whole").booleanValue()).isFalse();
        assertThat(frame.path("rows")).hasSize(1);
        assertThat(frame.path("rows").get(0).path("id").textValue()).isEqualTo("2");
        assertThat(frame.path("removed")).extracting(JsonNode::textValue).containsExactly("3");
    }

    @Test
    void nobodyLooksWhileNothingIsOpen() {
        time.expectNoMessageFor(Duration.ofSeconds(5), engine);

        var board = open();
        see(summary(1, Activity.IDLE));
        board.cancel();
        engine.expectNoMessage(Duration.ofMillis(100)); // the word that it is closed comes by another thread
        time.timePasses(A_LOOK.multipliedBy(3));
        engine.expectNoMessage(Duration.ZERO);
    }

    @Test
    void aLostLookIsFollowedByAnother() throws Exception {
        var board = open();
        engine.receiveMessage(); // and nobody answers

        time.timePasses(A_LOOK);

        see(summary(1, Activity.IDLE));
        assertThat(next(board).path("whole").booleanValue()).isTrue();
    }

    @Test
    void aSecondBoardDoesNotMakeTheFirstStartAgain() throws Exception {
        var first = open();
        see(summary(1, Activity.IDLE));
        next(first);

        var second = open();
        see(summary(1, Activity.IDLE));
        assertThat(next(second).path("whole").booleanValue()).isTrue();

        time.timePasses(A_LOOK);
        see(running(1));
        assertThat(next(first).path("whole").booleanValue()).isFalse();
        assertThat(next(second).path("whole").booleanValue()).isFalse();
    }

    private SinkQueueWithCancel<String> open() {
        return BoardFeed.frames(feed).source().runWith(Sink.queue(), KIT.system());
    }

    private void see(ChatSummary... summaries) {
        engine.receiveMessage().replyTo().tell(new Board.View(List.of(summaries)));
    }

    private static JsonNode next(SinkQueueWithCancel<String> board) throws Exception {
        return JSON.readTree(board.pull().toCompletableFuture().get().orElseThrow());
    }

    private static ChatSummary running(long chat) {
        return summary(chat, new Activity(Activity.Phase.RUNNING, NOW, "💻 Bash: running ls", 0));
    }

    private static ChatSummary summary(long chat, Activity activity) {
        return new ChatSummary(
                ChatId.of(chat),
                "Chat " + chat,
                "Dev › Bugs",
                "0123abcd",
                Path.of("/srv/work"),
                NOW,
                0,
                0,
                false,
                false,
                true,
                activity,
                null,
                Usage.NONE,
                null);
    }
}

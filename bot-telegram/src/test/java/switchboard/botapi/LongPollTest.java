package switchboard.botapi;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Clock;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import switchboard.botapi.PersonActions.Place;

class LongPollTest {

    private final BotApiState state = new BotApiState(
            Clock.systemUTC(), LocalClient.BOT, new FileStore(FileStore.inMemory(), FileStore.Limits.TELEGRAM));
    private final PersonActions actions = new PersonActions(state);
    private final Bot bot = new Bot(state);
    private final StoredChat chat = actions.openPrivate(new User(1, "Ada"));

    @Test
    void aWaitingRequestEndsWithTheNextUpdate() {
        CompletableFuture<JsonNode> poll = poll(30);
        assertThat(poll).isNotDone();

        say("hi");

        assertThat(bot.result(poll)).hasSize(1);
        assertThat(bot.result(poll).get(0).at("/message/text").asText()).isEqualTo("hi");
    }

    @Test
    void whatIsSaidInOneGoComesInOneAnswer() {
        CompletableFuture<JsonNode> poll = poll(30);

        state.locked(() -> {
            say("one");
            say("two");
            return poll;
        });

        assertThat(bot.result(poll)).hasSize(2);
    }

    @Test
    void theAnswerIsGivenWithoutTheLock() throws Exception {
        CompletableFuture<JsonNode> poll = poll(30);
        CompletableFuture<Boolean> free =
                poll.thenApply(updates -> CompletableFuture.supplyAsync(() -> state.locked(() -> true))
                        .orTimeout(10, TimeUnit.SECONDS)
                        .join());

        say("hi");

        assertThat(free.get(60, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void aRequestEndsEmptyWhenItsTimeIsOver() throws Exception {
        assertThat(poll(1).get(60, TimeUnit.SECONDS)).isEmpty();
        assertThat(bot.result(poll(0))).isEmpty();

        say("later");
        assertThat(bot.result(poll(1))).hasSize(1);
    }

    @Test
    void aSecondWaitingRequestEndsTheFirst() {
        CompletableFuture<JsonNode> first = poll(30);
        CompletableFuture<JsonNode> second = poll(30);

        assertThat(bot.refused(first).code()).isEqualTo(409);
        say("hi");
        assertThat(bot.result(second)).hasSize(1);
    }

    @Test
    void aClosedWorldEndsAWaitingRequestAndLetsNoneWait() {
        CompletableFuture<JsonNode> poll = poll(30);

        state.close();

        assertThat(bot.result(poll)).isEmpty();
        assertThat(bot.result(poll(30))).isEmpty();
    }

    private CompletableFuture<JsonNode> poll(int seconds) {
        return bot.call("getUpdates", "{'timeout': " + seconds + "}").toCompletableFuture();
    }

    private void say(String text) {
        actions.send(new Place(chat, chat.peer(), 0, 0), TypedText.of(text), Json.object());
    }
}

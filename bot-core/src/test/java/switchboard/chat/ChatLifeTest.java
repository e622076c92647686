package switchboard.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static switchboard.chat.ChatWorld.CHAT;

import com.fasterxml.jackson.databind.node.TextNode;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.pekko.actor.testkit.typed.FishingOutcome;
import org.apache.pekko.actor.testkit.typed.javadsl.FishingOutcomes;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import switchboard.Patience;
import switchboard.board.Board;
import switchboard.chat.ChatProtocol.Ended;
import switchboard.model.ChatId;
import switchboard.model.ChatState;
import switchboard.model.Memo;
import switchboard.model.Outcome;
import switchboard.model.People;
import switchboard.model.Prompt;
import switchboard.model.Session;

/** How chats come and go: passivated, forgotten, moved to another id. */
class ChatLifeTest extends ChatFixture {

    private static final ChatId NEW_ID = ChatId.of(-100);
    private static final Duration YEAR = Duration.ofDays(365);

    @Test
    void aChatWithNothingToDoLeavesAndComesBackAsItWas() {
        answered("x");
        var chat = world.chat();
        world.time.timePasses(ChatWorld.PASSIVATION);
        world.kit.createTestProbe().expectTerminated(chat);

        var session = session();
        var prompt = world.submit("hold");
        assertThat(world.running(prompt).has("--resume=" + session.id())).isTrue();
    }

    @Test
    void aChatStaysWhileItsAnswerIsNotDelivered() {
        world.ended(world.submit("x"));
        world.time.timePasses(ChatWorld.PASSIVATION);
        world.time.timePasses(ChatWorld.PASSIVATION);

        world.crashView();
        world.next(Ended.class);
    }

    @Test
    void aChatStaysWhileItsTurnRuns() {
        var prompt = world.submit("hold");
        world.running(prompt);
        world.time.timePasses(ChatWorld.PASSIVATION);
        world.running(prompt).answer("done");

        assertThat(world.ended(prompt).answer().outcome()).isEqualTo(Outcome.answered("done"));
        assertThat(world.claude.processes()).hasSize(1);
    }

    @Test
    void aChatAtRestIsForgottenAndStartsAfresh() {
        answered("x");
        var before = session();
        world.clock.pass(Duration.ofDays(2));
        var forgotten = forget(world.clock.instant().minus(Duration.ofDays(1)));
        assertThat(forgotten).isEqualTo("Chat 7");
        Awaitility.await().until(() -> world.store.state(CHAT).isEmpty());

        answered("y");
        assertThat(session().id()).isNotEqualTo(before.id());
        assertThat(world.claude.processes().getLast().prompts()).containsExactly("y");
    }

    @Test
    void aChatThatWasSpokenInSinceIsNotForgotten() {
        answered("x");

        assertThat(forget(world.clock.instant())).isNull();
        assertThat(world.store.state(CHAT)).isPresent();
    }

    @Test
    void aChatWithWorkIsNotForgotten() {
        var prompt = world.submit("hold");
        world.running(prompt);
        assertThat(forget(world.clock.instant().plus(YEAR))).isNull();

        world.running(prompt).answer("done");
        world.ended(prompt);
        assertThat(forget(world.clock.instant().plus(YEAR)))
                .as("its answer is not delivered")
                .isNull();
    }

    @Test
    void aCommandForgetsOtherChats() {
        var prompt = world.submit(ChatId.of(8), "x");
        Awaitility.await()
                .until(() ->
                        !world.store.state(ChatId.of(8)).orElseThrow().answers().isEmpty());
        world.deliver(ChatId.of(8), new ChatProtocol.Delivered(prompt.id()));
        Awaitility.await()
                .until(() -> world.store.state(ChatId.of(8)).orElseThrow().atRest());
        world.clock.pass(Duration.ofDays(2));
        world.invoke("forget");

        assertThat(world.next(ChatProtocol.Replied.class).reply().text()).startsWith("Gone: [Chat 8");
        Awaitility.await().until(() -> world.store.state(ChatId.of(8)).isEmpty());
    }

    @Test
    void aChatThatMovesTakesAllWithIt() {
        var running = world.submit("hold");
        var process = world.running(running);
        var waiting = world.submit("second");
        var session = session();
        migrate();

        Awaitility.await().until(() -> world.running(running) != process);
        assertThat(world.running(running).has("--resume=" + session.id())
                        || world.running(running).has("--session-id=" + session.id()))
                .isTrue();
        world.running(running).answer("done");
        var view = world.probe(NEW_ID);
        assertThat(view.fishForMessage(Patience.ENOUGH, event -> upTo(waiting, event)))
                .filteredOn(Ended.class::isInstance)
                .hasSize(2);
        Awaitility.await().until(() -> world.store.state(CHAT).isEmpty());
    }

    /** Else the new chat's view would say again which parts of it are shown. */
    @Test
    void whatTheViewRemembersOfAnAnswerIsToldBeforeTheAnswerInTheChatItMovesTo() {
        var prompt = world.submit("x");
        world.ended(prompt);
        world.remember(prompt.id(), "one part is shown");
        migrate();

        var told = world.probe(NEW_ID).fishForMessage(Patience.ENOUGH, event -> upTo(prompt, event));
        assertThat(told)
                .filteredOn(ChatProtocol.Remembered.class::isInstance)
                .last()
                .isEqualTo(new ChatProtocol.Remembered(
                        new Memo(null, Map.of(prompt.id(), TextNode.valueOf("one part is shown")))));
    }

    @Test
    void whatIsOnHoldIsToldWhereItsChatHasMovedTo() {
        var running = world.submit("hold");
        world.running(running);
        var waiting = world.submit("second");
        world.invoke("stop");
        world.ended(running);
        world.delivered(running);
        migrate();

        var told = (ChatProtocol.Replied) world.probe(NEW_ID)
                .fishForMessage(Patience.ENOUGH, ChatLifeTest::replied)
                .getLast();
        assertThat(told.reply().text()).isEqualTo("1 message is on hold.");
        var run = told.reply().buttons().getFirst().getFirst().command().split(" ", 2);
        world.deliver(
                NEW_ID,
                new ChatProtocol.Invoke(
                        People.ADA, run[0].substring(1), run[1], null, List.of(999L), null, world.receipts.ref()));
        world.probe(NEW_ID).fishForMessage(Patience.ENOUGH, event -> upTo(waiting, event));
    }

    @Test
    void whatWaitsInAChatThatMovedIsCountedOnce() {
        var running = world.submit("hold");
        world.running(running);
        for (var i = 0; i < 3; i++) {
            world.submit("waiting " + i);
        }
        migrate();
        Awaitility.await().until(() -> world.store.state(CHAT).isEmpty());

        assertThat(world.backlog.refusal()).isEmpty();
    }

    @Test
    void aMoveToldTwiceLosesNothing() {
        answered("x");
        var session = session();
        world.store.hold();
        world.deliver(new ChatProtocol.Migrate(NEW_ID, world.receipts.ref()));
        world.deliver(new ChatProtocol.Migrate(NEW_ID, world.receipts.ref()));
        world.store.release();
        world.receipts.expectMessage(new ChatProtocol.Accepted());
        Awaitility.await().until(() -> world.store.state(CHAT).isEmpty());

        assertThat(world.store.state(NEW_ID).orElseThrow().session().id()).isEqualTo(session.id());
        migrate();
        assertThat(world.store.state(NEW_ID).orElseThrow().session().id())
                .as("told again when it is done")
                .isEqualTo(session.id());
    }

    @Test
    void aMoveOfChatsThatNobodyHasUsedMakesNothing() {
        for (var id = 0; id < 50; id++) {
            var from = ChatId.of(-id - 1);
            world.deliver(from, new ChatProtocol.Migrate(ChatId.of(-1_000 - id), world.receipts.ref()));
            world.receipts.expectMessage(new ChatProtocol.Accepted());
            assertThat(world.store.state(from)).isEmpty();
            assertThat(world.store.state(ChatId.of(-1_000 - id))).isEmpty();
        }
        var seen = world.kit.createTestProbe(Board.View.class);
        world.board.tell(new Board.Look(seen.ref()));
        assertThat(seen.receiveMessage().summaries()).isEmpty();
    }

    @Test
    void aTopicFollowsItsNameAndStoresItOnlyWhenItChanges() {
        answered("hello");
        world.deliver(new ChatProtocol.NameTopic("Bugs", world.receipts.ref()));
        world.receipts.expectMessage(new ChatProtocol.Accepted());
        assertThat(world.next(ChatProtocol.TopicNamed.class).name()).isEqualTo("Bugs");
        assertThat(world.store.state(CHAT).orElseThrow().name().topic()).isEqualTo("Bugs");
        world.store.failNext(1);

        world.deliver(new ChatProtocol.NameTopic("Bugs", world.receipts.ref()));
        world.receipts.expectMessage(new ChatProtocol.Accepted());
        assertThat(world.store.failuresLeft()).as("it was not stored again").isEqualTo(1);
    }

    @Test
    void aViewThatComesIsToldTheNameOfTheTopic() {
        answered("hello");
        world.deliver(new ChatProtocol.NameTopic("Bugs", world.receipts.ref()));
        world.receipts.expectMessage(new ChatProtocol.Accepted());
        world.next(ChatProtocol.TopicNamed.class);

        world.kill();
        world.restart();
        world.deliver(new ChatProtocol.Wake());
        assertThat(world.next(ChatProtocol.TopicNamed.class).name()).isEqualTo("Bugs");
    }

    @Test
    void aTopicInWhichNobodyHasUsedTheBotIsNotKept() {
        world.deliver(new ChatProtocol.NameTopic("Bugs", world.receipts.ref()));

        world.receipts.expectMessage(new ChatProtocol.Accepted());
        assertThat(world.store.state(CHAT)).isEmpty();
        var seen = world.kit.createTestProbe(Board.View.class);
        world.board.tell(new Board.Look(seen.ref()));
        assertThat(seen.receiveMessage().summaries()).isEmpty();
    }

    @Test
    void aMoveWhoseStoreFailsIsMadeWhenItIsToldAgain() {
        answered("x");
        var session = session();
        world.store.failNext(1);
        world.deliver(new ChatProtocol.Migrate(NEW_ID, world.receipts.ref()));
        world.passUntil(() -> {
            world.deliver(new ChatProtocol.Migrate(NEW_ID, world.receipts.ref()));
            return world.store.state(NEW_ID).isPresent();
        });

        Awaitility.await().until(() -> world.store.state(CHAT).isEmpty());
        assertThat(world.store.state(NEW_ID).orElseThrow().session().id()).isEqualTo(session.id());
    }

    @Test
    void aMoveThatAKillHasCutOffIsMadeOnceAndRunsInOnePlace() {
        var prompt = ChatWorld.prompt("hold");
        var moving = ChatState.of(CHAT, Session.fresh(directory, null, Instant.EPOCH))
                .accept(prompt)
                .begin(prompt.id(), Instant.EPOCH)
                .with(ChatState::address, address -> address.movingTo(NEW_ID));
        world.store.put(moving);
        world.store.put(moving.in(NEW_ID)); // it has arrived, and the old chat was not erased yet
        world.deliver(new ChatProtocol.Wake());
        world.deliver(NEW_ID, new ChatProtocol.Wake());

        Awaitility.await().until(() -> world.store.state(CHAT).isEmpty());
        world.running(prompt).answer("done");
        world.probe(NEW_ID).fishForMessage(Patience.ENOUGH, event -> upTo(prompt, event));
        assertThat(world.claude.processes()).hasSize(1);
        world.view().expectMessage(new ChatProtocol.Remembered(Memo.NONE));
        world.view().expectNoMessage(Duration.ZERO);
    }

    @Test
    void aTurnThatWasStoppedDoesNotGoOnWhereItsChatHasMovedTo() {
        var prompt = ChatWorld.prompt("hold");
        world.store.put(ChatState.of(CHAT, Session.fresh(directory, null, Instant.EPOCH))
                .accept(prompt)
                .begin(prompt.id(), Instant.EPOCH)
                .with(ChatState::queue, queue -> queue.stop(null))
                .with(ChatState::address, address -> address.movingTo(NEW_ID)));
        world.deliver(new ChatProtocol.Wake());

        world.probe(NEW_ID).fishForMessage(Patience.ENOUGH, event -> upTo(prompt, event));
        Awaitility.await().until(() -> world.store.state(CHAT).isEmpty());
        assertThat(world.claude.processes()).isEmpty();
    }

    @Test
    void whatComesForTheOldIdOfAChatThatMovesReachesTheNewOne() {
        answered("x");
        world.store.hold();
        world.deliver(new ChatProtocol.Migrate(NEW_ID, world.receipts.ref()));
        var late = ChatWorld.prompt("late");
        world.deliver(new ChatProtocol.Submit(People.ADA, late, List.of(99L), null, false, world.receipts.ref()));
        world.store.release();

        world.receipts.expectMessage(new ChatProtocol.Accepted());
        world.receipts.expectMessage(new ChatProtocol.Accepted());
        world.probe(NEW_ID).fishForMessage(Patience.ENOUGH, event -> upTo(late, event));
    }

    private static FishingOutcome upTo(Prompt prompt, ChatProtocol.Event event) {
        return event instanceof Ended ended && ended.answer().id().equals(prompt.id())
                ? FishingOutcomes.complete()
                : FishingOutcomes.continueAndCollect();
    }

    private static FishingOutcome replied(ChatProtocol.Event event) {
        return event instanceof ChatProtocol.Replied ? FishingOutcomes.complete() : FishingOutcomes.continueAndIgnore();
    }

    private void migrate() {
        world.deliver(new ChatProtocol.Migrate(NEW_ID, world.receipts.ref()));
        world.receipts.expectMessage(new ChatProtocol.Accepted());
    }

    /** A prompt that is answered and delivered. */
    private void answered(String text) {
        var prompt = world.submit(text);
        world.ended(prompt);
        world.delivered(prompt);
        Awaitility.await().until(() -> world.store.state(CHAT).orElseThrow().atRest());
    }

    private @Nullable String forget(Instant since) {
        var answer = world.kit.createTestProbe(ChatProtocol.Forgotten.class);
        world.deliver(new ChatProtocol.Forget(since, answer.ref()));
        return answer.receiveMessage().title();
    }

    private Session session() {
        return world.store.state(CHAT).orElseThrow().session();
    }
}

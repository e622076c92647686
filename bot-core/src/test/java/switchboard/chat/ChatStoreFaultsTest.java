package switchboard.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static switchboard.chat.ChatWorld.CHAT;
import static switchboard.chat.ChatWorld.prompt;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.apache.pekko.actor.testkit.typed.javadsl.LoggingTestKit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import switchboard.chat.ChatProtocol.Noticed;
import switchboard.chat.ChatProtocol.Started;
import switchboard.model.ChatState;
import switchboard.model.Decision;
import switchboard.model.Outcome;
import switchboard.model.People;
import switchboard.model.Session;
import switchboard.model.SessionId;

/** A chat whose store fails or is slow. */
class ChatStoreFaultsTest extends ChatFixture {

    @Test
    void thatAnAnswerWasShownIsRememberedOverAFailedStore() {
        var prompt = world.submit("x");
        world.ended(prompt);
        world.store.failNext(1);
        world.delivered(prompt);

        world.passUntil(() -> world.store.state(CHAT).orElseThrow().atRest());
    }

    @Test
    void aFailedStoreDropsTheCommandAndNothingElse() {
        var running = world.submit("hold");
        var process = world.running(running);
        world.next(Started.class);
        world.store.failNext(1);
        var dropped =
                new ChatProtocol.Submit(People.ADA, prompt("dropped"), List.of(99L), null, false, world.receipts.ref());
        world.deliver(dropped);
        world.passUntil(() -> {
            world.deliver(dropped);
            return world.store.state(CHAT).orElseThrow().receipts().seen().contains(99L);
        });

        process.answer("done");
        assertThat(world.ended(running).answer().outcome()).isEqualTo(Outcome.answered("done"));
        world.ended(dropped.prompt());
        assertThat(world.claude.processes()).hasSize(1);
    }

    @Test
    void anEndThatCouldNotBeStoredIsToldAgain() {
        var prompt = world.submit("hold");
        world.next(Started.class);
        world.store.failNext(2);
        world.running(prompt).answer("done");
        world.passUntil(() -> world.store.state(CHAT).orElseThrow().current() == null);

        assertThat(world.ended(prompt).answer().outcome()).isEqualTo(Outcome.answered("done"));
    }

    @Test
    void aTurnThatCrashesWhileTheStoreFailsStillEnds() {
        var prompt = world.submit("hold");
        world.next(Started.class);
        world.store.failNext(1);
        world.crashTurn();
        world.passUntil(() -> world.store.state(CHAT).orElseThrow().current() == null);

        assertThat(world.ended(prompt).answer().outcome().kind()).isEqualTo(Outcome.Kind.FAILED);
    }

    @Test
    void aStopInterruptsAtOnceThoughItCannotBeStoredAndItIsStoredWithTheNextState() {
        var prompt = world.submit("hold");
        var waiting = world.submit("waits");
        world.next(Started.class);
        var process = world.running(prompt);
        world.store.failNext(2);
        world.deliver(new ChatProtocol.Invoke(People.ADA, "stop", "", "m", List.of(99L), null, world.receipts.ref()));

        Awaitility.await().until(process::isInterrupted);
        world.passUntil(() -> world.store.state(CHAT).orElseThrow().current() == null);
        assertThat(world.stored()).isNotNull();
        assertThat(world.store.state(CHAT).orElseThrow().onHold()).containsExactly(waiting);
    }

    @Test
    void whatAStopThatIsNotStoredYetHasOvertakenIsHeldBackToo() {
        world.store.failNext(1);
        world.deliver(new ChatProtocol.Invoke(People.ADA, "stop", "", "m", List.of(99L), null, world.receipts.ref()));
        world.passUntil(() -> world.store.failuresLeft() == 0);
        var overtaken = prompt("overtaken");
        world.deliver(new ChatProtocol.Submit(People.ADA, overtaken, List.of(98L), null, false, world.receipts.ref()));
        world.passUntil(() -> world.store.state(CHAT).isPresent());

        assertThat(world.store.state(CHAT).orElseThrow().onHold()).containsExactly(overtaken);
    }

    @Test
    void whatIsSaidAfterAStopThatIsNotStoredYetRunsAlone() {
        var stopped = world.submit("hold");
        var waiting = world.submit("waits");
        world.next(Started.class);
        world.running(stopped);
        world.store.failNext(2); // the stop, and the end that it leads to
        world.deliver(new ChatProtocol.Invoke(People.ADA, "stop", "", "m", List.of(199L), null, world.receipts.ref()));
        Awaitility.await().until(() -> {
            world.time.timePasses(Duration.ofMillis(100));
            return world.store.failuresLeft() == 0;
        });
        var instead = prompt("instead");
        world.deliver(new ChatProtocol.Submit(People.ADA, instead, List.of(200L), null, false, world.receipts.ref()));
        world.passUntil(() -> world.store.state(CHAT).orElseThrow().answers().stream()
                .anyMatch(answer -> answer.id().equals(instead.id())));

        assertThat(world.store.state(CHAT).orElseThrow().onHold()).containsExactly(waiting);
    }

    @Test
    void aStopThatIsToldAgainStopsNothingThatCameAfterIt() {
        var prompt = world.submit("hold");
        world.next(Started.class);
        world.store.failNext(1);
        var stop = new ChatProtocol.Invoke(People.ADA, "stop", "", "m", List.of(99L), null, world.receipts.ref());
        world.deliver(stop);
        world.passUntil(() -> world.store.state(CHAT).orElseThrow().current() == null);
        world.ended(prompt);
        var later = world.submit("hold");
        world.next(Started.class);
        world.running(later);
        var last = world.submit("last");
        world.deliver(stop);

        world.receipts.expectMessageClass(ChatProtocol.Accepted.class);
        assertThat(world.running(later).isInterrupted()).isFalse();
        assertThat(world.store.state(CHAT).orElseThrow().current()).isNotNull().matches(current -> !current.stopped());
        world.running(later).answer("done");
        world.ended(later);
        world.ended(last);
    }

    @Test
    void wordsThatAnsweredAQuestionAreNoPromptWhenTheyComeAgainBeforeThatIsStored() {
        var prompt = world.submit("hold");
        var asked = world.askedBash(prompt);
        world.store.failNext(1);
        var person = world.kit.createTestProbe(ChatProtocol.Settlement.class);
        world.deliver(new ChatProtocol.Answer(
                People.ADA, asked.key(), new Decision.Deny("use tabs"), List.of(98L), person.ref()));
        Awaitility.await().until(() -> world.store.failuresLeft() == 0);
        var words = new ChatProtocol.Submit(
                People.ADA, prompt("use tabs"), List.of(98L), null, false, world.receipts.ref());
        world.passUntil(() -> {
            world.deliver(words);
            return world.store.state(CHAT).orElseThrow().receipts().seen().contains(98L);
        });

        world.receipts.expectMessage(new ChatProtocol.Accepted());
        assertThat(world.store.state(CHAT).orElseThrow().waiting()).isEmpty();
    }

    @Test
    void aPersonIsToldOnceThatAnEndCannotBeStoredAndOneTroubleIsLoggedOnce() {
        var prompt = world.submit("hold");
        world.next(Started.class);

        LoggingTestKit.error("")
                .withLoggerName("switchboard.chat")
                .withOccurrences(1)
                .expect(world.kit.system(), () -> {
                    world.store.failNext(100);
                    world.running(prompt).answer("done");
                    world.passUntil(() -> world.store.failuresLeft() < 85);
                    return null;
                });
        world.next(Noticed.class);
        world.view().expectNoMessage(Duration.ZERO);
        world.store.failNext(0);
        world.passUntil(() -> world.store.state(CHAT).orElseThrow().current() == null);
        assertThat(world.ended(prompt).answer().outcome()).isEqualTo(Outcome.answered("done"));
    }

    @Test
    void whileTheStoreHangsAStopActsAtOnceAndSaysAfterASecondThatItCannotBeSavedYet() {
        var prompt = world.submit("hold");
        var waiting = world.submit("waits");
        world.next(Started.class);
        var process = world.running(prompt);
        world.store.hold();
        world.deliver(new ChatProtocol.Invoke(People.ADA, "stop", "", "m", List.of(99L), null, world.receipts.ref()));
        Awaitility.await().until(process::isInterrupted);
        Awaitility.await().until(world.store::isHolding);
        world.receipts.expectNoMessage(Duration.ZERO);
        world.time.timePasses(Duration.ofSeconds(1));

        assertThat(world.next(Noticed.class).text()).contains("can't save this yet");
        world.store.release();
        world.receipts.expectMessageClass(ChatProtocol.Accepted.class);
        assertThat(world.ended(prompt).answer().outcome().kind()).isEqualTo(Outcome.Kind.CANCELLED);
        assertThat(world.store.state(CHAT).orElseThrow().onHold()).containsExactly(waiting);
    }

    @Test
    void whileTheStoreHangsNothingNewRunsAndWhenItIsBackAllGoesOn() {
        world.ended(world.submit("first"));
        world.store.hold();
        var prompt = prompt("hold");
        world.deliver(new ChatProtocol.Submit(People.ADA, prompt, List.of(98L), null, false, world.receipts.ref()));
        Awaitility.await().until(world.store::isHolding);
        world.time.timePasses(Duration.ofSeconds(10));

        assertThat(world.next(Noticed.class).text()).contains("can't save right now");
        world.receipts.expectNoMessage(Duration.ZERO);
        assertThat(world.claude.processes())
                .noneMatch(process -> process.turn().equals(prompt.id().value()));
        world.store.release();
        world.receipts.expectMessageClass(ChatProtocol.Accepted.class);
        world.running(prompt).answer("done");
        world.ended(prompt);
    }

    @Test
    void aPersonIsToldOnceOfACrashHoweverOftenItCannotBeStored() {
        var prompt = world.submit("hold");
        world.next(Started.class);
        var first = world.running(prompt);
        world.store.failNext(100);
        first.crash();
        world.passUntil(() -> world.store.failuresLeft() < 96);
        world.store.failNext(0);
        world.passUntil(() -> world.running(prompt) != first);
        world.running(prompt).answer("done");

        assertThat(world.until(ChatProtocol.Ended.class::isInstance))
                .filteredOn(event ->
                        event instanceof Noticed noticed && noticed.text().contains("ended unexpectedly"))
                .hasSize(1);
    }

    @Test
    void aDirectoryThatIsLeftIsToldOnceHoweverOftenThatCannotBeStored() {
        var session = new Session(
                new SessionId("old"), Session.FIRST_AGENT, true, Path.of("/forbidden"), null, null, Instant.EPOCH, 0);
        world.store.put(ChatState.of(CHAT, session));
        world.store.failNext(100);
        world.deliver(new ChatProtocol.Wake());
        world.passUntil(() -> world.store.failuresLeft() < 96);
        world.store.failNext(0);
        world.passUntil(() -> world.store
                .state(CHAT)
                .filter(state -> !state.session().directory().equals(session.directory()))
                .isPresent());

        assertThat(world.next(Noticed.class).text()).contains("not allowed any more");
        world.view().expectNoMessage(Duration.ZERO);
    }

    @Test
    void aCrashThatIsToldTwiceCountsOnce() {
        var prompt = world.submit("hold");
        world.next(Started.class);
        var first = world.running(prompt);
        world.store.hold();
        first.crash();
        Awaitility.await().until(world.store::isHolding);
        world.time.timePasses(Duration.ofSeconds(5));
        world.time.timePasses(Duration.ofSeconds(5));
        world.store.release();
        Awaitility.await().until(() -> world.running(prompt) != first);
        world.running(prompt).answer("done");

        assertThat(world.ended(prompt).answer().outcome()).isEqualTo(Outcome.answered("done"));
        assertThat(world.claude.processes()).hasSize(2);
    }
}

package switchboard.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static switchboard.chat.ChatWorld.CHAT;
import static switchboard.chat.ChatWorld.GIT;
import static switchboard.chat.ChatWorld.prompt;

import com.fasterxml.jackson.databind.node.TextNode;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import switchboard.agent.AgentProtocol;
import switchboard.chat.ChatProtocol.Ended;
import switchboard.chat.ChatProtocol.Progressed;
import switchboard.chat.ChatProtocol.Queued;
import switchboard.chat.ChatProtocol.Replied;
import switchboard.chat.ChatProtocol.Started;
import switchboard.chat.ChatProtocol.Waiting;
import switchboard.model.ChatId;
import switchboard.model.Decision;
import switchboard.model.Memo;
import switchboard.model.Outcome;
import switchboard.model.People;
import switchboard.model.PermissionMode;
import switchboard.model.Prompt;
import switchboard.model.Question;
import switchboard.model.Reply;
import switchboard.model.TurnId;

class ChatTest extends ChatFixture {

    @Test
    void aTurnIsStartedShownAndEndedOnce() {
        var prompt = world.submit("x");
        var events = world.until(Ended.class::isInstance);

        assertThat(events.subList(0, 4))
                .containsExactly(
                        new ChatProtocol.Remembered(Memo.NONE),
                        new Waiting(prompt.id(), "m-x", 0),
                        new Started(prompt.id(), "m-x"),
                        new Progressed(prompt.id(), new AgentProtocol.Said("Answer to x")));
        assertThat(events).hasSize(5);
        var answer = ((Ended) events.getLast()).answer();
        assertThat(answer.id()).isEqualTo(prompt.id());
        assertThat(answer.outcome()).isEqualTo(Outcome.answered("Answer to x"));
        assertThat(answer.message()).isEqualTo("m-x");
    }

    @Test
    void aTurnWithoutAPermitIsQueuedBeforeItStarts() {
        var other = world.submit(ChatId.of(8), "hold");
        var running = world.running(other);
        var prompt = world.submit("x");
        world.next(Queued.class);
        running.answer("done");

        assertThat(world.until(Ended.class::isInstance))
                .filteredOn(event -> !(event instanceof Progressed))
                .extracting(event -> event.getClass().getSimpleName())
                .containsExactly("Started", "Ended");
        assertThat(world.stored()).isNotNull();
        assertThat(prompt.message()).isEqualTo("m-x");
    }

    @Test
    void promptsAreAnsweredOneAfterTheOther() {
        var first = world.submit("hold");
        var process = world.running(first);
        var second = world.submit("second");
        var third = world.submit("third");
        assertThat(world.next(Waiting.class)).isEqualTo(new Waiting(first.id(), "m-hold", 0));
        assertThat(world.next(Waiting.class)).isEqualTo(new Waiting(second.id(), "m-second", 1));
        assertThat(world.next(Waiting.class)).isEqualTo(new Waiting(third.id(), "m-third", 2));
        assertThat(process.prompts()).containsExactly("hold");

        process.answer("done");
        world.ended(first);
        world.ended(second);
        world.ended(third);
        assertThat(process.prompts()).as("by the same process").containsExactly("hold", "second", "third");
    }

    @Test
    void aPromptThatACommandMakesWaitsLikeAnyOther() {
        var first = world.submit("hold");
        var process = world.running(first);

        world.invoke("ask");

        world.next(Waiting.class);
        var waiting = world.next(Waiting.class);
        assertThat(waiting.message()).isEqualTo("m-asked");
        assertThat(waiting.ahead()).isEqualTo(1);
        process.answer("done");
        world.ended(first);
        assertThat(world.next(Ended.class).answer().id()).isEqualTo(waiting.turn());
    }

    @Test
    void aMessageThatComesTwiceIsTakenOnce() {
        var prompt = prompt("x");
        var submit = new ChatProtocol.Submit(People.ADA, prompt, List.of(99L), null, false, world.receipts.ref());
        world.deliver(submit);
        world.deliver(submit);
        world.receipts.expectMessage(new ChatProtocol.Accepted());
        world.receipts.expectMessage(new ChatProtocol.Accepted());
        world.ended(prompt);

        world.deliver(submit);
        world.receipts.expectMessage(new ChatProtocol.Accepted());
        var last = world.submit("last");
        world.ended(last);
        assertThat(world.claude.processes().getFirst().prompts()).containsExactly("x", "last");
    }

    @Test
    void aPromptOfWhichAPartWasTakenBeforeIsNotTakenAndTheFrontIsToldOfThePart() {
        submit(prompt("x"), 98L, 99L);
        world.receipts.expectMessage(new ChatProtocol.Accepted());
        submit(prompt("y"), 99L, 100L);
        world.receipts.expectMessage(new ChatProtocol.SeenInPart(List.of(99L)));
        submit(prompt("z"), 98L);
        world.receipts.expectMessage(new ChatProtocol.Accepted());
        submit(prompt("rest"), 100L);
        world.receipts.expectMessage(new ChatProtocol.Accepted());

        world.next(Ended.class);
        world.next(Ended.class);
        assertThat(world.claude.processes().getFirst().prompts()).containsExactly("x", "rest");
    }

    @Test
    void wordsThatAnswerAQuestionAreTakenOnceThatIsStoredAndAreNoPromptWhenTheyComeAgain() {
        var prompt = world.submit("hold");
        var asked = world.askedBash(prompt);
        var person = world.kit.createTestProbe(ChatProtocol.Settlement.class);
        world.store.hold();
        world.deliver(new ChatProtocol.Answer(
                People.ADA, asked.key(), new Decision.Deny("use tabs"), List.of(98L), person.ref()));
        Awaitility.await().until(world.store::isHolding);
        person.expectNoMessage(Duration.ZERO);
        world.store.release();
        assertThat(person.receiveMessage().taken()).isTrue();
        assertThat(world.store.state(CHAT).orElseThrow().receipts().seen()).contains(98L);

        submit(prompt("use tabs"), 98L);
        world.receipts.expectMessage(new ChatProtocol.Accepted());
        assertThat(world.store.state(CHAT).orElseThrow().queue().inbox()).isEmpty();
    }

    @Test
    void aPromptThatWaitsBecomesTheReasonOfADenialAndWaitsNoLonger() {
        var prompt = world.submit("hold");
        var asked = world.askedBash(prompt);
        var words = world.submit("use git mv");
        var person = world.kit.createTestProbe(ChatProtocol.Settlement.class);
        world.store.hold();
        world.deliver(new ChatProtocol.AnswerQueued(
                People.ADA, asked.key(), words.id().value().substring(0, 8), person.ref()));
        Awaitility.await().until(world.store::isHolding);
        person.expectNoMessage(Duration.ZERO);
        assertThat(world.running(prompt).answers()).isEmpty();
        world.store.release();

        assertThat(person.receiveMessage()).isEqualTo(new ChatProtocol.Settlement(true, "Denied: use git mv"));
        assertThat(world.store.state(CHAT).orElseThrow().queue().inbox()).isEmpty();
        assertThat(world.next(ChatProtocol.Dropped.class).turn()).isEqualTo(words.id());
        Awaitility.await().until(() -> !world.running(prompt).answers().isEmpty());
        assertThat(world.running(prompt).answers().getFirst().toString()).contains("The user says: use git mv");
        world.deliver(new ChatProtocol.AnswerQueued(
                People.ADA, asked.key(), words.id().value(), person.ref()));
        assertThat(person.receiveMessage()).isEqualTo(ChatProtocol.Settlement.NO_LONGER_QUEUED);
    }

    @Test
    void aQueuedCommandIsNoAnswerAndStaysInTheQueue() {
        var prompt = world.submit("hold");
        var asked = world.askedBash(prompt);
        world.invoke("handoff");
        world.invoke("compact");
        var person = world.kit.createTestProbe(ChatProtocol.Settlement.class);
        var queued = world.store.state(CHAT).orElseThrow().waiting().toList();

        assertThat(queued).hasSize(2);
        for (var each : queued) {
            world.deliver(new ChatProtocol.AnswerQueued(
                    People.ADA, asked.key(), each.id().value(), person.ref()));
            assertThat(person.receiveMessage()).isEqualTo(ChatProtocol.Settlement.IS_COMMAND);
        }
        assertThat(world.store.state(CHAT).orElseThrow().waiting()).hasSize(2);
    }

    @Test
    void aPromptStaysInTheQueueIfTheQuestionIsNoLongerOpen() {
        var prompt = world.submit("hold");
        world.askedBash(prompt);
        var words = world.submit("use git mv");
        var person = world.kit.createTestProbe(ChatProtocol.Settlement.class);
        world.deliver(
                new ChatProtocol.AnswerQueued(People.ADA, "gone", words.id().value(), person.ref()));

        assertThat(person.receiveMessage()).isEqualTo(ChatProtocol.Settlement.NO_LONGER_OPEN);
        assertThat(world.store.state(CHAT).orElseThrow().waiting()).contains(words);
    }

    @Test
    void wordsThatWereTakenBeforeAnswerNothingWhenTheyComeAgain() {
        var prompt = world.submit("hold");
        var asked = world.askedBash(prompt);
        submit(prompt("queued"), 98L);
        world.receipts.expectMessage(new ChatProtocol.Accepted());
        var person = world.kit.createTestProbe(ChatProtocol.Settlement.class);
        world.deliver(new ChatProtocol.Answer(
                People.ADA, asked.key(), new Decision.Deny("queued"), List.of(98L), person.ref()));

        assertThat(person.receiveMessage()).isEqualTo(ChatProtocol.Settlement.NO_LONGER_OPEN);
        assertThat(world.running(prompt).answers()).isEmpty();
    }

    private void submit(Prompt prompt, Long... messages) {
        world.deliver(
                new ChatProtocol.Submit(People.ADA, prompt, List.of(messages), null, false, world.receipts.ref()));
    }

    @Test
    void aPromptThatIsRepeatedWithoutAMessageIsTakenOnce() {
        var prompt = prompt("hold");
        var submit = new ChatProtocol.Submit(People.ADA, prompt, List.of(), null, false, world.receipts.ref());
        world.deliver(submit);
        world.deliver(submit);
        world.receipts.expectMessage(new ChatProtocol.Accepted());
        world.receipts.expectMessage(new ChatProtocol.Accepted());

        world.running(prompt).answer("done");
        world.ended(prompt);
        assertThat(world.stored()).extracting(state -> state.queue().inbox()).isEqualTo(List.of());
    }

    @Test
    void aPromptIsRefusedWhenTooManyWaitUnlessItCameWhileTheEngineWasDown() {
        var running = world.submit("hold");
        world.running(running);
        for (var i = 0; i < 5; i++) {
            world.submit("waiting " + i);
        }
        var refused = prompt("one too many");
        world.deliver(new ChatProtocol.Submit(People.ADA, refused, List.of(98L), null, false, world.receipts.ref()));
        var refusal = world.receipts.expectMessageClass(ChatProtocol.Refused.class);
        assertThat(refusal.reason()).contains("The queue is full (5 messages over all chats)");
        assertThat(world.next(ChatProtocol.Declined.class))
                .isEqualTo(new ChatProtocol.Declined(refusal.reason(), "m-one too many"));

        var late = prompt("late");
        world.deliver(new ChatProtocol.Submit(People.ADA, late, List.of(97L), null, true, world.receipts.ref()));
        world.receipts.expectMessage(new ChatProtocol.Accepted());
    }

    @Test
    void answersThatAViewNeverConfirmsHoldUpTheirOwnChatAndNoOther() {
        for (var i = 0; i < Backlog.MOST_UNSHOWN; i++) {
            world.ended(world.submit("x"));
        }
        world.deliver(
                new ChatProtocol.Submit(People.ADA, prompt("y"), List.of(9_000L), null, false, world.receipts.ref()));
        var refusal = world.receipts.expectMessageClass(ChatProtocol.Refused.class);
        assertThat(refusal.reason()).startsWith("I still have 100 answers to deliver in this chat");

        world.running(world.submit(ChatId.of(8), "hold"));
        world.deliver(new ChatProtocol.Submit(
                People.ADA, prompt("said while down"), List.of(9_001L), null, true, world.receipts.ref()));
        world.receipts.expectMessage(new ChatProtocol.Accepted());
    }

    @Test
    void aTextOfTenMillionCharactersIsRefusedWithTheFix() {
        var huge = prompt("x".repeat(10_000_000));
        world.deliver(new ChatProtocol.Submit(People.ADA, huge, List.of(98L), null, true, world.receipts.ref()));
        var refusal = world.receipts.expectMessageClass(ChatProtocol.Refused.class);
        assertThat(refusal.reason())
                .isEqualTo("That's 10,000,000 characters; a message can have at most 4,000,000. Put it into a file"
                        + " and ask Claude to read that.");
        assertThat(world.next(ChatProtocol.Declined.class).reason()).isEqualTo(refusal.reason());
        world.ended(world.submit("y"));
    }

    @Test
    void modesChosenInARowAreEachToldOnce() {
        var prompt = world.submit("hold");
        var process = world.running(prompt);
        world.next(Started.class);
        for (var mode : List.of("plan", "acceptEdits", "default")) {
            world.invoke("mode", mode);
        }
        Awaitility.await().until(() -> process.requests("set_permission_mode").size() >= 3);
        process.answer("done");

        world.ended(prompt);
        assertThat(world.stored()).matches(state -> state.settings().mode() == PermissionMode.DEFAULT);
        assertThat(process.requests("set_permission_mode")).hasSize(3);
    }

    @Test
    void aStopEndsTheTurnAndAMessageThatFollowsRunsAloneWhileWhatWaitedStaysOnHold() {
        var first = world.submit("hold");
        world.running(first).say("half");
        var second = world.submit("second");
        world.invoke("stop");
        assertThat(world.next(ChatProtocol.Stopping.class).turn()).isEqualTo(first.id());
        var ended = world.ended(first);
        assertThat(ended.answer().outcome()).isEqualTo(Outcome.cancelled("half"));
        assertThat(Objects.requireNonNull(ended.hold()).text()).isEqualTo("1 message is on hold.");
        assertThat(world.stored())
                .isNotNull()
                .matches(state -> state.queue().isOnHold(second.id()) && state.current() == null);

        var third = world.submit("third");
        assertThat(world.ended(third).hold()).isNull();
        assertThat(prompts()).containsExactly("hold", "third");
        world.invoke("pending", "go");
        world.ended(second);
        assertThat(prompts()).containsExactly("hold", "third", "second");
    }

    private List<String> prompts() {
        return world.claude.processes().stream()
                .flatMap(process -> process.prompts().stream())
                .toList();
    }

    @Test
    void aPromptThatWaitedIsShownAsOnHold() {
        var first = world.submit("hold");
        world.running(first);
        var second = world.submit("second");
        world.invoke("stop");

        var held = world.next(ChatProtocol.Held.class);
        assertThat(held.turn()).isEqualTo(second.id());
        assertThat(held.buttons().getFirst()).extracting(Reply.Button::label).containsExactly("Run it", "Discard");
        world.ended(first);
        world.invoke("pending", "remove " + second.id());
        assertThat(world.next(ChatProtocol.Dropped.class).turn()).isEqualTo(second.id());
    }

    @Test
    void aPromptOnHoldRunsInItsOwnSessionAfterAMoveAndTheChatStaysWhereItIs() throws IOException {
        var first = world.submit("hold");
        world.running(first);
        var second = world.submit("second");
        world.invoke("stop");
        world.ended(first);
        var home = world.store.state(CHAT).orElseThrow().session();
        var other = Files.createDirectory(world.directory.resolve("other"));
        world.invoke("cd", "other");
        var third = world.submit("third");
        world.ended(third);
        world.invoke("pending", "go");
        world.ended(second);

        assertThat(world.claude.processes().getLast().launch().directory()).isEqualTo(home.directory());
        assertThat(world.claude.processes().getLast().launch().command()).contains("--resume=" + home.id());
        assertThat(world.store.state(CHAT).orElseThrow().session().directory()).isEqualTo(other);
    }

    @Test
    void whatAStopHasOvertakenIsOnHoldAndThePersonIsTold() {
        var overtaken = prompt("overtaken");
        world.invoke("stop");
        world.next(Replied.class);
        world.deliver(new ChatProtocol.Submit(People.ADA, overtaken, List.of(1L), null, false, world.receipts.ref()));
        world.receipts.expectMessageClass(ChatProtocol.Accepted.class);

        var told = world.next(Replied.class);
        assertThat(told.message()).isEqualTo(overtaken.message());
        assertThat(told.reply().text()).isEqualTo("You sent this before your /stop, so it is on hold.");
        assertThat(world.claude.processes()).isEmpty();

        world.ended(world.submit("later"));
        world.invoke("pending", "go");
        world.ended(overtaken);
    }

    @Test
    void theButtonOfATurnThatHasEndedHoldsNothingBack() {
        var first = world.submit("hold");
        world.running(first);
        var second = world.submit("second");
        world.invoke("stop", "turn " + TurnId.random());
        assertThat(world.next(Replied.class).reply().text()).isEqualTo("That task has ended already.");
        world.running(first).answer("done");

        world.ended(first);
        world.ended(second);
    }

    @Test
    void aStoppedTurnThatWaitsForItsPermitNeverRuns() {
        var other = world.submit(ChatId.of(8), "hold");
        world.running(other);
        var prompt = world.submit("x");
        world.next(Queued.class);
        world.invoke("stop");

        assertThat(world.ended(prompt).answer().outcome()).isEqualTo(Outcome.cancelled(""));
        assertThat(world.claude.processes()).hasSize(1);
    }

    @Test
    void aQuestionIsAskedAndItsAnswerGivenToClaude() {
        var prompt = world.submit("hold");
        var process = world.running(prompt);
        process.askBash("q1", "git pull");
        var asked = world.next(ChatProtocol.Asked.class);
        assertThat(asked.turn()).isEqualTo(prompt.id());
        assertThat(((Question.Permission) asked.question()).rules()).containsExactly(GIT);

        assertThat(answer("q1", new Decision.Allow()).taken()).isTrue();
        assertThat(world.next(ChatProtocol.Settled.class).words()).isEqualTo("Allowed (Ada)");
        Awaitility.await().until(() -> !process.answers().isEmpty());
        assertThat(process.answers().getFirst().at("/response/behavior").asText())
                .isEqualTo("allow");
        process.answer("pulled");
        world.ended(prompt);
        assertThat(answer("q1", new Decision.Allow()).taken()).as("too late").isFalse();
    }

    @Test
    void pendingShowsAnOpenQuestionOnceMore() {
        var prompt = world.submit("hold");
        world.askedBash(prompt);

        world.invoke("pending");
        world.next(ChatProtocol.Replied.class);

        assertThat(world.next(ChatProtocol.Asked.class).turn()).isEqualTo(prompt.id());
    }

    @Test
    void whileOneChatAsksAnotherRuns() {
        var prompt = world.submit("hold");
        world.running(prompt).askBash("q1", "git pull");
        world.next(ChatProtocol.Asked.class);

        var other = world.submit(ChatId.of(8), "hold");
        var running = world.running(other);
        answer("q1", new Decision.Allow());
        world.next(ChatProtocol.Settled.class);
        assertThat(world.running(prompt).answers())
                .as("the permit is another's")
                .isEmpty();
        running.answer("done");
        Awaitility.await().until(() -> !world.running(prompt).answers().isEmpty());
    }

    @Test
    void whatIsAllowedForGoodIsKeptAndGivenToEveryProcess() {
        var process = allowGitForGood();
        assertThat(world.stored())
                .isNotNull()
                .matches(state -> state.settings().rules().equals(List.of(GIT)));
        process.crash();

        var next = world.submit("hold");
        assertThat(world.running(next).launch().file("--settings"))
                .get()
                .asString()
                .contains("Bash(git *)");
    }

    @Test
    void whatIsRevokedIsNoLongerInForceInTheNextTurn() {
        var process = allowGitForGood();
        var kept = world.submit("y");
        world.ended(kept);
        assertThat(process.prompts())
                .as("the process knows the rule by the answer")
                .contains("y");
        world.invoke("revoke");

        var next = world.submit("hold");
        assertThat(world.running(next)).isNotSameAs(process);
        assertThat(world.running(next).launch().file("--settings"))
                .get()
                .asString()
                .doesNotContain("Bash(git *)");
    }

    @Test
    void aModeThatClaudeHasChangedIsKept() {
        var prompt = world.submit("hold");
        world.running(prompt).changeMode("plan");

        Awaitility.await()
                .untilAsserted(() -> assertThat(world.stored())
                        .isNotNull()
                        .matches(state -> state.settings().mode() == PermissionMode.PLAN));
        world.running(prompt).changeMode("default");
        Awaitility.await()
                .untilAsserted(() -> assertThat(world.stored())
                        .isNotNull()
                        .matches(state -> state.settings().mode() == PermissionMode.DEFAULT));
    }

    @Test
    void aCommandIsAnsweredUnderItsMessage() {
        world.invoke("hello");

        var replied = world.next(ChatProtocol.Replied.class);
        assertThat(replied.reply().text()).isEqualTo("Hello ");
        assertThat(replied.message()).isEqualTo("m-hello");
    }

    @Test
    void anUnknownCommandIsAnsweredWithTheNearestOne() {
        world.invoke("helo");

        assertThat(world.next(ChatProtocol.Replied.class).reply().text())
                .isEqualTo("There's no command /helo. Did you mean /hello, or is it for Claude?");
    }

    @Test
    void whatTheViewRemembersOfAnAnswerIsKeptUntilItIsDelivered() {
        var prompt = world.submit("x");
        world.remember(prompt.id(), "live");
        world.ended(prompt);
        world.remember(prompt.id(), "sending");
        assertThat(world.store.state(CHAT).orElseThrow().memo())
                .isEqualTo(new Memo(null, Map.of(prompt.id(), TextNode.valueOf("sending"))));

        world.delivered(prompt);
        world.deliver(new ChatProtocol.Remember(
                prompt.id(), TextNode.valueOf("late"), world.kit.system().ignoreRef()));
        Awaitility.await()
                .untilAsserted(() -> assertThat(world.stored()).isNotNull().matches(state -> state.atRest()));
        assertThat(world.store.state(CHAT).orElseThrow().memo()).isEqualTo(Memo.NONE);
    }

    private FakeClaude.Child allowGitForGood() {
        var prompt = world.submit("hold");
        var process = world.running(prompt);
        process.askBash("q1", "git pull");
        world.next(ChatProtocol.Asked.class);
        answer("q1", new Decision.AllowAlways());
        Awaitility.await().until(() -> !process.answers().isEmpty());
        process.answer("done");
        world.ended(prompt);
        return process;
    }

    private ChatProtocol.Settlement answer(String key, Decision decision) {
        var person = world.kit.createTestProbe(ChatProtocol.Settlement.class);
        world.deliver(new ChatProtocol.Answer(People.ADA, key, decision, List.of(), person.ref()));
        return person.receiveMessage();
    }
}
